"""The headings of the columns of an answer, in words."""

from __future__ import annotations

TYPE_CHECKING = False  # not from typing, whose import would double the start-up time of a query
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["heading", "on_the_day"]

#: Bounds of days are told as bounds: the day of the publication would else look like that of the words.
_HEADINGS = {
    "said_from": "said not before",
    "said_to": "said not after",
    "first_said": "first said not after",
    "last_said": "last said not after",
}
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
    return _HEADINGS.get(name, name.replace("_", " "))
