"""Reads the office of a person whose title has several fields: "Kenyan Minister of Trade and Ports Anna Berg"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.tree import where
from kg.extract.names.actors import PORTFOLIOS, ROLES
from kg.extract.names.people.respective import note_respective

if TYPE_CHECKING:
    from kg.extract.names.actors import Actor
    from kg.extract.names.discourse import Discourse
    from kg.extract.names.gazetteer import Gazetteer

__all__ = ["note_titles"]

_LINKS = ("of", "for", ",", "and", "&", "the", "in", "with")
#: The longest title, in words.
_LONGEST = 20


def note_titles(gazetteer: Gazetteer, discourse: Discourse) -> None:
    """Record the offices and the states of persons in lists, and of those behind a long title."""
    note_respective(discourse)
    for i in where(discourse.doc, "LOWER", ("minister",)):
        state = _state_before(gazetteer, discourse, i)
        person = _named_behind(discourse, i) if state is not None else None
        if state is not None and person is not None and not discourse.bodies.get(person.slug):
            fields = {word.lower_ for word in discourse.doc[i + 2 : i + 4]} & PORTFOLIOS
            discourse.roles.setdefault(person.slug, set()).update({"minister", *fields})
            discourse.holds(person, {state})


def _state_before(gazetteer: Gazetteer, discourse: Discourse, i: int) -> str | None:
    """Return the state whose adjective or genitive stands before "Minister of" or "Minister for"."""
    doc = discourse.doc
    if i == 0 or i + 2 >= len(doc) or doc[i + 1].lower_ not in ("of", "for"):
        return None
    owner = doc[i - 2] if doc[i - 1].tag_ == "POS" and i > 1 else doc[i - 1]
    slug = gazetteer.state(owner.text)
    return slug if slug and gazetteer.known[slug].kind == "state" else None


def _named_behind(discourse: Discourse, i: int) -> Actor | None:
    """Return the person whose name ends the fields of a minister: only names, commas and "and" stand between."""
    doc, persons = discourse.doc, {at: actor for at, actor in discourse.named if actor.kind == "person"}
    for j in range(i + 1, min(i + _LONGEST, len(doc))):
        if j in persons and persons[j] != persons.get(j + 1):
            return persons[j]
        if doc[j].lower_ in ROLES - PORTFOLIOS or not (doc[j].lower_ in _LINKS or doc[j].text[0].isupper()):
            return None
    return None
