"""Waits for what is to happen, for as long as it takes on a busy machine, in place of a pause that may be too short."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


def wait_for(condition: Callable[[], T], seconds: float = 120, what: str = "what was waited for") -> T:
    """Return what the condition says as soon as that is something; fails after so many seconds."""
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end, f"{what} has not happened in {seconds:g} s"
        time.sleep(0.02)
    return found


def is_busy() -> bool:
    """Tell whether this machine is used so much that a time in seconds says nothing.

    The load is a mean of minutes, which rises long after the first process had to wait. Linux also says for how much of
    the last ten seconds some process has waited for a processor, in per cent.
    """
    if os.getloadavg()[0] > (os.cpu_count() or 1):
        return True
    pressure = Path("/proc/pressure/cpu")  # not in every kernel, and not to be read in every container
    try:
        found = re.search(r"^some avg10=([\d.]+)", pressure.read_text("utf-8"))
    except OSError:
        return False
    return found is not None and float(found[1]) > 25


def is_running(process: int) -> bool:
    """Tell whether a process is there and has not ended."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"  # Z: it has ended, and its parent has not asked yet


def has_open(process: int, part: str) -> bool:
    """Tell whether a process has a file open whose path holds a text."""
    folder = Path(f"/proc/{process}/fd")
    try:
        return any(part in os.readlink(link) for link in folder.iterdir())
    except OSError:
        return False  # ended, or this one was closed meanwhile
