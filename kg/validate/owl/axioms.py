"""Cuts triples into the axioms that a person could take back one by one."""

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
#: What only says of which sort a name is; OWL needs it to read the rest.
_SORTS = ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty", "NamedIndividual")
_DECLARED = {_OWL + name for name in (*_SORTS, "Ontology", "Thing")} | {_RDFS + "Class", _RDF + "Property"}
#: Axioms over a list of names that all differ, and the property that relates two of them.
_LISTED = {_OWL + "members": _OWL + "disjointWith", _OWL + "distinctMembers": _OWL + "differentFrom"}


@dataclass(frozen=True, slots=True)
class Axiom:
    """One statement in logic: its triples, of which the first names it, with the class expressions that it uses."""

    triples: tuple[ox.Triple, ...]

    @property
    def root(self) -> ox.Triple:
        """Return the triple that is not part of a class expression."""
        return self.triples[0]

    @property
    def names(self) -> frozenset[str]:
        """Return the IRIs that the axiom speaks of, without those of OWL itself."""
        terms = (term for triple in self.triples for term in (triple.subject, triple.predicate, triple.object))
        found = (term.value for term in terms if isinstance(term, ox.NamedNode))
        return frozenset(name for name in found if not name.startswith((_OWL, _RDF, _RDFS)))

    @property
    def separates(self) -> bool:
        """Return whether it only says that two things are not the same."""
        return self.root.predicate.value in _LISTED.values()


def axioms_of(triples: Iterable[ox.Triple]) -> tuple[list[ox.Triple], list[Axiom]]:
    """Return the declarations among `triples`, which contradict nothing, and the axioms, in the order given."""
    kept = list(triples)
    about: defaultdict[str, list[ox.Triple]] = defaultdict(list)
    for triple in kept:
        if isinstance(triple.subject, ox.BlankNode):
            about[str(triple.subject)].append(triple)
    used = {str(triple.object) for triple in kept if isinstance(triple.object, ox.BlankNode)}
    named = [triple for triple in kept if isinstance(triple.subject, ox.NamedNode)]
    declared = [triple for triple in named if _is_declaration(triple)]
    roots = [[triple] for triple in named if not _is_declaration(triple)]
    # A blank node that no triple points to is an axiom by itself, such as owl:AllDisjointClasses.
    roots += [group for node, group in about.items() if node not in used]
    return declared, [Axiom(tuple(_closure(group, about))) for group in roots]


def _is_declaration(triple: ox.Triple) -> bool:
    return triple.predicate.value == _TYPE and getattr(triple.object, "value", "") in _DECLARED


def _closure(group: Sequence[ox.Triple], about: Mapping[str, list[ox.Triple]]) -> list[ox.Triple]:
    """Return triples with those that describe the blank nodes in them."""
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
        member = told.pop((node, _FIRST))  # popped, so that a list that leads back to itself ends
        if isinstance(member, (ox.NamedNode, ox.BlankNode)):
            found.append(member)
        node = str(told.get((node, _REST), ""))
    return found


def pairwise(axiom: Axiom) -> list[Axiom]:
    """Return, of an axiom that many things all differ, one axiom for each two; another axiom as it is."""
    head = next((triple for triple in axiom.triples if triple.predicate.value in _LISTED), None)
    members = items(axiom, head) if head else []
    if head is None or any(isinstance(member, ox.BlankNode) for member in members):
        return [axiom]
    relation = ox.NamedNode(_LISTED[head.predicate.value])
    return [Axiom((ox.Triple(first, relation, second),)) for first, second in combinations(members, 2)]


def nearest_first(axioms: Iterable[Axiom], names: Iterable[str]) -> list[Axiom]:
    """Return the axioms in the order of how many axioms lead from `names` to the farthest name that they speak of.

    What says that two things differ leads nowhere; else everything would be near to everything.
    """
    waiting = [(axiom, axiom.names) for axiom in axioms]
    # Breadth first over names: axioms near what was asserted make the explanations that a person can follow.
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
