"""The place of each subject, property and value in a Turtle, TriG, N-Triples or N-Quads file.

pyoxigraph parses the triples but reports no places. So the text, which is known to be valid by then, is read once more
according to the grammar of RDF 1.2. Places are therefore correct for any prefix, base, escape or abbreviation. The two
readings match because a place has the N-Triples form of the terms as its key, as pyoxigraph prints it. Unnamed nodes
have no such key, so their places are recorded separately.
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
_ENDS = {"", ".", "]", "}", "|}"}  # tokens that end the properties of a subject
_DIRECTIVES = {"prefix", "base", "version"}


@dataclass(frozen=True, slots=True)
class Nameless:
    """The first mention of something without a name: `kind` is `node`, `list` or `triple` (a reified one).

    If it is a value, it belongs to the property `path` of `focus` (both IRIs); `label` is that of a blank node.
    """

    kind: str
    span: Span
    focus: str | None = None
    path: str | None = None
    label: str | None = None


class Lines:
    """Converts offsets to lines and columns, both counted from 1, in code points."""

    def __init__(self, text: str, file: str) -> None:
        """Index a text whose lines end with line feeds, as in RDF syntaxes."""
        self._file = file
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def span(self, start: int, end: int) -> Span:
        """Return the range from offset `start` to offset `end` (exclusive)."""
        return Span(self._file, *self._place(start), *self._place(end))

    def _place(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def locate_terms(text: str, file: str) -> Spans:
    """Return the places of everything asserted in `text`, in any of the four syntaxes.

    pyoxigraph must have parsed `text` without errors, and it must have no byte order mark. The place of a subject is
    where its class is given, or else its first mention as a subject.
    """
    return places(text, file)[0]


def places(text: str, file: str) -> tuple[Spans, list[Nameless]]:
    """Return the places of all assertions, as `locate_terms` does, and those of nodes without a name."""
    reader = _Reader(text, file)
    # The places found so far are still correct if brackets are nested a thousand deep, or if pyoxigraph accepts newer
    # syntax.
    with suppress(LookupError, RecursionError, SyntaxError, ValueError):
        reader.read()
    return reader.spans, reader.nameless


class _Reader:
    """Parses the tokens by recursive descent, and records the places of terms."""

    def __init__(self, text: str, file: str) -> None:
        self._tokens = turtle_tokens(text)
        self._at = 0
        self._lines = Lines(text, file)
        self._base: str | None = None
        self._prefixes: dict[str, str] = {}
        self._about: tuple[str | None, str | None] = (None, None)  # the last named subject, and its property
        self._quoted = 0  # number of open triples in angle brackets
        self._typed: set[str] = set()
        self._labels: set[str] = set()
        self.spans, self.nameless = Spans(), list[Nameless]()

    def read(self) -> None:
        """Read all statements. The braces of TriG only group them."""
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
        if self._next() == "{":  # it is the name of a graph
            return
        typed = self._properties(subject)
        # A subject can be described in several places; people look for it where it gets its class.
        if typed and subject not in self._typed and subject != _ANONYMOUS:
            self._typed.add(subject)
            self.spans.marks[subject, None, None] = place
        self._mark(place, subject)
        if self._next() not in _ENDS:
            self._term()  # the graph in N-Quads

    def _properties(self, subject: str) -> bool:
        """Read the properties of a subject and their values; return whether its class is among them."""
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
        """Read annotations of the previous triple: `~ name`, and properties in `{| |}`."""
        while (sign := self._next()) in ("~", "{|"):
            self._at += 1
            self._mention("triple")
            reifier = self._reifier() if sign == "~" else _ANONYMOUS
            if sign == "{|" or self._skip("{|"):
                self._properties(reifier)
                self._skip("|}")

    def _reifier(self) -> str:
        """Read the name after a `~`, which may be missing."""
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
        # A labelled blank node is reported once, at its first mention: it is one mistake, however often it is used.
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
        return " ".join(terms)  # in pyoxigraph's form

    def _quote(self) -> str:
        """Read a term of a triple that has statements about it; its parts are not reported separately."""
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
        """Return the range from token number `start` to the last token read."""
        return self._lines.span(self._tokens[start].start(), self._tokens[self._at - 1].end())


def _iri(key: str) -> str | None:
    return key[1:-1] if key.startswith("<") else None
