"""The answers of endpoints: read as they arrive, whole or not at all, and made fit for a strict parser.

Servers are not all as strict. Virtuoso names a blank node `nodeID://b10273`, which no label may be; a byte order mark
or an entity of XML stands before what matters. What is nested too deeply is refused before the parser sees it.
"""

from __future__ import annotations

import http.client
import io
import re
import time
from typing import IO, TYPE_CHECKING, Any, cast

import pyoxigraph as ox

from kg.errors import InputError, RemoteError
from kg.limits import DEEPEST, JsonDepth, refuse_excess
from kg.redact import clean

if TYPE_CHECKING:
    from kg.machine.network import Deadline

__all__ = ["ACCEPTED", "AnswerReading", "parse_answer"]

#: What is asked for where rows, or yes or no, are wanted; and where triples are.
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
#: Where each format writes the label of a blank node; what stands inside a string has its quotes escaped.
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
#: Behind which character an answer can be cut without cutting a blank node in two.
_ENDS = {ox.QueryResultsFormat.JSON: b"}", ox.QueryResultsFormat.XML: b">", ox.QueryResultsFormat.TSV: b"\n"}


class AnswerReading:
    """Turns whatever goes wrong while an answer is read into one RemoteError."""

    def __init__(self, name: str, deadline: Deadline | None = None) -> None:
        self._name, self._deadline = name, deadline

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        """Raise RemoteError for what ended the block."""
        if isinstance(error, Exception) and self._deadline is not None and self._deadline.is_over:
            message = f"{self._name}: no answer within {self._deadline.seconds:g} s"
            raise RemoteError(message, hint="increase --timeout") from None
        if isinstance(error, TimeoutError):
            raise RemoteError(f"{self._name}: the answer did not arrive in time", hint="increase --timeout")
        if isinstance(error, InputError):
            raise RemoteError(f"{self._name}: cannot read the answer: {error.reason}")
        if isinstance(error, SyntaxError | OSError | http.client.HTTPException | ValueError | MemoryError):
            words = clean(" ".join(str(error).split()))[:300]
            raise RemoteError(f"{self._name}: the answer is truncated or damaged: {words}")


def parse_answer(kind: str, response: Any, deadline: Deadline | None) -> Any:
    """Return what a response of a media type holds: solutions, a boolean, or a list of triples; None for other types.

    Solutions are parsed as they are read, so that iterating them raises what `AnswerReading` translates.
    """
    stream = _Stream(response, deadline)
    if form := _RESULTS.get(kind):
        # As a whole, and not as it arrives: entities have to be looked for before a parser expands them.
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
    """The body of a response, which ends with an error when it is cut short or its time is over."""

    def __init__(self, response: IO[bytes], deadline: Deadline | None) -> None:
        self._response, self._deadline = response, deadline
        # http.client knows what a Content-Length promised, and says nothing when the connection ends before that.
        self._left = getattr(response, "length", None)
        self._end = time.monotonic() + (deadline.seconds if deadline and deadline.seconds else 1e9)
        self._begun = False

    def read(self, size: int = 1 << 16) -> bytes:
        """Return the next part, b"" at the end; raises OSError when the connection ends too early or time is over."""
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
    """Results in JSON or TSV for pyoxigraph: not too deep, and with labels of blank nodes that are labels."""

    def __init__(self, stream: _Stream, form: ox.QueryResultsFormat) -> None:
        super().__init__()
        self._stream, self._form, self._rest, self._ready = stream, form, b"", b""
        self._depth = JsonDepth() if form == ox.QueryResultsFormat.JSON else None

    def readable(self) -> bool:
        """Say yes."""
        return True

    def read(self, size: int | None = -1) -> bytes:
        """Return up to `size` bytes."""
        while not self._ready and (part := self._stream.read()):
            if self._depth and not self._depth.feed(part):
                raise InputError(f"nested more than {DEEPEST} levels deep", file="answer")
            # The label of a blank node may be cut in two between parts; what comes after the last safe end waits for
            # the next one.
            whole, end, self._rest = (self._rest + part).rpartition(_ENDS[self._form])
            self._ready = _relabelled(whole + end, self._form)
        if not self._ready:
            self._ready, self._rest = _relabelled(self._rest, self._form), b""
        size = size if size and size > 0 else 1 << 16
        part, self._ready = self._ready[:size], self._ready[size:]
        return part


def _relabelled(part: bytes, form: ox.QueryResultsFormat) -> bytes:
    """Return a part of an answer, each label of a blank node that no parser takes replaced by another."""

    def fitting(match: re.Match[bytes]) -> bytes:
        label = next(group for group in match.groups() if group is not None)
        if _LABEL.fullmatch(label) and form != ox.QueryResultsFormat.TSV:
            return match[0]
        # The same label gives the same one, and two different ones never do, wherever they stand in the answer.
        known = b"x" + label.hex().encode()
        return b"_:" + known if form == ox.QueryResultsFormat.TSV else match[0].replace(label, known, 1)

    return _BLANK[form].sub(fitting, part)


def _plain_xml(body: bytes) -> bytes:
    """Return XML; raises InputError where it declares entities, which can grow without end, or is nested too deeply."""
    from xml.sax import SAXParseException

    from defusedxml import DefusedXmlException
    from defusedxml.sax import parseString

    from kg.endpoints.xml_depth import DepthHandler

    try:
        parseString(body, DepthHandler())
    except DefusedXmlException:
        raise InputError("XML that declares entities", file="answer") from None
    except SAXParseException:
        return body  # whoever reads it says what is wrong, and where
    return body
