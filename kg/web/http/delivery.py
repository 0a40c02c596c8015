"""Sends responses: with the headers that protect the reader, complete or not at all, and within a time limit."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from kg.web.messages import Response
from kg.web.negotiation import HTML

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import Send

__all__ = ["PATIENCE", "Delivery"]

_SECURITY = [
    (
        b"content-security-policy",
        b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        b"form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
]
_CHUNK = 1 << 17
PATIENCE = 60.0  # seconds within which a client has to read the whole response
_LARGE = 1 << 15


class Delivery:
    """Sends responses; `room` is the number of bytes of large answers that may be in transit at one time."""

    def __init__(self, cors: tuple[str, ...], *, noindex: bool, room: int) -> None:
        self._cors, self._room = cors, room
        self._fixed = [*_SECURITY, *([(b"x-robots-tag", b"noindex")] if noindex else [])]

    async def send(self, response: Response, request: Request, send: Send) -> None:
        """Send a response, without its body for HEAD; the connection to a client that does not read is closed."""
        size = len(response.body) if len(response.body) > _LARGE else 0
        if size > self._room:
            response, size = Response.line(503, "too many large answers: try again later", ("Retry-After", "10")), 0
        if not size:
            return await self._sent(response, request, send)  # what the kernel and the server accept at once
        # Reserved before sending: the whole answer to a slow client stays in memory until its time is over.
        self._room -= size
        try:
            async with asyncio.timeout(PATIENCE):
                await self._sent(response, request, send)
        finally:
            self._room += size

    async def _sent(self, response: Response, request: Request, send: Send) -> None:
        await send(
            {"type": "http.response.start", "status": response.status, "headers": self._headers(response, request)}
        )
        body = b"" if request.method == "HEAD" else response.body
        for start in range(0, len(body) - _CHUNK, _CHUNK):
            await send({"type": "http.response.body", "body": body[start : start + _CHUNK], "more_body": True})
        last = max(0, (len(body) - 1) // _CHUNK * _CHUNK)
        await send({"type": "http.response.body", "body": body[last:]})

    def _headers(self, response: Response, request: Request) -> list[tuple[bytes, bytes]]:
        headers = [*self._fixed, *((_ascii(name.lower()), _ascii(value)) for name, value in response.headers)]
        if response.status not in (204, 304):
            headers.append((b"content-type", response.media_type.encode("ascii")))
            headers.append((b"content-length", str(len(response.body)).encode("ascii")))
        # Only data for scripts of other sites, never a page, which would show them what a visitor sees.
        if self._cors and not response.media_type.startswith(HTML):
            headers += self._shared(request)
        return headers

    def _shared(self, request: Request) -> list[tuple[bytes, bytes]]:
        """Return the headers that allow scripts of other origins to read data."""
        origin = request.headers.get("origin", "")
        # Also without permission: otherwise a shared cache could pass this answer on to a site that has permission.
        if "*" not in self._cors and origin not in self._cors:
            return [(b"vary", b"Origin")]
        allowed = b"*" if "*" in self._cors else _ascii(origin)
        headers = [(b"access-control-allow-origin", allowed), (b"vary", b"Origin")]
        if request.method == "OPTIONS":
            headers += [
                (b"access-control-allow-methods", b"GET, HEAD, POST"),
                (b"access-control-allow-headers", b"Accept, Content-Type"),
                (b"access-control-max-age", b"3600"),
            ]
        return headers


def _ascii(text: str) -> bytes:
    return text.encode("ascii", "backslashreplace")
