"""A bounded cache of complete responses: a store never changes under its name, so an answer stays valid."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.web.messages import Response

__all__ = ["ResponseCache"]


class ResponseCache:
    """Responses by their ETag, with at most `room` bytes of bodies; the least recently used one is dropped first."""

    def __init__(self, room: int, largest: int) -> None:
        self._room, self._largest = room, largest
        self._held: OrderedDict[str, Response] = OrderedDict()
        self._size = 0

    def get(self, key: str) -> Response | None:
        """Return the response, or None."""
        if key in self._held:
            self._held.move_to_end(key)
        return self._held.get(key)

    def put(self, key: str, response: Response) -> None:
        """Store a response of status 200 that is not too large."""
        # An answer that is already stored is not counted again: its size would stay in the sum for ever.
        if response.status != 200 or len(response.body) > self._largest or key in self._held:
            return
        self._held[key] = response
        self._size += len(response.body)
        while self._size > self._room:
            self._size -= len(self._held.popitem(last=False)[1].body)

    def clear(self) -> None:
        """Forget everything, because another store is current."""
        self._held.clear()
        self._size = 0
