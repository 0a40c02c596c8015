"""Collects the quads of one named graph, each with the place in the file that asserts it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol, TypeAlias

import pyoxigraph as ox

from kg.findings import Finding, Spans
from kg.namespaces import PREFIXES, iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from kg.findings import Span

__all__ = [
    "XSD",
    "Assertion",
    "Quads",
    "Whole",
    "Written",
    "day_literal",
    "english",
    "in_ntriples",
    "instant_of",
    "interval",
    "moment_literal",
    "node",
    "nquads",
    "plain_literal",
    "typed",
]

XSD = PREFIXES["xsd"]
#: A triple in N-Triples form: subject, predicate, value.
Written: TypeAlias = tuple[str, str, str]


@lru_cache(maxsize=4096)
def node(name: str) -> ox.NamedNode:
    """Return the IRI for a prefixed name such as `dp:holder` or `actor:russia`, or for a full IRI."""
    prefix, colon, local = name.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + local if colon and prefix in PREFIXES else name)


@lru_cache(maxsize=4096)
def _written(name: str) -> tuple[ox.NamedNode, str]:
    """Return what `node` does, and its N-Triples form, which takes as long to make as the node."""
    found = node(name)
    return found, str(found)


def plain_literal(text: str) -> ox.Literal:
    """Return a plain string literal."""
    return ox.Literal(text)


def english(text: str, language: str = "en") -> ox.Literal:
    """Return a text with a language tag, English by default."""
    return ox.Literal(text, language=language.lower())


def typed(value: object, datatype: str) -> ox.Literal:
    """Return a literal with an XML Schema datatype, given by its local name."""
    return ox.Literal(str(value), datatype=node(XSD + datatype))


def day_literal(value: date) -> ox.Literal:
    """Return a day as xsd:date."""
    return typed(value.isoformat(), "date")


def moment_literal(value: str, *, always_time: bool = False) -> ox.Literal:
    """Return an ISO 8601 day as xsd:date, and a day with a time as xsd:dateTime.

    Missing seconds are added; UTC is written Z, as stores do. With `always_time`, a day becomes its first moment in
    UTC.
    """
    if "T" not in value:
        return typed(f"{value}T00:00:00Z", "dateTime") if always_time else typed(value, "date")
    time = value[11:]
    zone = "Z" if time.endswith(("Z", "+00:00", "-00:00")) else time[-6:] if time[-6:-5] in ("+", "-") else ""
    clock = time[: 8 if time[5:6] == ":" else 5]
    # Trailing zeros of a fraction have no meaning, and stores drop them: if kept, a time would differ from itself.
    fraction = time[8:].partition("+")[0].partition("-")[0].rstrip("Z0.") if time[8:9] == "." else ""
    return typed(f"{value[:11]}{clock if len(clock) == 8 else clock + ':00'}{fraction}{zone}", "dateTime")


class Whole(Protocol):
    """A graph too large for Python objects, as N-Quads: `head` is the input of rules, `ballots` is the rest."""

    def head(self) -> bytes:
        """Return the part that is the input of rules."""

    def ballots(self) -> Iterator[bytes]:
        """Yield the rest, in pieces of whole lines."""


@dataclass(slots=True)
class Assertion:
    """One named graph: `source` is its IRI; `quads` are sorted and unique.

    `proposed` are the quads of rows that nobody has accepted yet. `findings` describe faulty content, which is in
    neither of them. `spans` locate the assertion of each quad; `inputs` maps the paths of the files that were read to
    their SHA-256. `faulty` are the nodes of YAML rows and entries that have a finding: such a row is not in the graph,
    and such an entry only as far as it could be read. `shared` are the quads from packages of reference data, which are
    checked in the package's own repository. For tables, `quads` represent all rows, and `whole` is the graph; it is
    None for other sources, and for faulty tables.
    """

    source: str
    quads: list[ox.Quad] = field(default_factory=list)
    spans: Spans = field(default_factory=Spans)
    findings: list[Finding] = field(default_factory=list)
    inputs: dict[str, str] = field(default_factory=dict)
    proposed: list[ox.Quad] = field(default_factory=list)
    faulty: frozenset[str] = frozenset()
    shared: frozenset[ox.Quad] = frozenset()
    whole: Whole | None = None
    _written: list[Written] | None = field(default=None, init=False, repr=False, compare=False)

    def take(self, quads: Quads, proposed: Quads) -> None:
        """Take over the quads of a file, and those of its proposed rows."""
        self.quads, self.proposed = quads.sorted(), proposed.sorted()
        self._written = [*quads.written(), *proposed.written()]

    def written(self) -> list[Written]:
        """Return the triples of `quads` and `proposed`, in their order; what is checked is read several times."""
        if self._written is None:
            self._written = in_ntriples((*self.quads, *self.proposed))
        return self._written


def in_ntriples(quads: Iterable[ox.Quad | ox.Triple]) -> list[Written]:
    """Return triples in N-Triples form, in their order."""
    return [(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in quads]


def nquads(quads: Iterable[ox.Quad]) -> bytes:
    """Return quads as N-Quads, in their order."""
    return ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""


class Quads:
    """The unique quads of the graph `graph` (an IRI), and the places of their parts in `spans`."""

    def __init__(self, graph: str, spans: Spans) -> None:
        """Start with no quads; `spans` may be shared with other graphs of the same file."""
        self.graph, self.spans = ox.NamedNode(graph), spans
        self._quads: dict[tuple[str, str, str], ox.Quad] = {}

    def add(self, subject: str, predicate: str, value: ox.NamedNode | ox.Literal, span: Span | None = None) -> None:
        """Add a triple: `subject` is an IRI, `predicate` a prefixed name; `span` is the place of the value."""
        self._add(subject, predicate, value, str(value), span)

    def _add(
        self, subject: str, predicate: str, value: ox.NamedNode | ox.Literal, written: str, span: Span | None
    ) -> None:
        (of, subject), (has, predicate) = _written(subject), _written(predicate)
        key = (subject, predicate, written)
        # The first one is kept, and later spans of the same triple do not change its place.
        if key not in self._quads:
            self._quads[key] = ox.Quad(of, has, value, self.graph)
        if span is not None:
            marks = self.spans.marks  # not `mark`, which takes as long to call as the rest of this method
            marks.setdefault(key, span)
            marks.setdefault((subject, predicate, None), span)

    def link(self, subject: str, predicate: str, value: str, span: Span | None = None) -> None:
        """Add a triple whose value is an IRI, given in full or as a prefixed name."""
        self._add(subject, predicate, *_written(value), span)

    def start(self, subject: str, type_: str, span: Span | None = None, type_span: Span | None = None) -> None:
        """Assert the class of a subject; `span` is the start of the subject, `type_span` the place of its class."""
        if span is not None:
            self.spans.mark(span, _written(subject)[1])
        self.link(subject, "rdf:type", type_, type_span or span)

    def take(self, triple: ox.Quad | ox.Triple) -> None:
        """Add a triple that was read from RDF."""
        quad = ox.Quad(triple.subject, triple.predicate, triple.object, self.graph)
        self._quads.setdefault((str(quad.subject), str(quad.predicate), str(quad.object)), quad)

    def sorted(self) -> list[ox.Quad]:
        """Return the quads sorted by their N-Triples form."""
        return [self._quads[key] for key in self.written()]

    def written(self) -> list[Written]:
        """Return their triples, in the same order."""
        return sorted(self._quads)


def instant_of(quads: Quads, when: str, span: Span | None = None) -> str:
    """Assert the instant for an ISO 8601 year, month or day, and return its IRI."""
    name = iri("instant", when)
    predicate, datatype = {4: ("gYear", "gYear"), 7: ("gYearMonth", "gYearMonth")}.get(len(when), ("Date", "date"))
    quads.start(name, "time:Instant", span)
    quads.add(name, "time:inXSD" + predicate, typed(when, datatype), span)
    return name


def interval(
    quads: Quads,
    since: str | None,
    until: str | None,
    span: Span | None = None,
    until_span: Span | None = None,
) -> str:
    """Assert the interval between two ISO 8601 dates (None is open), and return its IRI."""
    name = iri("interval", since or "open", until or "open")
    quads.start(name, "time:Interval", span)
    if since:
        quads.link(name, "time:hasBeginning", instant_of(quads, since, span), span)
    if until:
        quads.link(name, "time:hasEnd", instant_of(quads, until, until_span or span), until_span or span)
    return name
