"""Which columns of an answer are in the table on a terminal, and which are above, below or beside its rows."""

from __future__ import annotations

from kg.query.headings import WORDS, day_pairs, heading, said_once
from kg.query.tables import cells_of, count_lines, cut, narrowed, needs_of, wrapped_lines

TYPE_CHECKING = False  # not from typing, whose import would double the start-up time of a query
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["MAIN", "PROVABLE", "SOURCE", "TableLayout", "name_in_row", "told_values"]

#: Kinds of node that `kg why` can prove, in order of preference.
PROVABLE = ("statement", "stance", "event", "relation", "edge")
SOURCE = "source"
_FEWEST = 56  # cells for the words of a row, before names are left out to make room
#: Who is for or against whom or what: the columns that stay in a table when it is too wide.
MAIN = ("actor", "holder", "relation", "other", "target", "side", "proposition")
_TALLEST = 2  # lines of the table for each row, above which columns move to the line below
_LONG = 24  # cells, from which a value is worth a heading of its own


class TableLayout:
    """Which columns are in the table, and which are under its rows: details, the words, other words, short names.

    `above` are those in the table, `group` is one whose values are headings above its rows, `details`, `words`, `under`
    and `quotes` are below each row.
    """

    __slots__ = ("above", "cells", "details", "group", "names", "needs", "quotes", "short", "under", "words")

    def __init__(self, names: list[str], cells: list[list[str]], shown: list[int], ids: set[str]) -> None:
        self.names, self.cells = names, cells
        # Several tables are tried, so what they have in common is kept.
        self.short = [[name_in_row(cell) for cell in row] for row in cells]
        self.needs: dict[int, tuple[int, int]] = {}
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
        return [[str(number), *(row[index] for index in self.above)] for number, row in enumerate(self.short, 1)]

    def widths(self, width: int | None) -> list[int] | None:
        """Return the widths of the columns of the table, as `columns_that_fit` does."""
        for index in self.above:
            if index not in self.needs:
                self.needs[index] = needs_of(heading(self.names[index]), [row[index] for row in self.short])
        needs = [needs_of("#", [str(len(self.cells))]), *(self.needs[index] for index in self.above)]
        return [wanted for wanted, _ in needs] if width is None else narrowed(needs, width)

    def too_wide(self, width: int | None) -> bool:
        """Return whether a value would have to be broken into several lines."""
        widths = self.widths(None) or []
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
        widths = self.widths(width)
        # One more for the rule below the head.
        return widths is None or 1 + count_lines([self.head(), *self.table()], widths) > _TALLEST * (
            len(self.cells) + 1
        )

    def _runs(self, index: int) -> int:
        pairs = zip(self.cells, self.cells[1:], strict=False)
        return 1 + sum(row[index] != following[index] for row, following in pairs)

    def _length(self, index: int) -> int:
        return max(cells_of(row[index]) for row in self.cells)

    def below(self, row: Sequence[str], margin: int, width: int | None) -> list[str]:
        """Return the lines under a row: details, its words with its short names, then other words."""
        told = "; ".join(told_values(self.names, row, self.details))
        lines = [" " * margin + line for line in wrapped_lines(told, (width or 10**6) - margin)] if told else []
        if self.words is not None and row[self.words]:
            names = [name_in_row(row[index]) for index in self.under if row[index]]
            lines.append(_under("", " ".join(row[self.words].split()), names, margin, width))
        for index in self.quotes:
            if row[index]:
                label = f"{heading(self.names[index]).removesuffix(WORDS).strip()}: "
                lines.append(_under(label, " ".join(row[index].split()), [], margin, width))
        return lines


def _under(label: str, said: str, names: list[str], margin: int, width: int | None) -> str:
    """Return a line below a row: whose words, the words, and as many short names as leave enough room for them."""
    tails = [f"  {', '.join(names[:count])}" if count else "" for count in range(len(names), -1, -1)]
    if width is None:
        return f"{' ' * margin}{label}“{said}”{tails[0]}"
    room = width - margin - 2 - cells_of(label)
    wanted = min(cells_of(said), _FEWEST)
    tail = next((tail for tail in tails if room - cells_of(tail) >= wanted), "")
    return f"{' ' * margin}{label}“{cut(said, room - cells_of(tail))}”{tail}"


def told_values(names: Sequence[str], row: Sequence[str], shown: Sequence[int]) -> list[str]:
    """Return the values of some columns of a row, each after its heading, with names in short."""
    return said_once(names, [name_in_row(cell) for cell in row], shown)


def name_in_row(text: str) -> str:
    """Return a statement's name without that of its source; other text as it is."""
    kind, _, name = text.partition(":")
    if " " in text or not text:
        return text
    if kind in (*PROVABLE, SOURCE) and name:
        text = name
    source, dot, own = text.partition(".")
    return own if dot and own and source[:4].isdigit() else text
