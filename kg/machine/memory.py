"""Memory of this process and of the processes that it starts: given back, and taken from a faster allocator."""

from __future__ import annotations

import ctypes
import ctypes.util
import sys
from contextlib import suppress
from functools import lru_cache

__all__ = ["faster_allocator", "give_memory_back"]

_ALL_ARENAS = 4096  # MALLCTL_ARENAS_ALL of jemalloc


def give_memory_back() -> None:
    """Return freed memory to the system; does nothing where the C library is neither glibc nor jemalloc.

    glibc only returns what lies at the end of its heap. After many small objects of different ages, as in a join of two
    large tables, that is almost nothing: a build of 100,000 statements kept 0.8 GB that it did not use.
    """
    with suppress(OSError, AttributeError, TypeError):
        library = ctypes.CDLL(None)
        if hasattr(library, "mallctl"):
            library.mallctl(f"arena.{_ALL_ARENAS}.purge".encode(), None, None, None, 0)
        else:
            library.malloc_trim(0)


@lru_cache(maxsize=1)
def faster_allocator() -> str | None:
    """Return the file name of jemalloc for LD_PRELOAD, or None where the system does not have it.

    A query in pyoxigraph allocates many small objects, and its wheel takes glibc's allocator, which needs a tenth more
    time for them. (`oxigraph serve` brings an allocator of its own.) It can only be chosen before a process starts.
    """
    return ctypes.util.find_library("jemalloc") if sys.platform == "linux" else None
