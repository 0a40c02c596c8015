"""Computes time axes: the positions of days on a line, and the days with a label. The templates draw them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from kg.web.content.statements import FIRM_SIGNS, SIGNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.web.content.stances import Holding

__all__ = ["Axis", "Bar", "Dot", "Lane", "axis", "bars", "lanes"]

#: The most labels on an axis, and the most lanes in a picture.
_LABELS, MOST_LANES = 8, 40
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Axis:
    """A range of days, drawn from 0 to 100: its ends, and labels with their positions."""

    first: date
    last: date
    ticks: tuple[tuple[float, str], ...]

    def place(self, day: str) -> float:
        """Return the position of a day in per cent; a month or a year is at its first day."""
        span = (self.last - self.first).days
        passed = (_date(day) - self.first).days
        # If all are on one day, it is in the middle, since a line without length has no ends.
        return round(min(max(100 * passed / span, 0.0), 100.0), 2) if span else 50.0


@dataclass(frozen=True, slots=True)
class Dot:
    """One statement on a lane."""

    x: float
    sign: str
    statement: str
    day: str


@dataclass(slots=True)
class Lane:
    """The statements of one actor in time."""

    actor: str
    dots: list[Dot] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Bar:
    """Something that lasted; `open` says on which sides no end is known."""

    x: float
    width: float
    name: str
    days: str
    open: str = ""


def axis(days: Iterable[str]) -> Axis | None:
    """Return the axis for all of these days; None if there are none."""
    known = sorted(_date(day) for day in days if day)
    if not known:
        return None
    first, last = known[0], known[-1]
    draft = Axis(first, last, ())
    ticks = tuple((draft.place(day.isoformat()), label) for day, label in _ticks(first, last))
    return Axis(first, last, ticks)


def lanes(holdings: Iterable[Holding]) -> tuple[list[Lane], Axis | None, int]:
    """Return one lane per actor (those with most statements first), their axis, and the number of omitted lanes."""
    by_actor: dict[str, dict[str, Dot]] = {}
    shown = list(holdings)
    found = axis(ground.day for holding in shown for ground in holding.grounds)
    for holding in shown:
        for ground in holding.grounds:
            sign = SIGNS.get(ground.side, "")
            if found and not ground.withdrawn:
                dot = Dot(found.place(ground.day), sign if sign in FIRM_SIGNS else "○", ground.statement, ground.day)
                by_actor.setdefault(holding.actor, {})[ground.statement] = dot
    drawn = [Lane(actor, sorted(dots.values(), key=lambda d: (d.x, d.statement))) for actor, dots in by_actor.items()]
    drawn.sort(key=lambda lane: (-len(lane.dots), lane.actor))
    return drawn[:MOST_LANES], found, max(0, len(drawn) - MOST_LANES)


def bars(
    spells: Sequence[tuple[str, str | None, str | None]], today: str, words: Sequence[str]
) -> tuple[list[Bar], Axis | None]:
    """Return named periods (name, since, until) as bars on one axis; an unknown end reaches to the end of the axis."""
    ends = [day for _, since, until in spells for day in (since, until) if day]
    if not ends:
        return [], None
    found = axis([*ends, *([today] if any(until is None for _, _, until in spells) else [])])
    drawn = []
    for (name, since, until), days in zip(spells, words, strict=True):
        start = found.place(since) if found and since else 0.0
        end = found.place(_end(until)) if found and until else 100.0
        open_ends = " ".join(word for word, day in (("since", since), ("until", until)) if not day)
        drawn.append(Bar(start, round(max(end - start, 0.8), 2), name, days, open_ends))
    return drawn, found


def _end(day: str) -> str:
    """Return a day as it is, the last day of a year, or the 28th of a month, which every month has."""
    return {4: f"{day}-12-31", 7: f"{day}-28"}.get(len(day), day)


def _date(day: str) -> date:
    """Return the first day of a date, month, or year."""
    parts = [int(part) for part in day[:10].split("-") if part.isdecimal()] or [1]
    year, month, day_ = (*parts, 1, 1)[:3]
    return date(max(year, 1), month, day_)


def _ticks(first: date, last: date) -> list[tuple[date, str]]:
    """Return the days with a label: years if there are enough of them, else months, else the ends."""
    years = [date(year, 1, 1) for year in range(first.year, last.year + 1) if first <= date(year, 1, 1) <= last]
    if len(years) >= 2:
        step = next((step for step in _STEPS if len(years) / step <= _LABELS), _STEPS[-1])
        return [(day, str(day.year)) for day in years if day.year % step == 0 or len(years) <= _LABELS]
    months = [date(year, month, 1) for year in range(first.year, last.year + 1) for month in range(1, 13)]
    inside = [day for day in months if first <= day <= last]
    if len(inside) >= 2:
        step = -(-len(inside) // _LABELS)
        return [(day, f"{_MONTHS[day.month - 1]} {day.year}") for day in inside[::step]]
    ends = [first] if first == last else [first, last]
    return [(day, f"{day.day} {_MONTHS[day.month - 1]} {day.year}") for day in ends]
