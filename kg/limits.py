"""Limits on the nesting and length of input from elsewhere, checked before it is parsed.

Parsers recurse for each bracket, and some crash if the nesting is deep enough; with others, long runs of one character
take minutes. No text written by a person comes near these limits.
"""

from __future__ import annotations

import re

from kg.errors import InputError

__all__ = [
    "DEEPEST",
    "LARGEST_FILE",
    "LONGEST_LITERAL",
    "LONGEST_NUMBER",
    "TURTLE_DEEPEST",
    "JsonDepth",
    "refuse_excess",
]

#: The most levels of brackets, characters in a literal, digits in a number, and bytes in a file.
DEEPEST, LONGEST_LITERAL, LONGEST_NUMBER, LARGEST_FILE = 200, 1_000_000, 1_000, 500_000_000

#: Turtle and its relatives are read by a parser with its own stack, up to some thousands of levels of triple terms.
TURTLE_DEEPEST = 5_000

_OPENING, _CLOSING = frozenset(("[", "(", "{", "<<")), frozenset(("]", ")", "}", ">>"))
#: Brackets, and tokens that may contain characters that look like brackets (strings, IRIs, comments).
_TOKEN = {
    False: r'''"""(?:[^"\\]++|\\.|"(?!""))*+"""|\'\'\'(?:[^'\\]++|\\.|'(?!''))*+\'\'\'|"(?:[^"\\\n]++|\\.)*+"'''
    r"""|'(?:[^'\\\n]++|\\.)*+'|<[^<>"{}|^`\\\x00-\x20]*+>|\#[^\n]*+|<<|>>|[][(){}]""",
    True: r'"(?:[^"\\]++|\\.)*+"|[][{}]',
}
_STRING_OR_ESCAPE = re.compile(rb'\\.|[^"\\{}\[\]]+', re.DOTALL)


def refuse_excess(
    text: str, file: str, *, json: bool = False, deepest: int = DEEPEST, kind: type[InputError] = InputError
) -> None:
    """Raise an error of the `kind`, with its place, if Turtle, SPARQL and the like (or JSON) exceeds the limits."""
    if number := re.search(rf"[0-9]{{{LONGEST_NUMBER + 1}}}", text):
        raise _excess(text, number.start(), file, f"a number of more than {LONGEST_NUMBER:,} digits", kind)
    # Counting first takes no time: only a text with many brackets is scanned token by token.
    openings = sum(text.count(sign) for sign in "[{")
    openings += 0 if json else text.count("(") + text.count("<<")
    if openings > deepest or len(text) > LONGEST_LITERAL:
        _scan(text, file, _TOKEN[json], deepest, kind)


def _scan(text: str, file: str, pattern: str, deepest: int, kind: type[InputError]) -> None:
    depth = 0
    for token in re.finditer(pattern, text, re.DOTALL):
        sign = token[0]
        if sign in _OPENING:
            depth += 1
            if depth > deepest:
                raise _excess(text, token.start(), file, f"nested more than {deepest:,} levels deep", kind)
        elif sign in _CLOSING:
            depth -= 1
        elif len(sign) > LONGEST_LITERAL and sign[0] != "#":
            raise _excess(text, token.start(), file, f"a literal of more than {LONGEST_LITERAL:,} characters", kind)


def _excess(text: str, start: int, file: str, what: str, kind: type[InputError]) -> InputError:
    line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
    return kind(f"{what}, which is not read", file=file, line=line, column=column)


class JsonDepth:
    """Tracks the nesting depth of JSON as its parts arrive."""

    def __init__(self) -> None:
        self._depth, self._in_string, self._rest = 0, False, b""

    def feed(self, part: bytes) -> bool:
        """Process the next part, and return whether it is still within the limit."""
        part = self._rest + part
        self._rest = b"\\" if (len(part) - len(part.rstrip(b"\\"))) % 2 else b""  # half of an escape
        signs = _STRING_OR_ESCAPE.sub(b"", part[: len(part) - len(self._rest)])
        pieces = (b'"' * self._in_string + signs).split(b'"')
        self._in_string = len(pieces) % 2 == 0
        for sign in b"".join(pieces[::2]):
            self._depth += 1 if sign in b"[{" else -1
            if self._depth > DEEPEST:
                return False
        return True
