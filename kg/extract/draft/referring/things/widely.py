"""The words of a mention that say which thing it is, where they stand further off or are of a rarer kind.

"The ruling on Tuesday by a court in Oslo", "the dispute at the port of Oslo", "a deadline for closing the port",
"islets known as Alba". They count only where no mention is told in the usual way: a place tells one meeting from
another less surely than what it is about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.draft.referring.complements import LINKS, UNCLEAR, complemented, left_of, short_phrase, tells_which
from kg.extract.names.things.identified import NAMES, phrase_of_noun

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

__all__ = ["named_inside", "widely_told"]

_UNCLEAR = (*UNCLEAR, "WRB")
#: Prepositions that tell where something is.
_PLACED = ("across", "among", "around", "at", "inside", "near", "off", "outside")
#: Participles before a name, with the word between.
_CALLED = {"call": "", "dub": "", "know": "as", "name": ""}
_LONGEST, _LONGEST_NAME = 12, 6


def widely_told(noun: Token) -> tuple[Token, ...]:
    """Return a noun with the words that say which thing it is, without its article; empty if there are none."""
    if words := complemented(noun):
        return words
    left = left_of(noun)
    if left is None:
        return ()
    for after in (_called(noun), _after_date(noun), _placed(noun), _doing(noun)):
        found = (*left, noun, *after)
        clear = not any(word.tag_ in _UNCLEAR or word.text in ',;:"()' for word in found)
        if after and clear and len(found) <= _LONGEST and tells_which(found, noun):
            return found
    return ()


def named_inside(noun: Token) -> tuple[Token, ...]:
    """Return a noun that stands before another one with its name: "the Alba pipeline project"; else nothing."""
    words = phrase_of_noun(noun) if noun.dep_ == "compound" else ()
    return words if any(word.pos_ == "PROPN" for word in words[:-1]) and len(words) <= _LONGEST_NAME else ()


def _called(noun: Token) -> Sequence[Token]:
    """Return "known as Alba" after a noun."""
    verbs = [child for child in noun.rights if child.dep_ == "acl" and child.tag_ == "VBN" and child.lemma_ in _CALLED]
    if not verbs:
        return ()
    words = list(noun.doc[verbs[0].i : verbs[0].right_edge.i + 1])
    names = [word for word in words if word.pos_ == "PROPN"]
    link = _CALLED[verbs[0].lemma_]
    direct = len(words) > 1 and (words[1].lower_ == link if link else words[1].pos_ == "PROPN")
    return words if names and direct else ()


def _after_date(noun: Token) -> Sequence[Token]:
    """Return the first phrase after a day: "by a court" in "the ruling on Tuesday by a court"."""
    doc, at = noun.doc, noun.i + 1
    while at < noun.sent.end - 1 and _is_day(doc[at]):
        at += 1
    return _phrase(doc[at], noun, LINKS) if at > noun.i + 1 and at < noun.sent.end else ()


def _is_day(word: Token) -> bool:
    dated = word.ent_type_ in ("DATE", "TIME")
    return dated or (word.lower_ in ("in", "on") and word.nbor(1).ent_type_ in ("DATE", "TIME"))


def _placed(noun: Token) -> Sequence[Token]:
    """Return where something is, if the place has a name: "at the port of Oslo"."""
    found = _phrase(noun.nbor(1), noun, _PLACED) if noun.i + 1 < len(noun.doc) else ()
    return found if any(word.pos_ == "PROPN" or word.ent_type_ in NAMES for word in found) else ()


def _doing(noun: Token) -> Sequence[Token]:
    """Return what is to be done, with its object: "for closing the port"."""
    link = noun.nbor(1) if noun.i + 1 < len(noun.doc) else noun
    verbs = [
        child for child in link.children if child.dep_ == "pcomp" and child.tag_ == "VBG" and child.i == link.i + 1
    ]
    objects = [child for verb in verbs for child in verb.rights if child.dep_ == "dobj"]
    if link.head != noun or link.lower_ not in LINKS or len(objects) != 1 or objects[0].left_edge.i != link.i + 2:
        return ()
    words = short_phrase(objects[0], joined=False)
    return [link, *verbs, *words] if words else ()


def _phrase(link: Token, noun: Token, links: Sequence[str]) -> Sequence[Token]:
    """Return a preposition that belongs to a noun with what it links; empty if it is another one."""
    things = [child for child in link.children if child.dep_ == "pobj"]
    if link.dep_ not in ("prep", "agent") or link.lower_ not in links or link.head.i not in (noun.i, link.i - 1):
        return ()
    words = short_phrase(things[0], joined=link.lower_ == "between") if len(things) == 1 else []
    return [link, *words] if words and words[0].i == link.i + 1 else ()
