"""Reads an RDF file as the graph of a source: finds that source, and checks its quotes against the text."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph as ox

from kg.findings import Finding, Severity, Span, Spans, Terms
from kg.namespaces import DP, VOCABULARIES, iri, slug_of
from kg.rdf.foreign import foreign_names
from kg.rdf.literals import as_asked, flaw
from kg.rdf.parse import SYNTAXES, parse_rdf
from kg.rdf.places import Nameless, places
from kg.rdf.quads import Assertion, Quads
from kg.rdf.unnamed import findings_about, is_named
from kg.sources.quotes import differences
from kg.sources.row_checks import DONE_TO_SOMEBODY
from kg.sources.sheet import slug_of_sheet
from kg.sources.words.modes import SEVERITIES, mode_fault
from kg.text import SourceText, decode, read_inside

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from kg.reference.lookup import Reference

__all__ = ["accusing", "assert_rdf"]

_TYPE, _SOURCE = VOCABULARIES["rdf"] + "type", DP + "Source"
_OA = VOCABULARIES["oa"]
_EVIDENCE, _MODE, _DEPTH = DP + "evidence", DP + "mode", DP + "hearsayDepth"
_ACT, _ADDRESSEE, _TARGET = DP + "act", DP + "addressee", DP + "target"
_Told: TypeAlias = "Mapping[tuple[str, str], list[ox.NamedNode | ox.Literal]]"


class _Intake:
    """One RDF file: its quads by graph, and the places of its terms, which are only located for a finding."""

    def __init__(self, path: Path) -> None:
        self.path, self.data = path, read_inside(path)
        self.quads = parse_rdf(self.data, path)
        self.inputs = {str(path): hashlib.sha256(self.data).hexdigest()}
        self.findings: list[Finding] = []

    def spans(self) -> Spans:
        """Return the places of the terms; if unknown, as in JSON-LD, this is the top of the file."""
        return self._places[0]

    def nameless(self) -> list[Nameless]:
        """Return the places of unnamed nodes, which are unknown for JSON-LD."""
        return self._places[1]

    @cached_property
    def _places(self) -> tuple[Spans, list[Nameless]]:
        spans, nameless = Spans(), list[Nameless]()
        # Places of terms in JSON-LD are unknown, so its findings are shown at the top of the file.
        if SYNTAXES[self.path.suffix.lower()][0] != "jsonld":
            spans, nameless = places(decode(self.data, str(self.path)), str(self.path))
        for quad in self.quads:
            spans.mark(self._top(), str(quad.subject))
        return spans, nameless

    def _top(self) -> Span:
        return Span(str(self.path), 1, 1, 1, 1)

    def renamed(self, quad: ox.Quad) -> ox.Quad:
        """Return the quad with its whole number in the datatype that the shapes require, at the same place."""
        wanted = as_asked(quad)
        if wanted is not quad:
            keys = [(str(q.subject), str(q.predicate), str(q.object)) for q in (quad, wanted)]
            span = self.spans().marks.get(keys[0])
            if span is not None:
                self.spans().mark(span, *keys[1])
        return wanted

    def retargeted(self, quad: ox.Quad) -> ox.Quad:
        """Return the quad with the addressee of an accusation as its target: version 1 of the ontology meant this."""
        if quad.predicate.value != _ADDRESSEE or str(quad.subject) not in self._accusing:
            return quad
        wanted = ox.Quad(quad.subject, ox.NamedNode(_TARGET), quad.object, quad.graph_name)
        message = "the `dp:addressee` of an accusation is read as `dp:target`: rename it (`kg migrate` does it)"
        key = (quad.subject, quad.predicate, quad.object)
        self.report("addressee-as-target", message, *key, severity=Severity.WARNING)
        if span := self.spans().find(*map(str, key)):
            self.spans().mark(span, str(wanted.subject), str(wanted.predicate), str(wanted.object))
        return wanted

    @cached_property
    def _accusing(self) -> set[str]:
        return accusing(self.quads)

    def report(
        self,
        rule: str,
        message: str,
        *key: object,
        severity: Severity = Severity.VIOLATION,
        related: tuple[Span, ...] = (),
    ) -> None:
        """Add a finding at the place of a subject, property or value."""
        terms = [str(term) for term in key]
        span = self.spans().find(*terms) if terms else None
        names = [getattr(term, "value", None) for term in key] + [None] * 3
        focus, path, value = names[:3]
        place, about = span or self._top(), {"focus": focus, "path": path, "value": value}
        self.findings.append(
            Finding.at(place, rule, message, severity=severity, related=related, terms=Terms(*terms[:3]), **about)
        )


def accusing(quads: Iterable[ox.Quad]) -> set[str]:
    """Return the statements, in N-Triples form, that accuse, blame or criticise an addressee, and have no target."""
    acts = {iri("act", slug) for slug in DONE_TO_SOMEBODY}
    found: dict[str, set[str]] = {_ACT: set(), _ADDRESSEE: set(), _TARGET: set()}
    for quad in quads:
        name = quad.predicate.value
        if name in found and (name != _ACT or getattr(quad.object, "value", "") in acts):
            found[name].add(str(quad.subject))
    return (found[_ACT] & found[_ADDRESSEE]) - found[_TARGET]


def assert_rdf(path: Path, reference: Reference | None = None) -> Assertion:
    """Return the graph of the source that the RDF file `path` describes.

    Triples without a graph belong to the graph of the one dp:Source in the file. Blank nodes, a second source, and
    quotes that are not in the text at their offsets are findings. From `reference`, only the bases of its packages are
    used, since names may be below these; the shapes check the names. Raises InputError for a file that is not RDF.
    """
    intake = _Intake(path)
    source = _source(intake)
    quads = Quads(source, Spans())
    intake.findings += findings_about(intake.quads, intake.nameless(), str(path))
    for quad in intake.quads:
        if is_named(quad) and _written(intake, quad) and _belongs(intake, quad, source):
            quads.take(intake.retargeted(intake.renamed(quad)))
    result = quads.sorted()
    for message, terms in foreign_names(result, reference.bases if reference else ()):
        intake.report("foreign-base", message, *terms)
    _quotes(intake, result, source)
    return Assertion(source, result, intake.spans(), intake.findings, intake.inputs)


def _source(intake: _Intake) -> str:
    """Return the IRI of the only source that the file describes; after a finding, the IRI made from the file's name."""
    described = {
        quad.subject.value
        for quad in intake.quads
        if quad.predicate.value == _TYPE
        and getattr(quad.object, "value", "") == _SOURCE
        and isinstance(quad.subject, ox.NamedNode)
    }
    if len(described) == 1:
        (only,) = described
        _is_of_folder(intake, only)
        return only
    named = ", ".join(f"<{name}>" for name in sorted(described)[:3])
    if described:
        message = f"the file describes {len(described)} sources ({named}): give each a file of its own"
    else:
        message = "the file describes no source: add one node of the class dp:Source"
    second = [ox.NamedNode(name) for name in sorted(described)[1:2]]
    intake.report("one-source", message, *second)
    return min(described, default=iri("source", slug_of_sheet(intake.path)))


