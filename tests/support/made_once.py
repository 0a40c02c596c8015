"""What takes seconds to make and is only read, for all processes of a run of the tests: the first one makes it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from filelock import FileLock

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

__all__ = ["made_once"]


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return a folder of that name, which `make` fills; where pytest-xdist runs several processes, they share it."""
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent  # of the folders of all processes
    folder, done = base / "shared" / name, base / "shared" / f"{name}.done"
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(base / "shared" / f"{name}.lock"):
        if not done.exists():  # what another process has begun and not finished is no use
            make(folder)
            done.touch()
    return folder
