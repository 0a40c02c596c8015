"""Reduces data to the kinds of things in it, so that HermiT reasons over new kinds and not over each source.

The summary of a graph replaces each individual by its *kind*: individuals of one kind become one. Its triples are those
of the graph with the names replaced, without duplicates. If the ontology and the summary can all be true, so can the
ontology and the graph. To see this, take a model of the summary, and let each individual be what its kind is there.
Each triple of the graph then says the same as a triple of the summary, which is true. The ontology is true as it
stands, since its own individuals (values, acts, issues) keep their names. This assumes nothing about the axioms, so it
holds for functional and irreflexive properties, for oneOf and for anything that the ontology may use one day, and for
any choice of kinds. One summary serves all sources: a source is consistent with the ontology when its own summarised
triples are among those of a consistent summary, whatever else that contains.

If the ontology's classes can all have members together with the summary, they can together with the graph: each class
is given a member in the summary. By the argument above, a model of the summary with these members is a model of the
graph in which no class is empty.

A summary may be contradictory although the graph is not, if two individuals of one kind must differ. This costs time
but never gives a wrong verdict: HermiT is then asked about the sources themselves (`kg.validate.owl.check`). Kinds are
chosen so that it does not happen in practice. The kind of an individual is the hash of its asserted types and of the
kinds of its neighbours, for three steps along functional properties and against inverse functional ones. So if two
individuals are of one kind, then whatever the axioms make equal to the first has the same kind as whatever they make
equal to the second. Two individuals that are related by a property that nothing may have to itself get different kinds:
they are numbered like the colours of a map. Statements of a source about classes, properties or the identity of things
are not summarised at all.

A. Fokoue, A. Kershenbaum, L. Ma, E. Schonberg and K. Srinivas, "The Summary Abox: Cutting Ontologies Down to Size",
ISWC 2006; J. Dolby and others, "Scalable Semantic Retrieval through Summarization and Refinement", AAAI 2007. They
derive kinds from types alone and refine them if the result is contradictory; the steps along functional properties are
the colour refinement of graphs (compare B. Glimm, Y. Kazakov, T. Liebig, T.-K. Tran and V. Vialard, "Abstraction
Refinement for Ontology Materialization", ISWC 2014).
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph as ox

from kg.namespaces import DP, PREFIXES
from kg.validate.owl.premises import logical, means_something

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.rdf.quads import Written

__all__ = ["Fact", "Summariser", "fact_triples"]

#: A triple about individuals, as three IRIs: subject, property and value, or subject, rdf:type and class.
Fact: TypeAlias = tuple[str, str, str]
_OWL, _RDF, _RDFS = (PREFIXES[prefix] for prefix in ("owl", "rdf", "rdfs"))
_TYPE, _EDGE = _RDF + "type", DP + "DerivedEdge"
_VOCABULARIES = (_OWL, _RDF, _RDFS)
#: Classes that contain everything.
_ANYTHING = (ox.NamedNode(_OWL + "NamedIndividual"), ox.NamedNode(_OWL + "Thing"))
_KIND = "urn:kg:kind:"
#: How many steps along functional properties a kind depends on. One step fewer gives false alarms; one more changes
#: nothing.
STEPS = 3


class Summariser:
    """Reduces sources to kinds, for one ontology and one set of reference data.

    `premises` are the triples, including the summarised reference data, against which every summary is checked.
    `digest` is a hash of those from the reference data, and `kinds` maps the IRIs of its individuals to kinds.
    """

    def __init__(self, ontology: Iterable[ox.Triple], reference: Iterable[ox.Triple]) -> None:
        """Summarise the reference data; `ontology` are triples as returned by `logical`."""
        laws = list(ontology)
        known = set(laws)
        given = logical([*laws, *reference])
        _, others = _Laws(laws).sort(given)
        own_laws = [triple for triple in others if triple not in known]
        # An axiom about a class does not belong to an individual, so it cannot be summarised; it applies to all
        # sources.
        laws += own_laws  # axioms in the reference data count as laws too
        self._laws = _Laws(laws)
        plain, _ = self._laws.sort(triple for triple in given if triple not in known)
        own = {name: name for name in self._laws.names}
        self.kinds = _kinds(plain, own, self._laws, "reference")
        self._known: dict[str, str] = {**own, **self.kinds}
        # Each class gets a member: a class that can have none then shows as a contradiction, found by the same
        # question.
        members = {(f"{_KIND}member-{number}", _TYPE, name) for number, name in enumerate(sorted(self._laws.classes))}
        facts = fact_triples(_renamed(plain, self._known, {}) | members)
        self.premises = [*laws, *facts]
        self.digest = _hash(*map(str, facts), *sorted(_nameless(triple) for triple in own_laws))

    def summarise(self, triples: Iterable[ox.Triple]) -> frozenset[Fact] | None:
        """Return the summary of a source's triples; None if they are not only about individuals."""
        plain, others = self._laws.sort(triples)
        return None if others else self._summary(plain)

    def summarise_written(self, written: Iterable[Written]) -> frozenset[Fact] | None:
        """Return the same for triples in N-Triples form, in which those of a source are at hand when it is checked."""
        plain, rest = self._laws.sort_written(written)
        looked_at = ox.parse("\n".join(rest), format=ox.RdfFormat.N_TRIPLES) if rest else ()
        more, others = self._laws.sort(quad.triple for quad in looked_at)
        return None if others else self._summary([*plain, *more])

    def _summary(self, plain: Sequence[Fact]) -> frozenset[Fact]:
        return frozenset(_renamed(plain, self._known, _kinds(plain, self._known, self._laws, "source")))


