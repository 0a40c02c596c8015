"""A day is within a period on whichever day its ends were meant by, in Python as in the rules and questions."""

from __future__ import annotations

import json
from itertools import product
from typing import TYPE_CHECKING

import pyoxigraph as ox
from calendar_days import first_day, last_day
from cases import for_each
from graphs import ask, graph_of
from repositories import DataRepository, statement

from kg.namespaces import PREFIXES
from kg.paths import shipped
from kg.query.catalogue import Catalogue
from kg.rdf.periods import is_within

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

ENDS = (None, "2011", "2012", "2012-02", "2012-03", "2012-02-29", "2012-03-01")
DAYS = (
    "2010-12-31", "2011-01-01", "2011-12-31", "2012-01-01", "2012-01-31", "2012-02-01", "2012-02-28", "2012-02-29",
    "2012-03-01", "2012-03-31", "2012-04-01", "2012-12-31", "2013-01-01",
)  # fmt: skip


PERIODS = [
    (since, until)
    for since, until in product(ENDS, ENDS)
    if not since or not until or first_day(since) <= last_day(until)
]


def named(since: str | None, until: str | None) -> dict[str, str]:
    return {key: end for key, end in (("since", since), ("until", until)) if end}


def within(day: str) -> set[int]:
    """Return the numbers of the periods that a day is in, by the calendar."""
    return {
        number
        for number, (since, until) in enumerate(PERIODS)
        if (not since or first_day(since) <= day) and (not until or day <= last_day(until))
    }


def test_a_period_holds_from_the_first_day_of_its_beginning_to_the_last_of_its_end() -> None:
    for day in DAYS:
        assert {number for number, ends in enumerate(PERIODS) if is_within(day, *ends)} == within(day)


def test_who_held_a_post_on_a_day_is_asked_by_the_same_days(tmp_path: Path) -> None:
    repository = DataRepository(tmp_path)
    posts = [{"title": f"Seat {number}", "of": "aland", **named(*ends)} for number, ends in enumerate(PERIODS)]
    repository.reference["officials"]["cid"] = {"label": "Cid", "posts": posts}
    repository.write_reference()
    repository.write("first", statement())
    question = Catalogue(shipped("queries")).find("posts").text
    for day in DAYS:
        term = ox.Literal(day, datatype=ox.NamedNode(PREFIXES["xsd"] + "date"))
        head, *rows = ask(graph_of(repository.seeds), question, as_of=term)
        seats = {row[head.index("post_label")].removeprefix("Seat ").split()[0] for row in rows if "Seat" in str(row)}
        assert {int(seat) for seat in seats} == within(day)


def ties_on(seeds: Path, day: str, tie: str) -> list[tuple[str, str]]:
    """Return since when and until when the ties of a kind are that hold on a day."""
    question = Catalogue(shipped("queries")).find("relations").text
    terms = {"as_of": ox.Literal(day, datatype=ox.NamedNode(PREFIXES["xsd"] + "date")), "tie": ox.NamedNode(tie)}
    head, *rows = ask(graph_of(seeds), question, **terms)
    return sorted((row[head.index("since")], row[head.index("until")]) for row in rows)


@for_each("tie", [PREFIXES["dp"] + "Alliance", PREFIXES["org"] + "Membership"])
def test_which_ties_hold_on_a_day_is_asked_by_the_same_days(tie: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    repository = DataRepository(tmp_path_factory.mktemp("ties"))
    repository.reference["states"]["bland"]["memberships"] = [{"of": "herald", **named(*ends)} for ends in PERIODS]
    repository.write_reference()
    source = repository.write("first")
    sheet = json.loads((source / "sheet.yaml").read_text("utf-8"))
    alliance = {"type": "alliance", "between": ["aland", "bland"], "quote": "Both want talks"}
    sheet["relations"] = [{"id": f"tie-{n}", **alliance, **named(*ends)} for n, ends in enumerate(PERIODS)]
    (source / "sheet.yaml").write_text(json.dumps(sheet), "utf-8")
    for day in DAYS:
        wanted = sorted(tuple(end or "" for end in PERIODS[number]) for number in within(day))
        assert ties_on(repository.seeds, day, tie) == wanted, day
