"""The sources that a build has to exchange in a store: their quads before and after, and what the rules read with them.

Most rules read one source with the reference data. So what follows from a source changes only with the source itself,
with a source that takes back or denies one of its statements, or with who speaks for whom. `ChangedSources` finds these
other sources, and `surroundings` the quads of others that can make a difference. A change of anything that rules read
across all sources, such as the members of a group, raises `TooWideError`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import pyoxigraph as ox

from kg.namespaces import DERIVED, GRAPHS, PART_KINDS, PREFIXES, ROW_KINDS, kind_of, slug_of
from kg.rdf.quads import node

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

__all__ = ["ChangedSources", "Terms", "TooWideError"]

#: Quads, or nodes of quads. pyoxigraph types the parts of a quad as unions, of which its own patterns take only some.
Terms: TypeAlias = set[Any]

#: How many sources are looked at for a change at most; beyond it, all of them are.
_MOST = 200
_OWN = {*ROW_KINDS, *PART_KINDS}
_TYPE, _HOLDER, _REPORTED_BY, _MEMBER, _LABEL, _TENURE = (
    node(name) for name in ("rdf:type", "dp:holder", "dp:reportedBy", "foaf:member", "rdfs:label", "org:member")
)
_TRANSITIVE = node("owl:TransitiveProperty")
#: What refers to a statement of any source, and can make it unsure, or take its place.
_ABOUT = (node("dp:retracts"), node("dp:aboutStatement"), node("prov:wasRevisionOf"))
#: What rules read in all graphs together.
_JOINED = {
    node(name)
    for name in ("foaf:member", "org:member", "org:organization", "dp:post", "dp:narrowerThan", "dp:incompatibleWith")
}
_TIMES = {node("time:inXSD" + name) for name in ("Date", "gYearMonth", "gYear")}
_ENDS = {node("time:hasBeginning"): 0, node("time:hasEnd"): 1}
#: The kinds of what a tenure points to, and the rules read with it.
_OF_TENURES = ("post", "interval", "instant")


class TooWideError(Exception):
    """A change whose consequences are only found by applying the rules to everything."""


class ChangedSources:
    """The quads of changed sources `before` and `after`, as a store has them, and of the sources that depend on them.

    `graphs` are the names of their graphs; `difference` are the quads that only one of the two states has.
    """

    def __init__(self, store: ox.Store, names: Iterable[str], files: Iterable[Path]) -> None:
        """Take the sources in `names` from the store, and their new state from N-Quads; raises TooWideError."""
        self.store: Any = store
        self.graphs: Terms = {ox.NamedNode(PREFIXES["source"] + name) for name in names}
        self.before: Terms = {
            quad for graph in self.graphs for quad in store.quads_for_pattern(None, None, None, graph)
        }
        self.after: Terms = _loaded(files)
        self.difference: Terms = self.before ^ self.after
        self._shared = {ox.NamedNode(GRAPHS[name]) for name in DERIVED}
        self._refuse_wide()
        self.widen(set())

    def widen(self, graphs: Terms) -> bool:
        """Add sources, and those whose statements are about theirs; return whether any was new."""
        new, size = graphs - self.graphs, len(self.graphs)
        while True:
            for graph in new:
                quads = set(self.store.quads_for_pattern(None, None, None, graph))
                self.before |= quads
                self.after |= quads
            self.graphs |= new
            if len(self.graphs) > _MOST:
                raise TooWideError
            if not (new := self._related() - self.graphs):
                return len(self.graphs) > size

    def is_asserted(self, quad: ox.Quad) -> bool:
        """Return whether a quad is from a source that has not changed, or from the reference data or the ontology."""
        return quad.graph_name not in self._shared and quad.graph_name not in self.graphs

    def statements(self) -> Terms:
        """Return the statements of these sources, before and after."""
        return {quad.subject for quad in self.before | self.after if kind_of(quad.subject.value) == "statement"}

    def surroundings(self) -> Terms:
        """Return the quads of other graphs that rules can read together with those of the sources."""
        found = set(self.store.quads_for_pattern(None, _MEMBER, None, None))
        terms = {term for quad in self.before | self.after for term in (quad.subject, quad.object)}
        nodes = {term for term in terms if isinstance(term, ox.NamedNode) and not self._is_own(term)}
        for name in nodes | {quad.subject for quad in found}:
            timed = kind_of(name.value) in ("interval", "instant")
            found |= set(self.store.quads_for_pattern(name, None if timed else _TYPE, None, None))
            found |= set(self.store.quads_for_pattern(name, _LABEL, None, None)) | self._tenures(name)
        for quad in self.difference:
            found |= set(self._alike(quad))
        return {quad for quad in found if self.is_asserted(quad)}

    def _tenures(self, actor: ox.NamedNode) -> Terms:
        """Return what is said of an actor's tenures, with their posts and times."""
        found: Terms = set()
        todo = [quad.subject for quad in self.store.quads_for_pattern(None, _TENURE, actor, None)]
        while todo:
            new = set(self.store.quads_for_pattern(todo.pop(), None, None, None)) - found
            todo += [quad.object for quad in new if kind_of(quad.object.value) in _OF_TENURES]
            found |= new
        return found

    def _alike(self, quad: ox.Quad) -> Iterator[Any]:
        """Yield the quads from which the same may follow as from this one: those between the same two nodes."""
        if quad.predicate == _TYPE:
            yield from self.store.quads_for_pattern(quad.subject, _TYPE, None, None)
            return
        yield from self.store.quads_for_pattern(quad.subject, None, quad.object, None)
        if isinstance(quad.object, ox.NamedNode):
            yield from self.store.quads_for_pattern(quad.object, None, quad.subject, None)

    def depending_on(self, speakers: Iterable[Any]) -> Terms:
        """Return the graphs whose statements may be firm or not by whom one of the speakers speaks for."""
        wanted, found = set(speakers), set()
        for speaker in wanted:
            found |= {quad.graph_name for quad in self.store.quads_for_pattern(None, _REPORTED_BY, speaker, None)}
            found |= {
                quad.graph_name
                for quad in self.store.quads_for_pattern(None, _HOLDER, speaker, None)
                if next(self.store.quads_for_pattern(quad.subject, _REPORTED_BY, None, None), None)
            }
        for quad in self.store.quads_for_pattern(None, _ABOUT[1], None, None):
            if wanted & {*self._holders(quad.subject), *self._holders(quad.object)}:
                found |= self._graphs_of(quad.object)
        return found

    def _holders(self, statement: ox.NamedNode) -> Iterator[Any]:
        return (quad.object for quad in self.store.quads_for_pattern(statement, _HOLDER, None, None))

    def _related(self) -> Terms:
        """Return the graphs with statements about statements of these sources, and the other way round."""
        found, statements = set(), self.statements()
        for predicate in _ABOUT:
            for statement in statements:
                found |= {quad.graph_name for quad in self.store.quads_for_pattern(None, predicate, statement, None)}
            for quad in self.before | self.after:
                found |= self._graphs_of(quad.object) if quad.predicate == predicate else set()
        return {graph for graph in found if graph not in self._shared}

    def _graphs_of(self, statement: ox.NamedNode) -> Terms:
        graphs = {quad.graph_name for quad in self.store.quads_for_pattern(statement, _TYPE, None, None)}
        return graphs - self._shared

    def _refuse_wide(self) -> None:
        transitive = {quad.subject for quad in self.store.quads_for_pattern(None, _TYPE, _TRANSITIVE, None)}
        for quad in self.difference:
            named = isinstance(quad.subject, ox.NamedNode) and not isinstance(quad.object, ox.BlankNode)
            joined = quad.predicate in _JOINED or quad.predicate in transitive
            if not named or joined or quad.graph_name not in self.graphs:
                raise TooWideError
            if not (self._is_own(quad.subject) or _is_time(quad)) or self._is_name_elsewhere(quad):
                raise TooWideError

    def _is_name_elsewhere(self, quad: Any) -> bool:
        """Return whether a quad names an actor of these sources, such as a narrator, whom other sources speak of."""
        if quad.predicate != _LABEL or kind_of(quad.subject.value) != "actor":
            return False
        return any(map(self.is_asserted, self.store.quads_for_pattern(None, None, quad.subject, None)))

    def _is_own(self, name: ox.NamedNode) -> bool:
        """Return whether a node belongs to one of these sources by its name."""
        kind, slug = kind_of(name.value), slug_of(name.value)
        narrator = kind == "actor" and slug.startswith("narrator.")
        source = slug.removeprefix("narrator.") if narrator else slug.partition(".")[0]
        own = narrator or kind == "source" or kind in _OWN
        return own and ox.NamedNode(PREFIXES["source"] + source) in self.graphs


def _is_time(quad: Any) -> bool:
    """Return whether a quad says of an instant or interval what its name says, so that all sources say the same."""
    kind, slug = kind_of(quad.subject.value), slug_of(quad.subject.value)
    if kind == "instant" and quad.predicate in _TIMES:
        return bool(quad.object.value == slug)
    if kind == "interval" and quad.predicate in _ENDS:
        return slug_of(quad.object.value) == (*slug.split("."), "")[_ENDS[quad.predicate]]
    return kind in ("instant", "interval") and quad.predicate == _TYPE


def _loaded(files: Iterable[Path]) -> Terms:
    """Return the quads of files in the form in which a store returns them, which rewrites some literals."""
    scratch = ox.Store()
    for file in files:
        scratch.bulk_load(path=file, format=ox.RdfFormat.N_QUADS, lenient=True)
    return set(scratch)
