"""Rows for people: aligned columns, records of lines if there is no room for a table, and Markdown.

A library could do this, but importing one takes longer than answering a query.
"""

from __future__ import annotations

import os
import re
import sys
from functools import lru_cache

TYPE_CHECKING = False  # not from typing, whose import would double the start-up time of a query
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = [
    "cells_of",
    "columns_that_fit",
    "count_lines",
    "cut",
    "grid",
    "markdown",
    "narrowed",
    "needs_of",
    "records",
    "row_lines",
    "table",
    "terminal_size",
    "wrapped_lines",
]

#: Words are broken only at hyphens and the like as long as columns are at least this wide.
_LEAST = 12
_GAP = 2
#: The columns and lines of a terminal of unknown size.
_SIZE = (80, 24)
_RULE = "─"
#: Texts of Latin letters and the usual punctuation, each of whose characters takes one cell.
_NARROW = re.compile("[ -~\xa1-\xac\xae-\u02ff\u2010-\u2027\u2030-\u205e]*")
#: Positions where a word that is longer than its column may be broken; none is inside a day or a number.
_BREAKS = re.compile(r"(?<=[-./:_])(?=[^\W\d])")


def table(columns: Sequence[str], rows: Sequence[Sequence[str]], *, terminal: bool = False) -> bytes:
    """Return aligned columns; on a terminal they fit its width, or become a record of lines for each row."""
    width = terminal_size()[0] if terminal else None
    widths = columns_that_fit(columns, rows, width)
    lines = records(columns, rows, width) if widths is None else grid(columns, rows, widths, bold=terminal)
    return "".join(f"{line}\n" for line in lines).encode()


def terminal_size() -> tuple[int, int]:
    """Return the columns and lines of the terminal; $COLUMNS and $LINES override them.

    `shutil` has the same function but takes longer to import.
    """
    try:
        found = os.get_terminal_size(sys.__stdout__.fileno() if sys.__stdout__ else 1)
        size = found.columns or _SIZE[0], found.lines or _SIZE[1]
    except (OSError, ValueError):
        size = _SIZE
    said = [os.environ.get(name, "") for name in ("COLUMNS", "LINES")]
    width, height = (
        int(text) if text.isdecimal() and int(text) else real for text, real in zip(said, size, strict=True)
    )
    return width, height


def cells_of(text: str) -> int:
    """Return the width of a text in terminal cells: two for a wide character, none for a combining one."""
    # Nearly all texts are of these characters, and then there is no need to look at each of them.
    if text.isascii() or _NARROW.fullmatch(text):
        return len(text)
    import unicodedata  # here, since few answers have such characters

    return sum(
        0 if unicodedata.combining(char) or unicodedata.category(char) in ("Cf", "Me", "Mn")
        else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )  # fmt: skip


