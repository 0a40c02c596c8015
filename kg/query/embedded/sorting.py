"""Sorts the rows of a large answer in Python, in the order in which Oxigraph would.

To compare two rows, Oxigraph reads the names in them from the disk again: 6 µs, of which 100,000 rows need 1.7 million.
"""

from __future__ import annotations

import io
import re
from itertools import groupby, pairwise

import pyoxigraph as ox

from kg.namespaces import PREFIXES
from kg.query.binding import columns_of, query_tokens

TYPE_CHECKING = False  # not from typing, whose import would double the start-up time of a query
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    _Token = tuple[str, int, str]
    _Key = tuple[str, bool]  # a column, and whether its largest value comes first
    _Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None

__all__ = ["sorted_rows", "without_order"]

#: How the names of columns begin that are there for their order alone.
_ADDED = "order_of_rows_"
#: From how many rows on memory is given back, which takes some milliseconds.
_MANY = 10_000
#: How much of an answer is read at once, in bytes.
_PIECE = 1 << 16
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_XSD = PREFIXES["xsd"]
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(?:\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2}|)")
_TIMES = {_XSD + "date", _XSD + "dateTime"}
_READ: dict[str, Callable[[str], Any]] = {_XSD + "string": str, _XSD + "integer": int, _XSD + "date": str}


def without_order(text: str) -> tuple[str, list[_Key]]:
    """Return a query without its ORDER BY, and the columns by which that sorts; it gets a column for each expression.

    There are none, and the query stays as it is, if anything follows, such as a LIMIT, or if it sorts by what is no
    column, or by an expression of what it groups.
    """
    outer = list(_outside(list(query_tokens(text))))
    at = max((at for at, (*_, word) in enumerate(outer) if word.upper() == "ORDER"), default=len(outer))
    keys, columns = list(_keys(text, outer[at + 2 :])), columns_of(text)
    grouped = any(word.upper() == "GROUP" for *_, word in outer)
    for expression, _ in keys:
        used = {word[1:] for kind, _, word in query_tokens(expression) if kind == "variable"}
        if not expression or not used <= columns or (grouped and not _is_column(expression)):
            return text, []
    return _with_columns(text[: outer[at][1]], keys, outer) if keys else (text, [])


def _outside(tokens: list[_Token]) -> Iterator[_Token]:
    """Yield the tokens of a query that are not in its pattern, and the brace with which that begins."""
    depth = 0
    for token in tokens:
        depth -= token[2] == "}"
        if depth == 0:
            yield token
        depth += token[2] == "{"


def _keys(text: str, tokens: list[_Token]) -> Iterator[tuple[str, bool]]:
    """Yield what an ORDER BY sorts by, and whether its largest value comes first; nothing for what is not of it."""
    while tokens:
        direction = tokens[0][2].upper()
        named = direction in ("ASC", "DESC")
        end = 1 if tokens[0][0] == "variable" else _closing(tokens)
        if not end:
            yield "", False
            return
        last = tokens[end - 1]
        begin = tokens[1 if named else 0][1]
        yield text[begin : last[1] + len(last[2])].strip(), direction == "DESC"
        tokens = tokens[end:]


def _closing(tokens: list[_Token]) -> int:
    """Return the number of tokens up to the end of the first parenthesis, which has at most one word before it."""
    depth = 0
    for number, (*_, word) in enumerate(tokens, 1):
        depth += (word == "(") - (word == ")")
        if word in ("{", "}") or (depth == 0 and number > 1):
            return number if word == ")" else 0
    return 0


def _is_column(expression: str) -> bool:
    return re.fullmatch(r"\(*\s*\?\w+\s*\)*", expression) is not None


def _with_columns(text: str, keys: list[tuple[str, bool]], outer: list[_Token]) -> tuple[str, list[_Key]]:
    """Return a query with a column for each expression of some keys, and the columns of all keys."""
    head = next(start for _, start, word in outer if word == "{" or word.upper() in ("WHERE", "FROM"))
    names, added = list[str](), ""
    for number, (expression, _) in enumerate(keys):
        if not _is_column(expression):
            added += f"({expression} AS ?{_ADDED}{number}) "
        names.append(expression.strip("()? \n") if _is_column(expression) else f"{_ADDED}{number}")
    return text[:head] + added + text[head:], [(name, down) for name, (_, down) in zip(names, keys, strict=True)]


