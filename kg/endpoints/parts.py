"""Asks an endpoint a question, in parts where one query for all of it is more than the server can plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from kg.endpoints.manifest import Manifest
from kg.errors import RemoteError
from kg.query.parts import divided, merged

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyoxigraph as ox

    from kg.endpoints.profiles import Profile
    from kg.endpoints.sparql import Endpoint, RemoteRows

    Row = tuple[ox.NamedNode | ox.BlankNode | ox.Literal | None, ...]

__all__ = ["answer_question", "queries_for"]


def queries_for(profile: Profile, text: str, *, parts: bool) -> list[str]:
    """Return the queries that a profile is sent for a question: one, or its parts where profile and question say so."""
    return divided(text) if parts and profile.in_parts else [text]


def answer_question(
    endpoint: Endpoint, text: str, *, parts: bool
) -> ox.QuerySolutions | ox.QueryBoolean | list[ox.Triple]:
    """Return the answer to a question, over all graphs; see `Endpoint.answer`.

    Raises RemoteError if any part fails, or if the graphs were loaded in between: nothing is answered by halves.
    """
    queries = queries_for(endpoint.profile, text, parts=parts)
    if len(queries) == 1:
        return endpoint.answer(text, union=True)
    before = Manifest(endpoint).read()
    columns, rows = _rows(endpoint, queries)
    if Manifest(endpoint).read() != before:
        # The rows of some parts would be of the old version, and those of others of the new one.
        raise RemoteError(f"{endpoint.profile.name}: a load has changed what is asked about", hint="ask again")
    with endpoint.reading():
        return merged(text, columns, rows)


def _rows(endpoint: Endpoint, queries: Sequence[str]) -> tuple[list[str], list[Row]]:
    """Return the columns and the rows of all parts."""
    columns, rows = list[str](), list["Row"]()
    for number, query in enumerate(queries, 1):
        try:
            found = cast("RemoteRows", endpoint.query(query, union=True))  # only a SELECT has parts
            columns = columns or found.variables
            rows += found
        except RemoteError as error:
            reason = f"{error.message}, in part {number} of the {len(queries)} in which this question is asked"
            raise RemoteError(reason, hint=error.hint) from None
    return columns, rows
