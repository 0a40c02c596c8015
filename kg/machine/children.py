"""Child processes that kg waits for: none outlives it, and their temporary folders are removed.

A signal that ends kg also kills them; if kg itself is killed, Linux does this. Temporary folders left behind are then
removed by the next run.
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
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

__all__ = ["kill_children", "run_child", "started_child", "working_folder"]

_RUNNING: set[subprocess.Popen[str]] = set()
_PARENT_DEATH = 1  # PR_SET_PDEATHSIG of prctl(2)


def run_child(command: Sequence[str], environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a program to its end, and return its output; it is killed if the wait is interrupted."""
    with started_child(command, environment, subprocess.PIPE) as child:
        output, errors = child.communicate()
    return subprocess.CompletedProcess(command, child.returncode, output, errors)


@contextmanager
def started_child(
    command: Sequence[str], environment: Mapping[str, str], errors: IO[str] | int
) -> Iterator[subprocess.Popen[str]]:
    """Start a program, whose output is a pipe, and kill it at the end of the block if it still runs.

    `errors` is a file, or subprocess.PIPE.
    """
    child = subprocess.Popen(  # noqa: S603  # the command is our own
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=errors,
        env={**environment},
        encoding="utf-8",
        errors="replace",
        # Without its parent, a reasoner would run on for minutes, using gigabytes, and nobody would know where it came
        # from.
        preexec_fn=_dying_with_parent() if sys.platform == "linux" else None,  # before any thread starts
    )
    _RUNNING.add(child)
    try:
        yield child
    finally:
        _kill(child)
        child.wait()
        _RUNNING.discard(child)
        for stream in filter(None, (child.stdout, child.stderr)):
            stream.close()


def kill_children() -> None:
    """Kill all running children, for a process that is about to end without clean-up."""
    for child in tuple(_RUNNING):
        _kill(child)
    # Not imported only for this: the import takes time at the very end, when a user is waiting for the prompt.
    if "multiprocessing" in sys.modules:
        import multiprocessing

        for worker in multiprocessing.active_children():
            worker.kill()


def _kill(child: subprocess.Popen[str]) -> None:
    """Kill a program that is still running; a system without SIGKILL has only one way to end a process."""
    if child.poll() is None:
        child.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))


@contextmanager
def working_folder(prefix: str) -> Iterator[Path]:
    """Yield a temporary folder, after removing those that killed processes have left behind."""
    for left in Path(tempfile.gettempdir()).glob(f"{prefix}*-*"):
        process = left.name.removeprefix(prefix).partition("-")[0]
        if process.isdecimal() and _is_over(int(process), left):
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=f"{prefix}{os.getpid()}-") as folder:
        yield Path(folder)


def _dying_with_parent() -> Callable[[], None]:
    """Return what a child does first, so that it ends with this process, even if that has just been killed."""
    import ctypes  # here and not in the child, where each millisecond is one in which nobody would tell it

    libc, parent = ctypes.CDLL(None), os.getpid()

    def tie() -> None:
        with suppress(OSError, AttributeError):
            libc.prctl(_PARENT_DEATH, getattr(signal, "SIGKILL", signal.SIGTERM))
        if os.getppid() != parent:  # it ended before the kernel was told
            os._exit(1)

    return tie


def _is_over(process: int, folder: Path) -> bool:
    """Return whether a folder belongs to this user, and its process has ended."""
    try:
        # The folder for temporary files is shared, and names in it can be guessed: never remove another user's folder,
        # or the target of their link.
        if folder.is_symlink() or (hasattr(os, "getuid") and folder.stat().st_uid != os.getuid()):
            return False
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
