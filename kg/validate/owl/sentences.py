"""Expresses axioms as English sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import PART_KINDS, PREFIXES, ROW_KINDS, kind_of, shorten, slug_of
from kg.validate.owl.axioms import items

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.validate.owl.axioms import Axiom

__all__ = ["AxiomWords"]

_OWL, _RDF, _RDFS = (PREFIXES[prefix] for prefix in ("owl", "rdf", "rdfs"))
_TYPE = _RDF + "type"
_LABELS = (_RDFS + "label", PREFIXES["skos"] + "prefLabel")
#: Kinds that are better known by the name in their sheet than by their label, which is a sentence.
_TRAITS = {
    "FunctionalProperty": "nothing has two different values of {0}",
    "InverseFunctionalProperty": "two different things never share a value of {0}",
    "SymmetricProperty": "{0} is symmetric",
    "AsymmetricProperty": "{0} never applies in both directions",
    "IrreflexiveProperty": "nothing is related to itself by {0}",
    "ReflexiveProperty": "everything is related to itself by {0}",
    "TransitiveProperty": "{0} is transitive",
}
_RELATIONS = {
    _RDFS + "subPropertyOf": "anything with {0} also has {1}",
    _OWL + "inverseOf": "{0} is the inverse of {1}",
    _OWL + "differentFrom": "{0} and {1} are different",
    _OWL + "sameAs": "{0} and {1} are the same",
    _OWL + "equivalentProperty": "{0} and {1} mean the same",
    _OWL + "propertyDisjointWith": "nothing can have both {0} and {1} with the same value",
}
_OF_CLASSES = {
    _RDFS + "subClassOf": "every {0} is {1}",
    _OWL + "equivalentClass": "every {0} is {1}, and vice versa",
    _OWL + "disjointWith": "no {0} is {1} (disjoint classes)",
}


class AxiomWords:
    """The labels of things, and sentences made with them."""

    def __init__(self, triples: Iterable[ox.Triple | ox.Quad] = ()) -> None:
        """Learn the labels in `triples`; the first label of a thing is kept."""
        self._labels: dict[str, str] = {}
        self.learn(triples)

    def learn(self, triples: Iterable[ox.Triple | ox.Quad]) -> None:
        """Learn the labels in `triples` that are English or have no language."""
        for triple in triples:
            value = triple.object
            if triple.predicate.value in _LABELS and isinstance(value, ox.Literal) and value.language in (None, "en"):
                # Labels of the ontology are learnt first, so that a source cannot rename a class in the explanation of
                # its own fault.
                self._labels.setdefault(getattr(triple.subject, "value", ""), value.value)

    def name(self, term: object) -> str:
        """Return the label of a thing, its name in the sheet, or its short IRI."""
        found = term.value if isinstance(term, ox.NamedNode) else str(term)
        kind, slug = kind_of(found), slug_of(found)
        if kind in (*ROW_KINDS, *PART_KINDS):
            return f"{kind} `{slug.partition('.')[2] or slug}`"
        return self._labels.get(found) or (f"{kind} `{slug}`" if kind else f"`{shorten(found)}`")

    def sentence(self, axiom: Axiom) -> str:
        """Return the sentence for `axiom`."""
        root = axiom.root
        predicate = root.predicate.value
        if isinstance(root.subject, ox.BlankNode):
            return self._listed(axiom)
        if predicate == _TYPE:
            return self._typed(axiom)
        if predicate in (_RDFS + "domain", _RDFS + "range"):
            said = "only {1} has {0}" if predicate.endswith("domain") else "a value of {0} is always {1}"
            return said.format(self._quoted(root.subject), self._one(axiom, root.object))
        if predicate in _OF_CLASSES:
            return _OF_CLASSES[predicate].format(self.name(root.subject), self._one(axiom, root.object))
        if predicate in _RELATIONS:
            return _RELATIONS[predicate].format(self.name(root.subject), self.name(root.object))
        return f"{self._quoted(root.predicate)} of {self.name(root.subject)} is {self.name(root.object)}"

    def _quoted(self, term: object) -> str:
        return f"“{self.name(term).strip('`')}”"

    def _listed(self, axiom: Axiom) -> str:
        """Return the sentence for an axiom over a list of classes, things or properties."""
        names = [self.name(m) for t in axiom.triples if t.predicate.value.endswith("embers") for m in items(axiom, t)]
        classes = any(getattr(triple.object, "value", "") == _OWL + "AllDisjointClasses" for triple in axiom.triples)
        return (
            f"{', '.join(names)}: {'nothing is in two of them (disjoint classes)' if classes else 'all are different'}"
        )

    def _typed(self, axiom: Axiom) -> str:
        root = axiom.root
        trait = getattr(root.object, "value", "").removeprefix(_OWL)
        if trait in _TRAITS:
            return _TRAITS[trait].format(self._quoted(root.subject))
        return f"{self.name(root.subject)} is {self._one(axiom, root.object)}"

    def _one(self, axiom: Axiom, term: object) -> str:
        """Return a class as a description of one member: `an organisation`, `one of supports, opposes`."""
        if isinstance(term, ox.NamedNode):
            name = self.name(term)
            return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"
        for triple in (found for found in axiom.triples if found.subject == term):
            said = self._expression(axiom, triple)
            if said:
                return said
        return "something in a class expression"

    def _expression(self, axiom: Axiom, triple: ox.Triple) -> str | None:
        """Return the words for a class expression, whose operator is the predicate of `triple`; None for others."""
        operator = triple.predicate.value.removeprefix(_OWL)
        if operator == "oneOf":
            return "one of " + ", ".join(self.name(member) for member in items(axiom, triple))
        if operator in ("unionOf", "intersectionOf"):
            joint = " or " if operator == "unionOf" else " and "
            return joint.join(self._one(axiom, member) for member in items(axiom, triple))
        if operator == "complementOf":
            return f"not {self._one(axiom, triple.object)}"
        if operator in ("someValuesFrom", "allValuesFrom", "hasValue"):
            return self._restriction(axiom, triple, operator)
        return None

    def _restriction(self, axiom: Axiom, triple: ox.Triple, operator: str) -> str:
        on = next(
            t.object for t in axiom.triples if t.subject == triple.subject and t.predicate.value.endswith("onProperty")
        )
        if operator == "hasValue":
            return f"something whose {self._quoted(on)} is {self.name(triple.object)}"
        filler = self._one(axiom, triple.object)
        return (
            f"something {'with' if operator.startswith('some') else 'with nothing but'} {filler} as {self._quoted(on)}"
        )
