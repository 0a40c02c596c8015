"""Dates in words: `11 March 2012`, `not after 11 March 2012`, `March 2012`."""

from __future__ import annotations

import re

__all__ = ["day_in_words", "span_in_words"]

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip  # twelve words


def day_in_words(value: str | None) -> str:
    """Return an ISO date, month, year or moment in words; anything else unchanged."""
    # Not with `datetime`, which has no years before 1 or of five digits, and no year without a month.
    match = re.match(r"(-?\d{4,})(?:-(\d\d)(?:-(\d\d))?)?(?:T.*)?\Z", value or "")
    if not match or (match[2] and not 1 <= int(match[2]) <= 12):
        return value or ""
    parts = [match[3].lstrip("0")] if match[3] else []
    parts += [_MONTHS[int(match[2]) - 1]] if match[2] else []
    return " ".join([*parts, match[1]])


def span_in_words(first: str | None, last: str | None) -> str:
    """Return two bounds of a day in words: one day, between two, or the known one."""
    if first and last:
        if first == last:
            return day_in_words(first)
        return f"between {day_in_words(first)} and {day_in_words(last)}"
    if first:
        return f"not before {day_in_words(first)}"
    return f"not after {day_in_words(last)}" if last else ""
