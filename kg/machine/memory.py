"""Memory of this process that the C library keeps although nothing uses it any more."""

from __future__ import annotations

import ctypes
from contextlib import suppress

__all__ = ["give_memory_back"]


def give_memory_back() -> None:
    """Return freed memory to the system; does nothing where the C library is not glibc.

    glibc only returns what lies at the end of its heap. After many small objects of different ages, as in a join of two
    large tables, that is almost nothing: a build of 100,000 statements kept 0.8 GB that it did not use.
    """
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
