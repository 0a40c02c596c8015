"""An answer for people: names instead of identifiers, quoted words under each row, and a note on what is not shown.

Every row has a number, by which `kg why` proves it. Empty columns, and those that repeat another, are only named, above
the rows. A column with the same value in every row is shown once, above the rows. On a terminal, an
answer fits the screen, and says how many rows there are and how to see the rest. If a table would be too wide, long
values that repeat from row to row become headings above their rows, further columns move to a line below each row, and
a single row becomes lines of name and value.
"""

from __future__ import annotations

import re

from kg.namespaces import TERM_KINDS
from kg.query.headings import (
    WORDS,
    arranged,
    day_pairs,
    empty_columns,
    heading,
    notes_above,
    repeated_columns,
    said_once,
)
from kg.query.tables import cells_of, columns_that_fit, cut, grid, records, wrapped_lines
from kg.suggestions import counted

TYPE_CHECKING = False  # not from typing, whose import would double the start-up time of a query
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["MAIN", "PROVABLE", "provable", "readable_rows", "view"]

#: Kinds of node that `kg why` can prove, in order of preference.
PROVABLE = ("statement", "stance", "event", "relation", "edge")
_SOURCE = "source"
_FEWEST = 56  # cells for the words of a row, before names are left out to make room
_LINES = 3  # lines of the screen for the shell's prompt and the command
#: Who is for or against whom or what: the columns that stay in a table when it is too wide.
MAIN = ("actor", "holder", "relation", "other", "target", "side", "proposition")
_TALLEST = 2  # lines of the table for each row, above which columns move to the line below
_LONG = 24  # cells, from which a value is worth a heading of its own


def view(
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    width: int | None = None,
    height: int | None = None,
    full: bool = False,
    bold: bool = False,
) -> str:
    """Return an answer as text, at most `width` cells wide (unlimited by default).

    With a `height`, in lines, the rows are cut to the screen. `full` shows all rows and columns in full. Without rows,
    the text is empty.
    """
    if not rows:
        return ""  # the command says in words that there are none; names of columns alone look like an answer
    names, cells = readable_rows(columns, rows)
    proofs = provable(columns, rows)
    if full:
        return _text([_count(rows, proofs), *_full(names, cells, width, bold=bold)])
    empty, repeated = empty_columns(names, cells), repeated_columns(names, cells)
    names, shown, constant = arranged(names, cells)
    notes = notes_above(_told(names, cells[0], constant), empty, repeated)
    head = [_count(rows, proofs), *(line for note in notes for line in wrapped_lines(note, width or 10**6))]
    # Each row takes at least one line, so that those further down need no layout.
    lines, ends = _rows(_Layout(names, cells[:height], shown, _ids(columns, rows)), width, bold=bold)
    return _text([*head, *_first(lines, ends, len(cells), None if height is None else height - len(head) - _LINES)])


