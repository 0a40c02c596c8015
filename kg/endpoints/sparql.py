"""A client for SPARQL over HTTP: queries and updates are POSTed as forms, and an incomplete answer is an error.

Built on SPARQLWrapper, but without its authentication: its Digest is global to the process, and its Basic sends nothing
if the password is empty.
"""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from SPARQLWrapper import POST, POSTDIRECTLY, URLENCODED, SPARQLWrapper

from kg.endpoints.answers import ACCEPTED, AnswerReading, parse_answer
from kg.endpoints.graph_store import GraphStore
from kg.endpoints.transport import (
    NO_CHALLENGE,
    STRANGE_CHALLENGE,
    BusyError,
    Patience,
    admitted,
    refusal,
    unreachable,
)
from kg.errors import RemoteError, UsageError
from kg.machine.network import REQUEST_SECONDS, Deadline, url_opener
from kg.query.binding import form_of, has_word
from kg.query.union import within_graph
from kg.redact import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.endpoints.profiles import Profile

__all__ = ["Endpoint", "RemoteRows"]

_LOST = (ConnectionError, http.client.HTTPException)


class RemoteRows:
    """The rows of a SELECT as they arrive: `variables`, and an iterator of tuples of terms (None: unbound).

    Iterating raises RemoteError if the answer breaks off; the rows up to then are not the complete answer.
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


class _Wrapper(SPARQLWrapper):
    """SPARQLWrapper with the authentication of the profile, and with an opener that is not global to the process."""

    def __init__(self, profile: Profile, form: str, text: str, opener: urllib.request.OpenerDirector) -> None:
        super().__init__(profile.query, profile.update, agent="kg")
        self._profile, self._opener = profile, opener
        # Not with setQuery, whose regular expressions take minutes for an update of several megabytes.
        self.queryString, self.queryType = text, "SELECT" if form == "query" else "INSERT"
        self.seconds = REQUEST_SECONDS
        self.setMethod(POST)
        if form == "update" and profile.update_as_body:
            self.setRequestMethod(POSTDIRECTLY)
            # Without a charset a servlet container reads the body as Latin-1.
            self.addCustomHttpHeader("Content-Type", "application/sparql-update; charset=UTF-8")
        else:
            self.setRequestMethod(URLENCODED)
        self.setOnlyConneg(True)

    def _query(self) -> tuple[Any, str]:
        request = self._createRequest()
        response = admitted(self._profile, request, lambda made: self._opener.open(made, timeout=self.seconds))
        return response, self.returnFormat


class Endpoint:
    """The SPARQL endpoint of a profile. All methods raise RemoteError; temporary failures are retried."""

    def __init__(
        self,
        profile: Profile,
        *,
        patience: Patience | None = None,
        timeout: float | None = None,
        each: float | None = REQUEST_SECONDS,
    ) -> None:
        """Create the endpoint; `timeout` is in seconds, for all requests together, including waits between them.

        Where it is None, `each` is the limit of every single request; without both, an answer may arrive for ever.
        """
        self.profile, self.timeout, self._each = profile, timeout, each
        self.patience = patience or Patience(10 if timeout is None else min(10, timeout))
        self._graphs: GraphStore | None = None

    @property
    def graphs(self) -> GraphStore:
        """The profile's Graph Store endpoint, with persistent connections."""
        if self._graphs is None:
            self._graphs = GraphStore(self.profile, patience=self.patience)
        return self._graphs

    @cached_property
    def _deadline(self) -> Deadline:
        """The deadline for all requests together; the clock starts with the first one."""
        return Deadline(self.timeout)

    def _begin(self) -> Deadline:
        """Return the deadline of the next request; one that has a limit of its own ends that of the request before."""
        if self.timeout is None and self._each is not None:
            self._deadline.__exit__()
            self._deadline = Deadline(self._each)
        return self._deadline

    def reading(self) -> AnswerReading:
        """Return a context manager that turns an answer that breaks off into a RemoteError."""
        return AnswerReading(self.profile.name, self._deadline, "" if self.timeout is None else "increase --timeout")

    def query(self, text: str, *, union: bool = False) -> RemoteRows | bool | list[ox.Triple]:
        """Return the answer to a query: rows, the boolean of an ASK, or the triples of a CONSTRUCT or DESCRIBE.

        With `union`, patterns outside any GRAPH match in all graphs, as in the embedded store.
        """
        found = self.answer(text, union=union)
        if isinstance(found, ox.QuerySolutions):
            return RemoteRows(found, self)
        return found if isinstance(found, list) else bool(found)

    def answer(self, text: str, *, union: bool = False) -> ox.QuerySolutions | ox.QueryBoolean | list[ox.Triple]:
        """Return the answer as it arrives. Reading it may raise OSError or SyntaxError: see `reading`."""
        accept = ACCEPTED["triples" if form_of(text) in ("CONSTRUCT", "DESCRIBE") else "rows"]
        if union and self.profile.union_graph:
            text = within_graph(text, self.profile.union_graph)
        response = self.patience.attempt(lambda: self._send("query", text, accept, union=union))
        kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        with self.reading():
            found: ox.QuerySolutions | ox.QueryBoolean | list[ox.Triple] | None
            found = parse_answer(kind, response, self._deadline)
        if found is None:
            message = f"{self.profile.name}: the answer is {clean(kind) or 'of no type'}, not a SPARQL result"
            raise RemoteError(message, hint="is this the address of a SPARQL endpoint?")
        return found

    def select(
        self, text: str, *, union: bool = False
    ) -> list[tuple[ox.NamedNode | ox.BlankNode | ox.Literal | None, ...]]:
        """Return all rows of a SELECT. Raises RemoteError if the answer breaks off or has no rows."""
        rows = self.query(text, union=union)
        if not isinstance(rows, RemoteRows):
            raise RemoteError(f"{self.profile.name}: the answer has no rows")
        return list(rows)

    def update(self, text: str, *, patience: Patience | None = None) -> None:
        """Run an update that is safe to repeat. Raises UsageError if the profile has no address for updates."""
        if self.profile.update is None:
            raise UsageError(f"{self.profile.name}: the profile has no update address")
        (patience or self.patience).attempt(lambda: self._send("update", text, "*/*").close())

    def _send(
        self, form: str, text: str, accept: str, *, union: bool = False
    ) -> Any:  # urllib's response has no public type
        url = self.profile.query if form == "query" else str(self.profile.update)
        wrapper = _Wrapper(self.profile, form, text, url_opener(url, self._begin()))
        wrapper.addCustomHttpHeader("Accept", accept)
        if form == "query":
            self._add_parameters(wrapper, union=union and not _names_its_graphs(self.profile, text))
        if self.timeout:
            wrapper.seconds = self.timeout
        response = self._answer(wrapper, form)
        self._check_whole(response)
        return response

    def _add_parameters(self, wrapper: _Wrapper, *, union: bool) -> None:
        """Add the parameters for the union of all graphs and for the server's time limit."""
        if union and self.profile.union_parameter:
            wrapper.addParameter(*self.profile.union_parameter)
        if self.timeout and self.profile.timeout_parameter:
            factor = 1000 if self.profile.timeout_unit == "ms" else 1
            wrapper.addParameter(self.profile.timeout_parameter, str(max(1, round(self.timeout * factor))))

    def _answer(self, wrapper: _Wrapper, form: str) -> Any:  # urllib's response has no public type
        name = self.profile.name
        with self.reading():
            try:
                return wrapper.query().response
            except urllib.error.HTTPError as error:
                text = error.read(2000).decode(errors="replace")
                raise refusal(self.profile, form, error.code, text, error.headers.get("Retry-After")) from None
            except urllib.error.URLError as error:
                if isinstance(error.reason, TimeoutError):
                    raise TimeoutError from None
                raise unreachable(self.profile, error.reason) from None
            except _LOST as error:
                raise BusyError(f"{name}: lost the connection ({type(error).__name__})") from None
            except STRANGE_CHALLENGE:
                if self.profile.auth != "digest":
                    raise
                raise RemoteError(f"{name}: {NO_CHALLENGE}") from None

    def _check_whole(self, response: Any) -> None:  # urllib's response has no public type
        """Raise RemoteError if a header says that the answer was truncated."""
        for header in self.profile.truncation:
            if value := response.headers.get(header):
                detail = clean(response.headers.get("X-SQL-Message", "").partition("  ")[0])
                message = f"{self.profile.name}: the answer is not complete: {header}: {clean(value)} {detail}".rstrip()
                raise RemoteError(message, hint="request less (LIMIT, a parameter), or raise the server's limit")


def _names_its_graphs(profile: Profile, text: str) -> bool:
    """Return whether requesting the union would hide the graphs named in the query, as `default-graph-uri` does."""
    return (profile.union_parameter or ("",))[0] == "default-graph-uri" and has_word(text, "GRAPH")
