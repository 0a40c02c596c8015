"""Rows for people: a table that fits its terminal, blocks of lines where no table would, and Markdown."""

from __future__ import annotations

import shutil

TYPE_CHECKING = False  # not from typing, whose import would double the start-up time of a query
if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["markdown", "readable", "table"]

#: What a column needs to be read: in narrower ones, most words would be broken.
_LEAST = 14
#: Kinds whose names say what they are without the kind: `calls-for` needs no `act:`.
_LISTS = ("act", "certainty", "choice", "issue", "mode", "occurrence", "polarity", "qualifier")


def readable(columns: list[str], rows: list[list[str]]) -> tuple[list[str], list[list[str]]]:
    """Return the rows with names instead of identifiers, as far as nothing is lost to a reader.

    A column `x` beside `x_label` gives way to the label, and a prefixed name loses a prefix that
    its column's name, or the kind of value, says already.
    """
    labels = {name: columns.index(f"{name}_label") for name in columns if f"{name}_label" in columns}
    shown = [index for index, name in enumerate(columns) if name.removesuffix("_label") not in labels or name in labels]

    def cell(row: list[str], index: int) -> str:
        name = columns[index]
        return (row[labels[name]] if name in labels else "") or _bare(row[index], name)

    return [columns[index] for index in shown], [[cell(row, index) for index in shown] for row in rows]


def _bare(text: str, column: str) -> str:
    kind, _, slug = text.partition(":")
    return slug if slug and " " not in text and kind in (*_LISTS, column) else text


def table(columns: list[str], rows: list[list[str]], *, terminal: bool = False) -> bytes:
    """Return aligned columns; on a terminal they fit its width, or become a block of lines for each row."""
    width = shutil.get_terminal_size().columns if terminal else _natural_width(columns, rows)
    natural = sum(min(_widest(columns, rows, index), _LEAST) + 2 for index in range(len(columns)))
    if terminal and natural > width:
        return _blocks(columns, rows, width)
    return _aligned(columns, rows, width, terminal=terminal)


def _aligned(columns: list[str], rows: list[list[str]], width: int, *, terminal: bool) -> bytes:
    from io import StringIO

    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for column in columns:
        grid.add_column(Text(column), overflow="fold")
    for row in rows:
        grid.add_row(*(Text(cell) for cell in row))
    console = Console(file=StringIO(), force_terminal=terminal, width=width, highlight=False)
    console.print(grid)
    text = console.file.getvalue()  # type: ignore[attr-defined]  # the StringIO of two lines above
    return "".join(f"{line.rstrip()}\n" for line in text.split("\n") if line.strip()).encode()


def _blocks(columns: list[str], rows: list[list[str]], width: int) -> bytes:
    """Return each row as lines of name and value, with what was too long folded under itself."""
    from textwrap import wrap

    margin = max(map(len, columns), default=0) + 2
    lines: list[str] = []
    for row in rows:
        for column, cell in zip(columns, row, strict=True):
            first, *rest = wrap(cell, max(width - margin, _LEAST)) or [""]
            lines += [f"{column:<{margin}}{first}", *(" " * margin + more for more in rest)] if cell else []
        lines.append("")
    return "".join(f"{line}\n" for line in lines or [" ".join(columns)]).encode()


def _widest(columns: list[str], rows: list[list[str]], index: int) -> int:
    return max(len(columns[index]), *(len(row[index]) for row in rows), 0)


def _natural_width(columns: list[str], rows: list[list[str]]) -> int:
    """Return a width in which nothing is folded: a character is at most two cells wide."""
    cells = [
        max(2 * len(line) for line in text.split("\n")) for text in (*columns, *(cell for row in rows for cell in row))
    ]
    return len(columns) * (max(cells, default=0) + 4) + 4


def markdown(columns: list[str], rows: list[list[str]]) -> bytes:
    """Return a Markdown table."""
    lines = [_markdown(columns), _markdown(["---"] * len(columns)), *map(_markdown, rows)]
    return "".join(f"{line}\n" for line in lines).encode()


def _markdown(cells: Iterable[str]) -> str:
    return "| " + " | ".join(" ".join(cell.replace("\\", "\\\\").replace("|", "\\|").split()) for cell in cells) + " |"
