"""An answer for people: names instead of identifiers, quoted words under each row, and a note on what is not shown.

Every row has a number, by which `kg why` proves it. Empty columns and duplicates of other columns are left out. A
column with the same value in every row is shown once, above the rows. On a terminal, an answer fits the screen, and
says how many rows there are and how to see the rest.
"""

from __future__ import annotations

from kg.namespaces import TERM_KINDS
from kg.query.tables import cells_of, columns_that_fit, cut, grid, records, wrapped_lines

TYPE_CHECKING = False  # not from typing, whose import would double the start-up time of a query
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["provable", "readable_rows", "view"]

#: Kinds of node that `kg why` can prove, in order of preference.
_PROVABLE = ("statement", "stance", "event", "relation", "edge")
_WORDS, _SOURCE = "quote", "source"
_HEADINGS = {"said_from": "said not before", "said_to": "said not after"}
_FEWEST = 56  # cells for the words of a row, before names are left out to make room
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

    With a `height`, in lines, the rows are cut to the screen. `full` shows all rows and columns in full.
    """
    names, cells = readable_rows(columns, rows)
    proofs = provable(columns, rows)
    if not rows:
        return f"{'  '.join(names)}\n"
    if full:
        return _text([_count(rows, proofs), *_full(names, cells, width, bold=bold)])
    constant = _constant(names, cells)
    shown = [index for index in _distinct(cells, len(names)) if index not in constant]
    head = [_count(rows, proofs), *(wrapped_lines(_once(names, cells, constant), width or 10**6) if constant else ())]
    top, blocks = _rows(names, cells, shown, width, bold=bold)
    room = None if height is None else height - len(head) - _LINES
    return _text([*head, *_first(top, blocks, len(rows), room)])


def provable(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return for each row the name of the node behind it (`statement:...`), empty if the rows have no such node."""
    # By kind first, then by column: a row with a statement and its stance is proved by its statement.
    for kind in _PROVABLE:
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
    said = (*TERM_KINDS, "dp", column)  # terms are clear by themselves: `calls-for` needs no `act:`
    return slug if slug and " " not in text and kind in said else text


def _distinct(cells: list[list[str]], count: int) -> list[int]:
    """Return the columns that are not empty and differ from all columns before them."""
    kept: list[int] = []
    for index in range(count):
        said = [row[index] for row in cells]
        if any(said) and all(said != [row[other] for row in cells] for other in kept):
            kept.append(index)
    return kept


def _constant(names: list[str], cells: list[list[str]]) -> list[int]:
    """Return the columns with the same value in all of several rows, except the words and at least one more."""
    # Values above the rows are not repeated below; with a single row, nothing would be repeated.
    if len(cells) < 2:  # with one row, every column would be constant
        return []
    same = [index for index in _distinct(cells, len(names)) if len({row[index] for row in cells}) == 1]
    return [index for index in same if names[index] != _WORDS][: len(names) - 1]


def _once(names: list[str], cells: list[list[str]], constant: list[int]) -> str:
    # A proposition is a sentence, and its full stop would stand before the semicolon.
    said = (f"{_heading(names[index])} {_short(cells[0][index]).removesuffix('.')}" for index in constant)
    return "in every row: " + "; ".join(said)


def _count(rows: Sequence[Sequence[str]], proofs: list[str]) -> str:
    count = f"{len(rows)} row{'s' if len(rows) != 1 else ''}"
    return f"{count}; `kg why N` proves row N" if any(proofs) else count


def _full(names: list[str], cells: list[list[str]], width: int | None, *, bold: bool) -> list[str]:
    numbered = [[str(number), *row] for number, row in enumerate(cells, 1)]
    widths = columns_that_fit(["#", *map(_heading, names)], numbered, width)
    return (
        records(["#", *names], numbered, width) if widths is None else grid(["#", *names], numbered, widths, bold=bold)
    )


