"""Statements as the pages show them: who speaks for whom, what is said, and the words with their position."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.namespaces import DP, VOCABULARIES
from kg.rdf.labels import tells_side
from kg.web.content.dates import day_in_words, span_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.web.content.reading import Node, Reading

__all__ = ["FIRM_SIGNS", "SIGNS", "QuotedWords", "ReadStatement", "SourceOfStatement", "StatementReader", "Voice"]

_DCTERMS, _OA, _PROV, _ITSRDF = (VOCABULARIES[name] for name in ("dcterms", "oa", "prov", "itsrdf"))
#: How many statements are kept; each takes about ten nodes of `kg.web.content.reading`.
_REMEMBERED = 20_000
#: The sign of each side. It is never shown by colour alone, and there is a word beside it if there is room.
SIGNS = {
    "supports": "+",
    "claims": "+",
    "opposes": "−",
    "denies": "−",
    "conditional": "if",
    "neutral": "○",
    "doubts": "?",
}
#: For and against: only these signs can agree or differ.
FIRM_SIGNS = ("+", "−")


@dataclass(frozen=True, slots=True)
class QuotedWords:
    """The quoted words, up to 32 characters on either side, and their offsets in the text (code points)."""

    exact: str
    prefix: str
    suffix: str
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class Voice:
    """One step of the chain from the source to the speaker: the actors who speak at this step."""

    actors: tuple[str, ...]
    narrator: bool


@dataclass(frozen=True, slots=True)
class SourceOfStatement:
    """The source of a statement."""

    iri: str
    title: str
    publisher: str | None
    issued: str

    @property
    def published(self) -> str:
        """The day of publication in words."""
        return day_in_words(self.issued)


@dataclass(frozen=True, slots=True, eq=False)  # each is read once: compared and remembered by identity
class ReadStatement:
    """One statement. All names are IRIs; `represented` maps each holder to the actors that it speaks for."""

    iri: str
    anchor: str
    kind: str
    holders: tuple[str, ...]
    represented: dict[str, tuple[str, ...]]
    addressees: tuple[str, ...]
    targets: tuple[str, ...]
    act: str
    #: What the act does to its targets, such as `accuses`; empty if it does nothing to anyone.
    act_kind: str
    #: Whether the act tells the side by itself.
    act_tells_side: bool
    side: str
    proposition: str
    condition: str | None
    mode: str
    certainty: str | None
    degree: str | None
    confidence: str | None
    first: str | None
    last: str | None
    held: tuple[str | None, str | None]
    chain: tuple[Voice, ...]
    quote: QuotedWords
    source: SourceOfStatement
    withdrawn: tuple[str, str] | None
    #: What stands in its place, if its coder has corrected it.
    revised_by: tuple[str, ...]
    #: Whether the text says it in its own voice: the narrator is the only holder.
    narrated: bool

    @property
    def sign(self) -> str:
        """The sign of the side."""
        return SIGNS.get(self.side, "○")

    @property
    def void(self) -> bool:
        """Whether its coder has withdrawn or corrected it, so that nothing follows from it."""
        return bool(self.withdrawn or self.revised_by)

    @property
    def preposition(self) -> str:
        """The word between act and targets: one accuses somebody, demands of somebody, speaks about somebody."""
        return {"": "about ", "demands-of": "of "}.get(self.act_kind, "")

    @property
    def said(self) -> str:
        """When it was said, in words; empty if nothing is known."""
        return span_in_words(self.first, self.last)

    @property
    def day(self) -> str:
        """The day to sort by: the last on which it can have been said, or else the day of publication."""
        return (self.last or self.first or self.source.issued)[:10]

    @property
    def actors(self) -> set[str]:
        """The holders and the actors that they speak for."""
        return {*self.holders, *(actor for actors in self.represented.values() for actor in actors)}


class StatementReader:
    """Reads statements from a store: each from its node and the parts of that."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._sources: dict[str, SourceOfStatement] = {}
        self._read: dict[str, ReadStatement] = {}

    def load(self, iris: Iterable[str]) -> list[ReadStatement]:
        """Return the statements with these IRIs, in the same order; IRIs of other things are skipped."""
        return [self.one(iri) for iri in iris if self._reading.node(iri).one(DP + "act")]

    def one(self, iri: str) -> ReadStatement:
        """Return the statement with an IRI."""
        if iri not in self._read:
            if len(self._read) >= _REMEMBERED:
                self._read.clear()
            self._read[iri] = self._made(iri)
        return self._read[iri]

    def _made(self, iri: str) -> ReadStatement:
        node = self._reading.node(iri)
        act, source = self._reading.node(node.one(DP + "act") or ""), self.source(node.one(_DCTERMS + "isPartOf") or "")
        kind = "claim" if DP + "Claim" in self._reading.types(iri) else "position"
        holders = tuple(node.values(DP + "holder"))
        withdrawn = node.one(_PROV + "invalidatedAtTime")
        reason = node.one(DP + "invalidationReason") or ""
        return ReadStatement(
            iri=iri,
            anchor=self.anchor(iri, source.iri),
            kind=kind,
            holders=holders,
            represented=self._represented(node, holders),
            addressees=tuple(node.values(DP + "addressee")),
            targets=tuple(node.values(DP + "target")),
            act=act.iri,
            act_kind=self._slug(act, "actKind"),
            act_tells_side=tells_side(
                self._slug(node, "polarity"), self._slug(act, "defaultPolarity"), self._slug(act, "actKind")
            ),
            side=self._side(node, kind),
            proposition=node.one(DP + "towards") or "",
            condition=node.one(DP + "condition"),
            mode=self._slug(node, "mode"),
            certainty=node.one(DP + "certainty"),
            degree=node.one(DP + "degree"),
            confidence=node.one(_ITSRDF + "taConfidence"),
            first=node.one(DP + "saidNotBefore"),
            last=node.one(DP + "saidNotAfter"),
            held=self._held(node),
            chain=self._chain(node),
            quote=self.quote(node),
            source=source,
            withdrawn=(withdrawn[:10], reason) if withdrawn else None,
            revised_by=tuple(node.values(_PROV + "hadRevision")),
            narrated=bool(holders) and all(self._narrates([holder]) for holder in holders),
        )

    def _side(self, node: Node, kind: str) -> str:
        """Return the derived side; of one that is void, from which nothing is derived, the coded one."""
        grounds = self._reading.subjects(DP + "statement", node.iri)
        if grounds:
            return self._slug(self._reading.node(grounds[0]), "side")
        side = self._slug(node, "polarity")
        return {"supports": "claims", "opposes": "denies"}.get(side, side) if kind == "claim" else side

    def anchor(self, iri: str, source: str) -> str:
        """Return the id of a statement on the page of its source: its slug without the prefix of the source."""
        return self._reading.addresses.slug(iri).removeprefix(f"{self._reading.addresses.slug(source)}.")

    def source(self, iri: str) -> SourceOfStatement:
        """Return the source with an IRI."""
        if iri not in self._sources:
            node = self._reading.node(iri)
            title = node.one(_DCTERMS + "title") or self._reading.label(iri)
            issued = node.one(_DCTERMS + "issued") or ""
            self._sources[iri] = SourceOfStatement(iri, title, node.one(_DCTERMS + "publisher"), issued)
        return self._sources[iri]

    def quote(self, node: Node) -> QuotedWords:
        """Return the quoted words of a statement, an event or a relation."""
        evidence = self._reading.node(node.one(DP + "evidence") or "")
        parts = [self._reading.node(selector) for selector in evidence.values(_OA + "hasSelector")]
        found = {key: next((value for part in parts if (value := part.one(_OA + key)) is not None), None)
                 for key in ("exact", "prefix", "suffix", "start", "end")}  # fmt: skip  # one table
        start, end = (int(value) if value is not None and value.isdecimal() else None
                      for value in (found["start"], found["end"]))  # fmt: skip
        return QuotedWords(found["exact"] or "", found["prefix"] or "", found["suffix"] or "", start, end)

    def _slug(self, node: Node, name: str) -> str:
        return self._reading.addresses.slug(node.one(DP + name) or "")

    def _represented(self, node: Node, holders: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
        """Return whom each holder speaks for: as the chain says or, if it does not, all principals for every holder."""
        told: dict[str, tuple[str, ...]] = {}
        for link in map(self._reading.node, node.values(DP + "attribution")):
            if bodies := tuple(link.values(DP + "represents")):
                told[link.one(_PROV + "agent") or ""] = bodies
        everyone = tuple(node.values(DP + "onBehalfOf"))
        return told or (dict.fromkeys(holders, everyone) if everyone else {})

    def _chain(self, node: Node) -> tuple[Voice, ...]:
        steps: dict[int, list[str]] = {}
        for link in map(self._reading.node, node.values(DP + "attribution")):
            steps.setdefault(int(link.one(DP + "order") or 0), []).append(link.one(_PROV + "agent") or "")
        return tuple(Voice(tuple(sorted(steps[step])), self._narrates(steps[step])) for step in sorted(steps))

    def _narrates(self, actors: list[str]) -> bool:
        return any(DP + "Narrator" in self._reading.types(actor) for actor in actors)

    def _held(self, node: Node) -> tuple[str | None, str | None]:
        """Return since when and until when it holds, as far as the text says."""
        interval = self._reading.node(node.one(DP + "holdsDuring") or "")
        return self.bound(interval, "hasBeginning"), self.bound(interval, "hasEnd")

    def bound(self, interval: Node, end: str) -> str | None:
        """Return the day, month or year at one end of an interval."""
        time = VOCABULARIES["time"]
        instant = self._reading.node(interval.one(time + end) or "")
        return instant.one(time + "inXSDDate", time + "inXSDgYearMonth", time + "inXSDgYear")
