"""Parses the answers of endpoints as they arrive, rejects incomplete ones, and repairs them for a strict parser.

Some servers violate the standards: Virtuoso uses `nodeID://b10273` as a blank node label, which is not valid, and some
answers start with a byte order mark. XML entities and excessive nesting are refused before the parser sees them.
"""

from __future__ import annotations

import http.client
import io
import json
import re
import time
from typing import IO, TYPE_CHECKING, Any, cast

import pyoxigraph as ox

from kg.errors import InputError, RemoteError
from kg.limits import DEEPEST, JsonDepth, refuse_excess
from kg.redact import clean

if TYPE_CHECKING:
    from kg.machine.network import Deadline

__all__ = ["ACCEPTED", "AnswerReading", "parse_answer", "without_repeats"]

#: The Accept headers for rows or booleans, and for triples.
ACCEPTED = {
    "rows": "application/sparql-results+json, application/sparql-results+xml;q=0.5",
    "triples": "application/n-triples, text/turtle;q=0.5, application/rdf+xml;q=0.2",
}
_RESULTS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "application/xml": ox.QueryResultsFormat.XML,
    "text/xml": ox.QueryResultsFormat.XML,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
_MARK = b"\xef\xbb\xbf"
_LABEL = re.compile(rb"[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_TEXT = rb'"((?:[^"\\]|\\.)*)"'
#: Patterns for blank node labels in each format; they never match inside a string, where quotes are escaped.
_BLANK = {
    ox.QueryResultsFormat.JSON: re.compile(
        rb'\{\s*"type"\s*:\s*"bnode"\s*,\s*"value"\s*:\s*'
        + _TEXT
        + rb'|\{\s*"value"\s*:\s*'
        + _TEXT
        + rb'\s*,\s*"type"\s*:\s*"bnode"'
    ),
    ox.QueryResultsFormat.XML: re.compile(rb"<bnode>([^<]*)</bnode>"),
    ox.QueryResultsFormat.TSV: re.compile(rb"(?:(?<=\t)|(?<=\n))_?:?(nodeID://[^\t\n]*)"),
}
#: The character after which an answer can be cut without splitting a blank node.
_ENDS = {ox.QueryResultsFormat.JSON: b"}", ox.QueryResultsFormat.XML: b">", ox.QueryResultsFormat.TSV: b"\n"}


class AnswerReading:
    """Turns all errors that occur while an answer is read into RemoteError."""

    def __init__(self, name: str, deadline: Deadline | None = None, hint: str = "") -> None:
        self._name, self._deadline, self._hint = name, deadline, hint

    def __enter__(self) -> None:
        """Do nothing."""

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        """Raise RemoteError for the error that ended the block."""
        if isinstance(error, Exception) and self._deadline is not None and self._deadline.is_over:
            message = f"{self._name}: no answer within {self._deadline.seconds:g} s"
            raise RemoteError(message, hint=self._hint) from None
        if isinstance(error, TimeoutError):
            raise RemoteError(f"{self._name}: the answer did not arrive in time", hint=self._hint)
        if isinstance(error, InputError):
            raise RemoteError(f"{self._name}: cannot read the answer: {error.reason}")
        if isinstance(error, SyntaxError | OSError | http.client.HTTPException | ValueError | MemoryError):
            words = clean(" ".join(str(error).split()))[:300]
            raise RemoteError(f"{self._name}: the answer is truncated or damaged: {words}")


def parse_answer(kind: str, response: Any, deadline: Deadline | None) -> Any:
    """Return the content of a response: solutions, a boolean, or a list of triples; None for unknown media types.

    Solutions are parsed as they are read, so iterating over them raises the errors that `AnswerReading` translates.
    """
    stream = _Stream(response, deadline)
    if form := _RESULTS.get(kind):
        # Read completely, because entities must be found before a parser expands them.
        if form == ox.QueryResultsFormat.XML:
            return ox.parse_query_results(io.BytesIO(_relabelled(_plain_xml(stream.read_all()), form)), form)
        return ox.parse_query_results(cast("IO[bytes]", _Results(stream, form)), form)
    syntax = ox.RdfFormat.from_media_type(kind)
    if syntax is None:
        return None
    body = stream.read_all()
    if syntax == ox.RdfFormat.RDF_XML:
        body = _plain_xml(body)
    else:
        refuse_excess(body.decode("utf-8", "replace"), "answer", json=syntax == ox.RdfFormat.JSON_LD)
    return [quad.triple for quad in ox.parse(body, format=syntax)]


class _Stream:
    """The body of a response; reading it raises an error if it is truncated or its time is over."""

    def __init__(self, response: IO[bytes], deadline: Deadline | None) -> None:
        self._response, self._deadline = response, deadline
        # http.client knows the Content-Length but raises no error if the connection ends early.
        self._left = getattr(response, "length", None)
        self._end = time.monotonic() + (deadline.seconds if deadline and deadline.seconds else 1e9)
        self._begun = False

    def read(self, size: int = 1 << 16) -> bytes:
        """Return the next part, b"" at the end. Raises OSError if the connection ends too early or time is over."""
        if time.monotonic() > self._end or (self._deadline and self._deadline.is_over):
            raise TimeoutError
        part = self._response.read(size)
        if self._left is not None:
            self._left -= len(part)
            if not part and self._left > 0:
                raise ConnectionError(f"{self._left} bytes are missing")
        if not self._begun and part:
            self._begun, part = True, part.removeprefix(_MARK)
        return part

    def read_all(self) -> bytes:
        """Return the whole body."""
        return b"".join(iter(self.read, b""))


class _Results(io.RawIOBase):
    """JSON or TSV results for pyoxigraph: limited in depth, and with valid blank node labels."""

    def __init__(self, stream: _Stream, form: ox.QueryResultsFormat) -> None:
        super().__init__()
        self._stream, self._form, self._rest, self._ready = stream, form, b"", b""
        self._depth = JsonDepth() if form == ox.QueryResultsFormat.JSON else None

    def readable(self) -> bool:
        """Return True."""
        return True

    def read(self, size: int | None = -1) -> bytes:
        """Return up to `size` bytes."""
        while not self._ready and (part := self._stream.read()):
            if self._depth and not self._depth.feed(part):
                raise InputError(f"nested more than {DEEPEST} levels deep", file="answer")
            # A blank node label may be split between two parts, so anything after the last safe end is kept for the
            # next part.
            whole, end, self._rest = (self._rest + part).rpartition(_ENDS[self._form])
            self._ready = _relabelled(whole + end, self._form)
        if not self._ready:
            self._ready, self._rest = _relabelled(self._rest, self._form), b""
        size = size if size and size > 0 else 1 << 16
        part, self._ready = self._ready[:size], self._ready[size:]
        return part


def _relabelled(part: bytes, form: ox.QueryResultsFormat) -> bytes:
    """Return a part of an answer with invalid blank node labels replaced by valid ones."""

    def fitting(match: re.Match[bytes]) -> bytes:
        label = next(group for group in match.groups() if group is not None)
        if _LABEL.fullmatch(label) and form != ox.QueryResultsFormat.TSV:
            return match[0]
        # The mapping of labels is one to one across the whole answer.
        known = b"x" + label.hex().encode()
        return b"_:" + known if form == ox.QueryResultsFormat.TSV else match[0].replace(label, known, 1)

    return _BLANK[form].sub(fitting, part)


def _plain_xml(body: bytes) -> bytes:
    """Return XML. Raises InputError if it declares entities, which can expand without limit, or nests too deeply."""
    from xml.sax import SAXParseException

    from defusedxml import DefusedXmlException
    from defusedxml.sax import parseString

    from kg.endpoints.xml_depth import DepthHandler

    try:
        parseString(body, DepthHandler())
    except DefusedXmlException:
        raise InputError("XML that declares entities", file="answer") from None
    except SAXParseException:
        return body  # the parser will report the error and its position
    return body


def without_repeats(solutions: ox.QuerySolutions, *, labelled: bool = False) -> ox.QuerySolutions:
    """Return rows with each of them once, in the order of their first places.

    Virtuoso 7 repeats rows of SELECT DISTINCT, for instance once for each graph in which a label stands. Where columns
    are `labelled`, rows with the same `x` and another `x_label`, or `label` of the row, are one: two repositories call
    that thing differently.
    """
    names = [name.value for name in solutions.variables]
    labels = {"label", *(f"{name}_label" for name in names)} if labelled else set()
    telling = [at for at, name in enumerate(names) if name not in labels]
    # A set of rows, that keeps their order.
    kept: dict[tuple[object, ...], tuple[Any, ...]] = {}
    for row in map(tuple, solutions):
        kept.setdefault(tuple(row[at] for at in telling), row)
    rows = kept.values()
    found = [{name: _as_json(term) for name, term in zip(names, row, strict=True) if term is not None} for row in rows]
    answer = json.dumps({"head": {"vars": names}, "results": {"bindings": found}})
    return cast("ox.QuerySolutions", ox.parse_query_results(answer, format=ox.QueryResultsFormat.JSON))


def _as_json(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> dict[str, object]:
    """Return a term as the results format of SPARQL 1.1 in JSON has it, triples as in that of 1.2."""
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Triple):
        parts = {name: _as_json(getattr(term, name)) for name in ("subject", "predicate", "object")}
        return {"type": "triple", "value": parts}
    said = {"xml:lang": term.language} if term.language else {"datatype": term.datatype.value}
    return {"type": "literal", "value": term.value, **said}
