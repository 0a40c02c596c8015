"""Terms of office as Wikidata has them: those whose days are certain enough to say who held an office when.

A term without an end is one that still goes on, so a term must not lose its end because that is not known exactly.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["certain_tenures", "known_day"]

Row = dict[str, str]


def certain_tenures(rows: Iterable[Row], left_out: list[str]) -> Iterator[tuple[Row, dict[str, str]]]:
    """Yield a row of each statement on a term, with `since` and `until` as far as they are known.

    Terms of which it is not known whether they have ended are added to `left_out`, with the reason. Rows of one
    statement differ where it has several values.
    """
    statements: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        statements.setdefault((row["statement"], row["person"]), []).append(row)
    for row, *more in statements.values():
        days, doubt = {}, _doubt(row, more)
        for key in ("since", "until"):
            if day := known_day(row.get(key), row.get(f"{key}Precision")):
                days[key] = day
        if not doubt and "until" in row and "until" not in days:
            doubt = "ended on a day that is only known roughly"
        # Compared as far as both are known: a term may begin and end in one year.
        if not doubt and len(days) == 2 and days["until"] < days["since"][: len(days["until"])]:
            doubt = "ended before it began"
        if doubt:
            left_out.append(f"{row.get('label') or 'somebody unknown'}: one tenure {doubt}")
        else:
            yield row, days


def _doubt(row: Row, more: list[Row]) -> str:
    """Return why the days of a term are not certain, empty if nothing speaks against them."""
    if _is_unknown(row.get("until")):
        return "ended on a day that nobody knows"
    if any(other.get(key) != row.get(key) for other in more for key in ("since", "until")):
        return "has several days for its start or its end"
    if "until" not in row and "died" in row:
        return "has no end, though the person has died"
    return ""


def _is_unknown(value: str | None) -> bool:
    """Return whether Wikidata marks the value as existing but unknown."""
    return value is not None and not re.match(r"[-+]?\d", value)


def known_day(value: str | None, precision: str | None) -> str | None:
    """Return an xsd:dateTime to its known precision: a day, a month, or a year; None if less is known.

    Wikidata writes unknown parts as 1: precision 11 is a day, 10 a month, 9 a year.
    """
    found = re.match(r"\+?(\d{4})-(\d{2})-(\d{2})", value or "")
    if not found:
        return None
    day = "-".join(found.groups())
    # If the endpoint gives no precision, only the year of a first of January is trusted.
    if precision is None:
        return day[:4] if day.endswith("-01-01") else day
    return {"11": day, "10": day[:7], "9": day[:4]}.get(precision.partition(".")[0])
