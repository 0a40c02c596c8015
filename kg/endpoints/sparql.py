"""SPARQL over HTTP: queries and updates, always POSTed as a form; an answer that is not whole is an error.

Built on SPARQLWrapper, whose handling of Digest is global to the process, and is replaced here.
"""

from __future__ import annotations

import http.client
import io
import time
import urllib.error
import urllib.request
from typing import IO, TYPE_CHECKING, Any, cast

import pyoxigraph as ox
from SPARQLWrapper import POST, URLENCODED, SPARQLWrapper

from kg.endpoints.graph_store import GraphStore
from kg.endpoints.transport import BusyError, Patience, refusal, signed_headers
from kg.errors import RemoteError, UsageError
from kg.query.binding import form_of
from kg.redact import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.endpoints.profiles import Profile

__all__ = ["Endpoint", "Rows"]

_JSON = "application/sparql-results+json"
_TRIPLES = "application/n-triples, text/turtle;q=0.5"
_MORE_TIME = "allow more with --timeout"
_LOST = (ConnectionError, http.client.HTTPException)


class Rows:
    """The rows of a SELECT as they arrive: `variables`, and an iterator of tuples of terms (None: unbound).

    Iterating raises RemoteError when the answer breaks off; the rows before are then not the answer.
    """

    def __init__(self, solutions: ox.QuerySolutions, endpoint: Endpoint) -> None:
        self.variables = [variable.value for variable in solutions.variables]
        self._solutions, self._endpoint = solutions, endpoint

    def __iter__(self) -> Iterator[tuple[ox.NamedNode | ox.BlankNode | ox.Literal | None, ...]]:
        """Yield each row once."""
        solutions = iter(self._solutions)
        while True:
            with self._endpoint.reading():
                solution = next(solutions, None)
            if solution is None:
                return
            yield tuple(solution)


class _Reading:
    """Turns whatever goes wrong while an answer is read into one RemoteError."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if isinstance(error, TimeoutError):
            raise RemoteError(f"{self._name}: the answer did not arrive in time", hint=_MORE_TIME)
        if isinstance(error, SyntaxError | OSError | http.client.HTTPException | ValueError):
            raise RemoteError(f"{self._name}: the answer breaks off or is damaged: {' '.join(str(error).split())}")


class _Wrapper(SPARQLWrapper):
    """SPARQLWrapper with the profile's own way of being admitted, and without an opener for the whole process."""

    def __init__(self, profile: Profile, form: str, text: str, opener: urllib.request.OpenerDirector) -> None:
        super().__init__(profile.query, profile.update, agent="kg")
        self._profile, self._opener = profile, opener
        # Not by setQuery, whose patterns take minutes over an update of some megabytes.
        self.queryString, self.queryType = text, "SELECT" if form == "query" else "INSERT"
        self.seconds: float = 600
        self.setMethod(POST)
        self.setRequestMethod(URLENCODED)
        self.setOnlyConneg(True)

    def _createRequest(self) -> urllib.request.Request:  # noqa: N802  # the base class's name
        request: urllib.request.Request = super()._createRequest()
        if self._profile.auth == "sigv4":
            signed = signed_headers(self._profile, "POST", request.full_url, _body(request))
            for name, value in signed.items():
                request.add_header(name, value)
        return request

    def _query(self) -> tuple[Any, str]:
        response = self._opener.open(self._createRequest(), timeout=self.seconds)
        return response, self.returnFormat


