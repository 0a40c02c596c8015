"""A time limit that really stops work in progress, and isolation for work that may crash.

Oxigraph cannot be interrupted while it evaluates a query, and a deeply nested query can end its process. Work is
therefore done in a forked process, which costs a millisecond and is killed when its time is over. Incomplete answers
are not passed on. Without fork, as on Windows, a thread does the work and is abandoned when its time is over.
"""

from __future__ import annotations

import math
import os
import pickle
import select
import signal
import time
from contextlib import suppress

from kg.errors import EngineError, KgError
from kg.exits import ENDING

TYPE_CHECKING = False  # not from typing, whose import would double the start-up time of a query
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

__all__ = ["abandoned", "within"]

_CRASHED = "the query process ended without an answer"
_ABANDONED: list[object] = []


def within(seconds: float | None, work: Callable[[], bytes]) -> bytes:
    """Return the result of `work`; raises EngineError if it takes longer than `seconds`, or its process dies.

    Without `seconds` there is no limit. A KgError from `work` is raised here. Not for processes with threads that hold
    locks.
    """
    if not hasattr(os, "fork"):
        return _in_thread(seconds, work)
    end = None if seconds is None else time.monotonic() + seconds
    reader, writer = os.pipe()
    # The store is open in the parent and shared with the child; opening it again would take longer than most answers.
    held = _Held()
    child = os.fork()
    if child == 0:
        held.reset()
        os.close(reader)
        _limit(seconds)
        _work(work, writer)
    os.close(writer)
    try:
        held.release()
        answer = _receive(reader, end)
    finally:
        os.close(reader)
        # Always, and before waiting: a child that has sent its answer may still be freeing gigabytes.
        os.kill(child, getattr(signal, "SIGKILL", signal.SIGTERM))
        os.waitpid(child, 0)
    if answer is None:
        raise _late(seconds)
    return _unpack(answer)


class _Held:
    """Signals that come while a child is made: they are handled afterwards, when somebody would end the child, too."""

    def __init__(self) -> None:
        """Begin to hold the signals that end kg."""
        self.numbers: list[int] = []
        self.handlers: dict[int, Callable[[int, FrameType | None], object]] = {}
        for number in (getattr(signal, name, None) for name in ENDING):
            handler = None if number is None else signal.getsignal(number)
            if number is not None and callable(handler):
                with suppress(ValueError):  # a thread, which gets none
                    signal.signal(number, self.hold)
                    self.handlers[number] = handler

    def hold(self, number: int, _: FrameType | None) -> None:
        """Keep a signal."""
        self.numbers.append(number)

    def release(self) -> None:
        """Have signals handled as before, first those that came meanwhile."""
        for number, handler in self.handlers.items():
            signal.signal(number, handler)
        for number in self.numbers:
            os.kill(os.getpid(), number)

    def reset(self) -> None:
        """Have the child end by a signal, and at once if one has come."""
        for number in self.handlers:
            signal.signal(number, signal.SIG_DFL)
        if self.numbers:
            os._exit(1)


def abandoned() -> bool:
    """Return whether a working thread was abandoned, so that the process has to end without clean-up."""
    return bool(_ABANDONED)


def _late(seconds: float | None) -> EngineError:
    return EngineError(f"no answer within {seconds:g} s", hint="ask for less, or increase --timeout")


def _limit(seconds: float | None) -> None:
    """Let the kernel end the child shortly after its time, in case the parent is killed first."""
    if seconds is not None and hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(math.ceil(seconds) + 1)


def _work(work: Callable[[], bytes], writer: int) -> None:
    """Do the work in the child, send the outcome, and exit without the parent's clean-up."""
    message = _outcome(work)
    try:
        with os.fdopen(writer, "wb") as pipe:
            pipe.write(message)
    finally:
        # Not sys.exit: this would write the parent's buffers twice, and remove temporary files that it still uses.
        os._exit(0)


def _outcome(work: Callable[[], bytes]) -> bytes:
    try:
        return pickle.dumps((True, work()))
    except KgError as error:
        return pickle.dumps((False, (error.exit_code, error.message, error.hint)))
    except BaseException as error:  # noqa: BLE001  # the child must not return into the parent's code
        return pickle.dumps((False, (2, f"internal error: {error!r}", None)))


def _receive(reader: int, end: float | None) -> bytes | None:
    """Return everything that the child sends, or None if it does not close its end in time."""
    parts: list[bytes] = []
    while True:
        ready, _, _ = select.select([reader], [], [], None if end is None else max(0.0, end - time.monotonic()))
        if not ready:
            return None
        part = os.read(reader, 1 << 16)
        if not part:
            return b"".join(parts)
        parts.append(part)


def _in_thread(seconds: float | None, work: Callable[[], bytes]) -> bytes:
    import threading

    answer: list[bytes] = []
    thread = threading.Thread(target=lambda: answer.append(_outcome(work)), daemon=True)
    thread.start()
    thread.join(seconds)
    if not answer:
        _ABANDONED.append(thread)
        raise _late(seconds)
    return _unpack(answer[0])


def _unpack(answer: bytes) -> bytes:
    if not answer:
        raise EngineError(_CRASHED, hint="simplify the query: it is nested too deeply, or needs too much memory")
    done, outcome = pickle.loads(answer)  # noqa: S301  # our own child wrote it
    if done:
        result: bytes = outcome
        return result
    code, message, hint = outcome
    error = KgError(message, hint=hint)
    error.exit_code = code
    raise error
