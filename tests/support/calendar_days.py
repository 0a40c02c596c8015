"""The first and the last day of a year, a month or a day (ISO 8601), by the calendar and not by comparing texts."""

from __future__ import annotations

from calendar import monthrange

__all__ = ["first_day", "last_day"]


def first_day(date: str) -> str:
    """Return the first day of a date: `2004-02-01` of `2004-02`."""
    return date + "-01-01"[len(date) - 4 :]


def last_day(date: str) -> str:
    """Return the last day of a date: `2004-02-29` of `2004-02`."""
    year, month, day = f"{date}--".split("-")[:3]
    month = month or "12"
    return f"{year}-{month}-{day or monthrange(int(year), int(month))[1]}"
