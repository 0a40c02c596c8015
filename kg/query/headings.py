"""Which columns of an answer say something, and their headings in words."""

from __future__ import annotations

import re

TYPE_CHECKING = False  # not from typing, whose import would double the start-up time of a query
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["WORDS", "arranged", "heading", "on_the_day"]

WORDS = "quote"

#: Bounds of days are told as bounds: the day of the publication would else look like that of the words.
_HEADINGS = {
    "said_from": "said not before",
    "said_to": "said not after",
    "first_said": "first said not after",
    "last_said": "last said not after",
}
_BOUND = re.compile(r"(.+_)?(said_from|said_to|first_said|last_said)")  # `other_said_to`, too
#: How the names of two columns with the bounds of a time end, and that of the one column if both are the same.
_BOUNDS = (("not_before", "not_after", "on"), ("from", "to", "on"))


def on_the_day(names: Sequence[str], cells: Sequence[Sequence[str]]) -> list[str]:
    """Return the names of the columns; that of the first day of a time is "on" if the last day is the same in all rows.

    The column of the last day is then left out as a duplicate, and the first alone would leave the end open.
    """
    told = list(names)
    for first, last, both in _BOUNDS:
        for index, name in enumerate(names):
            stem = name.removesuffix(first)
            other = names.index(stem + last) if name.endswith(first) and stem + last in names else index
            if other != index and all(row[index] == row[other] for row in cells):
                told[index] = stem + both
    return told


def heading(name: str) -> str:
    """Return the heading of a column in words; `said_to` is the last possible day of a remark, not an addressee."""
    if bound := _BOUND.fullmatch(name):
        return f"{bound[1] or ''}{_HEADINGS[bound[2]]}".replace("_", " ")
    return name.replace("_", " ")


def arranged(names: Sequence[str], cells: Sequence[Sequence[str]]) -> tuple[list[str], list[int], list[int]]:
    """Return the names of the columns, the columns of the table, and those that have one value in all of several rows.

    An empty column, and one that repeats an earlier one, is in neither.
    """
    told = on_the_day(names, cells)
    constant = _constant(told, cells)
    return told, [index for index in _distinct(cells, len(told)) if index not in constant], constant


def _distinct(cells: Sequence[Sequence[str]], count: int) -> list[int]:
    """Return the columns that are not empty and differ from all columns before them."""
    kept: list[int] = []
    for index in range(count):
        said = [row[index] for row in cells]
        if any(said) and all(said != [row[other] for row in cells] for other in kept):
            kept.append(index)
    return kept


def _constant(names: Sequence[str], cells: Sequence[Sequence[str]]) -> list[int]:
    """Return the columns with the same value in all of several rows, except the words and at least one more."""
    # Values above the rows are not repeated below; with a single row, nothing would be repeated.
    if len(cells) < 2:  # with one row, every column would be constant
        return []
    same = [index for index in _distinct(cells, len(names)) if len({row[index] for row in cells}) == 1]
    return [index for index in same if names[index] != WORDS][: len(names) - 1]