def cut(text: str, width: int) -> str:
    """Return a text on one line of at most `width` cells, with an ellipsis if it was shortened."""
    text = " ".join(text.split())
    if cells_of(text) <= width:
        return text
    while text and cells_of(text) > width - 1:
        text = text[: max(len(text) - max((cells_of(text) - width) // 2, 1), 0)]
    return text.rstrip() + "…"


def columns_that_fit(
    columns: Sequence[str], rows: Sequence[Sequence[str]], width: int | None, margin: int = 0
) -> list[int] | None:
    """Return column widths in cells, for lines of at most `width` including a margin; None if that is impossible.

    The widest columns are narrowed first, down to their longest word; without a width, each gets what it needs.
    """
    needs = [needs_of(name, [row[index] for row in rows]) for index, name in enumerate(columns)]
    return [wanted for wanted, _ in needs] if width is None else narrowed(needs, width, margin)


def needs_of(name: str, column: Iterable[str]) -> tuple[int, int]:
    """Return how wide a column with this heading wants to be, and how wide it has to be at least, in cells."""
    lines = {name, *(line for cell in column for line in cell.split("\n"))}
    return max(map(cells_of, lines)), _longest(lines)


def narrowed(needs: Sequence[tuple[int, int]], width: int, margin: int = 0) -> list[int] | None:
    """Return the widths of columns with these needs (see `needs_of`) as `columns_that_fit` does."""
    widths, least = [wanted for wanted, _ in needs], [at_least for _, at_least in needs]
    room = width - margin - _GAP * max(len(needs) - 1, 0)
    if sum(least) > room:
        return None
    if sum(widths) <= room:
        return widths
    # The widest columns are narrowed first, so that columns become equal before any of them gets narrow: none is wider
    # than `high`, and the first of those that are so wide lose one cell more.
    low, high = 0, max(widths)
    while low + 1 < high:
        middle = (low + high) // 2
        low, high = (middle, high) if sum(_at_most(middle, widths, least)) <= room else (low, middle)
    narrow = _at_most(high, widths, least)
    equal = [index for index, cells in enumerate(narrow) if cells == high > least[index]]
    for index in equal[: sum(narrow) - room]:
        narrow[index] -= 1
    return narrow


def _at_most(limit: int, widths: Sequence[int], least: Sequence[int]) -> list[int]:
    return [max(at_least, min(wanted, limit)) for wanted, at_least in zip(widths, least, strict=True)]


def _longest(lines: Iterable[str]) -> int:
    """Return the width of the longest piece that cannot be broken."""
    words = {word for line in lines for word in line.split()}  # most words of a column occur many times
    pieces = (piece for word in words for piece in _BREAKS.split(word))
    return max([min(cells_of(piece), 3 * _LEAST) for piece in pieces] or [0])


def grid(
    columns: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int], *, bold: bool = False
) -> list[str]:
    """Return a head, a rule and the rows; each row has as many lines as its longest cell needs."""
    head = row_lines(columns, widths)
    lines = [f"\x1b[1m{line}\x1b[0m" if bold else line for line in head]
    lines.append(_RULE * (sum(widths) + _GAP * max(len(widths) - 1, 0)))
    for row in rows:
        lines += row_lines(row, widths)
    return lines


def count_lines(rows: Iterable[Sequence[str]], widths: Sequence[int]) -> int:
    """Return how many lines rows take in a grid."""
    return sum(max(map(_count_wrapped, row, widths)) for row in rows)


@lru_cache(maxsize=1000)  # several tables of the same rows are tried
def _count_wrapped(text: str, width: int) -> int:
    return len(wrapped_lines(text, width))


def row_lines(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    """Return the lines of one row."""
    cells = [wrapped_lines(cell, width) for cell, width in zip(row, widths, strict=True)]
    height = max(map(len, cells), default=0)
    lines = []
    for at in range(height):
        parts = [cell[at] if at < len(cell) else "" for cell in cells]
        padded = (part + " " * (width - cells_of(part)) for part, width in zip(parts, widths, strict=True))
        lines.append((" " * _GAP).join(padded).rstrip())
    return lines


def wrapped_lines(text: str, width: int) -> list[str]:
    """Return a text as lines of at most `width` cells, broken between words, or else after hyphens, dots and colons."""
    if "\n" not in text and cells_of(text) <= width:  # as nearly every cell of a table
        return [" ".join(text.split())]
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            joined = f"{line} {word}" if line else word
            if cells_of(joined) <= width:
                line = joined
                continue
            if line:
                lines.append(line)
            *full, line = _broken(word, width)
            lines += full
        lines.append(line)
    return lines


def _broken(word: str, width: int) -> list[str]:
    """Return a word in pieces that fit."""
    pieces = [""]
    for part in _BREAKS.split(word):
        if cells_of(pieces[-1] + part) <= width:
            pieces[-1] += part
            continue
        rest = part
        while cells_of(rest) > width:
            end = max(1, next((at for at in range(len(rest)) if cells_of(rest[: at + 1]) > width), len(rest)))
            pieces.append(rest[:end])
            rest = rest[end:]
        pieces.append(rest)
    return [piece for piece in pieces if piece] or [""]


def records(columns: Sequence[str], rows: Iterable[Sequence[str]], width: int | None = None) -> list[str]:
    """Return each row as lines of name and value; long values continue on indented lines."""
    margin = max(map(cells_of, columns), default=0) + _GAP
    lines: list[str] = []
    for row in rows:
        for column, cell in zip(columns, row, strict=True):
            first, *rest = wrapped_lines(cell, max(width - margin, _LEAST)) if width else [cell]
            lines += [f"{column:<{margin}}{first}", *(" " * margin + more for more in rest)] if cell else []
        lines.append("")
    return lines or [" ".join(columns)]


def markdown(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """Return a Markdown table."""
    lines = [_markdown(columns), _markdown(["---"] * len(columns)), *map(_markdown, rows)]
    return "".join(f"{line}\n" for line in lines).encode()


def _markdown(cells: Iterable[str]) -> str:
    # In Markdown, a line feed ends a row, and a bar ends a cell.
    return "| " + " | ".join(" ".join(cell.replace("\\", "\\\\").replace("|", "\\|").split()) for cell in cells) + " |"
