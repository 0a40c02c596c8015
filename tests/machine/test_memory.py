"""Freed memory goes back to the system, whichever allocator a process has."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from servers import missing

from kg.machine.memory import faster_allocator

#: Frees many small objects below one that stays, which an allocator keeps of itself.
FREED = """
import ctypes
from pathlib import Path
from kg.machine.memory import give_memory_back

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 >> 20

library = ctypes.CDLL(None)
library.malloc.restype, library.free.argtypes = ctypes.c_void_p, [ctypes.c_void_p]
blocks = [library.malloc(2000) for _ in range(50_000)]
for block in blocks:
    ctypes.memset(block, 1, 2000)
last = library.malloc(2000)
full = resident()
for block in blocks:
    library.free(block)
give_memory_back()
print(full - resident())
"""


@pytest.fixture
def allocator():
    """The file name of jemalloc."""
    found = faster_allocator()
    if not found:
        missing("jemalloc", "apt install libjemalloc2")
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_freed_memory_is_returned_with_glibc() -> None:
    assert given_back({}) > 50  # of 100 MB


def test_freed_memory_is_returned_with_jemalloc(allocator) -> None:
    assert given_back({"LD_PRELOAD": allocator}) > 50


def given_back(more):
    """Return the megabytes that a process of its own gives back of some 100."""
    run = subprocess.run(
        [sys.executable, "-c", FREED], env=os.environ | more, capture_output=True, text=True, check=True
    )
    assert run.stderr == ""
    return int(run.stdout)
