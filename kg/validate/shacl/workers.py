"""Groups of sources given to an engine: in this process, or in several where that pays.

Processes take about two seconds to start, so that few groups stay in this one; docs/engines.md tells what was
measured. With a native engine, reading the sources takes longer than checking them: it stays in one process.
"""

from __future__ import annotations

import os
import signal
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import lru_cache
from multiprocessing import get_context
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph as ox

from kg.errors import UsageError
from kg.validate.shacl.engines import PySHACL

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.validate.shacl.engines import Checker, Engine, Result

__all__ = ["check_groups", "jobs"]

#: Sources that may be checked together, each as its quads.
Group: TypeAlias = "Sequence[Sequence[ox.Quad]]"
#: From how many groups on several processes are used: docs/engines.md has what was measured.
_LEAST = 8
_NQUADS = ox.RdfFormat.N_QUADS


def jobs() -> int:
    """Return how many processes may be used: `$KG_JOBS`, else as many as there are processors for this one.

    Raises UsageError when `$KG_JOBS` is no number from 1.
    """
    named = os.environ.get("KG_JOBS", "")
    if named and not (named.isdecimal() and int(named) >= 1):
        raise UsageError(f"KG_JOBS is {named!r}, and no number of processes", hint="set it to a number from 1")
    return (
        int(named)
        if named
        else len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count() or 1
    )


def check_groups(engine: Engine, context: Sequence[ox.Quad], groups: Sequence[Group]) -> Iterator[list[list[Result]]]:
    """Yield the results of each group, in order: for each part those about its subjects. Raises EngineError."""
    done = 0
    if type(engine) is PySHACL and len(groups) >= _LEAST and jobs() > 1:
        try:
            for results in _in_processes(context, groups):
                yield results
                done += 1
        except BrokenProcessPool:
            pass  # processes cannot be started here, or one was killed: this one does the rest
    if done < len(groups):
        checker = engine.prepare(context)
        for members in groups[done:]:
            yield checker.check(members)


def _in_processes(context: Sequence[ox.Quad], groups: Sequence[Group]) -> Iterator[list[list[Result]]]:
    known = _bytes(context)
    tasks = ([_bytes(part) for part in members] for members in groups)
    pool = ProcessPoolExecutor(min(jobs(), len(groups)), get_context("spawn"), _leave_interrupts_to_the_parent)
    try:
        yield from pool.map(_work, (known for _ in groups), tasks)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _work(context: bytes, parts: list[bytes]) -> list[list[Result]]:
    """Check one group, in a process of its own."""
    return _checker(context).check([_quads(part) for part in parts])


@lru_cache(maxsize=1)
def _checker(context: bytes) -> Checker:
    return PySHACL().prepare(_quads(context))


def _bytes(quads: Sequence[ox.Quad]) -> bytes:
    return ox.serialize(quads, format=_NQUADS) or b""


def _quads(data: bytes) -> list[ox.Quad]:
    return list(ox.parse(data, format=_NQUADS))
