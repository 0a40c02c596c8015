"""What of the reference data the shapes can see from a source: the properties they name, followed from its nodes.

A shape reads the focus node, walks along its paths, and looks at the classes of the values. So whatever
it can see is reached from the nodes of the source by the properties that the shapes name (and, inside a
SPARQL constraint or an inverse path, against their direction). All else can change without any effect.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import PREFIXES, VOCABULARIES
from kg.paths import shipped

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["ANYTHING", "ReferenceIndex", "VisibleProperties", "properties_named", "sight_of"]

_SH, _TYPE = VOCABULARIES["sh"], VOCABULARIES["rdf"] + "type"
_SUBCLASS = VOCABULARIES["rdfs"] + "subClassOf"
#: Followed whichever shape looks: the classes, and the labels, although messages call things by the names of the sheet,
#: which are what a person has to correct.
_ALWAYS = frozenset({_TYPE, VOCABULARIES["rdfs"] + "label", VOCABULARIES["skos"] + "prefLabel"})
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
        """Return what is told of shapes and of everything that they are made of."""
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
    """The reference data, to be looked around in."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self._out: defaultdict[str, list[ox.Quad]] = defaultdict(list)
        self._in: defaultdict[str, list[ox.Quad]] = defaultdict(list)
        for quad in quads:
            self._out[str(quad.subject)].append(quad)
            self._in[str(quad.object)].append(quad)

    def seen_from(self, nodes: Iterable[str], sight: VisibleProperties) -> tuple[dict[ox.Quad, None], set[str]]:
        """Return the triples that are seen from `nodes` (N-Triples form), and all nodes that were looked at."""
        seen: dict[ox.Quad, None] = {}
        looked: set[str] = set()
        todo = set(nodes)
        while todo:
            looked |= todo
            ahead: set[str] = set()
            for node in todo:
                for quad in self._out.get(node, ()):
                    if sight.ahead(quad.predicate.value):
                        seen[quad] = None
                        ahead.add(str(quad.object))
                for quad in self._in.get(node, ()):
                    if sight.back(quad.predicate.value):
                        seen[quad] = None
                        ahead.add(str(quad.subject))
            todo = {node for node in ahead if node.startswith("<")} - looked
        return seen, looked
