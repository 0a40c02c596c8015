"""Which columns of an answer say something, and their headings in words."""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby

TYPE_CHECKING = False  # not from typing, whose import would double the start-up time of a query
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

__all__ = [
    "WORDS",
    "arranged",
    "day_pairs",
    "empty_columns",
    "heading",
    "notes_above",
    "on_the_day",
    "said_once",
]

WORDS = "quote"
_NUMBER = re.compile(r"-?\d*(?:\.\d+)?")
_MANY = 3  # headings with the same first word, from which they are put together

#: Bounds of days are told as bounds: the day of the publication would else look like that of the words.
_HEADINGS = {
    "said_from": "said not before",
    "said_to": "said not after",
    "first_said": "first said not after",
    "first_voted": "first voted not after",
    "last_voted": "last voted not after",
    "last_said": "last said not after",
}
_BOUND = re.compile(rf"(.+_)?({'|'.join(_HEADINGS)})")  # `other_said_to`, too
#: How the names of two columns with the bounds of a time end, and that of the one column if both are the same.
_BOUNDS = (("not_before", "not_after", "on"), ("from", "to", "on"))
#: Columns with the first and the last day of what was said: one day needs to be told only once.
_FIRST, _LAST = "first_said", ("said_to", "last_said")


def on_the_day(names: Sequence[str], cells: Sequence[Sequence[str]]) -> list[str]:
    """Return the names of the columns; that of the first day of a time is "on" if the last day is the same in all rows.

    The column of the last day is then left out as a duplicate, and the first alone would leave the end open. Where both
    are bounds of days on which something was said, the name of the last one is right for both.
    """
    told = list(names)
    for index, other, both in day_pairs(names):
        if any(row[index] for row in cells) and all(row[index] == row[other] for row in cells):
            told[index] = both
    return told


def said_once(names: Sequence[str], row: Sequence[str], shown: Iterable[int]) -> list[str]:
    """Return the values of some columns of a row, each after its heading; a day that is in two columns is shown once.

    Sentences lose their full stop, which would stand before the separator.
    """
    told = {index: names[index] for index in shown if row[index]}
    for index, other, both in day_pairs(names):
        if index in told and other in told and row[index] == row[other]:
            told[index] = both
            del told[other]
    return [f"{heading(name)} {row[index].removesuffix('.')}" for index, name in told.items()]


def empty_columns(names: Sequence[str], cells: Sequence[Sequence[str]]) -> list[str]:
    """Return the headings of the columns that are empty in all rows: left out in silence, they might hold anything.

    Those with the same first word are put together: `other (side, proposition, quote)`.
    """
    empty = [heading(name) for index, name in enumerate(names) if not any(row[index] for row in cells)]
    return [_together(word, list(told)) for word, told in groupby(empty, key=lambda told: told.partition(" ")[0])]


def _together(word: str, told: list[str]) -> str:
    """Return headings that begin with the same word as one text."""
    if len(told) < _MANY:
        return ", ".join(told)
    return f"{word} ({', '.join(one.removeprefix(word).strip() or one for one in told)})"


def notes_above(always: Sequence[str], empty: Sequence[str], repeated: Sequence[str] = ()) -> list[str]:
    """Return the notes above a table: what is the same in every row, and which columns are not shown and why."""
    every = [f"in every row: {'; '.join(always)}"] if always else []
    nowhere = [f"empty columns: {', '.join(empty)}"] if empty else []
    return [*every, *nowhere, *([f"not shown: {', '.join(repeated)}"] if repeated else [])]


def day_pairs(names: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Yield the columns with the first and the last day of a time, and the name of both if that is one day."""
    for index, name in enumerate(names):
        for first, last, both in _BOUNDS:
            stem = name.removesuffix(first)
            if stem not in (name, "held_") and stem + last in names:
                yield index, names.index(stem + last), stem + both
        if name == _FIRST and (last_said := [last for last in _LAST if last in names]):
            yield index, names.index(last_said[0]), last_said[0]


@cache  # of the few columns of an answer, each is asked for many times
def heading(name: str) -> str:
    """Return the heading of a column in words; `said_to` is the last possible day of a remark, not an addressee."""
    if bound := _BOUND.fullmatch(name):
        return f"{bound[1] or ''}{_HEADINGS[bound[2]]}".replace("_", " ")
    return name.replace("_", " ")


def arranged(names: Sequence[str], cells: Sequence[Sequence[str]]) -> tuple[list[str], list[int], list[int], list[str]]:
    """Return the names of the columns, the columns of the table, the constant ones, and what the repeated ones repeat.

    A constant column has one value in all of several rows. An empty column, and one that repeats an earlier one, is in
    no list of columns.
    """
    told, first = on_the_day(names, cells), _first_of(cells)
    distinct = [index for index, same in first.items() if index == same]
    constant = _constant(told, cells, distinct)
    return told, [index for index in distinct if index not in constant], constant, _repeated(names, told, first)


def _repeated(names: Sequence[str], told: Sequence[str], first: Mapping[int, int]) -> list[str]:
    """Return the headings of the columns that say in every row what an earlier one says, each with that one's.

    The last day of a time that is one day is none of them, since the heading of the first day then means both.
    """
    both = {other for index, other, _ in day_pairs(names) if told[index] != names[index]}
    return [
        f"{heading(told[index])} (same as {heading(told[same])})"
        for index, same in first.items()
        if same != index and index not in both and names[index] != WORDS
    ]


def _first_of(cells: Sequence[Sequence[str]]) -> dict[int, int]:
    """Return for each column that is not empty the first column with the same values, which may be itself."""
    first: dict[int, int] = {}
    columns = list(zip(*cells, strict=True))
    for index, said in enumerate(columns):
        if any(said):
            # Counts that happen to be equal count different things.
            same = [] if all(map(_NUMBER.fullmatch, said)) else dict.fromkeys(first.values())
            first[index] = next((other for other in same if said == columns[other]), index)
    return first


def _constant(names: Sequence[str], cells: Sequence[Sequence[str]], distinct: Sequence[int]) -> list[int]:
    """Return the columns of distinct ones with one value in all of several rows, except the words and one more."""
    # Values above the rows are not repeated below; with a single row, nothing would be repeated.
    if len(cells) < 2:  # with one row, every column would be constant
        return []
    same = [index for index in distinct if len({row[index] for row in cells}) == 1]
    return [index for index in same if names[index] != WORDS][: len(names) - 1]