class Endpoint:
    """A profile's SPARQL endpoint. All methods raise RemoteError; those that may pass are tried again."""

    def __init__(self, profile: Profile, *, patience: Patience | None = None, timeout: float | None = None) -> None:
        self.profile, self.timeout = profile, timeout
        self.patience = patience or Patience(10)
        self._graphs: GraphStore | None = None

    @property
    def graphs(self) -> GraphStore:
        """The profile's Graph Store endpoint, over connections that are kept."""
        if self._graphs is None:
            self._graphs = GraphStore(self.profile, patience=self.patience)
        return self._graphs

    def reading(self) -> _Reading:
        """Return a context in which an answer that breaks off becomes a RemoteError."""
        return _Reading(self.profile.name)

    def query(self, text: str, *, union: bool = False) -> Rows | bool | list[ox.Triple]:
        """Return the answer of a query: rows, whether an ASK holds, or the triples of a CONSTRUCT or DESCRIBE.

        With `union`, triples outside any GRAPH are looked for in all graphs, as the embedded store does.
        """
        found = self.answer(text, union=union)
        if isinstance(found, ox.QuerySolutions):
            return Rows(found, self)
        return found if isinstance(found, list) else bool(found)

    def answer(self, text: str, *, union: bool = False) -> ox.QuerySolutions | ox.QueryBoolean | list[ox.Triple]:
        """Return the answer as it arrives; reading it may raise OSError or SyntaxError: see `reading`."""
        accept = _TRIPLES if form_of(text) in ("CONSTRUCT", "DESCRIBE") else _JSON
        response = self.patience.attempt(lambda: self._send("query", text, accept, union=union))
        kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        with self.reading():
            if kind in (_JSON, "application/json"):
                return ox.parse_query_results(_guarded(response, self.timeout), ox.QueryResultsFormat.JSON)
            form = ox.RdfFormat.from_media_type(kind)
            if form is not None:
                return [quad.triple for quad in ox.parse(_guarded(response, self.timeout), format=form)]
        raise RemoteError(f"{self.profile.name}: the answer is {kind or 'of no type'}, and not a SPARQL result")

    def select(self, text: str) -> list[tuple[ox.NamedNode | ox.BlankNode | ox.Literal | None, ...]]:
        """Return all rows of a SELECT; an answer that breaks off is asked for again, then an error."""
        rows = self.query(text)
        if not isinstance(rows, Rows):
            raise RemoteError(f"{self.profile.name}: the answer has no rows")
        return list(rows)

    def update(self, text: str, *, patience: Patience | None = None) -> None:
        """Run an update that may be sent twice without harm; raises UsageError where the profile has no such place."""
        if self.profile.update is None:
            raise UsageError(f"{self.profile.name}: the profile has no update address")
        (patience or self.patience).attempt(lambda: self._send("update", text, "*/*").close())

    def _send(
        self, form: str, text: str, accept: str, *, union: bool = False
    ) -> Any:  # urllib's response has no public type
        wrapper = _Wrapper(self.profile, form, text, self._opener(form))
        wrapper.addCustomHttpHeader("Accept", accept)
        if self.profile.auth == "bearer" and self.profile.token:
            wrapper.addCustomHttpHeader("Authorization", f"Bearer {self.profile.token}")
        elif self.profile.auth == "basic" and self.profile.user:
            wrapper.setCredentials(self.profile.user, self.profile.password or "")
        if form == "query":
            self._add_parameters(wrapper, union=union)
        if self.timeout:
            wrapper.seconds = self.timeout
        response = self._answer(wrapper, form)
        self._check_whole(response)
        return response

    def _add_parameters(self, wrapper: _Wrapper, *, union: bool) -> None:
        """Ask for the union of all graphs, and tell the server how long it may take."""
        if union and self.profile.union_parameter:
            wrapper.addParameter(*self.profile.union_parameter)
        if self.timeout and self.profile.timeout_parameter:
            factor = 1000 if self.profile.timeout_unit == "ms" else 1
            wrapper.addParameter(self.profile.timeout_parameter, str(max(1, round(self.timeout * factor))))

    def _opener(self, form: str) -> urllib.request.OpenerDirector:
        """Return an opener that follows no redirection, and knows the profile's password where Digest needs it."""
        handlers: list[urllib.request.BaseHandler] = [_NoRedirect()]
        if self.profile.auth == "digest" and self.profile.user:
            passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
            url = self.profile.query if form == "query" else str(self.profile.update)
            passwords.add_password(None, url, self.profile.user, self.profile.password or "")
            handlers.append(urllib.request.HTTPDigestAuthHandler(passwords))
        return urllib.request.build_opener(*handlers)

    def _answer(self, wrapper: _Wrapper, form: str) -> Any:  # urllib's response has no public type
        name, doing = self.profile.name, form
        try:
            return wrapper.query().response
        except urllib.error.HTTPError as error:
            text = error.read(2000).decode(errors="replace")
            raise refusal(self.profile, doing, error.code, text, error.headers.get("Retry-After")) from None
        except TimeoutError:
            raise RemoteError(
                f"{name}: no answer within {self.timeout:g} s", hint="allow more with --timeout"
            ) from None
        except urllib.error.URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise RemoteError(f"{name}: no answer within {wrapper.seconds:g} s", hint=_MORE_TIME) from None
            raise BusyError(f"{name}: cannot be reached at {self.profile.url}: {error.reason}") from None
        except _LOST as error:
            raise BusyError(f"{name}: the connection was lost ({type(error).__name__})") from None

    def _check_whole(self, response: Any) -> None:  # urllib's response has no public type
        """Raise RemoteError where a header says that there is more than what is sent."""
        for header in self.profile.truncation:
            if value := response.headers.get(header):
                detail = clean(response.headers.get("X-SQL-Message", "").partition("  ")[0])
                message = f"{self.profile.name}: the answer is not complete: {header}: {clean(value)} {detail}".rstrip()
                raise RemoteError(message, hint="ask for less (LIMIT, a parameter), or raise the server's limit")


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirected POST would arrive as a GET without its body."""

    def redirect_request(self, *_: object) -> None:
        """Follow none."""
        return


class _Buffered(io.RawIOBase):
    """The response for pyoxigraph, which asks for a length that some responses know too late to be short."""

    def __init__(self, response: IO[bytes], end: float) -> None:
        super().__init__()
        self._response, self._end = response, end
        self._left = getattr(response, "length", None)

    def readable(self) -> bool:
        """Say yes."""
        return True

    def read(self, size: int | None = -1) -> bytes:
        """Return up to `size` bytes; raises OSError when the connection ends too early or the time is over."""
        if time.monotonic() > self._end:
            raise TimeoutError
        part = self._response.read(size if size and size > 0 else 1 << 16)
        if self._left is not None:
            self._left -= len(part)
            if not part and self._left > 0:
                raise ConnectionError(f"{self._left} bytes are missing")
        return part


def _guarded(response: Any, timeout: float | None) -> IO[bytes]:
    return cast("IO[bytes]", _Buffered(response, time.monotonic() + (timeout or 1e9)))


def _body(request: urllib.request.Request) -> bytes:
    return request.data if isinstance(request.data, bytes) else b""
