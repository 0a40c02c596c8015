"""What of the reference data the shapes can see from a source: the properties they name, followed from its nodes.

A shape reads the focus node, walks along its paths, and looks at the classes of the values. So whatever
it can see is reached from the nodes of the source by the properties that the shapes name (and, inside a
SPARQL constraint or an inverse path, against their direction). All else can change without any effect.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import PREFIXES, VOCABULARIES
from kg.paths import shipped

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["ANYTHING", "ReferenceIndex", "VisibleProperties", "properties_named", "seers", "sight_of"]

_SH, _TYPE = VOCABULARIES["sh"], VOCABULARIES["rdf"] + "type"
_SUBCLASS = VOCABULARIES["rdfs"] + "subClassOf"
#: Followed whichever shape looks: the classes, and the labels, although messages call things by the names of the sheet,
#: which are what a person has to correct.
_ALWAYS = frozenset({_TYPE, VOCABULARIES["rdfs"] + "label", VOCABULARIES["skos"] + "prefLabel"})
#: How many triples are remembered as seen from nodes, all nodes together.
_REMEMBERED = 2_000_000
_QUERIES = ("select", "ask", "construct")
#: Stands for any property at all.
ANYTHING = "?"
_VARIABLE = re.compile(r"[?$]\w+\s+[?$]\w+\s+[^\s).]")
_NAME = re.compile(r"(?<![\w?$<])([A-Za-z][\w-]*):([A-Za-z][\w-]*)|<([^>\s]+)>")


class VisibleProperties:
    """The properties that are followed: `forward` from subject to value, `backward` the other way.

    Where a constraint has a variable in place of a property, all are, as `ANYTHING` among them says.
    """

    def __init__(self, forward: frozenset[str], backward: frozenset[str]) -> None:
        self._forward, self._backward = forward | _ALWAYS, backward

    def ahead(self, predicate: str) -> bool:
        """Tell whether a property is followed from the subject to the value."""
        return predicate in self._forward or ANYTHING in self._forward

    def back(self, predicate: str) -> bool:
        """Tell whether a property is followed from the value to the subject."""
        return predicate in self._backward or ANYTHING in self._backward


class _Shapes:
    """The shapes and the classes that they are about."""

    def __init__(self) -> None:
        self.told: defaultdict[str, list[tuple[str, ox.NamedNode | ox.BlankNode | ox.Literal]]] = defaultdict(list)
        for file in sorted(shipped("shapes").glob("*.ttl")):
            for quad in ox.parse(path=str(file), format=ox.RdfFormat.TURTLE, rename_blank_nodes=True):
                self.told[str(quad.subject)].append((quad.predicate.value, quad.object))
        self.above: defaultdict[str, set[str]] = defaultdict(set)
        for file in sorted(shipped("ontology").glob("*.ttl")):
            for quad in ox.parse(path=str(file), format=ox.RdfFormat.TURTLE):
                if quad.predicate.value == _SUBCLASS and isinstance(quad.object, ox.NamedNode):
                    self.above[str(quad.subject)].add(str(quad.object))

    def classes(self, types: Iterable[str]) -> set[str]:
        """Return classes with all that are above them."""
        found: set[str] = set()
        todo = set(types)
        while todo:
            found |= todo
            todo = {name for one in todo for name in self.above[one]} - found
        return found

    def roots(self, types: Iterable[str]) -> set[str]:
        """Return the shapes whose target may be an instance of one of the classes; any other kind of target may."""
        classes = self.classes(types)
        return {
            shape
            for shape, properties in list(self.told.items())
            for name, value in properties
            if name.startswith(_SH + "target") and (name != _SH + "targetClass" or str(value) in classes)
        }

    def reached(self, roots: Iterable[str]) -> list[tuple[str, ox.NamedNode | ox.BlankNode | ox.Literal]]:
        """Return the triples about shapes and everything that they are made of."""
        seen: set[str] = set()
        todo, found = set(roots), []
        while todo:
            seen |= todo
            found += [told for shape in todo for told in self.told.get(shape, ())]
            todo = {str(value) for shape in todo for _, value in self.told.get(shape, ()) if str(value) in self.told}
            todo -= seen
        return found


@cache
def _shapes() -> _Shapes:
    return _Shapes()


@cache
def sight_of(types: frozenset[str]) -> VisibleProperties:
    """Return what the shapes follow from a source whose nodes are of these classes (N-Triples form)."""
    forward: set[str] = set()
    backward: set[str] = set()
    for name, value in _shapes().reached(_shapes().roots(types)):
        if isinstance(value, ox.NamedNode):
            forward.add(value.value)
            if name == _SH + "inversePath":
                backward.add(value.value)
        elif name.removeprefix(_SH) in _QUERIES:
            named = properties_named(value.value)
            forward |= named
            backward |= named
    return VisibleProperties(frozenset(forward), frozenset(backward - {_TYPE}))


def properties_named(query: str) -> set[str]:
    """Return the IRIs that a SPARQL constraint names."""
    text = re.sub(r"(?m)(^|\s)#[^\n]*", "", query)
    found = {full or PREFIXES.get(prefix, prefix + ":") + local for prefix, local, full in _NAME.findall(text)}
    if _VARIABLE.search(text.partition("{")[2]):
        found.add(ANYTHING)
    return found


class ReferenceIndex:
    """The reference data, to be looked around in; what is seen from a node is worked out once."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self._out: defaultdict[str, list[ox.Quad]] = defaultdict(list)
        self._in: defaultdict[str, list[ox.Quad]] = defaultdict(list)
        for quad in quads:
            self._out[str(quad.subject)].append(quad)
            self._in[str(quad.object)].append(quad)
        self._seen: dict[tuple[VisibleProperties, str], tuple[dict[ox.Quad, None], str]] = {}
        self._size = 0

    def seen_from(self, nodes: Iterable[str], sight: VisibleProperties) -> tuple[dict[ox.Quad, None], str]:
        """Return the triples that are seen from `nodes` (N-Triples form), and one hash over them."""
        seen: dict[ox.Quad, None] = {}
        hashes = []
        for node in nodes:
            if node in self._out or node in self._in:
                found, digest = self._seen_from(node, sight)
                seen |= found
                hashes.append(digest)
        return seen, _digest(hashes)

    def _seen_from(self, node: str, sight: VisibleProperties) -> tuple[dict[ox.Quad, None], str]:
        found = self._seen.get((sight, node))
        if found is None:
            seen = self._walk(node, sight)
            found = self._seen[sight, node] = seen, _digest(str(quad.triple) for quad in seen)
            self._size += len(seen)
            if self._size > _REMEMBERED:
                self._seen, self._size = {}, 0
        return found

    def _walk(self, node: str, sight: VisibleProperties) -> dict[ox.Quad, None]:
        seen: dict[ox.Quad, None] = {}
        todo, looked = {node}, set[str]()
        while todo:
            looked |= todo
            ahead: set[str] = set()
            for at in todo:
                out = [quad for quad in self._out.get(at, ()) if sight.ahead(quad.predicate.value)]
                back = [quad for quad in self._in.get(at, ()) if sight.back(quad.predicate.value)]
                seen |= dict.fromkeys((*out, *back))
                ahead.update((str(quad.object) for quad in out), (str(quad.subject) for quad in back))
            todo = {name for name in ahead if name.startswith("<")} - looked
        return seen


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(sorted(parts)).encode("utf-8", "surrogatepass")).hexdigest()


def seers(touched: Iterable[str], triples: Iterable[tuple[str, str, str]], sight: VisibleProperties) -> dict[str, str]:
    """Return the nodes from which one of the `touched` nodes is seen, each with that one: themselves included.

    All are in N-Triples form. This is `ReferenceIndex.seen_from` the other way round.
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
