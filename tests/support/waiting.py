"""Waits for what is to happen, for as long as it takes on a busy machine, in place of a pause that may be too short."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


def wait_for(condition: Callable[[], T], seconds: float = 60) -> T:
    """Return what the condition says as soon as that is something; fails after so many seconds."""
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end, "what was waited for has not happened"
        time.sleep(0.02)
    return found


def has_open(process: int, part: str) -> bool:
    """Tell whether a process has a file open whose path holds a text."""
    folder = Path(f"/proc/{process}/fd")
    try:
        return any(part in os.readlink(link) for link in folder.iterdir())
    except OSError:
        return False  # ended, or this one was closed meanwhile
