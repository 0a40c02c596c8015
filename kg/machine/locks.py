"""A lock between processes of one machine, on a file that is never followed through a link."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kg.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["LockedError", "locked"]


class LockedError(StoreError):
    """Another process holds the lock, and did not release it in time."""


@contextmanager
def locked(path: Path, *, wait: float = 0) -> Iterator[None]:
    """Hold the lock on the file at `path`, which is created; it is released however the process ends.

    Raises LockedError when another process still has it after `wait` seconds, StoreError when the file cannot be used.
    """
    from filelock import FileLock, Timeout

    # The folder may come from somebody's repository: a link there could make us empty any file of the user's.
    if os.path.islink(path):
        raise StoreError(f"{path}: is a link, which is not followed", hint="remove it")
    lock = FileLock(path, timeout=wait)
    try:
        lock.acquire()
    except Timeout:
        raise LockedError(f"{path}: locked by another process", hint="wait until it has finished") from None
    except OSError as error:
        raise StoreError(f"{path}: cannot be written: {error.strerror or error}") from None
    try:
        yield
    finally:
        lock.release()
