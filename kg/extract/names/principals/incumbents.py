"""Finds the state of a president, prime minister or monarch whom a text names without it, from who held which office.

Papers leave it out for those of their own country: "Prime Minister Jacinda Ardern". A name alone says nothing: it
takes the title, beside the name or with the state ("New Zealand PM says so ... Ardern said"), and the day of the text
has to lie in the term.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz.fuzz import ratio

from kg.extract.grammar.tree import before_case, where
from kg.extract.names.nametable import folded
from kg.reference.leaders import terms_of_leaders

if TYPE_CHECKING:
    from datetime import date

    from spacy.tokens import Token

    from kg.extract.names.actors import Actor
    from kg.extract.names.discourse import Discourse
    from kg.extract.names.mentions import Resolver
    from kg.reference.leaders import Incumbency

__all__ = ["is_held_by_another", "states_of_incumbent"]

_OF_GOVERNMENT = (
    "prime minister",
    "premier",
    "taoiseach",
    "chairman of the council of ministers",
    "head of government",
)
#: The titles in the data for each title that texts write before a name.
_TITLES = {
    "president": ("president",),
    "prime minister": _OF_GOVERNMENT,
    "pm": _OF_GOVERNMENT,
    "premier": _OF_GOVERNMENT,
    "taoiseach": ("taoiseach",),
    "chancellor": ("chancellor",),
    "supreme leader": ("supreme leader",),
}
_CROWNED = {title: (title,) for title in ("king", "queen", "emperor", "sultan", "grand duke")}
_CROWNED |= {"emir": ("amir",), "amir": ("amir",)}
_TITLES |= _CROWNED
#: Titles that stand for their holder by the last name; a monarch is called by the first.
_GOVERNING = frozenset(_TITLES) - frozenset(_CROWNED)
_LAST_WORDS = frozenset(title.split()[-1] for title in _GOVERNING)
_ENDS = frozenset(title.split()[-1] for title in _TITLES)
_TEMPORARY = ("acting ", "interim ", "transitional ")
#: Where the family name comes first.
_FAMILY_FIRST = frozenset(("cambodia", "china", "north-korea", "south-korea", "taiwan", "vietnam"))
#: Words before a title that make it another office, or one that is no longer held.
_OTHER = frozenset(("deputy", "ex", "former", "late", "opposition", "shadow", "then", "vice", "-"))
_LAST_ALIKE, _FIRST_ALIKE = 80, 60


def states_of_incumbent(resolver: Resolver, person: Actor, day: date) -> list[str]:
    """Return the state of a person who has a title in the text and held the office on its day; empty if unknown.

    A name that two of those in office may have tells nothing.
    """
    discourse = resolver.discourse
    if person.kind != "person" or person.slug in discourse.former:
        return []
    ats = [at for at, actor in discourse.named if actor == person]
    titles = {title for at in ats if (title := _title(discourse, at))}
    name = _without_title(folded(resolver.label(person)).split())
    found = {state for title in titles for state in _states(title, name, day.isoformat())}
    if not titles:
        told = _offices_unnamed(resolver)
        found = {of for title, of in told if _is_only_holder(title, of, name, day.isoformat())}
    return list(found) if len(found) == 1 else []


def is_held_by_another(resolver: Resolver, person: Actor, title: str, state: str) -> bool:
    """Return whether it is known who has a state's office on the day of the text, and that is somebody else."""
    name = _without_title(folded(resolver.label(person)).split())
    terms = [term for term in _terms(title, resolver.day) if term.of == state]
    known = any(
        term.surely_holds(resolver.day) for term in terms
    )  # "until 2016" may have been over on a day of that year
    return known and not any(_is_holder(term, name, title) for term in terms)


def _offices_unnamed(resolver: Resolver) -> set[tuple[str, str]]:
    """Return the offices, with their states, whose holder the text does not name there: "Kenyan PM says"."""
    doc, found = resolver.discourse.doc, set()
    for last in where(doc, "LOWER", _LAST_WORDS):
        title = next(
            (t for n in (2, 1) if (t := doc[max(0, last + 1 - n) : last + 1].text.lower()) in _GOVERNING), None
        )
        named = last + 1 < len(doc) and (doc[last + 1].ent_type_ == "PERSON" or doc[last + 1].tag_ == "POS")
        state = _state_before(resolver, last + 1 - len(title.split())) if title is not None and not named else None
        if title is not None and state is not None:
            found.add((title, state))
    return found


