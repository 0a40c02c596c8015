"""Where each subject, property and value stands in a Turtle, TriG, N-Triples or N-Quads file.

The triples are read by pyoxigraph, which tells no places. So the text, which is right by then, is gone through once
more, along the grammar of RDF 1.2: a place is right whatever prefix, base, escape or abbreviation was used to write a
term. Both agree because a place is keyed by the N-Triples form of the terms, as pyoxigraph prints it. Nodes without a
name have no such key: where they are written is told apart from the rest.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from contextlib import suppress
from dataclasses import dataclass

from kg.findings import Span, Spans
from kg.namespaces import VOCABULARIES
from kg.rdf.tokens import boolean, datatyped, local_name, number, resolved, string, turtle_tokens

__all__ = ["Lines", "Nameless", "locate_terms", "places"]

_TYPE, _NIL = (f"<{VOCABULARIES['rdf']}{name}>" for name in ("type", "nil"))
_ANONYMOUS = "[]"  # the key of a node without even a label
_ENDS = {"", ".", "]", "}", "|}"}  # of the properties of a subject
_DIRECTIVES = {"prefix", "base", "version"}


@dataclass(frozen=True, slots=True)
class Nameless:
    """The first mention of something without a name: `kind` is `node`, `list` or `triple` (one that is told about).

    It is a value of the property `path` of `focus` (IRIs, where it stands as one); `label` is that of a blank node.
    """

    kind: str
    span: Span
    focus: str | None = None
    path: str | None = None
    label: str | None = None


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


def locate_terms(text: str, file: str) -> Spans:
    """Return the places of everything that is asserted in `text`, in any of the four syntaxes.

    `text` must have been read without error by pyoxigraph before, and holds no byte order mark. A subject's place is
    where its class is told, else its first mention as a subject.
    """
    return places(text, file)[0]


def places(text: str, file: str) -> tuple[Spans, list[Nameless]]:
    """Return the places of all that is asserted, as `locate_terms` does, and where nodes without a name are written."""
    reader = _Reader(text, file)
    # What was found is right also where brackets are nested a thousand deep, or pyoxigraph has read something new.
    with suppress(LookupError, RecursionError, SyntaxError, ValueError):
        reader.read()
    return reader.spans, reader.nameless


class _Reader:
    """Goes through the tokens by recursive descent, and notes where the terms stand."""

    def __init__(self, text: str, file: str) -> None:
        self._tokens = turtle_tokens(text)
        self._at = 0
        self._lines = Lines(text, file)
        self._base: str | None = None
        self._prefixes: dict[str, str] = {}
        self._about: tuple[str | None, str | None] = (None, None)  # the subject with a name, and its property
        self._quoted = 0  # how many triples in angle brackets are open
        self._typed: set[str] = set()
        self._labels: set[str] = set()
        self.spans, self.nameless = Spans(), list[Nameless]()

    def read(self) -> None:
        """Read all statements. The braces of TriG group them, and change nothing about them."""
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            word = token[0].lower().removeprefix("@")
            if token[0] in (".", "{", "}") or (token.lastgroup == "word" and word == "graph"):
                self._at += 1
            elif token.lastgroup in ("word", "at") and word in _DIRECTIVES:
                self._directive(word)
            else:
                self._statement()

    def _directive(self, word: str) -> None:
        self._at += 1
        if word == "prefix":
            prefix = self._take()[0][:-1]
            self._prefixes[prefix] = resolved(self._take()[0], self._base)
        elif word == "base":
            self._base = resolved(self._take()[0], self._base)
        else:
            self._at += 1

    def _statement(self) -> None:
        start = self._at
        subject = self._term()
        place = self._span(start)
        if self._next() == "{":  # a graph has this name
            return
        typed = self._properties(subject)
        # A subject can be described in several places: the one where it gets its class is where people look for it.
        if typed and subject not in self._typed and subject != _ANONYMOUS:
            self._typed.add(subject)
            self.spans.marks[subject, None, None] = place
        self._mark(place, subject)
        if self._next() not in _ENDS:
            self._term()  # the graph in N-Quads

    def _properties(self, subject: str) -> bool:
        """Read the properties of a subject and their values; tell whether its class is among them."""
        about, typed = self._about, False
        while self._next() not in _ENDS:
            start = self._at
            verb = self._term()
            self._mark(self._span(start), subject, verb)
            self._about = (_iri(subject) or about[0], _iri(verb))
            self._values(subject, verb)
            typed = typed or verb == _TYPE
            if not self._skip(";"):
                break
            # Turtle allows any number of semicolons, also before the full stop.
            while self._skip(";"):
                pass
        self._about = about
        return typed

    def _values(self, subject: str, verb: str) -> None:
        while True:
            start = self._at
            value = self._term()
            self._mark(self._span(start), subject, verb, value)
            self._annotations()
            if not self._skip(","):
                return

    def _annotations(self) -> None:
        """Read what is told about the triple before: `~ name`, and properties in `{| |}`."""
        while (sign := self._next()) in ("~", "{|"):
            self._at += 1
            self._mention("triple")
            reifier = self._reifier() if sign == "~" else _ANONYMOUS
            if sign == "{|" or self._skip("{|"):
                self._properties(reifier)
                self._skip("|}")

    def _reifier(self) -> str:
        """Read the name behind a `~`, which may be missing."""
        named = self._next() == "[" or self._tokens[self._at].lastgroup in ("iri", "name", "blank")
        return self._quote() if named else _ANONYMOUS

    def _term(self) -> str:
        token = self._take()
        kind, text = token.lastgroup, token[0]
        if kind == "iri":
            return f"<{resolved(text, self._base)}>"
        if kind == "name":
            prefix, _, local = text.partition(":")
            return f"<{self._prefixes[prefix]}{local_name(local)}>"
        if kind == "sign":
            return {"[": self._node, "(": self._list, "<<": self._reified, "<<(": self._triple}[text]()
        return self._label(text) if kind == "blank" else self._literal(kind, text)

    def _literal(self, kind: str | None, text: str) -> str:
        if kind == "word":
            return _TYPE if text == "a" else boolean(text)
        if kind == "number":
            return number(text)
        if self._skip("^^"):
            return datatyped(text, self._term())
        tagged = self._at < len(self._tokens) and self._tokens[self._at].lastgroup == "at"
        return string(text, self._take()[0] if tagged else "")

    def _label(self, text: str) -> str:
        # A labelled blank node is told once, at its first mention: one mistake, however often it is used.
        if text not in self._labels and not self._quoted:
            self._labels.add(text)
            self._mention("node", text)
        return text

    def _node(self) -> str:
        self._mention("node")
        self._properties(_ANONYMOUS)
        self._skip("]")
        return _ANONYMOUS

    def _list(self) -> str:
        if self._skip(")"):
            return _NIL
        self._mention("list")
        while not self._skip(")"):
            self._term()
        return _ANONYMOUS

    def _reified(self) -> str:
        self._mention("triple")
        for _ in range(3):
            self._quote()
        reifier = self._reifier() if self._skip("~") else _ANONYMOUS
        self._skip(">>")
        return reifier

    def _triple(self) -> str:
        self._mention("triple")
        terms = [self._quote() for _ in range(3)]
        self._skip(")>>")
        return " ".join(terms)  # as pyoxigraph prints it

    def _quote(self) -> str:
        """Read a term of a triple that is told about: what it is made of is not told one by one."""
        self._quoted += 1
        try:
            return self._term()
        finally:
            self._quoted -= 1

    def _mention(self, kind: str, label: str | None = None) -> None:
        if not self._quoted:
            self.nameless.append(Nameless(kind, self._span(self._at - 1), *self._about, label))

    def _mark(self, span: Span, *key: str) -> None:
        if _ANONYMOUS not in key:
            self.spans.mark(span, *key)

    def _take(self) -> re.Match[str]:
        self._at += 1
        return self._tokens[self._at - 1]

    def _next(self) -> str:
        return self._tokens[self._at][0] if self._at < len(self._tokens) else ""

    def _skip(self, sign: str) -> bool:
        found = self._next() == sign
        self._at += found
        return found

    def _span(self, start: int) -> Span:
        """Return the range from the token number `start` to the one that was read last."""
        return self._lines.span(self._tokens[start].start(), self._tokens[self._at - 1].end())


def _iri(key: str) -> str | None:
    return key[1:-1] if key.startswith("<") else None