def fact_triples(facts: Iterable[Fact]) -> list[ox.Triple]:
    """Return facts as triples, in order."""
    return [ox.Triple(*map(ox.NamedNode, fact)) for fact in sorted(facts)]


class _Laws:
    """The axioms about classes and properties that kinds depend on."""

    def __init__(self, triples: Sequence[ox.Triple]) -> None:
        self.classes = {name for name in _instances(triples, "Class") if not name.startswith(_VOCABULARIES)}
        self.functional = _below(triples, _instances(triples, "FunctionalProperty"))
        self.inverse_functional = _below(triples, _instances(triples, "InverseFunctionalProperty"))
        apart = _instances(triples, "IrreflexiveProperty") | _instances(triples, "AsymmetricProperty")
        self.apart = _below(triples, apart)
        terms = (term for triple in triples for term in (triple.subject, triple.object))
        self.names = {term.value for term in terms if isinstance(term, ox.NamedNode)}
        self._properties = _instances(triples, "ObjectProperty")
        self._silent = _instances(triples, "AnnotationProperty")
        #: Of what a triple is a fact about individuals at first sight.
        self._plain = {name for name in self._properties if not name.startswith(_VOCABULARIES)}
        self._kinds = self.classes - {_EDGE}

    def sort(self, triples: Iterable[ox.Triple]) -> tuple[list[Fact], list[ox.Triple]]:
        """Return the facts about individuals in the ontology's terms, and all other triples with a logical meaning."""
        facts: list[Fact] = []
        others: list[ox.Triple] = []
        for triple in triples:
            subject, predicate, value = triple.subject, triple.predicate.value, triple.object
            if predicate in self._silent:
                continue
            # A literal means something only to an OWL property; most triples of a source end here, or are plain.
            if isinstance(value, ox.Literal) and not predicate.startswith(_OWL):
                continue
            plain = predicate in self._properties and not predicate.startswith(_VOCABULARIES)
            if not plain and (not means_something(triple) or _only_declares(triple)):
                continue
            if not (isinstance(subject, ox.NamedNode) and isinstance(value, ox.NamedNode)):
                others.append(triple)
            elif value.value in self.classes if predicate == _TYPE else predicate in self._properties:
                facts.append((subject.value, predicate, value.value))
            else:
                others.append(triple)
        return facts, others

    def sort_written(self, written: Iterable[Written]) -> tuple[list[Fact], list[str]]:
        """Return the facts among triples in N-Triples form, and as lines those that `sort` has to look at."""
        facts: list[Fact] = []
        rest: list[str] = []
        for subject, predicate, value in written:
            name, kind = predicate[1:-1], value[:1]
            if name in self._silent or (kind == '"' and not name.startswith(_OWL)):
                continue
            known = value[1:-1] in self._kinds if name == _TYPE else name in self._plain
            if known and subject[:1] == kind == "<":
                facts.append((subject[1:-1], name, value[1:-1]))
            else:
                rest.append(f"{subject} {predicate} {value} .")
        return facts, rest


