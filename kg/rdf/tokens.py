"""The tokens of Turtle, TriG, N-Triples and N-Quads (RDF 1.2), and the terms that they stand for.

The text is known to be valid: pyoxigraph has already parsed it. So tokens are only split, not checked. Terms are in
N-Triples form, as pyoxigraph prints them; numbers keep their spelling.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

import pyoxigraph as ox

from kg.namespaces import VOCABULARIES

__all__ = ["boolean", "datatyped", "local_name", "number", "resolved", "string", "turtle_tokens"]

_LETTER = r"A-Za-z\u0080-\U0010ffff"  # outside strings, IRIs and comments, only names go beyond ASCII
_CHARACTER = _LETTER + r"_0-9\-"
_PLAIN = rf"%[0-9A-Fa-f]{{2}}|\\.|[{_CHARACTER}:]"
#: One token, by the name of its group; white space and comments have none. `sign` comes after tokens that begin with a
#: sign.
_TOKEN = rf"""[ \t\r\n]+ | \#[^\r\n]*
    | (?P<string> \"{{3}}(?:[^"\\]++|\\.|"(?!""))*+\"{{3}} | '{{3}}(?:[^'\\]++|\\.|'(?!''))*+'{{3}}
        | "(?:[^"\\]++|\\.)*+" | '(?:[^'\\]++|\\.)*+' )
    | (?P<iri> <[^<>\x00-\x20]*> )
    | (?P<blank> _:[{_LETTER}_0-9](?:[{_CHARACTER}.]*[{_CHARACTER}])? )
    | (?P<name> (?:[{_LETTER}](?:[{_CHARACTER}.]*[{_CHARACTER}])?)?:(?:(?:{_PLAIN})(?:(?:{_PLAIN}|\.)*(?:{_PLAIN}))?)? )
    | (?P<at> @[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--[a-z]+)? )
    | (?P<number> [+-]?(?:(?:[0-9]+\.?[0-9]*|\.[0-9]+)[eE][+-]?[0-9]+ | [0-9]*\.[0-9]+ | [0-9]+) )
    | (?P<word> [A-Za-z]+ )
    | (?P<sign> <<\(? | \)?>> | \{{\| | \|\}} | \^\^ | [][(){{}}.,;~] )"""
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_ESCAPED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def turtle_tokens(text: str) -> list[re.Match[str]]:
    """Return the tokens of a text; `lastgroup` is the kind of each."""
    return [match for match in _token().finditer(text) if match.lastgroup]


@cache
def _token() -> re.Pattern[str]:
    return re.compile(_TOKEN, re.VERBOSE | re.DOTALL)  # takes as long as reading a small file, so only if there is RDF


def _unescaped(text: str) -> str:
    def meant(match: re.Match[str]) -> str:
        code = match[1] or match[2]
        return chr(int(code, 16)) if code else _ESCAPED.get(match[3], match[3])

    return _ESCAPE.sub(meant, text)


def string(token: str, language: str = "") -> str:
    """Return the literal for a string token with a language tag (`@en`, or none)."""
    return f"{ox.Literal(_content(token))}{language.lower()}"


def datatyped(token: str, datatype: str) -> str:
    """Return the literal for a string token with a datatype (an IRI in angle brackets)."""
    return str(ox.Literal(_content(token), datatype=ox.NamedNode(datatype[1:-1])))


def _content(token: str) -> str:
    # The length distinguishes `""`, an empty string, from the beginning of a long one.
    quotes = 3 if token[:3] in ('"""', "'''") and len(token) >= 6 else 1
    return _unescaped(token[quotes:-quotes])


def number(token: str) -> str:
    """Return the literal for a number."""
    kind = "double" if "e" in token.lower() else "decimal" if "." in token else "integer"
    return f'"{token}"^^<{VOCABULARIES["xsd"]}{kind}>'


def boolean(token: str) -> str:
    """Return the literal for `true` or `false`."""
    return f'"{token}"^^<{VOCABULARIES["xsd"]}boolean>'


def local_name(token: str) -> str:
    """Return the part of a prefixed name after the colon, without its escapes."""
    return re.sub(r"\\(.)", r"\1", token)


@lru_cache(maxsize=4096)
def resolved(iri: str, base: str | None) -> str:
    """Return an IRI in angle brackets, resolved against a base, without the brackets."""
    if base is None:
        return _unescaped(iri[1:-1])
    # Only the same code is sure to resolve an IRI as it was resolved when the triples were read.
    (triple,) = ox.parse(f"{iri} <x:p> <x:o> .", format=ox.RdfFormat.TURTLE, base_iri=base)
    return str(triple.subject).strip("<>")
