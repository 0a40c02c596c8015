"""Programs that kg starts and waits for: none outlives it, and none of their folders stays.

A signal that ends kg kills them; where kg itself is killed, Linux does. A temporary folder that was left then is
removed the next time.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["kill_children", "run_child", "working_folder"]

_RUNNING: set[subprocess.Popen[str]] = set()
_PARENT_DEATH = 1  # PR_SET_PDEATHSIG of prctl(2)


def run_child(command: Sequence[str], environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a program to its end, and return what it wrote; whatever ends the wait kills it."""
    child = subprocess.Popen(  # noqa: S603  # the command is our own
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**environment},
        encoding="utf-8",
        errors="replace",
        # A reasoner without its parent would go on for minutes, with gigabytes, and nobody would know whose it is.
        preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # before any thread starts
    )
    _RUNNING.add(child)
    try:
        output, errors = child.communicate()
    finally:
        _kill(child)
        child.wait()
        _RUNNING.discard(child)
    return subprocess.CompletedProcess(command, child.returncode, output, errors)


def kill_children() -> None:
    """Kill whatever is still running, for a process that is about to end without any clean-up."""
    for child in tuple(_RUNNING):
        _kill(child)
    # Not imported for its own sake: it takes time at the very end, where a user waits for the prompt.
    if "multiprocessing" in sys.modules:
        import multiprocessing

        for worker in multiprocessing.active_children():
            worker.kill()


def _kill(child: subprocess.Popen[str]) -> None:
    """Kill a program, where it has not ended; what has no such signal knows only one way to end a process."""
    if child.poll() is None:
        child.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))


@contextmanager
def working_folder(prefix: str) -> Iterator[Path]:
    """Yield a temporary folder, having removed those of processes that were killed before they could."""
    for left in Path(tempfile.gettempdir()).glob(f"{prefix}*-*"):
        process = left.name.removeprefix(prefix).partition("-")[0]
        if process.isdecimal() and _is_over(int(process), left):
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=f"{prefix}{os.getpid()}-") as folder:
        yield Path(folder)


def _die_with_parent() -> None:
    import ctypes

    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PARENT_DEATH, getattr(signal, "SIGKILL", signal.SIGTERM))


def _is_over(process: int, folder: Path) -> bool:
    """Return whether a folder is our user's, and its process is no more."""
    try:
        # The folder for temporary files is everybody's, and its names can be guessed: nobody else's folder is removed,
        # nor what a link of theirs points to.
        if folder.is_symlink() or (hasattr(os, "getuid") and folder.stat().st_uid != os.getuid()):
            return False
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
