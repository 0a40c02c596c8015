"""Runs tasks in several processes of this machine, a few ahead of what has been taken, so that memory stays bounded."""

from __future__ import annotations

import os
import signal
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import TYPE_CHECKING, Any, TypeVar

from kg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kg.running.workers import Job

__all__ = ["Processes", "in_processes", "jobs"]

T = TypeVar("T")
R = TypeVar("R")
#: How many tasks each process has waiting beside the one that it works on.
_AHEAD = 2


def jobs() -> int:
    """Return how many processes may be used: `$KG_JOBS`, else as many as there are processors for this one.

    Raises UsageError when `$KG_JOBS` is not a whole number from 1.
    """
    named = os.environ.get("KG_JOBS", "")
    if named and not (named.isdecimal() and int(named) >= 1):
        raise UsageError(f"KG_JOBS is {named!r}, which is not a number of processes", hint="set it to 1 or more")
    if named:
        return int(named)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Processes:
    """Runs tasks in processes of this machine: `count` of them, by default as many as `jobs` says."""

    shares_files = True

    def __init__(self, count: int | None = None) -> None:
        self.count = count

    def run(self, job: Job[T, R], tasks: Iterable[T], most: int | None = None) -> Iterator[R]:
        """Yield the result of each task, in the order of the tasks, from `most` processes at most."""
        count = self.count or jobs()
        return in_processes(job, tasks, min(count, most or count))


def in_processes(job: Job[T, R], tasks: Iterable[T], processes: int) -> Iterator[R]:
    """Yield the result of each task, in the order of the tasks; what a task raises is raised here.

    Where a process is killed, or none can be started, this one does what is left.
    """
    waiting: deque[T] = deque()  # those whose results have not been taken, and what is to come of them
    results: deque[Future[R]] = deque()
    left = iter(tasks)
    # `spawn`, although it takes a second: `fork` copies locks and threads (of Oxigraph, of a running server) in
    # whatever state they are, and Windows and macOS do not have it or do not want it.
    pool = ProcessPoolExecutor(processes, get_context("spawn"), _start, (job,))
    try:
        for task in left:
            waiting.append(task)  # before it is submitted, which may fail
            results.append(pool.submit(_work, task))
            # Results come out in order, so one slow task could let all others pile up in memory behind it.
            if len(waiting) > processes * (1 + _AHEAD):
                yield _first(waiting, results)
        while waiting:
            yield _first(waiting, results)
    # Killed for its memory, most often. Nothing of what was done is lost, and alone this process needs the least.
    except BrokenProcessPool:
        work = job.start()
        yield from map(work, chain(waiting, left))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _first(waiting: deque[T], results: deque[Future[R]]) -> R:
    """Return the result of the first task, which is no longer waiting once the result is there."""
    result = results[0].result()
    results.popleft()
    waiting.popleft()
    return result


_at_work: Callable[[Any], Any] | None = None


def _start(job: Job[Any, Any]) -> None:
    global _at_work
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is interrupted, and ends the others
    os.environ["KG_JOBS"] = "1"  # no processes of processes
    Thread(target=_end_with_parent, daemon=True).start()
    _at_work = job.start()


def _end_with_parent() -> None:
    """Wait for the end of the parent: one that is killed tells nobody, and its processes would wait for ever."""
    if parent := parent_process():
        parent.join()
        os._exit(1)


def _work(task: Any) -> Any:
    if _at_work is None:
        raise RuntimeError("the process has not begun its job")
    return _at_work(task)
