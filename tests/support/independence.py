"""When states were independent, by two lists of independent states, as far as they confirm each other.

The lists are those of Gleditsch and Ward, and of the project Correlates of War, as tables `gwstates.csv` and
`cowstates.csv` of the R package states 0.3.3 (MIT, © 2017 Andreas Beger): number, name, first and last day of a time.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

__all__ = ["independence", "recognised"]

#: Where both lists begin, whatever was before, and the end of what goes on.
_BEGIN, _OPEN = "1816-01-01", "9999-12-31"
#: Numbers in the list of Gleditsch and Ward that are not those of the Correlates of War, or stand for another state.
_NUMBERS = {
    "340": "serbia",
    "678": "yemen-arab-republic",
    "970": "kiribati",
    "971": "nauru",
    "972": "tonga",
    "973": "tuvalu",
}
#: The same in the list of the Correlates of War, where the state has another number there.
_COW = {"970": "946", "971": "970", "972": "955", "973": "947"}
#: States that both lists go on with under the number of another one: the Soviet Union as Russia, Yugoslavia as Serbia,
#: Tanganyika as Tanzania; and Germany before 1945, which is neither of the two of our time.
_OTHERS = {"255", "345", "365", "510"}
#: What the lists do not tell apart, from rigour ("existed from 1945 to 1992"), from the notes to the list of members of
#: the United Nations, and from the Correlates of War (Yemen, which the other list goes on with under one number). Two
#: sources that differ by days give the month: the lists have Zanzibar begin after it became a member.
_KNOWN = {
    "east-germany": [("1949-10", "1990-10")],
    "serbia-and-montenegro": [("1992", "2006")],
    "soviet-union": [("", "1991")],
    "tanganyika": [("1961-12-09", "1964-04-26")],
    "tanzania": [("1964-04-26", "")],
    "yemen": [("1990-05-22", "")],
    "yemen-arab-republic": [("1918", "1990-05-21")],
    "yugoslavia": [("1945", "1992")],
    "zanzibar": [("1963-12", "1964-04-26")],
}
#: Of disputed status: the day stands in the description, with the list that has it.
_DISPUTED = {"347": "kosovo", "396": "abkhazia", "397": "south-ossetia", "713": "taiwan"}


def independence(folder: Path, numbers: Mapping[str, str]) -> dict[str, list[dict[str, str]]]:
    """Return the times of independence of states by slug; `numbers` are slugs by the Correlates of War's numbers."""
    ward, cow = _read(folder / "gwstates.csv"), _read(folder / "cowstates.csv")
    found: dict[str, list[tuple[str, str]]] = {}
    for number, times in ward.items():
        slug = _NUMBERS.get(number) or numbers.get(number, "")
        if slug and number not in _OTHERS and number not in _DISPUTED:
            others = cow.get(_COW.get(number, number), [])
            found[slug] = [agreed for time in times if (agreed := _agreed(time, others)) is not None]
    found |= _KNOWN
    kept = {slug: [_row(*time) for time in times if any(time)] for slug, times in sorted(found.items())}
    return {slug: rows for slug, rows in kept.items() if rows}


def recognised(folder: Path) -> dict[str, str]:
    """Return the day from which Gleditsch and Ward list states of disputed status as independent."""
    ward = _read(folder / "gwstates.csv")
    return {slug: ward[number][0][0] for number, slug in _DISPUTED.items()}


def _read(path: Path) -> dict[str, list[tuple[str, str]]]:
    times = defaultdict(list)
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            number = row.get("gwcode") or row["cowcode"]
            times[number.removesuffix(".0")].append((row["start"], row["end"]))
    return times


def _agreed(time: tuple[str, str], others: Iterable[tuple[str, str]]) -> tuple[str, str] | None:
    """Return as much of the bounds of a time as the same time in the other list confirms; none if the ends contradict.

    To the Correlates of War a state is one from the League of Nations, the United Nations, or two missions of major
    powers on, so that its times may begin later by years, or be missing: then there is the year of Gleditsch and Ward.
    A time without its end would look as if it went on.
    """
    since, until = time
    same = [(begun, ended) for begun, ended in others if begun <= until and since <= ended]
    begin, end = _confirmed(since, [begun for begun, _ in same]), _confirmed(until, [ended for _, ended in same])
    if until != _OPEN and same and not end:
        return None
    later = min((begun for begun, _ in same), default=_OPEN) > since
    return begin or (since[:4] if later and since != _BEGIN else ""), end or ("" if until == _OPEN else until[:4])


def _confirmed(day: str, others: Iterable[str]) -> str:
    """Return as much of a day as one of other days has, at least its year."""
    if day in (_BEGIN, _OPEN):
        return ""
    return next((day[:size] for size in (10, 7, 4) if any(other[:size] == day[:size] for other in others)), "")


def _row(since: str, until: str) -> dict[str, str]:
    return {key: day for key, day in (("since", since), ("until", until)) if day}
