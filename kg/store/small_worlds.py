"""What follows from changed sources, found by applying the rules twice to a small part of a store: before and after.

The first part has the changed sources and gives their grounds (`from_sources`). The second has all grounds of the
actors and propositions in question, taken from the store, and gives stances and acts (`from_grounds`). What is
incomplete in a part is so before and after, and drops out of the difference (compare DRed: Gupta, Mumick and
Subrahmanian, Maintaining Views Incrementally, SIGMOD 1993, which deletes and derives again).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.namespaces import DERIVED, GRAPHS, base_in_force
from kg.paths import shipped
from kg.rdf.quads import node
from kg.store.derive import ALIGNING, GROUNDS, SPEAKING, WORKING, apply_rules, read_rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kg.store.changed import ChangedSources, Terms
    from kg.store.derive import DerivationRule

__all__ = ["SmallWorld", "from_grounds", "from_sources"]

_BASIS, _SPEAKS = node("prov:wasDerivedFrom"), node("dp:speaksFor")
_PLAIN = tuple(node("rdf:" + part) for part in ("subject", "predicate", "object"))


@dataclass(slots=True)
class SmallWorld:
    """A small store before a change or after it."""

    store: Any  # a store; see `kg.store.changed.Terms`

    @classmethod
    def of(cls, whole: ox.Store, quads: Iterable[Any]) -> SmallWorld:
        """Return a store of some quads and the ontology of another store."""
        store = ox.Store()
        store.extend(whole.quads_for_pattern(None, None, None, ox.NamedNode(GRAPHS["ontology"])))
        store.extend(quads)
        return cls(store)

    def derived(self, name: str = "derived", predicate: ox.NamedNode | None = None) -> Terms:
        """Return what is in one of the graphs of the rules."""
        return set(self.store.quads_for_pattern(None, predicate, None, ox.NamedNode(GRAPHS[name])))

    def all_derived(self) -> Terms:
        """Return what is in all graphs of the rules but the day of the store, which `from_grounds` is told."""
        return {quad for name in DERIVED for quad in self.derived(name) if quad.subject.value != GRAPHS["derived"]}

    def working(self, predicate: ox.NamedNode) -> Terms:
        """Return what serves later rules."""
        return set(self.store.quads_for_pattern(None, predicate, None, WORKING))


def _apply(world: SmallWorld, wanted: Callable[[DerivationRule], bool]) -> None:
    apply_rules(world.store, filter(wanted, _rules(base_in_force())))


@lru_cache(maxsize=1)
def _rules(_: str) -> tuple[DerivationRule, ...]:
    """Return the rules for the base of names that is in force."""
    return tuple(read_rules(shipped("ontology") / "rules"))


def _is_about_grounds(rule: DerivationRule) -> bool:
    """Return whether a rule reads grounds, or prepares what such a rule reads."""
    return rule.stage >= GROUNDS or rule.graph == WORKING


def from_sources(changed: ChangedSources) -> tuple[SmallWorld, SmallWorld]:
    """Apply the rules up to the grounds to changed sources; return the worlds before and after.

    Sources whose statements depend on who speaks for whom are added to `changed`. Raises TooWideError.
    """
    while True:
        around = changed.surroundings()
        worlds = [SmallWorld.of(changed.store, around | state) for state in (changed.before, changed.after)]
        for world in worlds:
            _apply(world, lambda rule: rule.stage < SPEAKING)
        before, after = (world.derived() for world in worlds)
        kept = _kept_edges(changed.store, before, after)
        altered = {quad.subject for quad in (before ^ after) - kept if quad.predicate == _SPEAKS}
        if not altered or not changed.widen(changed.depending_on(altered)):
            break
    for world in worlds:
        world.store.extend(kept | _other_speakers(changed, before))
        _apply(world, lambda rule: SPEAKING <= rule.stage < GROUNDS or rule.stage == ALIGNING)
    return worlds[0], worlds[1]


def _kept_edges(store: Any, before: Terms, after: Terms) -> Terms:
    """Return the quads of the edges that rest on other sources as well, and so stay whatever happens to these."""
    kept = set()
    for edge in {quad.subject for quad in before | after if quad.predicate == _BASIS}:
        there = set(store.quads_for_pattern(edge, None, None, ox.NamedNode(GRAPHS["derived"])))
        rest = {quad for quad in there if quad.predicate != _BASIS or quad not in before}
        if any(quad.predicate == _BASIS for quad in rest):
            parts: dict[Any, Any] = {quad.predicate: quad.object for quad in rest}
            subject, predicate, value = (parts[part] for part in _PLAIN)
            kept |= rest | {ox.Quad(subject, predicate, value, ox.NamedNode(GRAPHS["derived"]))}
    return kept


def _other_speakers(changed: ChangedSources, before: Terms) -> Terms:
    """Return for whom the actors of these sources speak by what others say."""
    terms = {term for quad in changed.before | changed.after for term in (quad.subject, quad.object)}
    graph = ox.NamedNode(GRAPHS["derived"])
    found = {
        quad
        for term in terms
        if isinstance(term, ox.NamedNode)
        for quad in changed.store.quads_for_pattern(term, _SPEAKS, None, graph)
    }
    return found - before


def from_grounds(whole: ox.Store, states: Iterable[Terms], around: Iterable[Any]) -> tuple[SmallWorld, SmallWorld]:
    """Apply the rules that read grounds to them as they were and as they are; `around` is the same in both."""
    around = set(around)
    worlds = [SmallWorld.of(whole, around | state) for state in states]
    for world in worlds:
        _apply(world, _is_about_grounds)
    return worlds[0], worlds[1]
