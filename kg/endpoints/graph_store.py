"""A client for the Graph Store Protocol: replaces or reads one named graph at a time.

Without `?graph=`, the same requests would affect the whole dataset (on Oxigraph, PUT and DELETE then replace all of
it). Therefore every request names a graph; the one exception, `append`, only ever adds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pyoxigraph as ox

from kg.endpoints.transport import (
    NO_CHALLENGE,
    STRANGE_CHALLENGE,
    BusyError,
    Patience,
    admission,
    refusal,
    unreachable,
)
from kg.errors import InputError, RemoteError, UsageError
from kg.limits import refuse_excess
from kg.machine.network import REQUEST_SECONDS, http_client, receive
from kg.redact import clean

if TYPE_CHECKING:
    from types import TracebackType

    from kg.endpoints.content import Body
    from kg.endpoints.profiles import Profile

__all__ = ["GraphStore"]

_NTRIPLES = "application/n-triples"
_NQUADS = "application/n-quads"


class GraphStore:
    """The Graph Store endpoint of a profile; use it as a context manager. All methods raise RemoteError."""

    def __init__(self, profile: Profile, *, patience: Patience | None = None, timeout: float = REQUEST_SECONDS) -> None:
        self.profile, self.patience = profile, patience or Patience(10)
        self._timeout = timeout
        self._client = http_client(profile.url, auth=admission(profile), timeout=timeout)

    def __enter__(self) -> GraphStore:
        """Return itself."""
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        """Close the connections."""
        self._client.close()

    def put(self, graph: str, ntriples: Body) -> None:
        """Replace a named graph. The body is sent with a Content-Length, never in chunks."""
        self._call("PUT", graph, ntriples)

    def get(self, graph: str) -> list[ox.Triple]:
        """Return the triples of a named graph; empty if the server has no such graph."""
        response = self._call("GET", graph)
        if response.status_code == httpx.codes.NOT_FOUND:
            return []
        if cut := [header for header in self.profile.truncation if header in response.headers]:
            raise RemoteError(f"{self.profile.name}: <{graph}> was not received in full: {cut[0]}")
        form = ox.RdfFormat.from_media_type(response.headers.get("Content-Type", "").partition(";")[0])
        if form is None or form == ox.RdfFormat.RDF_XML:  # it was not requested, and may declare entities
            raise RemoteError(
                f"{self.profile.name}: <{graph}> came as {clean(str(response.headers.get('Content-Type')))}"
            )
        try:
            refuse_excess(response.text, "answer", json=form == ox.RdfFormat.JSON_LD)
            return [quad.triple for quad in ox.parse(response.content, format=form)]
        except (SyntaxError, InputError) as error:
            raise RemoteError(f"{self.profile.name}: <{graph}> was received damaged: {error}") from None

    def append(self, nquads: Body, *, first: bool = False) -> None:
        """Add whole graphs to a store that has none of them yet. Without blank nodes, this is safe to repeat.

        This is one transaction, unless it is the `first` load and the store has a faster way for that. Raises
        UsageError if the profile has no address for quads.
        """
        url = (self.profile.first_bulk if first else None) or self.profile.bulk
        if url is None:
            raise UsageError(f"{self.profile.name}: the profile has no address for quads")
        self.patience.attempt(lambda: self._send(self._request("POST", url, nquads, _NQUADS), "adding graphs"))

    def _request(self, method: str, url: httpx.URL | str, body: Body | None, kind: str) -> httpx.Request:
        """Return a new request; each attempt needs its own, since sending a request consumes its body."""
        if body is None:
            return self._client.build_request(method, url, headers={"Accept": kind})
        headers = {"Content-Type": kind, "Content-Length": str(body.size)}
        return self._client.build_request(method, url, content=body, headers=headers)

    def _call(self, method: str, graph: str, body: Body | None = None) -> httpx.Response:
        if self.profile.graph_store is None:
            raise UsageError(f"{self.profile.name}: the profile has no graph store address")
        if "://" not in graph:
            raise UsageError(f"{method} needs the IRI of a named graph, not {graph!r}")
        url = httpx.URL(self.profile.graph_store).copy_merge_params({self.profile.graph_parameter: graph})
        doing = f"{method} <{graph}>"
        return self.patience.attempt(lambda: self._send(self._request(method, url, body, _NTRIPLES), doing))

    def _send(self, request: httpx.Request, doing: str) -> httpx.Response:
        """Send one request. Raises BusyError if the connection is lost or the server is busy, else RemoteError."""
        name = self.profile.name
        try:
            response = receive(self._client, request, seconds=self._timeout)
        except httpx.TimeoutException:
            raise RemoteError(f"{name}: {doing}: no answer in time") from None
        except httpx.ConnectError as error:
            raise unreachable(self.profile, error) from None
        except (httpx.TransportError, *STRANGE_CHALLENGE) as error:
            if not isinstance(error, httpx.NetworkError | httpx.RemoteProtocolError):
                raise RemoteError(f"{name}: {doing}: {NO_CHALLENGE}") from None
            raise BusyError(f"{name}: {doing}: lost the connection ({type(error).__name__})") from None
        if response.is_success or (request.method == "GET" and response.status_code == httpx.codes.NOT_FOUND):
            return response
        raise refusal(self.profile, doing, response.status_code, response.text, response.headers.get("Retry-After"))
