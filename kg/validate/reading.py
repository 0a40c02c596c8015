"""Reads and checks each source once; the result is small and can be sent between processes.

A source is read, turned into quads, checked by the SHACL engine, and summarised for the reasoner if wanted; then its
graph is released. All look-ups in the cache stay with the caller.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from kg.errors import InputError
from kg.layout import source_file
from kg.namespaces import PREFIXES
from kg.rdf.packed import packed
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

_OWL = f"<{PREFIXES['owl']}"


@dataclass(frozen=True, slots=True)
class ReadingTask:
    """A source to read; content with the hash `known` is not read again; with `check`, the engine checks it."""

    name: str
    path: Path
    known: str | None = None
    check: bool = True


@dataclass(slots=True)
class SourceReading:
    """The result of reading a source; see `kg.validate.records` for `data`, `uses`, `ties` and `rows` (its findings).

    `content` is the hash of its files; if that was known already, nothing else is set. `rows` is None if the engine was
    not asked, and `fresh` is true if it was. `summary` is None if the reasoner is not wanted, or has to see the source
    itself. `quads` is its graph as N-Quads; for tables it is one part, and `rest` is the other one, compressed. `error`
    says why the source cannot be read.
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
    """Takes the graphs of sources as N-Quads while they are checked, for the names in `wanted`.

    It may also remember readings, so that an interrupted run can continue. `context` is a hash of everything that a
    reading depends on besides the source's own files.
    """

    @property
    def wanted(self) -> Collection[str]:
        """The names of the sources, and `reference` for the reference data."""
        ...

    def take(self, name: str, quads: bytes, rest: bytes | None = None) -> None:
        """Keep the graph of a source; `rest` is the compressed larger part of tables. Called once per source."""
        ...

    def remember(self, reading: SourceReading, context: str) -> None:
        """Remember the reading of a source whose graph was taken."""
        ...

    def recall(self, task: ReadingTask, context: str) -> SourceReading | None:
        """Return what an earlier run read of a source in its present state, or None."""
        ...


class SourceReader:
    """Reads sources with one set of reference data; each process makes one."""

    def __init__(self, data: ReferenceData, engine: Engine, *, owl: bool = False, quads: bool = False) -> None:
        """Prepare reading for the engine, with `owl` also for the reasoner; `quads` keeps graphs as N-Quads."""
        self.data, self.engine, self.quads = data, engine, quads
        self.summariser = data.summariser if owl else None

    def read(self, tasks: Sequence[ReadingTask], found: Callable[[str], list[Any] | None]) -> list[SourceReading]:
        """Return the reading of each source; `found` returns the cached findings for a key, or None."""
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
        """Read a source into `reading` and return its record; None if its content is known or cannot be read."""
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
            reading.summary = self.summariser.summarise_written(record.assertion.written())
        if self.quads:
            whole = record.assertion.whole
            reading.quads = whole.head() if whole else record.quads
            reading.rest = packed(whole.ballots()) if whole else None
        return record
