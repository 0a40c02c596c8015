"""Splits triples into axioms that a person could retract one by one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["Axiom", "axioms_of", "items", "nearest_first", "pairwise"]

_OWL, _RDF, _RDFS = (PREFIXES[prefix] for prefix in ("owl", "rdf", "rdfs"))
_TYPE, _FIRST, _REST = (_RDF + name for name in ("type", "first", "rest"))
#: Declarations only say what sort of name something is; OWL needs them to interpret the rest.
_SORTS = ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty", "NamedIndividual")
_DECLARED = {_OWL + name for name in (*_SORTS, "Ontology", "Thing")} | {_RDFS + "Class", _RDF + "Property"}
#: Axioms over a list of names that all differ, and the property that relates a pair of them.
_LISTED = {_OWL + "members": _OWL + "disjointWith", _OWL + "distinctMembers": _OWL + "differentFrom"}


@dataclass(frozen=True, slots=True)
class Axiom:
    """A logical statement: the triple that identifies it, then those of the class expressions that it uses."""

    triples: tuple[ox.Triple, ...]

    @property
    def root(self) -> ox.Triple:
        """Return the triple that is not part of a class expression."""
        return self.triples[0]

    @property
    def names(self) -> frozenset[str]:
        """Return the IRIs in the axiom, except those of OWL itself."""
        terms = (term for triple in self.triples for term in (triple.subject, triple.predicate, triple.object))
        found = (term.value for term in terms if isinstance(term, ox.NamedNode))
        return frozenset(name for name in found if not name.startswith((_OWL, _RDF, _RDFS)))

    @property
    def separates(self) -> bool:
        """Return whether it only says that two things are different."""
        return self.root.predicate.value in _LISTED.values()


def axioms_of(triples: Iterable[ox.Triple]) -> tuple[list[ox.Triple], list[Axiom]]:
    """Return the declarations in `triples`, which contradict nothing, and the axioms, in the given order."""
    kept = list(triples)
    about: defaultdict[str, list[ox.Triple]] = defaultdict(list)
    for triple in kept:
        if isinstance(triple.subject, ox.BlankNode):
            about[str(triple.subject)].append(triple)
    used = {str(triple.object) for triple in kept if isinstance(triple.object, ox.BlankNode)}
    named = [triple for triple in kept if isinstance(triple.subject, ox.NamedNode)]
    declared = [triple for triple in named if _is_declaration(triple)]
    roots = [[triple] for triple in named if not _is_declaration(triple)]
    # A blank node that no triple points to is an axiom in its own right, such as owl:AllDisjointClasses.
    roots += [group for node, group in about.items() if node not in used]
    return declared, [Axiom(tuple(_closure(group, about))) for group in roots]


def _is_declaration(triple: ox.Triple) -> bool:
    return triple.predicate.value == _TYPE and getattr(triple.object, "value", "") in _DECLARED


def _closure(group: Sequence[ox.Triple], about: Mapping[str, list[ox.Triple]]) -> list[ox.Triple]:
    """Return the triples together with those that describe the blank nodes in them."""
    found, todo, seen = list(group), list(group), set[str]()
    while todo:
        node = str(todo.pop().object)
        if node in about and node not in seen:
            seen.add(node)
            found += about[node]
            todo += about[node]
    return found


def items(axiom: Axiom, head: ox.Triple) -> list[ox.NamedNode | ox.BlankNode]:
    """Return the members of the list that is the object of `head`, a triple of the axiom."""
    told = {(str(triple.subject), triple.predicate.value): triple.object for triple in axiom.triples}
    found: list[ox.NamedNode | ox.BlankNode] = []
    node = str(head.object)
    while (node, _FIRST) in told:
        member = told.pop((node, _FIRST))  # popped, so that the loop ends even if the list is circular
        if isinstance(member, (ox.NamedNode, ox.BlankNode)):
            found.append(member)
        node = str(told.get((node, _REST), ""))
    return found


def pairwise(axiom: Axiom) -> list[Axiom]:
    """Split an axiom that many things all differ into one axiom per pair; return any other axiom as it is."""
    head = next((triple for triple in axiom.triples if triple.predicate.value in _LISTED), None)
    members = items(axiom, head) if head else []
    if head is None or any(isinstance(member, ox.BlankNode) for member in members):
        return [axiom]
    relation = ox.NamedNode(_LISTED[head.predicate.value])
    return [Axiom((ox.Triple(first, relation, second),)) for first, second in combinations(members, 2)]


def nearest_first(axioms: Iterable[Axiom], names: Iterable[str]) -> list[Axiom]:
    """Sort axioms by distance: how many axioms lead from `names` to the farthest name in each.

    Axioms that only say that two things differ do not count as links, or everything would be close to everything.
    """
    waiting = [(axiom, axiom.names) for axiom in axioms]
    # Breadth first over names: axioms close to the assertions give explanations that a person can follow.
    distance = dict.fromkeys(names, 0)
    edge, step = set(distance), 0
    leading = [found for axiom, found in waiting if not axiom.separates]
    while edge:
        step += 1
        reached = {name for found in leading if found & edge for name in found} - distance.keys()
        distance.update(dict.fromkeys(reached, step))
        edge = reached
    far = step + 1
    return [a for a, found in sorted(waiting, key=lambda item: max((distance.get(n, far) for n in item[1]), default=0))]
