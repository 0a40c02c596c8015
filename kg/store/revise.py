"""Brings a copy of a store up to date with a few changed sources, so that a small change costs little in a large store.

The result is that of a full build; `tests/store/test_revise.py` compares them over random changes. Whatever is not
known to have small consequences is left to a full build, and so is a store that does not have what has to go.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.namespaces import GRAPHS
from kg.rdf.quads import node
from kg.store.changed import ChangedSources, Terms, TooWideError
from kg.store.small_worlds import from_grounds, from_sources
from kg.store.voting import add_voting_records

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kg.store.small_worlds import SmallWorld

__all__ = ["revise"]

_ACTOR, _ACT, _ADDRESSEE, _GROUND, _ISSUED, _STATEMENT, _TARGET, _TOWARDS, _UNTIL, _AS_OF = (
    node(name)
    for name in (
        "dp:actor", "dp:act", "dp:addressee", "dp:ground", "dcterms:issued", "dp:statement", "dp:target", "dp:towards",
        "dp:until", "dp:asOf",
    )
)  # fmt: skip
_TYPE, _VOTE = node("rdf:type"), node("dp:Vote")
_HELD = (node("dp:heldFrom"), node("dp:heldTo"), node("dp:surelyHeldTo"))
_LINKS = (node("dp:narrowerThan"), node("dp:incompatibleWith"))
_WORK_TARGET = ox.NamedNode("urn:kg:derivation#target")


def revise(store: ox.Store, names: Iterable[str], files: Iterable[Path]) -> int | None:
    """Exchange the sources in `names` for those in N-Quads files; return by how many quads the store grows.

    Returns None, and leaves the store as it was, if a full build is needed.
    """
    try:
        changed = ChangedSources(store, names, files)
        gone, new = _differences(changed)
    except TooWideError:
        return None
    if any(quad not in store for quad in gone):  # not what a build has written
        return None
    new = {quad for quad in new if quad not in store}
    for quad in gone:
        store.remove(quad)
    store.extend(new)
    grown = len(new) - len(gone) + _count_votes(store, changed)
    store.flush()
    return grown


def _count_votes(store: ox.Store, changed: ChangedSources) -> int:
    """Count all votes again if those of the sources may have changed; return by how many quads the records grow."""
    if not any(quad.predicate == _TYPE and quad.object == _VOTE for quad in changed.before | changed.after):
        return 0
    graph = ox.NamedNode(GRAPHS["voting"])
    before = sum(1 for _ in store.quads_for_pattern(None, None, None, graph))
    add_voting_records(store)
    return sum(1 for _ in store.quads_for_pattern(None, None, None, graph)) - before


def _differences(changed: ChangedSources) -> tuple[Terms, Terms]:
    """Return the quads to remove from the store and those to add."""
    first = from_sources(changed)
    second = _Grounds(changed, first).worlds()
    old, new = (one.all_derived() | other.all_derived() for one, other in zip(first, second, strict=True))
    days = [world.derived(predicate=_AS_OF) for world in second]
    old, new = old | changed.before | days[0], new | changed.after | days[1]
    return old - new, new - old


class _Grounds:
    """The grounds of changed sources before and after, and those of other sources to be weighed with them."""

    def __init__(self, changed: ChangedSources, worlds: tuple[SmallWorld, SmallWorld]) -> None:
        self.changed, self.store = changed, changed.store
        self.graph = ox.NamedNode(GRAPHS["derived"])
        self.derived = [world.derived() for world in worlds]
        self.targets = [world.working(_WORK_TARGET) for world in worlds]
        self.states = [_grounds_in(quads) for quads in self.derived]
        self.days = self._days()
        self.altered = self._altered()

    def worlds(self) -> tuple[SmallWorld, SmallWorld]:
        """Return the stores with the stances before and after."""
        whole = (self.changed.before, self.changed.after)
        says = [{quad for quad in quads if quad.predicate in (_ACT, _TARGET, _ADDRESSEE)} for quads in whole]
        states = [ground | day | said for ground, day, said in zip(self.states, self.days, says, strict=True)]
        links = {quad for link in _LINKS for quad in self.store.quads_for_pattern(None, link, None, None)}
        return from_grounds(self.store, states, links | self._around(links))

    def _around(self, links: Terms) -> Terms:
        """Return what the store says of the grounds of other sources."""
        found: Terms = set()
        for ground in self._same_matter(links):
            found |= self._described(ground)
        for ground in self._same_acts():
            found |= self._described(ground)
            for quad in self.store.quads_for_pattern(ground, _STATEMENT, None, self.graph):
                for predicate in (_ACT, _TARGET, _ADDRESSEE):
                    found |= set(self.store.quads_for_pattern(quad.object, predicate, None, None))
        own = self.changed.statements()
        mine = {quad.subject for quad in found if quad.predicate == _STATEMENT and quad.object in own}
        # Of these sources, the grounds are known as they were and as they are.
        return {quad for quad in found if quad.subject not in mine and quad.subject not in own} - self._other_graphs(
            found
        )

    def _other_graphs(self, found: Terms) -> Terms:
        return {q for q in found if q.graph_name != self.graph and not self.changed.is_asserted(q)}

    def _described(self, ground: ox.NamedNode) -> Terms:
        found = set(self.store.quads_for_pattern(ground, None, None, self.graph))
        for statement in [quad.object for quad in found if quad.predicate == _STATEMENT]:
            for predicate in _HELD:
                found |= set(self.store.quads_for_pattern(statement, predicate, None, self.graph))
        return found

    def _same_matter(self, links: Terms) -> Terms:
        """Return the grounds of the actors in question on the propositions in question and those linked to them."""
        near = _linked(links)
        pairs = {(actor, other) for actor, about in self._pairs() for other in near.get(about, {about})}
        rows = " ".join(f"({actor} {about})" for actor, about in sorted(pairs, key=str))
        query = f"""SELECT ?ground {{ VALUES (?actor ?about) {{ {rows} }}
            GRAPH {self.graph} {{ ?ground {_TOWARDS} ?about ; {_ACTOR} ?actor ; {_STATEMENT} ?statement }} }}"""
        found = self.store.query(query)
        return {row["ground"] for row in found}

    def _pairs(self) -> Terms:
        """Return the actors and propositions whose stances may change."""
        found = set()
        for state in self.states:
            found |= _values(state, self.altered, _ACTOR, _TOWARDS)
        return found | set(self._ending())

    def _altered(self) -> Terms:
        """Return the grounds that are not what they were, or whose statement did not hold when it does now."""
        subjects = {quad.subject for quad in self.states[0] ^ self.states[1]}
        both = self.states[0] | self.states[1]
        return subjects | {quad.subject for quad in both if quad.predicate == _STATEMENT and quad.object in subjects}

    def _ending(self) -> Iterator[Any]:
        """Yield whose stances end, or no longer do, because the last day of the store is another one."""
        days = sorted({quad.object.value for state in self.days for quad in state})
        if len(days) < 2 and self.days[0] == self.days[1]:
            return
        for quad in self.store.quads_for_pattern(None, _UNTIL, None, self.graph):
            if len(days) < 2 or days[0] <= quad.object.value < days[1]:
                stance = set(self.store.quads_for_pattern(quad.subject, None, None, self.graph))
                yield from _values(stance, {quad.subject}, _ACTOR, _TOWARDS)

    def _same_acts(self) -> Terms:
        """Return the grounds of what the actors in question do to the targets in question."""
        found: Terms = set()
        for actor, target in self._acts():
            for quad in self.store.quads_for_pattern(None, _TARGET, target, self.graph):
                if ox.Quad(quad.subject, _ACTOR, actor, self.graph) in self.store:
                    grounds = self.store.quads_for_pattern(quad.subject, _GROUND, None, self.graph)
                    found |= {ground.object for ground in grounds}
        return found

    def _acts(self) -> Terms:
        altered = {quad.object for state in self.states for quad in state
                   if quad.predicate == _STATEMENT and quad.subject in self.altered}  # fmt: skip
        altered |= {quad.subject for quad in self.changed.difference}
        found = set()
        for state, targets in zip(self.states, self.targets, strict=True):
            said = {quad.subject: quad.object for quad in state if quad.predicate == _STATEMENT}
            actors = {(said[q.subject], q.object) for q in state if q.predicate == _ACTOR and q.subject in said}
            aims = [(quad.subject, quad.object) for quad in targets if quad.subject in altered]
            found |= {(actor, target) for by, actor in actors for statement, target in aims if by == statement}
        return found

    def _days(self) -> list[Terms]:
        """Return the last day of publication in the store before and after, as the rules state it."""
        old = set(self.store.quads_for_pattern(None, _AS_OF, None, self.graph))
        was = max((quad.object.value for quad in old), default="")
        mine = [_issued(quads) for quads in (self.changed.before, self.changed.after)]
        # Only if the last one is among these, all others have to be looked at.
        others = was if mine[0] < was else _issued(filter(self.changed.is_asserted, self._all_issued()))
        now = max(others, mine[1])
        day = ox.Literal(now, datatype=node("xsd:date"))
        return [old, {ox.Quad(self.graph, _AS_OF, day, self.graph)} if now else set()]

    def _all_issued(self) -> Iterator[Any]:
        yield from self.store.quads_for_pattern(None, _ISSUED, None, None)


def _issued(quads: Iterable[Any]) -> str:
    """Return the last day on which one of the sources was published; an empty text if none has a day."""
    days = [q.object.value[:10] for q in quads if q.predicate == _ISSUED and q.subject == q.graph_name]
    return max(days, default="")


def _grounds_in(quads: Terms) -> Terms:
    """Return what is said of grounds, and when their statements hold."""
    grounds = {quad.subject for quad in quads if quad.predicate == _STATEMENT}
    said = {quad.object for quad in quads if quad.predicate == _STATEMENT}
    return {quad for quad in quads if quad.subject in grounds or (quad.predicate in _HELD and quad.subject in said)}


def _values(quads: Terms, subjects: Terms, one: ox.NamedNode, other: ox.NamedNode) -> Terms:
    """Return the values of two properties of some subjects, together."""
    values = [{q.subject: q.object for q in quads if q.predicate == name and q.subject in subjects}
              for name in (one, other)]  # fmt: skip
    return {(values[0][subject], values[1][subject]) for subject in values[0].keys() & values[1].keys()}


def _linked(links: Terms) -> dict[Any, Terms]:
    """Return for each linked proposition all that it is linked to in any number of steps, itself among them."""
    groups: dict[Any, Terms] = {}
    for quad in links:
        one, other = (groups.get(term, {term}) for term in (quad.subject, quad.object))
        joined = one | other
        groups.update(dict.fromkeys(joined, joined))
    return groups