def _is_of_folder(intake: _Intake, source: str) -> None:
    """Check that the source of a `sheet` has the name of its folder, which other files refer to."""
    wanted = iri("source", slug_of_sheet(intake.path))
    if intake.path.stem == "sheet" and source != wanted:
        message = f"the source is called <{source}>, but its folder {slug_of_sheet(intake.path)}: call it <{wanted}>"
        intake.report("source-name", f"{message}, or rename the folder", ox.NamedNode(source))


def _written(intake: _Intake, quad: ox.Quad) -> bool:
    """Return whether the value of a quad is a valid literal of its datatype."""
    wrong = flaw(quad.object)
    if wrong:
        rule = "bad-date" if "date" in str(quad.object).rpartition("^^")[2].lower() else "bad-value"
        intake.report(rule, wrong, quad.subject, quad.predicate, quad.object)
    return wrong is None


def _belongs(intake: _Intake, quad: ox.Quad, source: str) -> bool:
    if isinstance(quad.graph_name, ox.DefaultGraph) or getattr(quad.graph_name, "value", "") == source:
        return True
    message = (
        f"the graph {quad.graph_name} is not that of the source <{source}>: put its triples into a file of its own"
    )
    # Once per graph: a file with ten thousand triples in the wrong graph has one mistake.
    if not any(finding.message == message for finding in intake.findings):
        intake.report("other-graph", message, quad.subject)
    return False


