"""Handles signals: kg ends within about a second, whatever it is doing, together with everything that it has started.

SIGTERM and SIGHUP raise `Ended` where Python runs, as Ctrl-C raises KeyboardInterrupt, so that files and children
are cleaned up on the way out. If the main thread is inside a library that does not return to Python, a thread that the
signal wakes ends the process.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import contextmanager

from kg.exits import ENDING, of_signal

TYPE_CHECKING = False  # not from typing, whose import would double the start-up time of a query
if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

__all__ = ["Ended", "ending"]

#: Seconds within which the main thread has to end by itself. A load first records in the triplestore what it has
#: loaded.
_GRACE, _GRACE_OF = 0.7, {"load": 10.0}
#: Commands that end in their own way.
_PATIENT = frozenset({"serve"})


class Ended(BaseException):  # like KeyboardInterrupt, no error
    """A signal has asked the process to end."""

    def __init__(self, number: int) -> None:
        """Keep the signal's number."""
        super().__init__(number)
        self.number = number


@contextmanager
def ending(command: str) -> Iterator[None]:
    """Handle signals while the block runs; the time allowed for ending depends on the `command`."""
    if command in _PATIENT or not _in_main_thread():
        yield
        return
    numbers = [number for name in ENDING if (number := getattr(signal, name, None)) is not None]
    taken = [number for number in numbers if signal.getsignal(number) is signal.SIG_DFL]
    with _watched(_GRACE_OF.get(command, _GRACE), frozenset(numbers)):
        for number in taken:  # a signal that the caller ignores, as nohup does, stays ignored
            signal.signal(number, _raise)
        try:
            yield
        finally:
            for number in taken:
                signal.signal(number, signal.SIG_DFL)


def _in_main_thread() -> bool:
    if "threading" not in sys.modules:
        return True
    import threading

    return threading.current_thread() is threading.main_thread()


def _raise(number: int, _: FrameType | None) -> None:
    raise Ended(number)


@contextmanager
def _watched(grace: float, numbers: frozenset[int]) -> Iterator[None]:
    """Have a thread wait for signals, which it receives even while the main thread is busy in a library."""
    if not hasattr(os, "fork"):  # Windows has another wake-up
        yield
        return
    import _thread

    reader, writer = os.pipe()
    # `set_wakeup_fd` requires this: a signal handler must not block while writing to a full pipe.
    os.set_blocking(writer, False)
    previous = signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
    over: list[bool] = []
    # Not `threading`, whose import would delay every query by milliseconds.
    _thread.start_new_thread(_wait, (reader, grace, numbers, over))
    try:
        yield
    finally:
        over.append(True)
        signal.set_wakeup_fd(previous)
        os.close(writer)  # the thread reads the end of the pipe, and ends


def _unwatch() -> None:
    """Reset signals in a forked child to their defaults: writing to the shared pipe would end its parent."""
    signal.set_wakeup_fd(-1)
    for name in ENDING[1:]:
        if signal.getsignal(getattr(signal, name)) is _raise:
            signal.signal(getattr(signal, name), signal.SIG_DFL)


if hasattr(os, "register_at_fork"):
    # Otherwise a child would write its signals to its parent's pipe, and so end the parent.
    os.register_at_fork(after_in_child=_unwatch)


def _wait(reader: int, grace: float, numbers: frozenset[int], over: list[bool]) -> None:
    while told := os.read(reader, 1):
        if told[0] in numbers:
            time.sleep(grace)
            if not over:
                _end(told[0])
    os.close(reader)


def _end(number: int) -> None:
    if "kg.machine.children" in sys.modules:
        from kg.machine.children import kill_children

        kill_children()
    os._exit(of_signal(number))
