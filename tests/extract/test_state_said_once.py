"""The state that a text gives once, apart from the name of who holds the office, is the holder's throughout."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from drafted import rows_of

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

DAY = date(2014, 6, 2)
CLOSED = "said on Monday that the port was closed."


def speak_for(text: str, gazetteer: Gazetteer) -> list[object]:
    return [row[0] for row in rows_of(text, gazetteer, "for", day=DAY)]


@pytest.mark.parametrize(
    ("headline", "who", "state"),
    [
        ("Canadian PM visits Kenya", "Mr Harper", "canada"),
        ("Canada's Prime Minister visits Kenya", "Stephen Harper", "canada"),
        ("Kenyan PM visits Canada", "Mr Harper", None),
        ("Former Canadian PM visits Kenya", "Mr Harper", None),
        ("Canadian PM Anna Holm visits Kenya", "Mr Harper", None),
        ("Canadian PM's wife visits Kenya", "Mr Harper", None),
        ("Canadian PM visits Kenya", "Mauricio Harper", None),
        ("Canadian President visits Kenya", "Mr Harper", None),
        ("PM visits Kenya", "Mr Harper", None),
        ("Norwegian king visits Kenya", "Harald Berg", None),
    ],
)
def test_a_title_with_its_state_and_the_last_name_of_who_holds_it(
    headline: str, who: str, state: str | None, gazetteer: Gazetteer
) -> None:
    assert speak_for(f"{headline}\n\n{who} {CLOSED}\n", gazetteer) == [state]


@pytest.mark.parametrize(("day", "state"), [(date(2014, 6, 2), "canada"), (date(2016, 6, 2), None)])
def test_a_last_name_says_nothing_after_the_term(day: date, state: str | None, gazetteer: Gazetteer) -> None:
    text = f"Canadian PM visits Kenya\n\nStephen Harper {CLOSED}\n"
    assert rows_of(text, gazetteer, "for", day=day) == [(state,)]


@pytest.mark.parametrize(
    ("before", "state"),
    [
        ("Pakistan and Kenya disagree on ships. Kenya sent ships.", "pakistan"),
        ("Norway and Kenya disagree on ships. Kenya sent ships.", None),
        ("Pakistan and the United Kingdom disagree on ships. Kenya sent ships.", None),
        ("Pakistan and Kenya disagree on ships. The German Foreign Office denied it.", None),
    ],
)
def test_a_spokesman_of_a_ministry_that_few_states_have(before: str, state: str | None, gazetteer: Gazetteer) -> None:
    text = f"Talks end\n\n{before}\n\nIt rained.\n\nRoads are shut.\n\nForeign Office spokesperson Anna Berg {CLOSED}\n"
    assert speak_for(text, gazetteer)[-1] == state


def test_the_name_of_a_house_belongs_to_the_name_before(gazetteer: Gazetteer) -> None:
    text = (
        "Talks end\n\nQatar’s Foreign Minister Omar bin Abdulrahman Al Hakim met Kenya's envoy on Friday.\n\n"
        "Kenya sent ships, and Norway sent planes.\n\nAl Hakim said that the port was closed.\n"
    )
    assert rows_of(text, gazetteer, "speaker", "for")[-1] == ("omar-bin-abdulrahman-al-hakim", "qatar")


def test_a_name_may_end_the_text(gazetteer: Gazetteer) -> None:
    text = f"Talks end\n\nKenya {CLOSED}\n\nIt was told by Anna Berg"
    assert rows_of(text, gazetteer, "speaker") == [("kenya",)]
