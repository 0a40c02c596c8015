"""Opens the triples of a store, with the threads of that on one processor.

RocksDB starts fifteen threads for each of twelve families of columns, for a file or two each, and waits for them.
Spread over the processors, that takes twice as much of their time, and far longer by the clock where others are busy.
"""

from __future__ import annotations

import os
from contextlib import suppress

import pyoxigraph as ox

TYPE_CHECKING = False  # not from typing, whose import would double the start-up time of a query
if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["open_triples"]

#: Where Linux lists the threads of this process, and where it says on which processor this one runs.
_THREADS, _STATUS, _PROCESSOR = "/proc/self/task", "/proc/thread-self/stat", 36


def open_triples(place: str) -> ox.Store:
    """Return the triples in a folder, for reading; raises OSError or RuntimeError as pyoxigraph does."""
    try:
        allowed, before = os.sched_getaffinity(0), os.listdir(_THREADS)
        os.sched_setaffinity(0, {_processor()})
    except (AttributeError, OSError, ValueError):  # another system, or one that hides its processes
        return ox.Store.read_only(place)
    try:
        return ox.Store.read_only(place)
    finally:
        _allow(allowed, before)


def _processor() -> int:
    """Return the processor on which this thread runs."""
    with open(_STATUS, "rb") as status:
        return int(status.read().rpartition(b")")[2].split()[_PROCESSOR])


def _allow(processors: Collection[int], before: Collection[str]) -> None:
    """Let this thread, and those that have been started since and stay, run on any of some processors."""
    for thread in (0, *map(int, {*os.listdir(_THREADS)}.difference(before))):
        with suppress(OSError):  # it has ended
            os.sched_setaffinity(thread, processors)
