"""Checks sources against the ontology's axioms, and names the asserted axioms behind a contradiction."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.findings import Finding, Terms
from kg.namespaces import PREFIXES
from kg.rdf.places import locate_terms
from kg.text import decode, read_bytes
from kg.validate.owl.hermit import contradictory, first_contradiction, impossible_classes
from kg.validate.owl.premises import logical, ontology_triples
from kg.validate.owl.quickxplain import explain_contradiction, minimal
from kg.validate.owl.reasoner import reasoner
from kg.validate.owl.sentences import AxiomWords

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.findings import Span
    from kg.rdf.quads import Assertion
    from kg.validate.owl.axioms import Axiom
    from kg.validate.owl.quickxplain import Explanation

__all__ = ["check_assertion", "check_consistency"]

_TYPE, _ANNOTATION = PREFIXES["rdf"] + "type", PREFIXES["owl"] + "AnnotationProperty"
_MEMBER = ox.NamedNode("urn:kg:reasoning#member")
_CONTRADICTION = ("owl-inconsistent", "these cannot all be true")
#: Into how many parts sources are split to find those at fault. For each part, HermiT reads the reference data once.
_PARTS = 16


def check_assertion(assertion: Assertion, reference: Assertion) -> list[Finding]:
    """Return the contradictions in a source, or its classes that cannot have members.

    Contradictions within `reference` are reported too. Raises EngineError when there is no Java, or the reasoner fails.
    """
    return list(chain.from_iterable(check_consistency([assertion], reference).values()))


def check_consistency(assertions: Sequence[Assertion], reference: Assertion) -> dict[str, list[Finding]]:
    """Return the findings of several sources, by the IRI of each source that has any.

    Each source is checked separately against the ontology and the reference data, since sources may contradict one
    another. First, all are reasoned over at once; those at fault are searched for only if that gives a contradiction.
    If the reference data contradicts itself, only that is reported, under the name of its graph. Raises EngineError
    when there is no Java, or the reasoner fails.
    """
    with reasoner():
        return _Check(reference, [assertion for assertion in assertions if assertion is not reference]).findings()


class _Check:
    """One check: the logical triples of the ontology, the reference data and each source."""

    def __init__(self, reference: Assertion, sources: Sequence[Assertion]) -> None:
        self.reference, self.sources = reference, list(sources)
        ontology = ontology_triples()
        self.ontology = logical(ontology)
        self._laws = set(self.ontology)
        self.words = AxiomWords(ontology)
        notes = [t for t in self.ontology if t.predicate.value == _TYPE and t.object == ox.NamedNode(_ANNOTATION)]
        self.logic = {id(one): self._logical(one, notes) for one in (reference, *sources)}

    def _logical(self, assertion: Assertion, notes: list[ox.Triple]) -> list[ox.Triple]:
        quads = [*assertion.quads, *assertion.proposed]
        self.words.learn(quads)
        kept = logical([*notes, *(quad.triple for quad in quads)])
        # A triple that is also in the ontology is not the source's to retract.
        return [triple for triple in kept if triple not in self._laws]

    def findings(self) -> dict[str, list[Finding]]:
        """Find the contradictory sources; in the others, find classes that cannot have members."""
        found: dict[str, list[Finding]] = {}
        left = self.sources
        impossible = self._impossible_together(left)
        if impossible is None:
            left = self._without_contradiction(found)
            impossible = self._impossible_together(left) if left else []
        if impossible is not None:
            self._impossible(found, left, impossible)
        # If the sources contradict one another, the question about classes has no answer for all of them together.
        for one in left if impossible is None else ():  # they contradict one another
            self._impossible(found, [one], impossible_classes(self._all([one])) or [])
        return found

    def _impossible_together(self, sources: list[Assertion]) -> list[str] | None:
        """Return the classes that can have no member in these sources together; None if they are contradictory."""
        asked = self._all(sources)
        # The list of classes takes a run of Java of its own. What is to be checked here often is contradictory.
        return None if first_contradiction([asked]) == 0 else impossible_classes(asked)

    def _without_contradiction(self, found: dict[str, list[Finding]]) -> list[Assertion]:
        """Report contradictory sources, or only the reference data if that is contradictory; return the others."""
        wrong = self._contradictory(self.sources, -(-len(self.sources) // _PARTS))
        if wrong is None:
            self._tell(found, [], [], *_CONTRADICTION)
            return []
        for one in wrong:
            self._tell(found, [one], [], *_CONTRADICTION)
        return [one for one in self.sources if not any(one is other for other in wrong)]

    def _contradictory(self, sources: list[Assertion], size: int) -> list[Assertion] | None:
        """Return the contradictory sources; None if the reference data is contradictory without them.

        One run of the reasoner answers for all parts of `size` sources; parts without a contradiction need no further
        checks.
        """
        parts = [sources[at : at + size] for at in range(0, len(sources), max(size, 1))]
        wrong = contradictory(self._all(part) for part in ([], *parts))
        if 0 in wrong:
            return None
        left = list(chain.from_iterable(parts[at - 1] for at in sorted(wrong)))
        return self._contradictory(left, -(-size // _PARTS)) if left and size > 1 else left

    def _impossible(self, found: dict[str, list[Finding]], sources: list[Assertion], names: list[str]) -> None:
        for name in names:
            member = [ox.Triple(_MEMBER, ox.NamedNode(_TYPE), ox.NamedNode(name))]
            guilty = self._guilty(sources, member)
            if len(guilty) < 2:  # otherwise no source makes the class empty on its own
                reason = f"nothing can be a {self.words.name(ox.NamedNode(name))}"
                self._tell(found, guilty, member, "owl-unsatisfiable", reason)

    def _all(self, sources: Iterable[Assertion]) -> list[ox.Triple]:
        parts = (self.logic[id(one)] for one in (self.reference, *sources))
        return list(dict.fromkeys(chain(self.ontology, *parts)))

    def _guilty(self, sources: list[Assertion], supposed: list[ox.Triple]) -> list[Assertion]:
        """Return a minimal set of sources that makes a contradiction; none if the reference data is enough.

        A single source is returned without asking: the explanation shows whether it is involved.
        """
        if len(sources) == 1:
            return sources
        return minimal(sources, lambda sets: first_contradiction([[*self._all(part), *supposed] for part in sets]))

    def _tell(
        self, found: dict[str, list[Finding]], guilty: list[Assertion], supposed: list[ox.Triple], rule: str, why: str
    ) -> None:
        """Add a finding to the source that causes a contradiction, or to the reference data if that alone causes it."""
        owners = [*guilty, self.reference]
        # The reference data comes first, so that a contradiction within it is not reported again for every source.
        said = dict.fromkeys(chain.from_iterable(self.logic[id(one)] for one in reversed(owners)))
        explanation = explain_contradiction([*self.ontology, *supposed], said)
        known = set(self.logic[id(self.reference)])
        # All of these axioms are in the reference data, so the source is not involved.
        if all(axiom.root in known for axiom in explanation.asserted):
            owners = [self.reference]
        found.setdefault(owners[0].source, []).append(self._finding(explanation, owners, rule, why))

    def _finding(self, explanation: Explanation, owners: Sequence[Assertion], rule: str, why: str) -> Finding:
        """Return the finding, placed at the first axiom that the first of `owners` asserts."""
        placed = sorted(((self._owner(axiom, owners), axiom) for axiom in explanation.asserted), key=lambda two: two[0])
        axioms = [*(axiom for _, axiom in placed), *explanation.background]
        sentences = (self.words.sentence(axiom) for axiom in axioms if axiom.root.subject != _MEMBER)
        told = "; ".join(f"({number}) {sentence}" for number, sentence in enumerate(sentences, 1))
        spans = [_place(owners[owner], axiom) for owner, axiom in placed]
        root = placed[0][1].root if placed else None
        return Finding.at(
            spans[0] if spans else None,
            rule,
            f"{why}: {told}",
            focus=getattr(root.subject, "value", None) if root else None,
            path=root.predicate.value if root else None,
            value=getattr(root.object, "value", None) if root else None,
            related=tuple(dict.fromkeys(span for span in spans[1:] if span)),
            terms=Terms(str(root.subject), str(root.predicate), str(root.object)) if root else None,
        )

    def _owner(self, axiom: Axiom, owners: Sequence[Assertion]) -> int:
        return next(number for number, one in enumerate(owners) if axiom.root in self.logic[id(one)])


def _place(assertion: Assertion, axiom: Axiom) -> Span | None:
    """Return the place where an axiom is asserted; the reference data's Turtle is searched only when needed."""
    root = axiom.root
    key = (str(root.subject), str(root.predicate), str(root.object))
    if key not in assertion.spans.marks:
        for file in sorted(name for name in assertion.inputs if name.endswith(".ttl")):
            spans = locate_terms(decode(read_bytes(Path(file)), file), file)
            if key in spans.marks:
                return spans.marks[key]
    return assertion.spans.find(*key)
