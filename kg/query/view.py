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
from kg.query.headings import arranged, empty_columns, heading, notes_above
from kg.query.table_layout import MAIN, PROVABLE, SOURCE, TableLayout, name_in_row, told_values
from kg.query.tables import columns_that_fit, grid, records, row_lines, wrapped_lines
from kg.suggestions import counted

TYPE_CHECKING = False  # not from typing, whose import would double the start-up time of a query
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["MAIN", "PROVABLE", "provable", "readable_rows", "view"]

#: How the name of such a node begins.
_NODES = tuple(f"{kind}:" for kind in PROVABLE)
_LINES = 3  # lines of the screen for the shell's prompt and the command


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
    if full:
        return _text([_count(rows), *_full(names, cells, width, bold=bold)])
    empty = empty_columns(names, cells)
    names, shown, constant, repeated = arranged(names, cells)
    notes = notes_above(told_values(names, cells[0], constant), empty, repeated)
    head = [_count(rows), *(line for note in notes for line in wrapped_lines(note, width or 10**6))]
    # Each row takes at least one line, so that those further down need no layout.
    lines, ends = _rows(TableLayout(names, cells[:height], shown, _ids(columns, rows)), width, bold=bold)
    return _text([*head, *_first(lines, ends, len(cells), None if height is None else height - len(head) - _LINES)])


def provable(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return for each row the name of the node behind it (`statement:...`), empty if the row has no such node."""
    return list(map(_node_behind, rows))


def _node_behind(row: Sequence[str]) -> str:
    # By kind first, then by column: a row with a statement and its stance is proved by its statement. Row by row, since
    # one column may name statements and events (`item` of a timeline).
    return next((cell for kind in _NODES for cell in row if cell.startswith(kind) and " " not in cell), "")


def readable_rows(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[list[str], list[list[str]]]:
    """Return the rows with names instead of identifiers, as long as a reader loses no information.

    A column `x` beside `x_label` is replaced by the label. A prefixed name loses its prefix if the name of its column,
    or the kind of value, already implies it.
    """
    labels = {name: columns.index(f"{name}_label") for name in columns if f"{name}_label" in columns}
    shown = [index for index, name in enumerate(columns) if name.removesuffix("_label") not in labels or name in labels]

    def column(index: int) -> list[str]:
        name, given = columns[index], [row[index] for row in rows]
        bare = {value: _bare(value, name) for value in set(given)}  # most values of a column recur
        above = [row[labels[name]] for row in rows] if name in labels else [""] * len(rows)
        return [label or bare[value] for label, value in zip(above, given, strict=True)]

    cells = [list(row) for row in zip(*map(column, shown), strict=True)]
    return [columns[index] for index in shown], cells


def _bare(text: str, column: str) -> str:
    kind, _, slug = text.partition(":")
    # Terms are clear by themselves: `calls-for` needs no `act:`; and no `later_source` needs `source:`.
    said = (*TERM_KINDS, "dp", "org", column, column.rpartition("_")[2])
    if not slug or " " in text or kind not in said:
        return text
    # A class of several words as words: `MilitaryOperation`.
    return re.sub(r"(?<=[a-z])[A-Z]", lambda found: f" {found[0].lower()}", slug) if kind in ("dp", "org") else slug


def _count(rows: Sequence[Sequence[str]]) -> str:
    count = counted(len(rows), "row")
    return f"{count}; `kg why N` proves row N" if any(map(_node_behind, rows)) else count


def _full(names: list[str], cells: list[list[str]], width: int | None, *, bold: bool) -> list[str]:
    numbered = [[str(number), *row] for number, row in enumerate(cells, 1)]
    widths = columns_that_fit(["#", *map(heading, names)], numbered, width)
    return (
        records(["#", *names], numbered, width) if widths is None else grid(["#", *names], numbered, widths, bold=bold)
    )


def _rows(layout: TableLayout, width: int | None, *, bold: bool) -> tuple[list[str], list[int]]:
    """Return the lines, and the line numbers at which the head and then each row end."""
    if layout.too_wide(width):
        if len(layout.cells) == 1:
            return _records(layout, width)
        layout.take_group()
        layout.take_details(width)
    head, table = layout.head(), layout.table()
    widths = layout.widths(width)
    if widths is None:
        return _records(layout, width)
    lines = grid(head, [], widths, bold=bold)
    ends, above = [len(lines)], None
    for line, row in zip(table, layout.cells, strict=True):
        if layout.group is not None and row[layout.group] != above:
            above = row[layout.group]
            lines += wrapped_lines(f"{heading(layout.names[layout.group])}: {above}", width or 10**6)
        lines += row_lines(line, widths)
        lines += layout.below(row, widths[0] + 2, width)
        ends.append(len(lines))
    return lines, ends


def _records(layout: TableLayout, width: int | None) -> tuple[list[str], list[int]]:
    layout.above = sorted({*layout.above, *layout.details, *([] if layout.group is None else [layout.group])})
    layout.group = None
    quotes = [*([] if layout.words is None else [layout.words]), *layout.quotes]
    head = [*layout.head(), *(heading(layout.names[index]) for index in [*quotes, *layout.under])]
    lines: list[str] = []
    ends = [0]
    for line, row in zip(layout.table(), layout.cells, strict=True):
        said = [f"“{row[index]}”" if row[index] else "" for index in quotes]
        lines += records(head, [[*line, *said, *(name_in_row(row[index]) for index in layout.under)]], width)
        ends.append(len(lines))
    return lines, ends


def _ids(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> set[str]:
    """Return the columns with names of statements, sources and the like, which interest a reader least."""
    # By the values: `relation` is the name of a relation in one question, and "agrees with" in another. A column that
    # names other things too, such as issues, is what the rows are about.
    kinds = {*PROVABLE, SOURCE, "membership", "toll"}
    values = {name: [row[index] for row in rows if row[index]] for index, name in enumerate(columns)}
    return {name for name, told in values.items() if told and all(_is_name(value, kinds) for value in told)}


def _is_name(text: str, kinds: set[str]) -> bool:
    kind, colon, _ = text.partition(":")
    return bool(colon) and kind in kinds and " " not in text


def _first(lines: list[str], ends: list[int], count: int, room: int | None) -> list[str]:
    """Return the lines of the rows that fit, at least one, and how to see the rest of `count` rows."""
    if room is None or (ends[-1] <= room and len(ends) > count):
        return lines
    # At least one row, however small the screen is: an answer without rows would look empty.
    fitting = max((number for number, end in enumerate(ends) if number and end <= room - 1), default=1)
    return [*lines[: ends[fitting]], f"and {counted(count - fitting, 'more row')}: --full shows everything"]


def _text(lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
