"""A connection to a client: HTTP/1.1 only, closed if the client is silent."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any

from hypercorn.events import Closed, RawData, Updated
from hypercorn.protocol.events import Response
from hypercorn.protocol.h11 import H11Protocol

if TYPE_CHECKING:
    from hypercorn.events import Event
    from hypercorn.protocol.events import Event as StreamEvent

__all__ = ["QUIET", "Connection"]

QUIET = 5  # seconds between requests, and for a request's line and headers: then the connection is closed


class Connection(H11Protocol):
    """An HTTP/1.1 connection, with one task that closes it if there has been no request for a while.

    Hypercorn has no settings for either. Over HTTP/2, a silent client would be kept for minutes, and Hypercorn starts
    and cancels two tasks for each request to watch for silence, which is as much work as a 304 itself. It also writes
    the head and the body of a response separately, and writing is the largest cost of a small response.
    """

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self._send_on, self.send = self.send, self._watched
        self._watch: asyncio.Task[None] | None = None
        self._idle_since: float | None = None
        self._is_head, self._held = False, b""

    async def _check_protocol(self, event: object) -> None:
        """Treat an upgrade to HTTP/2 as an ordinary request, which is answered in HTTP/1.1."""

    async def handle(self, event: Event) -> None:
        """Handle data from the client, or the end of the connection."""
        if isinstance(event, Closed) and self._watch is not None:
            self._watch.cancel()
        await super().handle(event)

    async def stream_send(self, event: StreamEvent) -> None:
        """Send a part of a response; the head is held back until the next part."""
        self._is_head = isinstance(event, Response)
        await super().stream_send(event)

    async def _watched(self, event: Event) -> None:
        """Pass events on to the client, and note when a request begins and ends."""
        if isinstance(event, Updated):
            await self._note(idle=event.idle)
        elif isinstance(event, RawData):
            self._held += event.data
            if not self._is_head:
                await self._write()
        else:
            await self._write()
            await self._send_on(event)

    async def _note(self, *, idle: bool) -> None:
        self._idle_since = asyncio.get_running_loop().time() if idle else None
        if self._watch is None:  # the first request: from here on, this task watches instead of Hypercorn
            self._watch = asyncio.create_task(self._end_when_quiet())
            await self._send_on(Updated(idle=False))

    async def _write(self) -> None:
        data, self._held = self._held, b""
        if data:
            await self._send_on(RawData(data=data))

    async def _end_when_quiet(self) -> None:
        """Close the connection if it has been idle for `QUIET` seconds, or is idle when the server stops."""
        rest: float = QUIET
        while rest > 0:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(rest):
                    await self.context.terminated.wait()
                if self._idle_since is None:
                    return  # Hypercorn closes it after the answer
                break
            since = self._idle_since
            rest = QUIET if since is None else since + QUIET - asyncio.get_running_loop().time()
        await self._send_on(Closed())
