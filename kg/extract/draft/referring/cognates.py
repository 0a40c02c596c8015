"""Names what a noun takes up where the text told it with the verb: "the decision" after "decided to close the port".

The noun gets the words that the verb had: its infinitive, its object, or what it has with a preposition that both take.
There must be one such verb before it in the text, near it or in the lead, and no other mention of the kind.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from kg.extract.draft.referring.complements import UNCLEAR
from kg.extract.draft.referring.pointed import TAKES_UP
from kg.extract.grammar.lexicon import load_data
from kg.extract.grammar.tree import is_plural_noun
from kg.extract.meaning.pieces import ReferentName
from kg.extract.names.things.identified import is_placed, is_pointing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spacy.tokens import Token

    from kg.extract.names.discourse import Discourse
    from kg.extract.names.nounphrases import NounPhrases

__all__ = ["told_by_verb"]

_ROWS: tuple[Mapping[str, Any], ...] = tuple(load_data("draft/referring/cognates.yaml")["cognates"])
_UNCLEAR = (*UNCLEAR, "WRB")
_LONGEST = 14
#: What a verb may be that did not happen: "did not decide", "may decide", "if it attacks".
_UNREAL = ("could", "if", "may", "might", "must", "n't", "never", "not", "should", "unless", "whether", "would")


def told_by_verb(phrases: NounPhrases, discourse: Discourse, noun: Token) -> ReferentName | None:
    """Return a noun with the words of the verb that told of it, or None if the text leaves it unclear."""
    rows = {str(row["verb"]): row for row in _ROWS if row["noun"] == noun.lemma_.lower()}
    if not rows or noun.tag_ not in ("NN", "NNS") or not (is_pointing(noun) or is_placed(noun)):
        return None
    kinds = TAKES_UP.get(noun.lemma_.lower(), frozenset()) | {noun.lemma_.lower()}
    others = (token for kind in kinds for token in phrases.nouns.get(kind, ()) if token.i < noun.i)
    if any(not is_pointing(token) and not is_placed(token) for token in others):
        return None
    verbs = [verb for verb in noun.doc[: noun.i] if verb.pos_ == "VERB" and verb.lemma_.lower() in rows]
    verbs = [verb for verb in verbs if not phrases.is_title(verb)] or verbs
    told = [(verb, words) for verb in verbs if (words := _told(verb, rows[verb.lemma_.lower()]))]
    if len(told) != 1 or len(verbs) != 1 or not phrases.is_told(verbs[0], noun):
        return None
    if noun.tag_ == "NNS" and not is_plural_noun(_done_to(verbs[0]) or noun.doc[0]):
        return None  # "the arrests" after "arrested a sailor"
    if not {child.lemma_.lower() for child in _own(noun)} <= {word.lemma_.lower() for word in told[0][0].subtree}:
        return None  # "the rocket test" after "tested a missile"
    return (
        ReferentName(f"the {noun.lower_} {told[0][1]}", noun.tag_ == "NNS")
        if _is_near(discourse, verbs[0], noun)
        else None
    )


def _own(noun: Token) -> list[Token]:
    """Return the adjectives and nouns before a noun, which may set it apart from what the verb told."""
    return [child for child in noun.lefts if child.dep_ in ("amod", "compound", "nummod")]


def _is_near(discourse: Discourse, verb: Token, noun: Token) -> bool:
    """Return whether a verb is in the paragraph of a noun, in the one before, or in the lead."""
    start = discourse.paragraph_before(noun.i)
    return verb.i >= start or verb.i < discourse.paragraph_after(discourse.paragraph_after(0))


def _told(verb: Token, row: Mapping[str, Any]) -> str:
    """Return the words that a noun takes over from its verb; empty if there are none or they are unclear."""
    words = {child.lower_ for child in verb.children}
    if words & {*_UNREAL} or any(child.dep_ in ("conj", "nsubjpass") for child in verb.rights):
        return ""
    if row.get("infinitive") and (found := _infinitive(verb)):
        return found
    if row.get("that") and (found := _that(verb)):
        return found
    found = _object(verb, str(row["object"])) if row.get("object") else ""
    return found or _linked(verb, row.get("links", ()))


def _that(verb: Token) -> str:
    """Return the clause that follows a verb with "that": "that the port had to open"."""
    clauses = [child for child in verb.rights if child.dep_ == "ccomp" and child.left_edge.lower_ == "that"]
    return _clear(list(clauses[0].subtree)) if len(clauses) == 1 else ""


def _infinitive(verb: Token) -> str:
    verbs = [child for child in verb.rights if child.dep_ in ("xcomp", "ccomp") and child.tag_ == "VB"]
    if len(verbs) != 1 or verbs[0].left_edge.tag_ != "TO":
        return ""
    return _clear(list(verbs[0].subtree))


def _object(verb: Token, link: str) -> str:
    """Return to what something was done, with a preposition; empty if that is unclear."""
    thing = _done_to(verb)
    if thing is None:
        return ""
    end = thing.right_edge.i if thing.dep_ == "dobj" else thing.i
    words = _clear([word for word in thing.doc[thing.left_edge.i : end + 1] if not word.is_space])
    # "accused Kenya of a raid": against whom does not say which accusation it is
    return f"{link} {words}" if words and not (link == "against" and " " not in words) else ""


def _done_to(verb: Token) -> Token | None:
    """Return the only object of a verb, the subject of a passive, or the noun before a participle; else None."""
    if verb.tag_ == "VBN" and verb.dep_ == "acl" and verb.head.i < verb.i:
        return verb.head
    passive = any(child.dep_ == "auxpass" for child in verb.children)
    kind, beside = ("nsubjpass", verb.lefts) if passive else ("dobj", verb.rights)
    things = [child for child in beside if child.dep_ == kind]
    return things[0] if len(things) == 1 else None


def _linked(verb: Token, links: Sequence[str]) -> str:
    """Return what a verb has with prepositions that its noun takes too: "to Peru for the raid"."""
    after = [child for child in verb.rights if child.dep_ == "prep" and child.lower_ in links]
    told = [_clear(list(child.subtree)) for child in after]
    return " ".join(told) if all(told) else ""


def _clear(words: list[Token]) -> str:
    """Return the text of some words up to a comma or an adverbial clause; empty if it points elsewhere."""
    end = next((at for at, word in enumerate(words) if word.text in (",", ";", "–", "-") and word.tag_ != "HYPH"), None)
    kept = [word for word in words[:end] if not word.is_space]
    torn = any(second.i != first.i + 1 for first, second in pairwise(kept))
    back = any(word.tag_ in _UNCLEAR or word.is_quote or _is_day(word) for word in kept)
    short = len(kept) == 1 and kept[0].pos_ != "PROPN"
    if torn or back or short or not 0 < len(kept) <= _LONGEST:
        return ""
    text = "".join(word.text_with_ws for word in kept).strip()
    return text if kept[0].pos_ == "PROPN" or not kept[0].is_sent_start else text[0].lower() + text[1:]


def _is_day(word: Token) -> bool:
    """Return whether a word is part of a date other than a year."""
    return word.ent_type_ in ("DATE", "TIME") and not word.is_digit
