"""Finds states that a text lists: those of "the three members" are where exactly three states stand side by side."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from kg.extract.names.actors import PORTFOLIOS, ROLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from spacy.tokens import Token

    from kg.extract.names.actors import Actor
    from kg.extract.names.discourse import Discourse

__all__ = ["listed", "named_members", "pairs_of_persons", "run_behind"]

_OWNERS = frozenset(("and", "her", "his", "the", "their"))
_LINKS = (",", "and", "&", "the", "or")
#: Words that tell members of a group: "states, including Norway", "states such as Norway".
_INCLUDING = ("including", "like", "namely")


def listed(discourse: Discourse, number: int) -> tuple[Actor, ...]:
    """Return the only states that the text lists in this number, or all its states if these are as many."""
    found = {frozenset(states): states for states in _lists(discourse) if len(states) == number}
    if found:
        return next(iter(found.values())) if len(found) == 1 else ()
    named = tuple(dict.fromkeys(actor for _, actor in _states(discourse)))
    return named if len(named) == number else ()


def _states(discourse: Discourse) -> list[tuple[int, Actor]]:
    layout = discourse.layout
    named = ((at, actor) for at, actor in discourse.named if actor.kind == "state")
    return [(at, actor) for at, actor in named if layout is None or not layout.in_dateline(discourse.doc[at].idx)]


def _lists(discourse: Discourse) -> Iterator[tuple[Actor, ...]]:
    """Yield the states that stand side by side: "Norway, Kenya and Peru"."""
    run: list[tuple[int, Actor]] = []
    for at, actor in _states(discourse):
        if run and not _is_joined(discourse, run[-1][0], at):
            yield tuple(dict.fromkeys(state for _, state in run))
            run = []
        run.append((at, actor))
    yield tuple(dict.fromkeys(state for _, state in run))


def _is_joined(discourse: Discourse, first: int, last: int) -> bool:
    """Return whether only commas and "and" stand between two names; the words of a name come before its last."""
    between = [token for token in discourse.doc[first + 1 : last] if token.ent_type_ not in ("GPE", "ORG", "PERSON")]
    return bool(between) and len(between) < 4 and all(token.lower_ in _LINKS for token in between)


def run_behind(discourse: Discourse, link: int) -> tuple[Actor, ...]:
    """Return the states that stand side by side behind a word: "the presidents of Norway, Kenya"."""
    found: list[tuple[int, Actor]] = []
    for at, actor in _states(discourse):
        if at > link and (at - link < 4 if not found else _is_joined(discourse, found[-1][0], at)):
            found.append((at, actor))
        elif found:
            break
    return tuple(dict.fromkeys(actor for _, actor in found))


def pairs_of_persons(discourse: Discourse, named: list[tuple[int, Actor]]) -> Iterator[tuple[Actor, ...]]:
    """Yield two persons with only "and" and an office between their names: "X and her Kenyan counterpart Y"."""
    doc = discourse.doc
    for (first, one), (last, other) in pairwise(named):
        if any(token.text == "," and token.head.ent_type_ == "PERSON" for token in doc[doc[first].sent.start : first]):
            continue  # a longer list
        between = [token for token in doc[first + 1 : last] if not _is_named(token)]
        joined = [token for token in between if token.lower_ == "and"]
        beside = len(joined) == 1 and one.kind == other.kind == "person" and doc[first].sent == doc[last].sent
        if beside and one != other and all(token.lower_ in _OWNERS | ROLES | PORTFOLIOS for token in between):
            yield one, other


def _is_named(token: Token) -> bool:
    return token.ent_type_ in ("GPE", "NORP", "PERSON") or token.tag_ == "POS"


def named_members(head: Token, inside: set[int], look: Callable[[Token], tuple[Actor, ...]]) -> tuple[Actor, ...]:
    """Return the states and bodies that a phrase names as members of a group: "states such as Norway and Kenya"."""
    links = [child for child in head.children if child.i > head.i and _names_members(child)]
    heads = [inner for link in links for inner in link.children if inner.dep_ == "pobj" and inner.pos_ == "PROPN"]
    named = [actor for first in heads for token in (first, *first.conjuncts) for actor in look(token)]
    whole = bool(named) and all(token.i in inside for first in heads for token in (first, *first.conjuncts))
    known = all(actor.kind in ("state", "organisation") for actor in named)
    return tuple(dict.fromkeys(named)) if whole and known else ()


def _names_members(link: Token) -> bool:
    """Return whether a preposition begins the names of members: "including", "such as"."""
    such = link.lower_ == "as" and any(child.lower_ == "such" for child in link.children)
    return link.dep_ == "prep" and (link.lower_ in _INCLUDING or such)