def _rows(
    names: list[str], cells: list[list[str]], shown: list[int], width: int | None, *, bold: bool
) -> tuple[list[str], Iterator[list[str]]]:
    """Return the lines of the head, and those of each row, which are laid out only as they are taken."""
    words = names.index(_WORDS) if _WORDS in names else None
    under = [index for index in shown if index == words or (words is not None and _is_id(names[index], cells, index))]
    above = [index for index in shown if index not in under] or shown[:1]
    last = [index for index in above if _is_id(names[index], cells, index)]
    above = [*(index for index in above if index not in last), *last]
    table = [[str(number), *(_short(row[index]) for index in above)] for number, row in enumerate(cells, 1)]
    head = ["#", *(_heading(names[index]) for index in above)]
    widths = columns_that_fit(head, table, width)
    if widths is None:
        return [], _records(head, table, cells, under, words, width)
    return grid(head, [], widths, bold=bold), _grid_rows(table, cells, under, words, widths, width)


def _grid_rows(
    table: list[list[str]],
    cells: list[list[str]],
    under: list[int],
    words: int | None,
    widths: list[int],
    width: int | None,
) -> Iterator[list[str]]:
    for line, row in zip(table, cells, strict=True):
        lines = grid(["#"] * len(widths), [line], widths)[2:]
        if words is not None and words in under and row[words]:
            names_of = [_short(row[index]) for index in under if index != words and row[index]]
            lines.append(_under(" ".join(row[words].split()), names_of, widths[0] + 2, width))
        yield lines


def _records(
    head: list[str],
    table: list[list[str]],
    cells: list[list[str]],
    under: list[int],
    words: int | None,
    width: int | None,
) -> Iterator[list[str]]:
    for line, row in zip(table, cells, strict=True):
        more = [f"“{row[words]}”"] if words in under and words is not None and row[words] else []
        yield records([*head, *([_WORDS] if more else [])], [[*line, *more]], width)


def _under(said: str, names: list[str], margin: int, width: int | None) -> str:
    """Return the line below a row: the words, and as many short names as leave enough room for them."""
    tails = [f"  {', '.join(names[:count])}" if count else "" for count in range(len(names), -1, -1)]
    if width is None:
        return f"{' ' * margin}“{said}”{tails[0]}"
    room = width - margin - 2
    wanted = min(cells_of(said), _FEWEST)
    tail = next((tail for tail in tails if room - cells_of(tail) >= wanted), "")
    return f"{' ' * margin}“{cut(said, room - cells_of(tail))}”{tail}"


def _heading(name: str) -> str:
    """Return the heading of a column in words; `said_to` is the last possible day of a remark, not an addressee."""
    return _HEADINGS.get(name, name.replace("_", " "))


def _is_id(name: str, cells: list[list[str]], index: int) -> bool:
    """Return whether a column has names of statements or sources, which interest a reader least."""
    kinds = {*_PROVABLE, _SOURCE}
    return name in kinds or any(row[index].partition(":")[0] in kinds and " " not in row[index] for row in cells)


def _short(text: str) -> str:
    """Return a statement's name without that of its source; other text as it is."""
    kind, _, name = text.partition(":")
    if " " in text or not text:
        return text
    if kind in _PROVABLE and name:
        text = name
    source, dot, own = text.partition(".")
    return own if dot and own and source[:4].isdigit() else text


def _first(top: list[str], blocks: Iterator[list[str]], count: int, room: int | None) -> list[str]:
    """Return the lines of the rows that fit, at least one, and how to see the rest of `count` rows."""
    lines, ends = list(top), [len(top)]
    for block in blocks:
        lines += block
        ends.append(len(lines))
        if room is not None and len(lines) > room:
            break  # a screen shows a few rows of thousands
    if room is None or len(lines) <= room:
        return lines
    # At least one row, however small the screen is: an answer without rows would look empty.
    fitting = max((number for number, end in enumerate(ends) if number and end <= room - 1), default=1)
    rest = count - fitting
    return [*lines[: ends[fitting]], f"and {rest} more row{'s' if rest != 1 else ''}: --full shows everything"]


def _text(lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
