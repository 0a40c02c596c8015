"""Finds the person whom "the Kenyan ambassador" or "the ambassador" means, if the text has named one before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.tree import where
from kg.extract.names.actors import PORTFOLIOS

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Token

    from kg.extract.names.actors import Actor
    from kg.extract.names.mentions import Resolver
    from kg.extract.names.speakers import Speakers

__all__ = ["officer", "own_chief", "own_officer", "states_above"]

#: Offices that a text gives to one person unless it says otherwise.
_OFFICES = (
    *("ambassador", "chancellor", "commissioner", "envoy", "governor", "king", "minister", "premier", "president"),
    "secretary",
)
#: Offices that only one person in a state has.
_HIGHEST = ("chancellor", "king", "premier", "president", "queen")


def officer(resolver: Resolver, noun: Token, holders: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """Return the person whom an office with "the" means; nobody if it is the speaker, or if several may be meant."""
    of_state = any(resolver.gazetteer.nations(child.text) for child in noun.lefts)
    found = resolver.look(noun) if of_state else _only_holder(resolver, noun)
    if len(found) != 1 or found[0].kind != "person" or found[0] in holders:
        return ()
    return found if _is_named_before(resolver, noun, found[0]) else ()


def own_officer(
    resolver: Resolver, noun: Token, states: tuple[str, ...], principals_of: Callable[[Actor], list[str]]
) -> tuple[Actor, ...]:
    """Return the holder of an office in the speaker's own state: "the president" in the words of his spokesman.

    Nobody, if the paragraph, or the one before, has named the holder of such an office in another state.
    """
    if len(states) != 1 or noun.lower_ not in _OFFICES or [child.lower_ for child in noun.lefts] != ["the"]:
        return ()
    roles, discourse = resolver.discourse.roles, resolver.discourse
    fits = discourse.before(noun.i, lambda actor: noun.lower_ in roles.get(actor.slug, ()))
    own = {actor for actor in fits if actor.kind == "person" and states[0] in principals_of(actor)}
    start = discourse.paragraph_before(noun.i)
    near = {actor for at, actor in discourse.named if start <= at < noun.i and actor in fits}
    if len(own) != 1 or near - own:
        return ()
    return tuple(own) if _is_named_before(resolver, noun, next(iter(own))) else ()


def own_chief(resolver: Resolver, noun: Token, states: tuple[str, ...]) -> str:
    """Return the office of a chief with "the" whom officials of one state name: "prime minister"; else "".

    Not if the text gives anybody such an office: it may be of another state.
    """
    before = [child.lower_ for child in noun.lefts]
    prime = before == ["the", "prime"] and noun.lower_ == "minister"
    if len(states) != 1 or not (prime or (before == ["the"] and noun.lower_ in _HIGHEST)):
        return ""
    title = "prime minister" if prime else noun.lower_
    first = title in ("premier", "prime minister")
    held = resolver.discourse.roles.values()
    taken = any("premier" in roles or {"prime", "minister"} <= roles if first else title in roles for roles in held)
    return "" if taken or resolver.look(noun) else title


def states_above(speakers: Speakers, body: Actor) -> list[str]:
    """Return the states that a body belongs to, also by way of their governments: the White House, or a department."""
    known = speakers.gazetteer.known
    parts = known[body.slug].part_of if body.known and known[body.slug].type == "organ" else ()
    wholes = [known[slug] for slug in parts if slug in known and known[slug].kind != "state"]
    above = [slug for whole in wholes for slug in whole.part_of if slug in known and known[slug].kind == "state"]
    return speakers.principals.by_office(body) or above


def _is_named_before(resolver: Resolver, noun: Token, officer: Actor) -> bool:
    """Return whether a text has given the full name of an officer before."""
    before = resolver.discourse.before(noun.i, lambda actor: actor == officer)
    return bool(before) and " " in resolver.label(officer)


def _only_holder(resolver: Resolver, noun: Token) -> tuple[Actor, ...]:
    """Return the only person who has an office in the text, if every mention of the office is of that person."""
    words = [child.lower_ for child in noun.lefts if child.dep_ != "det"]
    if noun.lower_ not in _OFFICES or any(word not in PORTFOLIOS for word in words):
        return ()
    roles, named = resolver.discourse.roles, resolver.discourse.named
    fits = {a for _, a in named if a.kind == "person" and noun.lower_ in roles.get(a.slug, ())}
    if len(fits) != 1 or not {*words} <= roles.get(next(iter(fits)).slug, set()):
        return ()
    places = {at for at, actor in named if actor in fits}
    mentions = (resolver.doc[i] for i in where(resolver.doc, "LOWER", (noun.lower_,)) if i < noun.i)
    name = {*resolver.label(next(iter(fits))).split()}
    return tuple(fits) if all(_is_of(word, places, name) for word in mentions) else ()


def _is_of(word: Token, places: set[int], name: set[str]) -> bool:
    """Return whether a mention of an office stands beside a name of its holder, or is "the ambassador"."""
    if any(child.lower_ in ("a", "an", "another", "other") for child in word.lefts):
        return False
    beside = any(abs(at - word.i) <= 5 and at in range(word.sent.start, word.sent.end) for at in places)
    titled = word.i + 1 < len(word.doc) and word.nbor(1).text in name
    return beside or titled or [child.lower_ for child in word.lefts] == ["the"]
