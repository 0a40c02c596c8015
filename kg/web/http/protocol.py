"""Reads requests of the SPARQL 1.1 Protocol without parsing the query."""

from __future__ import annotations

from urllib.parse import parse_qsl

__all__ = ["ProtocolError", "parameters", "query_parameters"]

FORM, QUERY = "application/x-www-form-urlencoded", "application/sparql-query"
_GRAPHS = ("default-graph-uri", "named-graph-uri")
_UPDATES = ("update", "using-graph-uri", "using-named-graph-uri")
_MOST = 1000  # parameters


class ProtocolError(Exception):
    """An invalid request: its status, and one line on what to do."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status, self.text = status, text


def parameters(text: bytes) -> tuple[tuple[str, str], ...]:
    """Return the parameters of a query string or a form; raises ProtocolError if they are not UTF-8."""
    try:
        return tuple(parse_qsl(text.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST))
    except UnicodeError:
        raise ProtocolError(400, "the parameters are not UTF-8: percent-encode them as UTF-8") from None
    except ValueError:
        raise ProtocolError(400, f"more than {_MOST} parameters: send fewer") from None


def query_parameters(method: str, content_type: str, query_string: bytes, body: bytes) -> tuple[tuple[str, str], ...]:
    """Return `query`, if given, and the graphs of the dataset; raises ProtocolError for updates and several queries."""
    found = parameters(query_string)
    if method == "POST":
        found += _of_body(content_type, body)
    if any(name in _UPDATES for name, _ in found):
        raise ProtocolError(403, "updates are not served: this endpoint only answers queries")
    queries = [item for item in found if item[0] == "query"]
    if len(queries) > 1:
        raise ProtocolError(400, "more than one `query`: send exactly one")
    if method == "POST" and not queries:
        raise ProtocolError(400, "no `query`: send one in the form")
    return (*queries, *(item for item in found if item[0] in _GRAPHS))


def _of_body(content_type: str, body: bytes) -> tuple[tuple[str, str], ...]:
    kind, charset = _media_type(content_type)
    if kind == "application/sparql-update":
        raise ProtocolError(403, "updates are not served: this endpoint only answers queries")
    if kind not in (FORM, QUERY):
        raise ProtocolError(415, f"send the query as {QUERY}, or in a form as {FORM}")
    if charset not in ("", "utf-8", "utf8"):
        raise ProtocolError(415, f"the query must be UTF-8, not {charset}"[:100])
    if kind == FORM:
        return parameters(body)
    try:
        return (("query", body.decode("utf-8")),)
    except UnicodeDecodeError:
        raise ProtocolError(400, "the query is not UTF-8: send it as UTF-8") from None


def _media_type(value: str) -> tuple[str, str]:
    """Return a Content-Type's media type and charset, in lower case."""
    kind, *rest = (part.strip().lower() for part in value.split(";"))
    charset = next((part.partition("=")[2].strip('" ') for part in rest if part.startswith("charset=")), "")
    return kind, charset
