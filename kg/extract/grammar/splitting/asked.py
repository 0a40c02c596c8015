"""Finds who is asked to do what, and on what condition, where the parser has put the parts elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.insertions import own
from kg.extract.grammar.lexicon import lexicon, load_data
from kg.extract.grammar.tree import has_subject, is_infinitive, object_of

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["condition_after", "is_for_somebody", "less_than", "of_several"]

_BODIES = frozenset(load_data("names/people.yaml")["bodies"])
_FAR = 30
_STOPS = (";", ":", "(", "that", "which", "who")
#: (rank, name of the frame, tokens of the content, head of the content)
Asked = tuple[int, str, list[int], int | None]


def of_several(token: Token) -> Asked | None:
    """Return the match of an infinitive after several who are asked, which the parser has torn apart; else None.

    "Called on the union and all states interested in it to act": between the verb and the "to" are only things.
    """
    links = [c for c in token.children if c.dep_ == "prep" and c.lower_ in ("on", "upon") and c.i > token.i]
    things = [c for c in token.children if c.dep_ == "dobj" and c.i > token.i]
    start = links[0].i + 1 if links else things[0].left_edge.i if things else token.sent.end
    joined = False
    for word in token.doc[start : min(token.sent.end, start + _FAR)]:
        if word.tag_ == "TO" and word.dep_ == "aux" and word.head.i > word.i and word.head.tag_ == "VB":
            content = list(range(start, word.head.right_edge.i + 1))
            return (6, "who-to", content, word.head.i) if joined and _ends_phrase(word.nbor(-1)) else None
        if (word.pos_ in ("AUX", "VERB") and word.tag_ not in ("VBG", "VBN")) or word.text in _STOPS:
            return None
        joined = joined or (word.dep_ == "cc" and word.lower_ == "and")
    return None


def _ends_phrase(word: Token) -> bool:
    """Return whether a word ends those who are asked: not "ready" or "plan", which have an infinitive of their own."""
    words = lexicon()
    lemma = word.lemma_.lower()
    return word.pos_ in ("NOUN", "PROPN") and lemma not in words.nouns and lemma not in words.adjectives


def less_than(token: Token) -> Asked | None:
    """Return the match of what somebody wants no less than: "wanted nothing less than Oslo to leave"; else None."""
    nothing = next((child for child in token.children if child.dep_ == "dobj" and child.lower_ == "nothing"), None)
    than = next((word for word in nothing.subtree if word.lower_ == "than"), None) if nothing is not None else None
    aim = next((c for c in token.children if c.dep_ in ("advcl", "xcomp", "ccomp") and is_infinitive(c)), None)
    if than is None or aim is None or than.right_edge.i + 1 != aim.left_edge.i:
        return None
    return 6, "who-to", [*range(than.i + 1, aim.left_edge.i), *own(aim, token)], aim.i


def condition_after(cue: Token, last: int) -> list[int]:
    """Return the condition after a content that ends at `last`: "warned that talks would stop if Oslo left"."""
    end = cue.sent.end
    mark = next((cue.doc[i] for i in (last + 1, last + 2) if i < end and cue.doc[i].lower_ in ("if", "unless")), None)
    if mark is None or mark.dep_ != "mark" or mark.head.i < mark.i or not has_subject(mark.head):
        return []
    return list(range(last + 1, mark.head.right_edge.i + 1))


def is_for_somebody(prep: Token) -> bool:
    """Return whether a "for" names a body or a person, who can act: "called for the UN assembly to draft it"."""
    found = object_of(prep)
    acting = prep.doc[found] if found is not None else prep
    named = acting.ent_type_ in ("GPE", "NORP", "ORG", "PERSON") and acting.pos_ == "PROPN"
    return prep.dep_ == "prep" and (named or acting.lower_ in _BODIES)
