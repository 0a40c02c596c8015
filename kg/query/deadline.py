"""A limit on the time that a piece of work may take, which really ends it.

Oxigraph cannot be interrupted while it evaluates a query. The work is therefore done in a forked process, which
costs a millisecond, and is killed when its time is over; nothing of an answer that is not complete is passed on.
"""

from __future__ import annotations

import os
import pickle
import select
import signal
import time

from kg.errors import EngineError, KgError

TYPE_CHECKING = False  # not from typing, whose import would double the start-up time of a query
if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["within"]


def within(seconds: float, work: Callable[[], bytes]) -> bytes:
    """Return what `work` returns; raises EngineError when that takes longer than `seconds`.

    A KgError that `work` raises is raised here. Not for processes with threads that hold locks.
    """
    end = time.monotonic() + seconds
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        _work(work, writer)
    os.close(writer)
    try:
        answer = _receive(reader, end)
    finally:
        os.close(reader)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    if answer is None:
        raise EngineError(f"no answer within {seconds:g} s", hint="ask for less, or allow more with --timeout")
    return _unpack(answer)


def _work(work: Callable[[], bytes], writer: int) -> None:
    """Do the work in the child, send its outcome, and end without any of the parent's clean-up."""
    try:
        message = pickle.dumps((True, work()))
    except KgError as error:
        message = pickle.dumps((False, (error.exit_code, error.message, error.hint)))
    except BaseException as error:  # noqa: BLE001  # the child must not return into the parent's code
        message = pickle.dumps((False, (2, f"internal error: {error!r}", None)))
    try:
        with os.fdopen(writer, "wb") as pipe:
            pipe.write(message)
    finally:
        os._exit(0)


def _receive(reader: int, end: float) -> bytes | None:
    """Return everything the child sends, or None when it has not closed its end in time."""
    parts: list[bytes] = []
    while True:
        ready, _, _ = select.select([reader], [], [], max(0.0, end - time.monotonic()))
        if not ready:
            return None
        part = os.read(reader, 1 << 16)
        if not part:
            return b"".join(parts)
        parts.append(part)


def _unpack(answer: bytes) -> bytes:
    if not answer:
        raise EngineError("the query's process ended without an answer", hint="there may not be enough memory")
    done, outcome = pickle.loads(answer)  # noqa: S301  # our own child wrote it
    if done:
        result: bytes = outcome
        return result
    code, message, hint = outcome
    error = KgError(message, hint=hint)
    error.exit_code = code
    raise error