def _state_before(resolver: Resolver, first: int) -> str | None:
    """Return the state directly before a title that is held now: not of "ex-Kenyan PM"."""
    doc = resolver.discourse.doc
    place = before_case(doc, first)
    other = place > 0 and doc[place - 1].lower_ in _OTHER
    return resolver.gazetteer.state(doc[place].text) if place >= 0 and not other else None


def _without_title(words: list[str]) -> tuple[str, ...]:
    """Return the words of a name without a title that they begin with: "King Harald"."""
    length = next((n for n in (2, 1) if " ".join(words[:n]) in _TITLES), 0)
    return tuple(words[length:])


def _states(title: str, name: tuple[str, ...], day: str) -> set[str]:
    """Return the states that somebody with a title and a name governed on a day."""
    return {term.of for term in _terms(title, day) if _is_holder(term, name, title)}


def _is_only_holder(title: str, state: str, name: tuple[str, ...], day: str) -> bool:
    """Return whether nobody but a person with a name may have held a state's office on a day."""
    terms = [term for term in _terms(title, day) if term.of == state]
    return bool(terms) and all(_is_holder(term, name, title) for term in terms)


def _terms(title: str, day: str) -> list[Incumbency]:
    """Return the terms of an office, by the title that texts write, that may have lasted on a day."""
    return [term for term in terms_of_leaders() if _plain(term.title) in _TITLES[title] and term.holds(day)]


def _is_holder(term: Incumbency, name: tuple[str, ...], title: str) -> bool:
    return any(_is_name(name, tuple(folded(own).split()), title, term.of) for own in term.names)


def _plain(title: str) -> str:
    title = title.casefold()
    return next((title.removeprefix(word) for word in _TEMPORARY if title.startswith(word)), title)


def _is_name(name: tuple[str, ...], own: tuple[str, ...], title: str, state: str) -> bool:
    """Return whether words mean a person with a name of his or her own: "Berg", "Anna Berg" for "Anna Maria Berg"."""
    if not name or not own:
        return False
    if title in _CROWNED:
        return name[0] == own[0]
    if len(name) == 1:
        return name[0] == (own[0] if state in _FAMILY_FIRST else own[-1])
    if name == own[-len(name) :] or (set(name) <= set(own) and name[-1] == own[-1]):
        return True
    alike = name[-1][:3] == own[-1][:3] and ratio(name[-1], own[-1]) >= _LAST_ALIKE
    return alike and len(own) > 1 and ratio(name[0], own[0]) >= _FIRST_ALIKE


def _title(discourse: Discourse, at: int) -> str | None:
    """Return the title before a name, as part of it, or behind it with a comma; None if it is of another office."""
    doc, start = discourse.doc, at
    while start and (_is_inside(doc[start]) or _is_first_name(doc[start - 1])):
        start -= 1
    for first in (start - 2, start - 1, start):
        title = next((words for n in (2, 1) if (words := doc[max(0, first) : first + n].text.lower()) in _TITLES), None)
        if first >= 0 and title is not None and first < at:
            before = doc[first - 1] if first else None
            free = before is None or (before.pos_ not in ("NOUN", "PROPN") and before.lower_ not in _OTHER)
            return title if free else None
    behind = doc[at + 1 : at + 6].text.lower().replace(", the ", ", ")
    return next((title for title in _TITLES if behind.startswith((f", {title},", f", {title} ,"))), None)


def _is_inside(token: Token) -> bool:
    """Return whether a word is in a person's name, but not the first one there."""
    return token.ent_type_ == "PERSON" and token.ent_iob_ == "I"


def _is_first_name(token: Token) -> bool:
    return token.dep_ == "compound" and token.pos_ == "PROPN" and token.lower_ not in _ENDS
