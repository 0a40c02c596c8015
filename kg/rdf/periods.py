"""Periods whose ends are known to the day, the month or the year, or not at all."""

from __future__ import annotations

TYPE_CHECKING = False  # not from typing, which takes time to load
if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["as_told", "is_within"]


def is_within(day: str, since: str | None, until: str | None) -> bool:
    """Return whether a day (ISO 8601) may be in a period; each bound counts as precisely as it is known.

    `since: 2012` begins with the first day of that year, and `until: 2012` ends with its last.
    """
    # The day is cut for the end alone: as text, a year sorts before all of its days, so a beginning needs no such care.
    return (since or "") <= day and (not until or day[: len(until)] <= until)


def as_told(day: str, told: Iterable[str | None]) -> str:
    """Return the first or last day of a period as it was told: as the most precise year, month or day that has it.

    Without such a one it is the day itself.
    """
    return max((part for part in told if part and day.startswith(part)), key=len, default=day)
