"""Runs tasks in several processes on this machine, only a few ahead of the consumer, so that memory stays bounded."""

from __future__ import annotations

import gc
import os
import signal
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import chain
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import TYPE_CHECKING, Any, TypeVar

from kg.errors import UsageError
from kg.running import COLLECTED_AFTER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kg.running.workers import Job

__all__ = ["Processes", "in_processes", "jobs"]

T = TypeVar("T")
R = TypeVar("R")
#: How many tasks each process has waiting, in addition to its current one.
_AHEAD = 2


def jobs() -> int:
    """Return how many processes may be used: `$KG_JOBS`, or else the number of available processors.

    Raises UsageError when `$KG_JOBS` is not a whole number of at least 1.
    """
    named = os.environ.get("KG_JOBS", "")
    if named and not (named.isdecimal() and int(named) >= 1):
        raise UsageError(f"KG_JOBS is {named!r}, which is not a number of processes", hint="set it to 1 or more")
    if named:
        return int(named)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Processes:
    """Runs tasks in processes on this machine: `count` of them, by default the number from `jobs`.

    `allocator` is the file of the library that they take their memory from, if not from the system's.
    """

    shares_files = True

    def __init__(self, count: int | None = None, allocator: str | None = None) -> None:
        self.count, self.allocator = count, allocator

    def run(self, job: Job[T, R], tasks: Iterable[T], most: int | None = None) -> Iterator[R]:
        """Yield the result of each task, in the order of the tasks, using at most `most` processes."""
        count = self.count or jobs()
        return in_processes(job, tasks, min(count, most or count), self.allocator)


def in_processes(job: Job[T, R], tasks: Iterable[T], processes: int, allocator: str | None = None) -> Iterator[R]:
    """Yield the result of each task, in the order of the tasks; exceptions of tasks are raised here.

    If a process is killed, or none can be started, this process does the remaining tasks.
    """
    waiting: deque[T] = deque()  # tasks whose results have not been taken, and their futures
    results: deque[Future[R]] = deque()
    left = iter(tasks)
    # `spawn`, although it takes a second: `fork` copies locks and threads (of Oxigraph, of a running server) in
    # whatever state they are, and is missing on Windows and discouraged on macOS.
    pool = ProcessPoolExecutor(processes, get_context("spawn"), _start, (job,))
    try:
        for task in left:
            waiting.append(task)  # before it is submitted, which may fail
            with _preloaded(allocator):  # a process is started when a task finds none free
                results.append(pool.submit(_work, task))
            # Results come out in order, so one slow task could let all others pile up in memory behind it.
            if len(waiting) > processes * (1 + _AHEAD):
                yield _first(waiting, results)
        while waiting:
            yield _first(waiting, results)
    # Most often killed for its use of memory. Nothing that was done is lost, and this process needs the least memory
    # alone.
    except BrokenProcessPool:
        work = job.start()
        yield from map(work, chain(waiting, left))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


@contextmanager
def _preloaded(library: str | None) -> Iterator[None]:
    """Have processes that are started meanwhile load a library before any other, unless the user has named one."""
    if library is None or "LD_PRELOAD" in os.environ:
        yield
        return
    os.environ["LD_PRELOAD"] = library
    try:
        yield
    finally:
        del os.environ["LD_PRELOAD"]


def _first(waiting: deque[T], results: deque[Future[R]]) -> R:
    """Return the result of the first task, and remove the task once the result is there."""
    result = results[0].result()
    results.popleft()
    waiting.popleft()
    return result


_at_work: Callable[[Any], Any] | None = None


def _start(job: Job[Any, Any]) -> None:
    global _at_work
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent handles the interrupt, and ends the others
    os.environ["KG_JOBS"] = "1"  # no nested processes
    gc.set_threshold(*COLLECTED_AFTER)
    Thread(target=_end_with_parent, daemon=True).start()
    _at_work = job.start()


def _end_with_parent() -> None:
    """Wait for the end of the parent: if that is killed, its processes would otherwise wait for ever."""
    if parent := parent_process():
        parent.join()
        os._exit(1)


def _work(task: Any) -> Any:
    if _at_work is None:
        raise RuntimeError("the process has not begun its job")
    return _at_work(task)
