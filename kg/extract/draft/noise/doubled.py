"""Drops the second of two rows that say the same of the same words, and headline rows that the text says more fully."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING

from kg.extract.draft.drafts import named_in

if TYPE_CHECKING:
    from kg.extract.draft.drafts import Row, RowWriter

__all__ = ["is_in_headline", "without_doubles"]

_PLAIN = ("claims", "reports")
_SIDES = ("opposes", "rejects", "denies", "criticises")


def without_doubles(drafter: RowWriter, rows: list[Row]) -> list[Row]:
    """Return rows without those that only repeat another one."""
    dropped: set[str] = set()
    for first, second in combinations(rows, 2):
        if not {first["id"], second["id"]} & dropped and (twice := _repeating(drafter, first, second)) is not None:
            dropped.add(str(twice["id"]))
    return [row for row in rows if row["id"] not in dropped]


def is_in_headline(drafter: RowWriter, row: Row) -> bool:
    """Return whether the words of a row are in a headline."""
    return drafter.layout.in_headline(drafter.result.spans[str(row["id"])][0])


def _repeating(drafter: RowWriter, first: Row, second: Row) -> Row | None:
    """Return the row of two that only repeats the other one, or None if both say something."""
    if first.get("polarity") != second.get("polarity") or not _have_one_side(first, second):
        return None
    if any(key in row for row in (first, second) for key in ("condition", "certainty", "retracts", "tolls")):
        return None
    if first["proposition"] == second["proposition"]:
        return _of_same_words(drafter, first, second)
    said = [drafter.propositions.new.get(str(row["proposition"])) for row in (first, second)]
    if first["act"] != second["act"] or not is_in_headline(drafter, first) or is_in_headline(drafter, second):
        return None
    less, more = (_words(new.sentence) if new is not None else set() for new in said)
    return first if less and less < more else None


def _of_same_words(drafter: RowWriter, first: Row, second: Row) -> Row | None:
    """Return the row with the lesser words of two with one sentence: "warned, promising" has two acts for one."""
    (start, end), (begin, close) = (drafter.result.spans[str(row["id"])] for row in (first, second))
    within = start <= begin and close <= end
    if not (within or (begin <= start and end <= close)):
        return None
    against = [row["act"] in _SIDES for row in (first, second)]
    if against[0] != against[1]:
        return None
    if first["act"] != second["act"]:
        return first if first["act"] in _PLAIN else second
    return second if within else first


def _have_one_side(first: Row, second: Row) -> bool:
    """Return whether two rows have the same speakers, or the one speaks for the other."""
    if "speaker" not in first or "speaker" not in second:
        return False
    one, other = (named_in({"speaker": row["speaker"]}) for row in (first, second))
    behind = [named_in({"for": row["for"]}) if "for" in row else set() for row in (first, second)]
    return one == other or one == behind[1] or other == behind[0]


def _words(sentence: str) -> set[str]:
    return set(re.findall(r"\w+", sentence.casefold()))
