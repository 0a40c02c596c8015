"""Rows for people: aligned columns, records of lines where no table can be read, and Markdown.

A library would do the same; importing one takes longer than answering a query, which is what a person waits for
most.
"""

from __future__ import annotations

import os
import re
import sys
import unicodedata

TYPE_CHECKING = False  # not from typing, whose import would double the start-up time of a query
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = [
    "cells_of",
    "columns_that_fit",
    "cut",
    "grid",
    "markdown",
    "records",
    "table",
    "terminal_size",
    "wrapped_lines",
]

#: The narrowest a column may become while its words are broken at hyphens at most.
_LEAST = 12
_GAP = 2
#: The columns and lines of a terminal where these are not known.
_SIZE = (80, 24)
_RULE = "─"
#: Where a word that is longer than its column may go on in the next line.
_BREAKS = re.compile(r"(?<=[-./:_])(?=\w)")


def table(columns: Sequence[str], rows: Sequence[Sequence[str]], *, terminal: bool = False) -> bytes:
    """Return aligned columns; on a terminal they fit its width, or become a record of lines for each row."""
    width = terminal_size()[0] if terminal else None
    widths = columns_that_fit(columns, rows, width)
    lines = records(columns, rows, width) if widths is None else grid(columns, rows, widths, bold=terminal)
    return "".join(f"{line}\n" for line in lines).encode()


def terminal_size() -> tuple[int, int]:
    """Return the columns and lines of the terminal, which $COLUMNS and $LINES override.

    `shutil` has the same, and takes longer to load.
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
    """Return how many cells of a terminal a text takes: two for a wide character, none for a combining one."""
    # Nearly all cells are, and need no look at each character.
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) or unicodedata.category(char) in ("Cf", "Me", "Mn")
        else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )  # fmt: skip


def cut(text: str, width: int) -> str:
    """Return a text on one line of at most `width` cells, with an ellipsis where something was left out."""
    text = " ".join(text.split())
    if cells_of(text) <= width:
        return text
    while text and cells_of(text) > width - 1:
        text = text[: max(len(text) - max((cells_of(text) - width) // 2, 1), 0)]
    return text.rstrip() + "…"


def columns_that_fit(
    columns: Sequence[str], rows: Sequence[Sequence[str]], width: int | None, margin: int = 0
) -> list[int] | None:
    """Return a width for each column, in cells, so that a line has at most `width` behind a margin; None if none can.

    The widest columns give first, down to their longest word; without a width each has what it needs.
    """
    lines = [[line for row in rows for line in (row[index].split("\n") or [""])] for index in range(len(columns))]
    widths = [max(map(cells_of, (name, *cell))) for name, cell in zip(columns, lines, strict=True)]
    if width is None:
        return widths
    least = [max(_longest([name]), _longest(cell)) for name, cell in zip(columns, lines, strict=True)]
    room = width - margin - _GAP * max(len(columns) - 1, 0)
    if sum(least) > room:
        return None
    while sum(widths) > room:
        # One cell at a time from the widest that can still give: columns end up alike before any of them gets narrow.
        giving = max((index for index in range(len(widths)) if widths[index] > least[index]), key=widths.__getitem__)
        widths[giving] -= 1
    return widths


def _longest(lines: Iterable[str]) -> int:
    """Return the width of the longest piece that is not broken."""
    pieces = (piece for line in lines for word in line.split() for piece in _BREAKS.split(word))
    return max([min(cells_of(piece), 3 * _LEAST) for piece in pieces] or [0])


def grid(
    columns: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int], *, bold: bool = False
) -> list[str]:
    """Return a head, a rule and the rows, each as many lines as its longest cell needs."""
    head = _lines(columns, widths)
    lines = [f"\x1b[1m{line}\x1b[0m" if bold else line for line in head]
    lines.append(_RULE * (sum(widths) + _GAP * max(len(widths) - 1, 0)))
    for row in rows:
        lines += _lines(row, widths)
    return lines


def _lines(row: Sequence[str], widths: Sequence[int]) -> list[str]:
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
    """Return a text in lines of at most `width` cells, broken between words, else behind hyphens, dots and colons."""
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
    """Return each row as lines of name and value, with what was too long folded under itself."""
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
    # A line feed ends a row of Markdown, and a bar a cell.
    return "| " + " | ".join(" ".join(cell.replace("\\", "\\\\").replace("|", "\\|").split()) for cell in cells) + " |"
