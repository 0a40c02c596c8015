"""Parses Turtle, TriG, N-Triples, N-Quads and JSON-LD files into quads, or reports the place of the syntax error."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import InputError
from kg.limits import DEEPEST, TURTLE_DEEPEST, refuse_excess
from kg.text import decode

if TYPE_CHECKING:
    from pathlib import Path
    from typing import TypeAlias

    Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

__all__ = ["SYNTAXES", "parse_rdf", "term_of"]

#: The syntax of each file suffix (`kg.layout.RDF_SUFFIXES`): its name and pyoxigraph's format.
SYNTAXES = {
    ".ttl": ("turtle", ox.RdfFormat.TURTLE),
    ".trig": ("trig", ox.RdfFormat.TRIG),
    ".nt": ("ntriples", ox.RdfFormat.N_TRIPLES),
    ".nq": ("nquads", ox.RdfFormat.N_QUADS),
    ".jsonld": ("jsonld", ox.RdfFormat.JSON_LD),
    ".json": ("jsonld", ox.RdfFormat.JSON_LD),
}


def parse_rdf(data: bytes, path: Path) -> list[ox.Quad]:
    """Return the quads in `data`, the bytes of the file `path`, whose suffix determines the syntax.

    Raises InputError, with line and column, if it is not UTF-8 or has a syntax error. Nothing is fetched: a remote
    JSON-LD context is rejected.
    """
    text = decode(data, str(path))
    name, syntax = SYNTAXES[path.suffix.lower()]
    json = name == "jsonld"
    # Before parsing: deep nesting overflows the stack of a parser, and ends the process without an exception.
    refuse_excess(text, str(path), json=json, deepest=DEEPEST if json else TURTLE_DEEPEST)
    try:
        return list(ox.parse(text, format=syntax, rename_blank_nodes=False))
    except SyntaxError as error:
        # pyoxigraph reports that a context was not loaded, but not where it is named; a person needs the line.
        remote = _remote_context(text, path) if "remote context" in str(error) else None
        raise remote or _syntax_error(error, name, path) from None
    except (ValueError, OSError, MemoryError) as error:
        raise InputError(f"not {name}: {error}", file=str(path)) from None


def _remote_context(text: str, path: Path) -> InputError | None:
    """Return the error for the first remote context in JSON-LD, with its place."""
    for match in re.finditer(r'"@(?:context|import)"\s*:', text):
        value = re.match(r'[\s\[]*"((?:[^"\\]|\\.)*)"', text[match.end() :])
        if value is None:
            continue
        start = match.end() + value.start(1)
        line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
        message = f"the context {value[1]} is not fetched"
        return InputError(message, file=str(path), line=line, column=column, hint="write the context into the file")
    return None


def _syntax_error(error: SyntaxError, name: str, path: Path) -> InputError:
    reason = error.msg.splitlines()[0] if error.msg else "syntax error"
    return InputError(f"not {name}: {reason}", file=str(path), line=error.lineno, column=error.offset)


def term_of(text: str) -> Term:
    """Return the term in N-Triples form; raises SyntaxError if it is not one."""
    (quad,) = ox.parse(f"<x:s> <x:p> {text} .", format=ox.RdfFormat.N_TRIPLES)
    term: Term = quad.object
    return term