def provable(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return for each row the name of the node behind it (`statement:...`), empty if the rows have no such node."""
    # By kind first, then by column: a row with a statement and its stance is proved by its statement.
    for kind in PROVABLE:
        for index in range(len(columns)):
            names = [row[index] if row[index].startswith(f"{kind}:") else "" for row in rows]
            if any(names):
                return names
    return [""] * len(rows)


def readable_rows(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[list[str], list[list[str]]]:
    """Return the rows with names instead of identifiers, as long as a reader loses no information.

    A column `x` beside `x_label` is replaced by the label. A prefixed name loses its prefix if the name of its column,
    or the kind of value, already implies it.
    """
    labels = {name: columns.index(f"{name}_label") for name in columns if f"{name}_label" in columns}
    shown = [index for index, name in enumerate(columns) if name.removesuffix("_label") not in labels or name in labels]

    def cell(row: Sequence[str], index: int) -> str:
        name = columns[index]
        return (row[labels[name]] if name in labels else "") or _bare(row[index], name)

    return [columns[index] for index in shown], [[cell(row, index) for index in shown] for row in rows]


def _bare(text: str, column: str) -> str:
    kind, _, slug = text.partition(":")
    # Terms are clear by themselves: `calls-for` needs no `act:`; and no `later_source` needs `source:`.
    said = (*TERM_KINDS, "dp", "org", column, column.rpartition("_")[2])
    if not slug or " " in text or kind not in said:
        return text
    # A class of several words as words: `MilitaryOperation`.
    return re.sub(r"(?<=[a-z])[A-Z]", lambda found: f" {found[0].lower()}", slug) if kind in ("dp", "org") else slug


def _count(rows: Sequence[Sequence[str]], proofs: list[str]) -> str:
    count = counted(len(rows), "row")
    return f"{count}; `kg why N` proves row N" if any(proofs) else count


def _full(names: list[str], cells: list[list[str]], width: int | None, *, bold: bool) -> list[str]:
    numbered = [[str(number), *row] for number, row in enumerate(cells, 1)]
    widths = columns_that_fit(["#", *map(heading, names)], numbered, width)
    return (
        records(["#", *names], numbered, width) if widths is None else grid(["#", *names], numbered, widths, bold=bold)
    )


class _Layout:
    """Which columns are in the table, and which are under its rows: details, the words, other words, short names."""

    __slots__ = ("above", "cells", "details", "group", "names", "quotes", "under", "words")

    def __init__(self, names: list[str], cells: list[list[str]], shown: list[int], ids: set[str]) -> None:
        self.names, self.cells = names, cells
        self.words = names.index(WORDS) if WORDS in names else None
        self.quotes = [index for index in shown if names[index].endswith(f"_{WORDS}")]
        last = [index for index in shown if names[index] in ids]
        self.under = last if self.words is not None else []
        rest = [index for index in shown if index not in (self.words, *self.quotes, *last)]
        self.above = [*rest, *(last if self.words is None else [])] or shown[:1]
        self.group: int | None = None
        self.details: list[int] = []

    def head(self) -> list[str]:
        """Return the headings of the table."""
        return ["#", *(heading(self.names[index]) for index in self.above)]

    def table(self) -> list[list[str]]:
        """Return the rows of the table, each with its number."""
        return [
            [str(number), *(_short(row[index]) for index in self.above)] for number, row in enumerate(self.cells, 1)
        ]

    def too_wide(self, width: int | None) -> bool:
        """Return whether a value would have to be broken into several lines."""
        widths = columns_that_fit(self.head(), self.table(), None) or []
        return width is not None and sum(widths) + 2 * (len(widths) - 1) > width

    def take_group(self) -> None:
        """Take the column with the longest values that repeat from row to row out of the table, if there is one."""
        # A column that is empty in some rows tells nothing about these, so it is no heading for them.
        runs = {index: self._runs(index) for index in self.above if all(row[index] for row in self.cells)}
        repeated = [index for index in runs if 3 * runs[index] <= 2 * len(self.cells) and len(self.above) > 1]
        longest = max(repeated, key=self._length, default=None)
        if longest is not None and self._length(longest) >= _LONG:
            self.group, self.above = longest, [index for index in self.above if index != longest]

    def take_details(self, width: int | None) -> None:
        """Take columns out of the table, the least important ones first, until its rows are no longer tall."""
        given = [index for index in self.above if self.names[index] not in MAIN]
        given = [index for index in self.above if index not in given] + given
        while len(self.above) > 2 and self._tall(width):
            index = given.pop()
            self._move(index)
        # Both days of a time are told at one place.
        for first, last, _ in day_pairs(self.names):
            for one, other in ((first, last), (last, first)):
                if one in self.details and other in self.above and len(self.above) > 1:
                    self._move(other)

    def _move(self, index: int) -> None:
        self.above.remove(index)
        self.details = sorted([*self.details, index])

    def _tall(self, width: int | None) -> bool:
        widths = columns_that_fit(self.head(), self.table(), width)
        return widths is None or len(grid(self.head(), self.table(), widths)) > _TALLEST * (len(self.cells) + 1)

    def _runs(self, index: int) -> int:
        pairs = zip(self.cells, self.cells[1:], strict=False)
        return 1 + sum(row[index] != following[index] for row, following in pairs)

    def _length(self, index: int) -> int:
        return max(cells_of(row[index]) for row in self.cells)

    def below(self, row: Sequence[str], margin: int, width: int | None) -> list[str]:
        """Return the lines under a row: details, its words with its short names, then other words."""
        told = "; ".join(_told(self.names, row, self.details))
        lines = [" " * margin + line for line in wrapped_lines(told, (width or 10**6) - margin)] if told else []
        if self.words is not None and row[self.words]:
            names = [_short(row[index]) for index in self.under if row[index]]
            lines.append(_under("", " ".join(row[self.words].split()), names, margin, width))
        for index in self.quotes:
            if row[index]:
                label = f"{heading(self.names[index]).removesuffix(WORDS).strip()}: "
                lines.append(_under(label, " ".join(row[index].split()), [], margin, width))
        return lines


def _rows(layout: _Layout, width: int | None, *, bold: bool) -> tuple[list[str], list[int]]:
    """Return the lines, and the line numbers at which the head and then each row end."""
    if layout.too_wide(width):
        if len(layout.cells) == 1:
            return _records(layout, width)
        layout.take_group()
        layout.take_details(width)
    head, table = layout.head(), layout.table()
    widths = columns_that_fit(head, table, width)
    if widths is None:
        return _records(layout, width)
    lines = grid(head, [], widths, bold=bold)
    ends, above = [len(lines)], None
    for line, row in zip(table, layout.cells, strict=True):
        if layout.group is not None and row[layout.group] != above:
            above = row[layout.group]
            lines += wrapped_lines(f"{heading(layout.names[layout.group])}: {above}", width or 10**6)
        lines += grid(["#"] * len(head), [line], widths)[2:]
        lines += layout.below(row, widths[0] + 2, width)
        ends.append(len(lines))
    return lines, ends


def _records(layout: _Layout, width: int | None) -> tuple[list[str], list[int]]:
    layout.above = sorted({*layout.above, *layout.details, *([] if layout.group is None else [layout.group])})
    layout.group = None
    quotes = [*([] if layout.words is None else [layout.words]), *layout.quotes]
    head = [*layout.head(), *(heading(layout.names[index]) for index in [*quotes, *layout.under])]
    lines: list[str] = []
    ends = [0]
    for line, row in zip(layout.table(), layout.cells, strict=True):
        said = [f"“{row[index]}”" if row[index] else "" for index in quotes]
        lines += records(head, [[*line, *said, *(_short(row[index]) for index in layout.under)]], width)
        ends.append(len(lines))
    return lines, ends


def _under(label: str, said: str, names: list[str], margin: int, width: int | None) -> str:
    """Return a line below a row: whose words, the words, and as many short names as leave enough room for them."""
    tails = [f"  {', '.join(names[:count])}" if count else "" for count in range(len(names), -1, -1)]
    if width is None:
        return f"{' ' * margin}{label}“{said}”{tails[0]}"
    room = width - margin - 2 - cells_of(label)
    wanted = min(cells_of(said), _FEWEST)
    tail = next((tail for tail in tails if room - cells_of(tail) >= wanted), "")
    return f"{' ' * margin}{label}“{cut(said, room - cells_of(tail))}”{tail}"


def _told(names: Sequence[str], row: Sequence[str], shown: Sequence[int]) -> list[str]:
    """Return the values of some columns of a row, each after its heading, with names in short."""
    return said_once(names, [_short(cell) for cell in row], shown)


def _ids(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> set[str]:
    """Return the columns with names of statements, sources and the like, which interest a reader least."""
    # By the values: `relation` is the name of a relation in one question, and "agrees with" in another. A column that
    # names other things too, such as issues, is what the rows are about.
    kinds = {*PROVABLE, _SOURCE, "membership", "toll"}
    values = {name: [row[index] for row in rows if row[index]] for index, name in enumerate(columns)}
    return {name for name, told in values.items() if told and all(_is_name(value, kinds) for value in told)}


def _is_name(text: str, kinds: set[str]) -> bool:
    kind, colon, _ = text.partition(":")
    return bool(colon) and kind in kinds and " " not in text


def _short(text: str) -> str:
    """Return a statement's name without that of its source; other text as it is."""
    kind, _, name = text.partition(":")
    if " " in text or not text:
        return text
    if kind in (*PROVABLE, _SOURCE) and name:
        text = name
    source, dot, own = text.partition(".")
    return own if dot and own and source[:4].isdigit() else text


def _first(lines: list[str], ends: list[int], count: int, room: int | None) -> list[str]:
    """Return the lines of the rows that fit, at least one, and how to see the rest of `count` rows."""
    if room is None or (ends[-1] <= room and len(ends) > count):
        return lines
    # At least one row, however small the screen is: an answer without rows would look empty.
    fitting = max((number for number, end in enumerate(ends) if number and end <= room - 1), default=1)
    return [*lines[: ends[fitting]], f"and {counted(count - fitting, 'more row')}: --full shows everything"]


def _text(lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
