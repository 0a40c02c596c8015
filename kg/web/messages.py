"""The messages between the front process and its workers: requests, responses, and the store that answers.

A request goes to a worker as JSON, and a response comes back as JSON and the bytes of its body. The front process does
not trust workers, since they parse queries of strangers, so nothing is ever unpickled here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyoxigraph as ox

__all__ = ["OpenStore", "Request", "Response"]

HTML = "text/html"


@dataclass(frozen=True, slots=True)
class OpenStore:
    """The store that a worker has open as long as it lives; it never changes."""

    #: The triples, open for reading.
    quads: ox.Store
    #: The folder with the stores (`.kg`), and the name of this one in it (`store-000001`).
    folder: str
    name: str
    #: What the store was built from; see `kg.store.folder.build`.
    manifest: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Request:
    """A request to a worker."""

    #: The path of the page below the root, decoded, with a slash at its end: `/id/actor/qatar/`. The ending
    #: `index.ttl` and its like are removed and turned into the media type. Only an alias such as
    #: `/id/actor/qatar.ttl` arrives unchanged, without the slash: whether it is a name that ends in `.ttl` or the
    #: Turtle of `/id/actor/qatar/` can only be decided with the store.
    path: str
    #: The parameters of the query string, decoded, in their order.
    query: tuple[tuple[str, str], ...] = ()
    #: The media type to answer with, chosen among those that `kg.web.negotiation.offers(path)` names. Of
    #: a SPARQL query, whose form decides what can be chosen, the value of `Accept`.
    media_type: str = HTML
    #: The public address of the root, with a slash at its end, for commands that a reader copies. Links are relative.
    root: str = "http://127.0.0.1:8000/"
    #: Whether the answer leaves this machine: then a text is only shown whole under an open licence ...
    public: bool = False
    #: ... unless the operator has set `--with-texts`.
    with_texts: bool = False

    def encoded(self) -> bytes:
        """Return the request as JSON."""
        fields = {
            name: getattr(self, name) for name in self.__slots__
        }  # asdict copies deeply, and takes ten times as long
        return json.dumps(fields, ensure_ascii=False).encode("utf-8", "surrogatepass")

    @classmethod
    def decoded(cls, data: bytes) -> Request:
        """Return the request from the JSON that `encoded` has made."""
        fields = json.loads(data)
        return cls(**{**fields, "query": tuple((name, value) for name, value in fields["query"])})

    def values(self, name: str) -> list[str]:
        """Return all values of a parameter."""
        return [value for key, value in self.query if key == name]

    def value(self, name: str, default: str = "") -> str:
        """Return the first value of a parameter."""
        return next((value for key, value in self.query if key == name), default)


@dataclass(frozen=True, slots=True)
class Response:
    """A complete response. The front process adds security headers, ETag, Vary and Content-Length."""

    status: int
    media_type: str
    body: bytes
    #: Further headers, such as `("Location", "../../source/x/#statement-y")` or `("Link", "...")`.
    headers: tuple[tuple[str, str], ...] = field(default=())

    def head(self) -> bytes:
        """Return everything except the body as JSON."""
        return json.dumps([self.status, self.media_type, self.headers]).encode()

    @classmethod
    def joined(cls, head: bytes, body: bytes) -> Response:
        """Return the response from its `head` and body."""
        status, media_type, headers = json.loads(head)
        return cls(int(status), str(media_type), body, tuple((str(name), str(value)) for name, value in headers))

    @classmethod
    def line(cls, status: int, text: str, *headers: tuple[str, str]) -> Response:
        """Return a response of one line of plain text."""
        return cls(status, "text/plain; charset=utf-8", f"{text}\n".encode(), headers)

    @classmethod
    def too_large(cls, limit: int) -> Response:
        """Return the message that replaces an answer of more than `limit` bytes."""
        return cls.line(500, f"the answer is larger than {limit / (1 << 20):.3g} MB: ask for less, or add a LIMIT")
