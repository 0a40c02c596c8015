"""Distributes the reading of sources among workers: this process, several processes, or other machines.

The result is the same in each case, in the same order. Processes on this machine get the path of a source. Other
machines cannot see its files, so they get the bytes.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from kg.running.processes import Processes, jobs
from kg.running.workers import Job
from kg.validate.reading import SourceReader
from kg.validate.sending import Parcel, opened, parcels
from kg.validate.shacl.engines import ENGINES, engine_named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    from kg.running.workers import Workers
    from kg.validate.reading import ReadingTask, SourceReading
    from kg.validate.reference_data import ReferenceData
    from kg.validate.sending import SentSource
    from kg.validate.shacl.engines import Engine

    #: Returns the cached findings for a key, or None.
    Known = Callable[[str], list[Any] | None]

__all__ = ["read_sources"]

#: How many sources are held in memory and checked by the engine together.
TOGETHER = 40
#: The number of sources from which several processes are used, by engine: each takes about a second to start.
MANY = {"shacl": 150, "pyshacl": 16}


def read_sources(
    tasks: Sequence[ReadingTask], reader: SourceReader, found: Known, workers: Workers | None = None
) -> Iterator[SourceReading]:
    """Yield the reading of each source, in order; by default, processes of this machine do the work.

    Several processes are used only if there are many sources. `found` returns the cached findings for a key, or None;
    workers do not use it. Raises EngineError, and RemoteError if other machines cannot be reached.
    """
    workers = workers or Processes()
    batches = [tasks[at : at + TOGETHER] for at in range(0, len(tasks), TOGETHER)]
    sharable, most = _is_sharable(reader.engine), min(jobs(), len(batches))
    # Workers do not look up anything: the cache is one SQLite transaction of this process, which uses it before tasks
    # are handed out.
    if tasks and sharable and not workers.shares_files:
        yield from _read_by_machines(tasks, reader, found, workers)
    elif most > 1 and sharable and len(tasks) >= MANY[reader.engine.name]:
        job = Job(_begin, reader.data, reader.engine.name, reader.summariser is not None, reader.quads)
        for readings in workers.run(job, batches, most):
            yield from readings
    else:
        for batch in batches:
            yield from reader.read(batch, found)


def _is_sharable(engine: Engine) -> bool:
    """Return whether other processes can use the same engine."""
    return engine.name in ENGINES and type(engine) is type(engine_named(engine.name))


def _read_by_machines(
    tasks: Sequence[ReadingTask], reader: SourceReader, found: Known, workers: Workers
) -> Iterator[SourceReading]:
    """Yield what other machines read; sources that cannot or need not be sent are read here, in order."""
    reader.data.read()  # it is sent with the job
    job = Job(_begin_sent, reader.data, reader.engine.name, reader.summariser is not None, reader.quads)
    waiting: deque[Parcel] = deque()

    def sent() -> Iterator[Sequence[SentSource]]:
        for parcel in parcels(tasks, TOGETHER):
            waiting.append(parcel)
            yield parcel.sent

    for readings in workers.run(job, sent()):
        parcel = waiting.popleft()
        yield from parcel.in_order(readings, reader.read(parcel.kept, found))


def _begin(
    data: ReferenceData, engine: str, owl: bool, quads: bool
) -> Callable[[Sequence[ReadingTask]], list[SourceReading]]:
    reader = SourceReader(data, engine_named(engine), owl=owl, quads=quads)
    return lambda tasks: reader.read(tasks, lambda _: None)


def _begin_sent(
    data: ReferenceData, engine: str, owl: bool, quads: bool
) -> Callable[[Sequence[SentSource]], list[SourceReading]]:
    read = _begin(data, engine, owl, quads)

    def work(sources: Sequence[SentSource]) -> list[SourceReading]:
        with opened(sources) as (tasks, spell):
            return [spell(reading) for reading in read(tasks)]

    return work