def _only_declares(triple: ox.Triple) -> bool:
    return triple.predicate.value == _TYPE and triple.object in _ANYTHING


def _instances(triples: Iterable[ox.Triple], sort: str) -> set[str]:
    """Return the IRIs of the classes or properties that are instances of an OWL class."""
    wanted = ox.NamedNode(_OWL + sort)
    found = (triple.subject for triple in triples if triple.predicate.value == _TYPE and triple.object == wanted)
    return {subject.value for subject in found if isinstance(subject, ox.NamedNode)}


def _below(triples: Sequence[ox.Triple], properties: set[str]) -> set[str]:
    """Return properties with their sub-properties, which inherit characteristics such as being functional."""
    found = set(properties)
    said = (triple for triple in triples if triple.predicate.value == _RDFS + "subPropertyOf")
    pairs = [(getattr(triple.subject, "value", ""), getattr(triple.object, "value", "")) for triple in said]
    # Iterate to a fixed point instead of one pass: sub-properties can have sub-properties, and cycles must end.
    while more := {lower for lower, upper in pairs if upper in found} - found:
        found |= more
    return found


def _kinds(facts: Sequence[Fact], known: Mapping[str, str], laws: _Laws, whose: str) -> dict[str, str]:
    """Return the kinds of the individuals in `facts` that are not `known`, by IRI."""
    types: defaultdict[str, list[str]] = defaultdict(list)
    steps: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    pairs = []
    for subject, predicate, value in facts:
        kinds = types[subject]  # also registers the subject
        if predicate == _TYPE:
            kinds.append(value)
            continue
        types[value]
        if predicate in laws.functional:
            steps[subject].append((predicate, value))
        if predicate in laws.inverse_functional:
            steps[value].append(("^" + predicate, subject))
        if predicate in laws.apart:
            pairs.append((subject, value))
    numbers = _numbers(pairs)
    first = {
        name: _kind(whose, str(numbers.get(name, 0)), *sorted(found))
        for name, found in types.items()
        if name not in known
    }
    found = first
    for _ in range(STEPS):
        found = {name: _step(kind, steps.get(name), found, known) for name, kind in first.items()}
    return {name: _KIND + kind for name, kind in found.items()}


def _step(kind: str, steps: list[tuple[str, str]] | None, found: Mapping[str, str], known: Mapping[str, str]) -> str:
    if steps is None:
        return kind
    return _kind(kind, *sorted(f"{predicate} {found.get(name) or known[name]}" for predicate, name in steps))


def _numbers(pairs: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Return numbers for the individuals, as few as possible, that differ within each pair."""
    beside: defaultdict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        if one != other:
            beside[one].add(other)
            beside[other].add(one)
    numbers: dict[str, int] = {}
    # Sorted, so that the same graph gets the same numbers, and so the same kinds, in every run on every machine.
    for name in sorted(beside):
        taken = {numbers.get(other) for other in beside[name]}
        numbers[name] = next(number for number in range(len(taken) + 1) if number not in taken)
    return numbers


@lru_cache(maxsize=50_000)  # sources have the same kinds of things
def _kind(*parts: str) -> str:
    return _hash(*parts)


def _hash(*parts: str) -> str:
    return blake2b("\n".join(parts).encode(), digest_size=8).hexdigest()


def _nameless(triple: ox.Triple) -> str:
    """Return a triple as text without the labels of blank nodes, which change with each reading."""
    return " ".join("_" if isinstance(term, ox.BlankNode) else str(term) for term in triple)


def _renamed(facts: Iterable[Fact], known: Mapping[str, str], own: Mapping[str, str]) -> set[Fact]:
    def kind(name: str) -> str:
        return own.get(name) or known[name]

    return {(kind(s), p, o if p == _TYPE else kind(o)) for s, p, o in facts}
