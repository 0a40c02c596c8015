"""Where each subject, property and value stands in a Turtle, TriG, N-Triples or N-Quads file.

The places come out of the parse itself: rdflib's recursive-descent parser is followed while it
reads, so that a place is right whatever prefix, base, escape or abbreviation was used to write a
term. The triples themselves are read by pyoxigraph; the two agree because a place is keyed by the
N-Triples form of the terms, as pyoxigraph prints it.
"""

from __future__ import annotations

import logging
import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from rdflib import Dataset, Graph
from rdflib.plugins.parsers.notation3 import RDFSink, SinkParser
from rdflib.plugins.parsers.trig import TrigSinkParser
from rdflib.term import BNode, Literal, Node

from kg.findings import Span, Spans

if TYPE_CHECKING:
    from collections.abc import MutableSequence

__all__ = ["Lines", "locate"]

logging.getLogger("rdflib.term").setLevel(logging.ERROR)  # it shows a traceback for each literal that is ill-formed


class Lines:
    """Turns offsets into lines and columns, both counted from 1, in code points."""

    def __init__(self, text: str, file: str) -> None:
        """Index a text in which line feeds end the lines, as RDF syntaxes have it."""
        self._file = file
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def span(self, start: int, end: int) -> Span:
        """Return the range from offset `start` to offset `end` (exclusive)."""
        return Span(self._file, *self._place(start), *self._place(end))

    def _place(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def locate(text: str, file: str, syntax: str) -> Spans:
    """Return the places of everything that is asserted in `text`.

    `syntax` is `turtle`, `trig`, `ntriples` or `nquads`; `text` must have been read without error
    by pyoxigraph before, and holds no byte order mark. A subject's place is that of its first mention as one.
    """
    spans = Spans()
    if syntax == "nquads":
        _locate_quads(text, file, spans)
        return spans
    parser = _FollowedTrig if syntax == "trig" else _FollowedTurtle
    target = Dataset() if syntax == "trig" else Graph()
    follower = parser(_Discard(target), baseURI="file:///", turtle=True)
    follower.spans, follower.lines_of = spans, Lines(text, file)
    follower.feed(text)
    return spans


class _Discard(RDFSink):
    """Makes terms, and keeps no triples: only their places are of interest."""

    def makeStatement(self, quadruple: Any, why: Any = None) -> None:  # noqa: N802 - rdflib's name
        """Forget the statement."""


class _Followed(SinkParser):
    """Notes the offsets between which rdflib reads subjects, verbs and objects.

    `statement` reads a subject while no property list is open; `[ ... ]` opens one inside an
    object, hence the stack.
    """

    spans: Spans
    lines_of: Lines
    _subject_at: tuple[int, int] = (0, 0)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._open: list[list[str]] = []  # subject and current predicate of each open property list

    def property_list(self, argstr: str, i: int, subj: Node) -> int:
        """Follow one subject's predicates."""
        subject = _key(subj)
        if not self._open:
            self.spans.mark(self.lines_of.span(*self._subject_at), subject)
        self._open.append([subject, ""])
        try:
            return super().property_list(argstr, i, subj)
        finally:
            self._open.pop()

    def verb(self, argstr: str, i: int, res: MutableSequence[Any]) -> int:
        """Note the predicate that is being read."""
        start, end = self.skipSpace(argstr, i), super().verb(argstr, i, res)
        if end > 0 and self._open:
            frame = self._open[-1]
            frame[1] = _key(res[-1][1])
            self.spans.mark(self.lines_of.span(start, end), frame[0], frame[1])
        return end

    def object(self, argstr: str, i: int, res: MutableSequence[Any]) -> int:
        """Note the value, or the subject where no property list is open."""
        start, end = self.skipSpace(argstr, i), super().object(argstr, i, res)
        if end < 0:
            return end
        if not self._open:
            self._subject_at = (start, end)
            return end
        value = self._store.normalise(self._context, res[-1])
        subject, predicate = self._open[-1]
        self.spans.mark(self.lines_of.span(start, end), subject, predicate, _key(value))
        return end


class _FollowedTurtle(_Followed):
    pass


class _FollowedTrig(_Followed, TrigSinkParser):
    pass


def _key(term: Node | tuple[int, str]) -> str:
    """Return a term as pyoxigraph prints it; rdflib's parser calls the predicate `a` a pair of a tag and an IRI."""
    if isinstance(term, tuple):
        return f"<{term[1]}>"
    if isinstance(term, Literal):
        if term.language:
            return str(ox.Literal(str(term), language=term.language))
        datatype = ox.NamedNode(str(term.datatype)) if term.datatype else None
        return str(ox.Literal(str(term), datatype=datatype))
    return f"_:{term}" if isinstance(term, BNode) else f"<{term}>"


_TERM = re.compile(r'<[^>]*>|_:[^\s<"]+|"(?:[^"\\]|\\.)*"(?:@[\w-]+|\^\^<[^>]*>)?')


def _locate_quads(text: str, file: str, spans: Spans) -> None:
    """N-Quads is one statement a line, so that the terms of a line are its first three."""
    lines = Lines(text, file)
    for statement in re.finditer(r"[^\r\n]+", text):
        places = [match.span() for match in _TERM.finditer(text, *statement.span())][:3]
        quad = next(iter(ox.parse(statement[0], format=ox.RdfFormat.N_QUADS)), None)
        if quad is None or len(places) < 3:  # a comment
            continue
        keys = [str(term) for term in (quad.subject, quad.predicate, quad.object)]
        for depth, place in enumerate(places, start=1):
            spans.mark(lines.span(*place), *keys[:depth])
