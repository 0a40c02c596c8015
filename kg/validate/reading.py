"""Reads and checks sources, each once; what is kept of one is small, and can be sent from one process to another.

A source is read, turned into quads, checked by the SHACL engine and summarised for the reasoner where that is wanted,
and its graph is let go. Everything that has to be looked up in what earlier runs found stays with the caller.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from kg.errors import InputError
from kg.layout import source_file
from kg.rdf.packed import packed
from kg.rdf.quads import nquads
from kg.sources.listing import content_of, is_linked
from kg.validate.records import check_records, finding_to, read_record, relative_to

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from pathlib import Path

    from kg.validate.owl.summary import Fact
    from kg.validate.records import CheckedSource
    from kg.validate.reference_data import ReferenceData
    from kg.validate.shacl.engines import Engine

__all__ = ["QuadSink", "ReadingTask", "SourceReader", "SourceReading"]


@dataclass(frozen=True, slots=True)
class ReadingTask:
    """A source to be read: `known` is the hash of the content that is not read again; `check` asks the engine."""

    name: str
    path: Path
    known: str | None = None
    check: bool = True


@dataclass(slots=True)
class SourceReading:
    """What is kept of a source: see `kg.validate.records` for `data`, `uses`, `ties` and `rows`, its findings.

    `content` is the hash of its files, and all there is where that was known. `rows` are None where the engine was not
    asked, and `fresh` tells whether it was; `summary` is None where the reasoner is not, or has to see the source
    itself. `quads` is its graph as N-Quads; of tables a part of it, and `rest` the other, packed. `error` says why it
    cannot be read.
    """

    task: ReadingTask
    content: str = ""
    linked: bool = False
    data: dict[str, Any] = field(default_factory=dict)
    uses: set[str] = field(default_factory=set)
    ties: set[str] = field(default_factory=set)
    traits: frozenset[str] = frozenset()
    rows: list[Any] | None = None
    fresh: bool = False
    summary: frozenset[Fact] | None = None
    quads: bytes | None = None
    rest: bytes | None = None
    error: InputError | None = None


class QuadSink(Protocol):
    """Takes the graphs of sources, as N-Quads, while these are checked: of those whose names are `wanted`.

    It may remember what was read of them, for a run that is cut short. `context` stands for all that this depends on
    besides the source's own files.
    """

    @property
    def wanted(self) -> Collection[str]:
        """The names of the sources, and `reference` for the reference data."""
        ...

    def take(self, name: str, quads: bytes, rest: bytes | None = None) -> None:
        """Keep the graph of a source; of tables, `rest` is the larger part of it, packed. Called once for each."""
        ...

    def remember(self, reading: SourceReading, context: str) -> None:
        """Remember what was read of a source whose graph was taken."""
        ...

    def recall(self, task: ReadingTask, context: str) -> SourceReading | None:
        """Return what an earlier run has read of a source as it is now, or None."""
        ...


class SourceReader:
    """Reads sources over one body of reference data; one is made in each process."""

    def __init__(self, data: ReferenceData, engine: Engine, *, owl: bool = False, quads: bool = False) -> None:
        """Read sources for the engine, with `owl` for the reasoner as well; with `quads` keep them as N-Quads."""
        self.data, self.engine, self.quads = data, engine, quads
        self.summariser = data.summariser if owl else None

    def read(self, tasks: Sequence[ReadingTask], found: Callable[[str], list[Any] | None]) -> list[SourceReading]:
        """Return what is read of each source; `found` gives the findings that are known by a key, or None."""
        readings = [SourceReading(task) for task in tasks]
        records = [self._record(reading) for reading in readings]
        todo: list[CheckedSource] = []
        for reading, record in zip(readings, records, strict=True):
            if record is not None and reading.task.check:
                reading.rows = found(record.key)
                todo += [] if reading.rows is not None else [record]
        told = check_records(todo, self.engine)
        for reading, record in zip(readings, records, strict=True):
            if record is not None and record.name in told and reading.rows is None:
                place = relative_to(source_file(record.path), record.name)
                reading.rows = [finding_to(finding, place) for finding in told[record.name]]
                reading.fresh = True
        return readings

    def _record(self, reading: SourceReading) -> CheckedSource | None:
        """Read a source, note what is kept of it, and return its graph; None where it is known or cannot be read."""
        task = reading.task
        try:
            reading.content = content_of(task.path)
            if reading.content == task.known:
                return None
            reference, _, around = self.data.read()
            record = read_record(task.name, task.path, reading.content, reference, around)
        except InputError as error:
            reading.error = error
            return None
        reading.linked = is_linked(task.path)
        reading.data, reading.ties = record.data(), record.ties()
        reading.uses, reading.traits = record.uses, record.traits
        if self.summariser:
            quads = (*record.assertion.quads, *record.assertion.proposed)
            reading.summary = self.summariser.summarise(quad.triple for quad in quads)
        if self.quads:
            whole = record.assertion.whole
            reading.quads = whole.head() if whole else nquads(record.assertion.quads)
            reading.rest = packed(whole.ballots()) if whole else None
        return record
