"""Determines which reference data the shapes can see from a source, by following the properties that they name.

A shape reads the focus node, follows its paths, and looks at the classes of the values. So everything that it can see
is reached from the nodes of the source by the properties that shapes name (in SPARQL constraints and inverse paths,
also backwards). Changes to anything else have no effect.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import PREFIXES, VOCABULARIES
from kg.rdf.shipped import shipped_triples

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.rdf.parse import Term
    from kg.rdf.quads import Written

__all__ = [
    "ANYTHING",
    "ReferenceIndex",
    "VisibleProperties",
    "nodes_of",
    "properties_named",
    "seers",
    "sight_of",
    "targeted",
    "traits_of",
]

_SH, _TYPE = VOCABULARIES["sh"], VOCABULARIES["rdf"] + "type"
_IS_A = f"<{_TYPE}>"
_SUBCLASS = VOCABULARIES["rdfs"] + "subClassOf"
#: Always followed: classes, and labels (although messages use the names in the sheet, which a person has to correct).
_ALWAYS = frozenset({_TYPE, VOCABULARIES["rdfs"] + "label", VOCABULARIES["skos"] + "prefLabel"})
_SUBJECTS_OF = _SH + "targetSubjectsOf"
_QUERIES = ("select", "ask", "construct")
#: Stands for any property.
ANYTHING = "?"
#: In a query: the only properties that lead from a value to its subject. Without this line, all may.
_BACKWARD = re.compile(r"#\s*backward:([^\n]*)")
_VARIABLE = re.compile(r"[?$]\w+\s+[?$]\w+\s+[^\s).]")
_NAME = re.compile(r"(?<![\w?$<])([A-Za-z][\w-]*):([A-Za-z][\w-]*)|<([^>\s]+)>")


class VisibleProperties:
    """The properties that are followed: `forward` from subject to value, `backward` the other way.

    If a constraint has a variable in place of a property, the set contains `ANYTHING`, and all properties are followed.
    """

    def __init__(self, forward: frozenset[str], backward: frozenset[str]) -> None:
        self._forward, self._backward = forward | _ALWAYS, backward

    def ahead(self, predicate: str) -> bool:
        """Return whether a property is followed from the subject to the value."""
        return predicate in self._forward or ANYTHING in self._forward

    def back(self, predicate: str) -> bool:
        """Return whether a property is followed from the value to the subject."""
        return predicate in self._backward or ANYTHING in self._backward


class _Shapes:
    """The shapes, and the classes above those that they target."""

    def __init__(self) -> None:
        self.told: defaultdict[str, list[tuple[str, Term]]] = defaultdict(list)
        for triple in shipped_triples("shapes"):
            self.told[str(triple.subject)].append((triple.predicate.value, triple.object))
        self.above: defaultdict[str, set[str]] = defaultdict(set)
        for triple in shipped_triples("ontology"):
            if triple.predicate.value == _SUBCLASS and isinstance(triple.object, ox.NamedNode):
                self.above[str(triple.subject)].add(str(triple.object))

    def classes(self, types: Iterable[str]) -> set[str]:
        """Return classes with all their superclasses."""
        found: set[str] = set()
        todo = set(types)
        while todo:
            found |= todo
            todo = {name for one in todo for name in self.above[one]} - found
        return found

    def roots(self, traits: Iterable[str]) -> set[str]:
        """Return the shapes that may target a node with one of these traits (see `traits_of`)."""
        known = self.classes(traits)
        return {shape for shape, entries in list(self.told.items()) for entry in entries if _aims(*entry, known)}

    @cached_property
    def aims(self) -> frozenset[str]:
        """The classes in sh:targetClass of the shapes, in N-Triples form."""
        entries = (entry for entries in list(self.told.values()) for entry in entries)
        return frozenset(str(value) for name, value in entries if name == _SH + "targetClass")

    @cached_property
    def targets(self) -> set[str]:
        """The properties in sh:targetSubjectsOf of the shapes, in N-Triples form."""
        entries = (entry for entries in list(self.told.values()) for entry in entries)
        return {str(value) for name, value in entries if name == _SUBJECTS_OF}

    def reached(self, roots: Iterable[str]) -> list[tuple[str, Term]]:
        """Return the triples of shapes and all their parts."""
        seen: set[str] = set()
        todo, found = set(roots), []
        while todo:
            seen |= todo
            found += [told for shape in todo for told in self.told.get(shape, ())]
            todo = {str(value) for shape in todo for _, value in self.told.get(shape, ()) if str(value) in self.told}
            todo -= seen
        return found


def _aims(name: str, value: Term, known: set[str]) -> bool:
    """Return whether a target may be a node with a known trait; other kinds of targets may be any node."""
    if name == _SH + "targetClass":
        return str(value) in known
    return f"has {value}" in known if name == _SUBJECTS_OF else name.startswith(_SH + "target")


@cache
def _shapes() -> _Shapes:
    return _Shapes()


def traits_of(triples: Sequence[Written]) -> frozenset[str]:
    """Return the traits by which shapes choose nodes: classes (N-Triples form), and properties of target subjects."""
    classes = {value for _, predicate, value in triples if predicate == _IS_A}
    targets = {predicate for _, predicate, _ in triples} & _shapes().targets
    return frozenset(classes | {f"has {predicate}" for predicate in targets})


def nodes_of(triples: Sequence[Written]) -> set[str]:
    """Return the nodes of a source (N-Triples form); not its classes, which all sources name and the ontology has."""
    values = {value for _, predicate, value in triples if value[0] == "<" and value[1] != "<" and predicate != _IS_A}
    return values.union(subject for subject, _, _ in triples)


def targeted(classes: Iterable[str]) -> frozenset[str]:
    """Return the classes that shapes target among some classes and those above them, all in N-Triples form."""
    return _shapes().aims & _shapes().classes(classes)


@cache
def sight_of(traits: frozenset[str]) -> VisibleProperties:
    """Return the properties that shapes follow from a source whose nodes have these traits."""
    forward: set[str] = set()
    backward: set[str] = set()
    for name, value in _shapes().reached(_shapes().roots(traits)):
        if isinstance(value, ox.NamedNode):
            forward.add(value.value)
            if name == _SH + "inversePath":
                backward.add(value.value)
        elif isinstance(value, ox.Literal) and name.removeprefix(_SH) in _QUERIES:
            forward |= properties_named(value.value)
            backward |= _backward(value.value)
    # Following rdf:type backwards would reach all instances of a class, which is half of the reference data.
    return VisibleProperties(frozenset(forward), frozenset(backward - {_TYPE}))


def properties_named(query: str) -> set[str]:
    """Return the IRIs in a SPARQL constraint."""
    text = re.sub(r"(?m)(^|\s)#[^\n]*", "", query)
    found = {full or PREFIXES.get(prefix, prefix + ":") + local for prefix, local, full in _NAME.findall(text)}
    if _VARIABLE.search(text.partition("{")[2].rpartition("}")[0]):  # not in the SELECT or a GROUP BY
        found.add(ANYTHING)
    return found


def _backward(query: str) -> set[str]:
    """Return the properties of a constraint that have to be followed from a value to its subject.

    From an organisation back to the memberships in it, a source would see all the members of the United Nations, and
    all who have governed them. A query that enters memberships from the member only says so.
    """
    said = _BACKWARD.search(query)
    return properties_named(said[1]) if said else properties_named(query)


@dataclass(frozen=True, slots=True)
class _View:
    """The triples visible from some nodes, and a hash over them."""

    triples: dict[ox.Quad, None]
    digest: str


class ReferenceIndex:
    """The reference data, indexed for finding what is visible from a node.

    A view is computed once for all nodes that can see one another. Most states and bodies do, through the organisations
    that they are members of, so these share one view.
    """

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        #: By node: the property, the triple, and the node at the other end.
        self._out: defaultdict[str, list[tuple[str, ox.Quad, str]]] = defaultdict(list)
        self._in: defaultdict[str, list[tuple[str, ox.Quad, str]]] = defaultdict(list)
        for quad in quads:
            subject, predicate, value = str(quad.subject), quad.predicate.value, str(quad.object)
            self._out[subject].append((predicate, quad, value))
            self._in[value].append((predicate, quad, subject))
        self._predicates = {predicate for entries in self._out.values() for predicate, _, _ in entries}
        self._views: defaultdict[VisibleProperties, dict[str, _View]] = defaultdict(dict)

    def seen_from(self, nodes: Iterable[str], sight: VisibleProperties) -> tuple[dict[ox.Quad, None], str]:
        """Return the triples visible from `nodes` (N-Triples form), and one hash over them."""
        views = {id(view): view for node in nodes for view in self._view(node, sight)}
        seen: dict[ox.Quad, None] = {}
        # The largest view first: it usually contains all the others, so this union copies least.
        for view in sorted(views.values(), key=lambda view: -len(view.triples)):
            seen = view.triples if not seen else seen | view.triples
        return seen, _digest(view.digest for view in views.values())

    def _view(self, node: str, sight: VisibleProperties) -> list[_View]:
        """Return the view from one node; nothing if the node is not in the reference data."""
        if node not in self._out and node not in self._in:
            return []
        known = self._views[sight]
        if node not in known:
            self._look(node, sight, known)
        return [known[node]]

    def _look(self, node: str, sight: VisibleProperties, known: dict[str, _View]) -> None:
        """Walk from a node up to nodes with known views, and record the view of all nodes that see it in turn."""
        ahead = {predicate for predicate in self._predicates if sight.ahead(predicate)}
        back = {predicate for predicate in self._predicates if sight.back(predicate)}
        reached, found, views = {node}, dict[ox.Quad, None](), dict[int, _View]()
        todo = [node]
        while todo:
            at = todo.pop()
            if (view := known.get(at)) is not None:
                views[id(view)] = view
                continue
            for quad, other in self._steps(at, ahead, back):
                found[quad] = None
                # Literals have no further links.
                if other not in reached and other[0] == "<":
                    reached.add(other)
                    todo.append(other)
        for view in views.values():
            found |= view.triples
        view = _View(found, _digest(str(quad.triple) for quad in found))
        # Nodes that see one another see the same, so all of them get this view at once. Otherwise every member of the
        # UN would walk through all others.
        for name in self._seeing(node, reached - known.keys(), ahead, back):
            known[name] = view

    def _steps(self, at: str, ahead: set[str], back: set[str]) -> Iterator[tuple[ox.Quad, str]]:
        """Yield the triples followed from a node, each with the node at its other end."""
        for entries, followed in ((self._out, ahead), (self._in, back)):
            for predicate, quad, other in entries.get(at, ()):
                if predicate in followed:
                    yield quad, other

    def _seeing(self, node: str, among: set[str], ahead: set[str], back: set[str]) -> set[str]:
        """Return the nodes in `among` from which a node is visible, and the node itself."""
        found, todo = {node}, [node]
        while todo:
            before = {other for _, other in self._steps(todo.pop(), back, ahead) if other in among}
            todo += before - found
            found |= before
        return found


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(sorted(parts)).encode("utf-8", "surrogatepass")).hexdigest()


def seers(touched: Iterable[str], triples: Iterable[tuple[str, str, str]], sight: VisibleProperties) -> dict[str, str]:
    """Return the nodes from which one of the `touched` nodes is visible, including these, each with that node.

    All are in N-Triples form. This is the reverse of `ReferenceIndex.seen_from`.
    """
    above: defaultdict[str, list[str]] = defaultdict(list)
    for subject, predicate, value in triples:
        if sight.ahead(predicate[1:-1]):
            above[value].append(subject)
        if sight.back(predicate[1:-1]):
            above[subject].append(value)
    found = {node: node for node in touched}
    todo = sorted(found)
    while todo:
        reached = {name: found[node] for node in todo for name in above[node] if name not in found}
        found |= reached
        todo = sorted(reached)
    return found
