"""Resolves short names: "BERG:" before a turn of a transcript, "the EAM" for "External Affairs Minister X Y"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.tree import where
from kg.extract.names.actors import BODIES, ROLES
from kg.extract.names.nametable import folded
from kg.extract.names.newnames import TITLES

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from kg.extract.names.actors import Actor
    from kg.extract.names.newnames import NewNames

__all__ = ["holder_of_initials", "speaker_of_turn"]


def speaker_of_turn(doc: Doc, source: tuple[int, ...], new: NewNames) -> Actor | None:
    """Return the person whose last name begins a turn, if the text gives the full name or a title; else None."""
    after = source[-1] + 1
    if after >= len(doc) or doc[after].text != ":" or (source[0] and "\n" not in doc[source[0] - 1].text):
        return None
    words = [doc[i].text for i in source if not doc[i].is_punct and doc[i].text != "."]
    titled = bool(words) and words[0].casefold().rstrip(".") in TITLES
    words = words[titled:]
    if len(words) != 1 or words[0].casefold() in ROLES | BODIES:
        return None
    name, last = words[0], folded(words[0])
    if last in new.people:
        return new.people[last]
    full = _full_names(doc, name)
    if len(full) == 1:
        return new.person(full.pop())
    return new.person(name.title() if name.isupper() else name, titled=True) if titled else None


def _full_names(doc: Doc, last: str) -> set[str]:
    """Return the full names with a last name, which the parser may have missed."""
    found = set()
    for i in where(doc, "LOWER", (last.lower(),)):
        start = i
        while start and i - start < 3 and _is_given(doc[start - 1].text):
            start -= 1
        if start < i and doc[i].text.istitle():
            found.add(doc[start : i + 1].text)
    return found


def _is_given(word: str) -> bool:
    """Return whether a word may be a first name: capitalised, and neither a title nor an office."""
    return word.istitle() and word.isalpha() and word.casefold() not in ROLES | BODIES | TITLES | {"the", "said"}


def holder_of_initials(head: Token, named: list[tuple[int, Actor]]) -> Actor | None:
    """Return the only person with an office of these initials: "EAM" after "External Affairs Minister X Y"."""
    letters, doc = head.text, head.doc
    if not (2 < len(letters) < 6 and letters.isupper() and head.pos_ == "PROPN"):
        return None
    found = set()
    for at, actor in named:
        first = at
        while first and doc[first - 1].text[:1].isupper() and at - first < len(letters) + 3:
            first -= 1
        initials = "".join(word.text[0] for word in doc[first:at])
        titled = any(word.lower_ in ROLES for word in doc[first:at])
        if actor.kind == "person" and at < head.i and titled and letters in initials:
            found.add(actor)
    return found.pop() if len(found) == 1 else None
