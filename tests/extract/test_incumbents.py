"""For whom a president, prime minister or monarch speaks whose state the text leaves out: that of those in office."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from drafted import rows_of

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

SAID = "said on Monday that the talks with Norway had failed."


def speaks_for(text: str, gazetteer: Gazetteer, day: date) -> list[object]:
    return [principal for (principal,) in rows_of(text, gazetteer, "for", day=day)]


@pytest.mark.parametrize(
    ("who", "day", "state"),
    [
        ("Prime Minister Tony Abbott", date(2014, 6, 2), "australia"),
        ("Prime Minister Tony Abbott", date(2013, 9, 18), "australia"),  # his first day
        ("Prime Minister Tony Abbott", date(2013, 9, 17), None),
        ("Prime Minister Tony Abbott", date(2016, 6, 2), None),  # out of office
        ("President Macri", date(2016, 6, 2), "argentina"),
        ("President Javier Milei", date(2024, 6, 2), "argentina"),
        ("Chancellor Werner Faymann", date(2015, 6, 2), "austria"),
        ("President Park Geun-hye", date(2014, 6, 2), "south-korea"),
        ("President Park", date(2014, 6, 2), "south-korea"),
        ("PM Scott Morrison", date(2020, 6, 2), "australia"),
        ("Emmerson Mnangagwa, the president,", date(2019, 6, 2), "zimbabwe"),
        ("King Harald", date(2019, 6, 2), "norway"),
        ("King Salman", date(2019, 6, 2), "saudi-arabia"),
    ],
)
def test_the_title_the_name_and_the_day_give_the_state(
    who: str, day: date, state: str | None, gazetteer: Gazetteer
) -> None:
    assert speaks_for(f"{who} {SAID.replace('with Norway ', '')}", gazetteer, day) == [state]


@pytest.mark.parametrize(
    "who",
    [
        "Tony Abbott",  # without a title
        "Abbott",
        "President Abbott",  # of another office
        "Deputy Prime Minister Abbott",
        "Former Prime Minister Tony Abbott",
        "Club president Mauricio Abbott",
        "Prime Minister Anna Abbott",  # somebody else of that name
        "Mr Key",  # the prime minister of New Zealand
        "King Abbott",
        "Mauricio Key",
    ],
)
def test_a_name_alone_says_nothing(who: str, gazetteer: Gazetteer) -> None:
    assert speaks_for(f"{who} {SAID}", gazetteer, date(2014, 6, 2)) == [None]


def test_what_the_text_says_of_the_state_comes_first(gazetteer: Gazetteer) -> None:
    text = f"Kenyan Prime Minister Tony Abbott {SAID}"
    assert speaks_for(text, gazetteer, date(2014, 6, 2)) == ["kenya"]


@pytest.mark.parametrize(("who", "state"), [("President Santos", None), ("President Juan Manuel Santos", "colombia")])
def test_a_name_that_two_in_office_have_says_nothing(who: str, state: str | None, gazetteer: Gazetteer) -> None:
    """Angola's president was called so as well."""
    assert speaks_for(f"{who} {SAID}", gazetteer, date(2015, 3, 20)) == [state]


def test_a_minister_of_the_same_state_needs_no_state_either(gazetteer: Gazetteer) -> None:
    text = (
        "Prime Minister Tony Abbott said on Monday that the ships should leave. "
        "Foreign Minister Julie Bishop said that the ships would leave."
    )
    assert speaks_for(text, gazetteer, date(2014, 6, 2)) == ["australia", "australia"]


def test_the_prime_ministers_of_two_states_are_told_apart(gazetteer: Gazetteer) -> None:
    text = (
        "Prime Minister Tony Abbott said on Monday that the ships should leave. "
        "Prime Minister John Key said that the ships would stay."
    )
    assert speaks_for(text, gazetteer, date(2014, 6, 2)) == ["australia", "new-zealand"]