def _quotes(intake: _Intake, quads: list[ox.Quad], source: str) -> None:
    """Check that the text at the offsets of each evidence is its quote, if the text is available."""
    told: defaultdict[tuple[str, str], list[ox.NamedNode | ox.Literal]] = defaultdict(list)
    for quad in quads:
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, (ox.NamedNode, ox.Literal)):
            told[quad.subject.value, quad.predicate.value].append(quad.object)
    evidence = [subject for subject, predicate in list(told) if predicate == _OA + "hasSelector"]
    rows = defaultdict[str, list[str]](list)
    for (row, predicate), values in list(told.items()):
        for value in values if predicate == _EVIDENCE else ():
            rows[value.value].append(row)
    text = _text(intake, source, told[source, DP + "sha256"], needed=bool(evidence))
    for subject in evidence if text else ():
        selectors = told[subject, _OA + "hasSelector"]
        exact = next((value for node in selectors for value in told[node.value, _OA + "exact"]), None)
        position = next((node for node in selectors if told[node.value, _OA + "start"]), None)
        if text and isinstance(exact, ox.Literal) and position is not None:
            start, end = (_offset(told[position.value, _OA + edge]) for edge in ("start", "end"))
            if start is not None and end is not None:  # otherwise these are not offsets, which the shapes report
                _compare(intake, text, selectors, exact, (start, end))
                _modes(intake, text, told, rows[subject], (start, end))


def _offset(values: list[ox.NamedNode | ox.Literal]) -> int | None:
    # No text is longer than that, and Python refuses to parse a number of thousands of digits.
    return int(values[0].value) if values and values[0].value.isdecimal() and len(values[0].value) < 12 else None


def _compare(
    intake: _Intake,
    text: SourceText,
    selectors: list[ox.NamedNode | ox.Literal],
    exact: ox.NamedNode | ox.Literal,
    ends: tuple[int, int],
) -> None:
    start, end = ends
    found = text.content[start:end]
    if found == exact.value:
        return
    places = text.find(exact.value)
    if places:
        advice = "it stands at " + " or ".join(f"{first} to {last}" for first, last in places[:3])
    elif found:
        advice = "; ".join(differences(exact.value, found)[:3])
    else:
        advice = f"the text ends at {len(text.content)}"
    subject = next(node for node in selectors if isinstance(node, ox.NamedNode) and _says(intake, node, exact))
    message = f"the text from {start} to {end} is not the quote: {advice}"
    spot = text.span(*(places[0] if places else (min(start, len(text.content)), min(end, len(text.content)))))
    intake.report("quote-offsets", message, subject, ox.NamedNode(_OA + "exact"), exact, related=(spot,))


def _modes(intake: _Intake, text: SourceText, told: _Told, rows: list[str], place: tuple[int, int]) -> None:
    """Check the modes of the rows whose evidence is the quote at `place` in the text."""
    for row in rows:
        passed_on = any((_offset([depth]) or 0) > 1 for depth in told.get((row, _DEPTH), ()))
        for mode in told.get((row, _MODE), ()):
            found = mode_fault(text, place, slug_of(mode.value), passed_on=passed_on)
            if found:
                key = (ox.NamedNode(row), ox.NamedNode(_MODE), mode)
                intake.report(found.rule, found.message, *key, severity=SEVERITIES[found.rule], related=found.related)


def _says(intake: _Intake, node: ox.NamedNode, exact: object) -> bool:
    return any(quad.subject == node and quad.object == exact for quad in intake.quads)


def _text(intake: _Intake, source: str, hashes: list[ox.NamedNode | ox.Literal], *, needed: bool) -> SourceText | None:
    """Return the text file beside the RDF with the hash of the source, if there is one.

    Texts in the folder of a `sheet` belong to it, so one of them must have the hash. Not every text may be passed on,
    so a missing text is only a warning if one is `needed`.
    """
    wanted, seen = {value.value for value in hashes}, []
    for path in sorted(intake.path.parent.glob("*.txt")):
        data = read_inside(path)
        digest = hashlib.sha256(data).hexdigest()
        if digest in wanted:
            intake.inputs[str(path)] = digest
            return SourceText(decode(data, str(path)), str(path), digest)
        seen.append(f"that of `{path.name}` is {digest}")
        if intake.path.stem == "sheet":
            intake.inputs[str(path)] = digest
    if hashes and seen and intake.path.stem == "sheet":
        message = f"the text has another hash than this one: {', '.join(seen[:3])}; if the text is right, write that"
        intake.report("wrong-hash", message, ox.NamedNode(source), ox.NamedNode(DP + "sha256"), hashes[0])
    elif needed:
        message = f"no quote was compared: put the text with the hash of <{source}> beside the file, as article.txt"
        intake.report("text-not-at-hand", message, ox.NamedNode(source), severity=Severity.WARNING)
    return None
