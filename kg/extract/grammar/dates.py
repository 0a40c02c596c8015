"""Resolves days: the date that "on Saturday" means in a text of a given day. Ambiguous words give no date."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["DAYS", "MONTHS", "day_in", "day_of", "is_when"]

#: The English names of the days of the week, in small letters.
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
#: The English names of the months, in small letters.
MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_FULL = re.compile(
    rf"\b({'|'.join(MONTHS)}) (\d{{1,2}})(?:st|nd|rd|th)?(?:,? (\d{{4}}))?\b|\b(\d{{1,2}}) ({'|'.join(MONTHS)})(?:,? (\d{{4}}))?\b"  # noqa: E501  # one pattern
)
_NEXT = re.compile(r"\b(?:next|coming|will|to be|scheduled|due)\b")


_AGO = re.compile(r"(?:an? |[a-z]+ )?(?:days?|weeks?|months?|hours?|years?) (?:after|before)\b", re.IGNORECASE)


def is_when(text: str, start: int, end: int) -> bool:
    """Return whether a stretch of text gives the time of an event instead of the event: "a day after ..."."""
    return _AGO.match(text, start, end) is not None


def day_in(words: str, published: date, *, future: bool = False) -> date | None:
    """Return the day that the words name, relative to the day of publication; None unless there is exactly one.

    A weekday is the last one up to and including that day or, with `future`, the next one after it.
    """
    text = words.casefold()
    if found := _FULL.search(text):
        return _full(found, published)
    for word, days in (("yesterday", -1), ("tomorrow", 1), ("today", 0)):
        if re.search(rf"\b{word}\b", text):
            return published + timedelta(days)
    named = [index for index, name in enumerate(DAYS) if re.search(rf"\b{name}\b", text)]
    if len(named) != 1:
        return None
    if re.search(r"\blast\b", text) and published.weekday() == named[0]:
        return published - timedelta(7)
    if future or _NEXT.search(text):
        return published + timedelta((named[0] - published.weekday() - 1) % 7 + 1)
    return published - timedelta((published.weekday() - named[0]) % 7)


def _full(found: re.Match[str], published: date) -> date | None:
    month, day, year = (found[1], found[2], found[3]) if found[1] else (found[5], found[4], found[6])
    try:
        told = date(int(year) if year else published.year, MONTHS.index(month) + 1, int(day))
    except ValueError:
        return None
    if not year and told > published + timedelta(180):
        told = told.replace(year=told.year - 1) if not (month == "february" and day == "29") else told
    return told


def day_of(doc: Doc, head: Token, published: date, *, future: bool = False) -> date | None:
    """Return the day given with a verb: "told Annan on Saturday", "met in Cairo on Friday"."""
    for child in head.children:
        if child.dep_ in ("prep", "npadvmod", "advmod", "pobj", "dobj") and child.right_edge.i - child.left_edge.i < 12:
            words = doc[child.left_edge.i : child.right_edge.i + 1]
            if any(token.ent_type_ in ("DATE", "TIME") or token.lower_ in DAYS for token in words):
                found = day_in(words.text, published, future=future)
                if found:
                    return found
    return None
