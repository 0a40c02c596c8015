"""Says what `as-of` leaves out: words about that day, said after it.

Two clocks run in every answer about stances. `as-of` turns back that of what had been said, so that an answer for a day
is what a store of that day would have given. "They were against it until 2020", said in 2021, is not in it, although
it tells what was held in 2019.
"""

from __future__ import annotations

TYPE_CHECKING = False  # not from typing, whose import would double the start-up time of a query
if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyoxigraph as ox

    from kg.query.catalogue import Question

__all__ = ["told_later"]

_DAY, _SINCE = "as-of", "since"
#: Most repositories do not code since when or until when something was held, and then nothing is left out.
_DATED = "ASK { GRAPH ?source { ?statement dp:holdsDuring ?time } }"
_HELD = {"held_from", "held_to"}


def told_later(store: ox.Store, question: Question, given: Mapping[str, str]) -> list[str]:
    """Return a sentence with how many rows were told after the day of `as-of` and are about it, if there are any.

    Raises QueryError and UsageError as the question itself.
    """
    if _DAY not in given:
        return []
    # Most questions are not asked of a day, and start earlier without these.
    from kg.query.binding import columns_of
    from kg.query.parameters import resolve_all
    from kg.query.run import run_query

    if not columns_of(question.text) >= _HELD or not run_query(store, _DATED):
        return []
    terms = resolve_all(store, question, given.items())
    asked = terms.pop(_DAY)
    day = asked.value
    if _SINCE in question.parameters:  # a row of an earlier day was said by then
        terms[_SINCE] = max(asked, terms.get(_SINCE, asked), key=lambda term: term.value)
    found = run_query(store, question.text, terms, file=question.file)
    names = [variable.value for variable in found.variables]  # type: ignore[union-attr]  # a SELECT
    rows = ({name: term.value for name, term in zip(names, row, strict=True) if term is not None} for row in found)  # type: ignore[union-attr]
    later = sum(_is_of(row, day) for row in rows)
    if not later:
        return []
    rows_tell = ("row", "tells") if later == 1 else ("rows", "tell")
    more = f"{later:,} more {rows_tell[0]}, said after {day}, {rows_tell[1]} what was held on that day"
    return [f"{more}: ask without -p {_DAY}={given[_DAY]}"]


def _is_of(row: Mapping[str, str], day: str) -> bool:
    """Return whether a row was first said after a day, and by its own words held on it."""
    begun, ended = row.get("held_from", ""), row.get("held_to", "")
    # A year or a month is compared with that of the day.
    within = begun <= day[: len(begun)] and (not ended or day[: len(ended)] <= ended)
    return bool(begun or ended) and within and (row.get("first_said") or row.get("said_to", "")) > day
