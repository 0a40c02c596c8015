"""Reads requests: the body within limits of size and time, and the path, strictly."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from starlette.requests import ClientDisconnect

from kg.web.http.protocol import ProtocolError

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from starlette.requests import Request
    from starlette.types import Receive

    from kg.web.messages import Response

__all__ = ["body_of", "drain", "path_of", "while_waited_for"]

_PATIENCE = 10.0  # seconds within which the whole body has to arrive
_LINGER = 5.0  # seconds and bytes for which the rest of a refused body is read
_MOST_DRAINED = 32 << 20


async def body_of(request: Request, limit: int) -> bytes:
    """Return the whole body of at most `limit` bytes; raises ProtocolError 413 or 408."""
    if not _has_body(request):
        return b""
    parts, size = [], 0
    try:
        async with asyncio.timeout(_PATIENCE):
            async for part in request.stream():
                size += len(part)
                if size > limit:
                    raise ProtocolError(413, f"the body is larger than {limit // 1024} kB: send a shorter query")
                parts.append(part)
    except TimeoutError:
        raise ProtocolError(408, f"the body did not arrive within {_PATIENCE:g} s: send it at once") from None
    except ClientDisconnect:
        raise ProtocolError(408, "the client went away") from None
    return b"".join(parts)


def _has_body(request: Request) -> bool:
    return "content-length" in request.headers or "transfer-encoding" in request.headers


async def drain(request: Request) -> None:
    """Read and discard the rest of a body, so that its sender can read the answer.

    If a connection with unread bytes is closed, it is reset, and the client may lose the answer (RFC 9112, 9.6).
    """
    if not _has_body(request):
        return
    size = 0
    with contextlib.suppress(TimeoutError, ClientDisconnect, RuntimeError):  # the last part, if the body has been read
        async with asyncio.timeout(_LINGER):
            async for part in request.stream():
                size += len(part)
                if size > _MOST_DRAINED:
                    return


def path_of(raw_path: bytes) -> str:
    """Return the decoded path; raises ProtocolError if it is not UTF-8 or leads upwards."""
    try:
        path = unquote_to_bytes(raw_path).decode("utf-8")
    except UnicodeDecodeError:
        raise ProtocolError(400, "the path is not UTF-8: percent-encode it as UTF-8") from None
    if not path.startswith("/"):
        raise ProtocolError(400, "the path must begin with a slash")
    if any(part in (".", "..") for part in path.split("/")) or "//" in path or any(char < " " for char in path):
        raise ProtocolError(404, "no such path: start at /")
    return path


async def while_waited_for(receive: Receive, answer: Coroutine[None, None, Response]) -> Response:
    """Return an answer, or cancel it and raise ProtocolError 499 if the client closes the connection.

    The body must have been read. nginx uses the same number, which nobody receives but which is in the log.
    """
    task = asyncio.current_task()
    assert task is not None  # noqa: S101  # a coroutine runs in one
    watch = asyncio.create_task(_left(receive))
    watch.add_done_callback(lambda done: None if done.cancelled() else task.cancel())
    try:
        return await answer
    except asyncio.CancelledError:
        if not watch.done() or watch.cancelled():
            raise  # the server ends
        task.uncancel()
        raise ProtocolError(499, "the client went away") from None
    finally:
        watch.cancel()


async def _left(receive: Receive) -> None:
    """Wait until the client has closed the connection; a request without a body still has an empty part to come."""
    while (await receive())["type"] != "http.disconnect":
        pass
