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
#: Into how many parts sources are divided to find those at fault: each costs HermiT a reading of the reference data.
_PARTS = 16


def check_assertion(assertion: Assertion, reference: Assertion) -> list[Finding]:
    """Return the contradiction, or the classes without possible members, that a source makes.

    Contradictions within `reference` are reported too. Raises EngineError when there is no Java, or the reasoner fails.
    """
    return list(chain.from_iterable(check_consistency([assertion], reference).values()))


def check_consistency(assertions: Sequence[Assertion], reference: Assertion) -> dict[str, list[Finding]]:
    """Return the findings of several sources, by the IRI of each source that has any.

    Each is held against the ontology and the reference data by itself: sources may contradict one another. All are
    reasoned over at once, and those at fault are looked for only when that gives a contradiction. One in the
    reference data itself is told alone, under the name of its graph. Raises EngineError when there is no Java, or
    the reasoner fails.
    """
    return _Check(reference, [assertion for assertion in assertions if assertion is not reference]).findings()


class _Check:
    """One check: the triples in logic of the ontology, the reference data and each source."""

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
        # What the ontology says too is nobody's to take back.
        return [triple for triple in kept if triple not in self._laws]

    def findings(self) -> dict[str, list[Finding]]:
        """Look for the sources that are contradictory, and in the others for classes without possible members."""
        found: dict[str, list[Finding]] = {}
        left = self.sources
        impossible = impossible_classes(self._all(left))
        # So far one start of Java for all sources, and in most runs the only one; a contradiction is worth more of
        # them.
        if impossible is None:
            left = self._without_contradiction(found)
            impossible = impossible_classes(self._all(left)) if left else []
        if impossible is not None:
            self._impossible(found, left, impossible)
        # Sources may contradict one another, and then the question of the classes has no answer for all of them
        # together.
        for one in left if impossible is None else ():  # they contradict one another
            self._impossible(found, [one], impossible_classes(self._all([one])) or [])
        return found

    def _without_contradiction(self, found: dict[str, list[Finding]]) -> list[Assertion]:
        """Tell of each source that is contradictory, or of the reference data alone; return the other sources."""
        wrong = self._contradictory(self.sources, -(-len(self.sources) // _PARTS))
        if wrong is None:
            self._tell(found, [], [], *_CONTRADICTION)
            return []
        for one in wrong:
            self._tell(found, [one], [], *_CONTRADICTION)
        return [one for one in self.sources if not any(one is other for other in wrong)]

    def _contradictory(self, sources: list[Assertion], size: int) -> list[Assertion] | None:
        """Return those of the sources that are; None where the reference data are so without them.

        One run of the reasoner answers for all parts of `size` sources; those without a contradiction are done with.
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
            if len(guilty) < 2:  # no class of one source alone, otherwise
                reason = f"nothing can be a {self.words.name(ox.NamedNode(name))}"
                self._tell(found, guilty, member, "owl-unsatisfiable", reason)

    def _all(self, sources: Iterable[Assertion]) -> list[ox.Triple]:
        parts = (self.logic[id(one)] for one in (self.reference, *sources))
        return list(dict.fromkeys(chain(self.ontology, *parts)))

    def _guilty(self, sources: list[Assertion], supposed: list[ox.Triple]) -> list[Assertion]:
        """Return the fewest sources that make a contradiction; none where the reference data does alone.

        A source that is alone is returned unasked: the explanation shows whether it has a part in it.
        """
        if len(sources) == 1:
            return sources
        return minimal(sources, lambda sets: first_contradiction([[*self._all(part), *supposed] for part in sets]))

    def _tell(
        self, found: dict[str, list[Finding]], guilty: list[Assertion], supposed: list[ox.Triple], rule: str, why: str
    ) -> None:
        """Add a finding to the source that makes a contradiction, or to the reference data where that does alone."""
        owners = [*guilty, self.reference]
        # The reference data first: a contradiction within them is not reported again for every source.
        said = dict.fromkeys(chain.from_iterable(self.logic[id(one)] for one in reversed(owners)))
        explanation = explain_contradiction([*self.ontology, *supposed], said)
        known = set(self.logic[id(self.reference)])
        # All of it is said by the reference data: the source that was looked at has nothing to do with it.
        if all(axiom.root in known for axiom in explanation.asserted):
            owners = [self.reference]
        found.setdefault(owners[0].source, []).append(self._finding(explanation, owners, rule, why))

    def _finding(self, explanation: Explanation, owners: Sequence[Assertion], rule: str, why: str) -> Finding:
        """Return the finding whose place is that of the first axiom which the first of `owners` asserts."""
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
    """Return where an axiom is asserted; the places in the Turtle of the reference data are looked for only here."""
    root = axiom.root
    key = (str(root.subject), str(root.predicate), str(root.object))
    if key not in assertion.spans.marks:
        for file in sorted(name for name in assertion.inputs if name.endswith(".ttl")):
            spans = locate_terms(decode(read_bytes(Path(file)), file), file)
            if key in spans.marks:
                return spans.marks[key]
    return assertion.spans.find(*key)
