"""A connection with a client: HTTP/1.1, closed when the client is silent."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any

from hypercorn.events import Closed, Updated
from hypercorn.protocol.h11 import H11Protocol

if TYPE_CHECKING:
    from hypercorn.events import Event

__all__ = ["QUIET", "Connection"]

QUIET = 5  # seconds between requests, and for a request's line and headers: then the connection is closed


class Connection(H11Protocol):
    """HTTP/1.1 and nothing else, with one task a connection that closes it when nothing has been asked for a while.

    Hypercorn has no settings for either. Over HTTP/2 a client that says nothing more would be kept for minutes, and
    Hypercorn starts and cancels two tasks with each request to watch for silence: as much work as a 304 itself.
    """

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self._send_on, self.send = self.send, self._watched
        self._watch: asyncio.Task[None] | None = None
        self._idle_since: float | None = None

    async def _check_protocol(self, event: object) -> None:
        """Take what asks for HTTP/2 for a request like any other; it is then answered in HTTP/1.1."""

    async def handle(self, event: Event) -> None:
        """Take what the client sent, or that it has left."""
        if isinstance(event, Closed) and self._watch is not None:
            self._watch.cancel()
        await super().handle(event)

    async def _watched(self, event: Event) -> None:
        """Send on what is for the client, and note when a request begins and ends."""
        if isinstance(event, Updated):
            self._idle_since = asyncio.get_running_loop().time() if event.idle else None
            if self._watch is not None:
                return
            self._watch = asyncio.create_task(self._end_when_quiet())
            event = Updated(idle=False)  # the first request: from here on this watches, and not Hypercorn
        await self._send_on(event)

    async def _end_when_quiet(self) -> None:
        """Close the connection when it has been idle for `QUIET` seconds, or is idle when the server ends."""
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
