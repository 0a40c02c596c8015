"""Finds the frames of nouns, adjectives and prepositions: "calls for a truce", "confident that", "according to"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.frame import Frame
from kg.extract.grammar.insertions import without
from kg.extract.grammar.lexicon import lexicon, load_data
from kg.extract.grammar.splitting.described import as_within
from kg.extract.grammar.splitting.so_called import so_called
from kg.extract.grammar.splitting.supposed import is_supposed_before
from kg.extract.grammar.torn import behind_voice
from kg.extract.grammar.tree import has_mark, is_infinitive, object_of, span

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.grammar.lexicon import Cue, Lexicon

__all__ = ["adjective_frame", "governed_by", "noun_frame", "preposition_frame", "side_frame"]

#: "concerns regarding the dam" are concerns about it.
_LINKS = {"concerning": "about", "regarding": "about"}
_AGREED = frozenset(load_data("meaning/wording.yaml")["agreed"])
_KNOWING = ("hear", "know", "learn", "understand")
_FEELINGS = ("hopes", "fears", "supports", "opposes", "praises", "criticises", "doubts")


def noun_frame(token: Token, senses: list[Cue]) -> Frame | None:
    """Return the frame of a noun that has a content, or None."""
    for sense in senses:
        for child in _after(token):
            finite = child.dep_ in ("acl", "ccomp", "relcl") and has_mark(child, "that")
            infinitive = child.dep_ in ("acl", "advcl", "relcl", "xcomp") and is_infinitive(child)
            link = _LINKS.get(child.lower_, child.lower_)
            link = "over" if sense.act == "fears" and link in ("at", "on") else link  # "our concern on the raids"
            named = child.dep_ in ("dative", "prep") and link in sense.takes
            named = named and not (sense.act == "demands" and _is_of_owner(child))
            wished = child.dep_ in ("acl", "advcl", "relcl") and "for" in sense.takes and has_mark(child, "for")
            if (finite and "clause" in sense.takes) or (infinitive and "to" in sense.takes) or named or wished:
                name = "for" if wished else "clause" if finite else "to" if infinitive else link
                content, head = (list(span(child)), child.i) if not named else governed_by(child)
                asks = named and (child.lower_ != "to" or sense.act == "calls-for")
                duty = _duty_after(child) if asks else None
                if duty is not None:
                    name, content, head = "who-to", list(range(child.i + 1, duty.right_edge.i + 1)), duty.i
                content = _before_as(token, content)
                return Frame(token, sense, name, [token.i], content, [token.i], head, noun=True, needs_source=True)
    if (
        token.dep_ == "dobj"
        and token.head.lemma_ in ("express", "voice", "show", "convey")
        and senses[0].act in _FEELINGS
    ):
        content = [i for i in span(token) if i != token.i]
        return Frame(
            token,
            senses[0],
            "feeling",
            [token.head.i],
            [*content, token.i],
            [token.i],
            token.i,
            noun=True,
            needs_source=True,
        )
    return None


def _is_of_owner(link: Token) -> bool:
    """Return whether "of" tells whose something is: "rejected the demands of Oslo", "the order of the court"."""
    found = object_of(link) if link.lower_ == "of" else None
    return found is not None and link.doc[found].ent_type_ in ("GPE", "NORP", "ORG", "PERSON")


def _before_as(noun: Token, content: list[int]) -> list[int]:
    """Return a content without the description of its noun: "termed its decision to leave as unfortunate"."""
    link = as_within(noun.head, noun) if noun.dep_ == "dobj" else []
    return [i for i in content if not link or i < link[0].i] or content


def _duty_after(prep: Token) -> Token | None:
    """Return the infinitive that the parser separated from its subject: "calls on Monday for Norway to leave".

    Includes an infinitive addressed to somebody: "an appeal to Norway to leave".
    """
    doc, after = prep.doc, prep.right_edge.i + 1
    asked = object_of(prep) if prep.lower_ == "to" else None
    below = [child for child in doc[asked].children if is_infinitive(child)] if asked is not None else []
    if below:
        return below[0]
    if prep.lower_ not in ("for", "to") or after >= prep.sent.end or doc[after].tag_ != "TO":
        return None
    return doc[after].head if doc[after].head.i > after else None


def _after(noun: Token) -> list[Token]:
    """Return the dependents after a noun, even if the parser attached them to its verb: "voiced opposition to"."""
    found = [child for child in noun.children if child.i > noun.i]
    if noun.dep_ == "dobj" and noun.head.lemma_.lower() in lexicon().support:
        beside = (child for child in noun.head.children if child.left_edge.i == noun.i + 1)  # "its resolve to stay"
        found += [
            child
            for child in beside
            if child.dep_ in ("dative", "prep") or (child.dep_ == "advcl" and is_infinitive(child))
        ]
    if noun.dep_ == "dobj":  # "rejected calls on Monday for it to withdraw"
        found += [child for child in noun.head.children if child.i > noun.i and has_mark(child, "for")]
    return found


def governed_by(prep: Token) -> tuple[list[int], int | None]:
    """Return the tokens of a prepositional phrase and its object; if the parser lost that, the phrase that follows."""
    if (called := so_called(prep)) is not None:  # "concern over what she called a threat"
        return [prep.i, *called[0]], called[1]
    found = object_of(prep)
    if found is not None or prep.i + 1 >= prep.sent.end:
        return list(range(prep.i, span(prep).stop)), found  # without "firmly" of "firmly behind Oslo"
    token = prep.doc[prep.i + 1]
    while token.head.i > prep.i and token.head != token:
        token = token.head
    right = max([token.i, *(child.right_edge.i for child in token.children if child.dep_ != "punct")])
    return list(range(prep.i, right + 1)), token.i


def adjective_frame(token: Token, senses: list[Cue]) -> Frame | None:
    """Return the frame of an adjective that has a content, or None."""
    if token.dep_ not in ("acomp", "ROOT", "conj", "xcomp", "ccomp", "oprd", "advcl", "relcl", "acl", "amod"):
        return None
    carrier = token.head if token.dep_ == "acomp" or _is_made(token) else token
    for sense in [] if _is_result(token, senses[0]) else senses:
        for child in [*token.children, *(carrier.children if carrier != token else ())]:
            if child.i <= token.i:
                continue
            finite = (
                child.dep_ in ("ccomp", "advcl", "csubj")
                and not is_infinitive(child)
                and (child.dep_ == "ccomp" or has_mark(child, "that") or (_is_made(token) and _has_subject(child)))
            )
            infinitive = child.dep_ == "xcomp" and is_infinitive(child)
            named = child.dep_ in ("prep", "agent") and child.lower_ in sense.takes  # "concerned by the raids"
            named = named and _fits(sense, child)
            if (finite and "clause" in sense.takes) or (infinitive and "to" in sense.takes) or named:
                name = "clause" if finite else "to" if infinitive else child.lower_
                head = child.i if not named else object_of(child)
                content = without(child, token) if finite else list(span(child))
                name, content = _doing(token, head, content) if name == "in" else (name, content)
                return Frame(
                    token,
                    sense,
                    name,
                    [token.i],
                    content,
                    [token.i],
                    head,
                    clausal=finite,
                    given=carrier,
                    needs_source=True,
                )
    return None


def _fits(sense: Cue, prep: Token) -> bool:
    """Return whether what follows is wished for: "ready for talks", not "ready for war", "interested in knowing"."""
    found = object_of(prep)
    lemma = prep.doc[found].lemma_.lower() if found is not None else ""
    if sense.act == "agrees" and prep.lower_ == "for":
        return lemma in _AGREED
    return sense.act != "hopes" or prep.lower_ != "in" or lemma not in _KNOWING


def _is_result(token: Token, sense: Cue) -> bool:
    """Return whether somebody makes something so: "made the troops ready to march", "left the door open to talks"."""
    made = token.head.lemma_ == "make" and token.dep_ in ("ccomp", "oprd", "acomp")
    return sense.act in ("agrees", "offers") and (made or (token.lower_ == "open" and token.dep_ != "acomp"))


def _doing(token: Token, head: int | None, content: list[int]) -> tuple[str, list[int]]:
    """Return the frame and the content of "in": "interested in a treaty", "interested in reviving the talks"."""
    verb = token.doc[head] if head is not None else token
    return ("ing", list(span(verb))) if verb.tag_ == "VBG" else ("in", content)


def _has_subject(clause: Token) -> bool:
    return any(child.dep_ in ("nsubj", "nsubjpass", "expl") for child in clause.children)


def _is_made(token: Token) -> bool:
    """Return whether the words are "make clear" or the like: "made it clear that", "made plain they would not"."""
    return token.head.lemma_ == "make" and token.i > token.head.i and token.lower_ in ("clear", "plain", "known")


def preposition_frame(token: Token, words: Lexicon) -> Frame | None:
    """Return the frame of "according to" and the clause that it belongs to, or None."""
    if token.lower_ != "according":
        return None
    to = next((child for child in token.children if child.lower_ == "to"), None)
    if to is None and token.i + 1 < len(token.doc) and token.doc[token.i + 1].lower_ == "to":
        to = token.doc[token.i + 1]
    found = object_of(to) if to is not None else None
    found = found if found is not None else next((child.i for child in token.children if child.dep_ == "pobj"), None)
    # The parser may take the agency that passes it on as speaker: "According to Fars, the minister said ...".
    subject = next((child for child in token.head.children if child.dep_ == "nsubj"), None)
    voice = subject if subject is not None and behind_voice(token.head) is not None else None
    given = token.doc[found] if found is not None else voice
    if to is None or given is None:
        return None
    mine = {token.i, to.i, *(span(given) if voice is None else range(to.i + 1, voice.i + 1))}
    clause = token
    while clause.head != clause and (
        clause.dep_ in ("prep", "pobj", "pcomp", "advmod", "amod") or clause.pos_ not in ("VERB", "AUX")
    ):
        clause = clause.head
    if clause.i == given.right_edge.i + 1 and clause.text[:1].isupper() and clause.head != clause:
        mine.add(clause.i)  # the parser took the last word of the name for a verb
        clause = clause.head
    if is_supposed_before(clause, token):
        return None
    content = [i for i in span(clause) if i not in mine]
    sense = words.prepositions["according to"][0]
    return Frame(token, sense, "according", [token.i, to.i], content, sorted(mine), clause.i, clausal=True, given=given)


def side_frame(token: Token, words: Lexicon) -> Frame | None:
    """Return the frame of "against" or "in favour of" after "be": "Norway is against the dam"; else None."""
    be, last = token.head, token
    if token.dep_ != "prep" or be.lemma_ != "be" or be.i > token.i or not any(c.dep_ == "nsubj" for c in be.children):
        return None
    if token.lower_ == "in":
        favour = next((child for child in token.children if child.lower_ in ("favour", "favor")), None)
        of = next((child for child in favour.children if child.lower_ == "of"), None) if favour is not None else None
        if of is None:
            return None
        last = of
    found = object_of(last)
    senses = words.prepositions.get(token.doc[token.i : last.i + 1].text.lower())
    if found is None or not senses:
        return None
    doing = token.doc[found].tag_ == "VBG"  # "in favour of closing the port"
    if not doing and token.doc[found].pos_ not in ("NOUN", "PROPN"):
        return None
    cue = [be.i, *range(token.i, last.i + 1)]
    content = [i for i in span(token.doc[found]) if i > last.i]
    name = "ing" if doing else "object"
    return Frame(be, senses[0], name, cue, content, cue, found, given=be, needs_source=True)