def sorted_rows(solutions: ox.QuerySolutions, keys: Sequence[_Key]) -> ox.QuerySolutions:
    """Return rows in their order; raises ValueError if a column holds values that Python would sort otherwise.

    They are kept as lines of TSV, which take a fifth of the memory of terms, until each is read.
    """
    names = [variable.value for variable in solutions.variables]
    columns: list[tuple[int, list[_Term]]] = [(names.index(name), []) for name, _ in keys]
    shown = [at for at, name in enumerate(names) if not name.startswith(_ADDED)]
    lines = list[bytes]()
    for row in solutions:
        for at, values in columns:
            values.append(row[at])
        lines.append("\t".join(["" if row[at] is None else str(row[at]) for at in shown]).encode() + b"\n")
    del solutions  # what Oxigraph keeps of a large answer takes far more memory than its lines
    if len(lines) > _MANY:
        from kg.machine.memory import give_memory_back

        give_memory_back()
    order = _order([values for _, values in columns], [down for _, down in keys])
    head = "\t".join(f"?{names[at]}" for at in shown).encode() + b"\n"
    file = io.BufferedReader(_Lines(head, lines, order), _PIECE)
    return ox.parse_query_results(file, ox.QueryResultsFormat.TSV)  # type: ignore[return-value]  # no yes or no


class _Lines(io.RawIOBase):
    """A file of lines in an order, which forgets each line when it has been read, so that no answer is there twice."""

    def __init__(self, head: bytes, lines: list[bytes], order: list[int]) -> None:
        self._left, self._lines, self._order = head, lines, iter(order)

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # of a BufferedReader
        """Fill a buffer as far as there are lines, and return how many bytes of it are filled."""
        pieces, count = [self._left], len(self._left)
        while count < len(buffer) and (at := next(self._order, None)) is not None:
            pieces.append(self._lines[at])
            count += len(self._lines[at])
            self._lines[at] = b""
        found, size = b"".join(pieces), len(buffer)
        buffer[: min(count, size)] = found[:size]
        self._left = found[size:]
        return min(count, size)


def _order(columns: Sequence[Sequence[_Term]], downwards: Sequence[bool]) -> list[int]:
    """Return the numbers of rows in the order of their values in some columns."""
    order, both = list(range(len(columns[0]))), zip(columns, downwards, strict=True)
    # A sort keeps the order of what is equal, so the last columns come first.
    for down, some in reversed([(down, list(some)) for down, some in groupby(both, lambda one: one[1])]):
        values = list(zip(*(_comparable(column) for column, _ in some), strict=True))
        order.sort(key=values.__getitem__, reverse=down)
    return order


def _comparable(terms: Sequence[_Term]) -> Sequence[object]:
    """Return values that Python sorts as Oxigraph does the terms: no value comes first, and names before literals."""
    kinds = {type(term) for term in terms}
    if kinds == {ox.NamedNode}:
        return [term.value for term in terms]  # type: ignore[union-attr]  # each has one
    read = _reader([term for term in terms if isinstance(term, ox.Literal)])
    if kinds == {ox.Literal}:
        return [read(term.value) for term in terms]  # type: ignore[union-attr]  # each has one
    if not kinds <= {ox.NamedNode, ox.Literal, type(None)}:
        raise ValueError(kinds)
    return [_ranked(term, read) for term in terms]


def _ranked(term: _Term, read: Callable[[str], Any]) -> tuple[int, Any]:
    if isinstance(term, ox.Literal):
        return 2, read(term.value)
    return (1, term.value) if isinstance(term, ox.NamedNode) else (0, "")


def _reader(literals: Sequence[ox.Literal]) -> Callable[[str], Any]:
    """Return what makes comparable values of literals; raises ValueError if they are not all of one simple type."""
    datatypes = {literal.datatype.value for literal in literals}
    if not datatypes:
        return str
    if _XSD + "dateTime" in datatypes and datatypes <= _TIMES:
        return _reader_of_times({literal.value for literal in literals})
    if len(datatypes) > 1 or not datatypes <= _READ.keys():
        raise ValueError(datatypes)
    datatype = datatypes.pop()
    # A year before 1 or after 9999, or a time zone, is not sorted as text is.
    if datatype == _XSD + "date" and not all(_DAY.fullmatch(literal.value) for literal in literals):
        raise ValueError(datatype)
    return _READ[datatype]


def _reader_of_times(texts: set[str]) -> Callable[[str], Any]:
    """Return what makes comparable values of times and days.

    Oxigraph compares two times by when they are, and a time with a day by their texts: which is no order, unless the
    times by themselves are in the same order by their texts.
    """
    from datetime import datetime

    found = {text: _TIME.fullmatch(text) for text in texts if not _DAY.fullmatch(text)}
    if not all(found.values()) or len({bool(match and match[1]) for match in found.values()}) > 1:
        raise ValueError(texts)
    moments = {text: datetime.fromisoformat(text) for text in sorted(found)}
    if len(moments) == len(texts):
        return moments.__getitem__
    if all(one < other for one, other in pairwise(moments.values())):
        return str
    raise ValueError(texts)
