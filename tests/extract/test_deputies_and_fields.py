"""Deputies beside ministers, ministers of several fields, and offices whose holders are known for some days only."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from drafted import rows_of

from kg.extract.draft.drafting import Drafter
from kg.extract.names.principals.outlets import Outlet
from kg.reference.leaders import Incumbency

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (
            "The Minister of Foreign Affairs and European Integration Nicu Munteanu said that the port was shut.",
            ("nicu-munteanu", None),
        ),
        (
            "Moldova's Minister of Foreign Affairs and European Integration, Nicu Munteanu, said the port was shut.",
            ("nicu-munteanu", "moldova"),
        ),
        (
            "Kenya's Minister for Transport, Infrastructure and Urban Development Joseph Mwangi said it was shut.",
            ("joseph-mwangi", "kenya"),
        ),
        ("Minister of Trade and Regional Cooperation Anna Berg said that the port was shut.", ("anna-berg", None)),
        # several who speak stay several
        (
            "The Minister of Defence and President Anna Berg said that the port was shut.",
            (["minister-of-defence", "anna-berg"], None),
        ),
        (
            "The Minister of Justice and Home Affairs said that the port was shut.",
            ("minister-of-justice-and-home-affairs", None),
        ),
    ],
)
def test_the_name_of_a_minister_of_several_fields_ends_them(
    text: str, row: tuple[object, object], gazetteer: Gazetteer
) -> None:
    assert rows_of(text, gazetteer, "speaker", "for") == [row]


def test_that_a_minister_stated_it_is_said_by_the_minister_alone(gazetteer: Gazetteer) -> None:
    text = "It was denied by the Minister of Foreign Affairs and European Integration Nicu Munteanu on Monday."
    assert {speaker for (speaker,) in rows_of(text, gazetteer, "speaker")} <= {"nicu-munteanu"}


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (
            "Prime Minister Anna Berg of Norway met the press. Deputy Prime Minister Ola Holm said the vote was void.",
            ("ola-holm", "norway"),
        ),
        (
            "Deputy Foreign Minister Ola Holm of Norway met the press. Foreign Minister Anna Berg said it was void.",
            ("anna-berg", "norway"),
        ),
        # a second minister with the same office is another state's
        (
            "Norway's foreign minister Anna Berg met the press.\n\nForeign Minister Ola Holm said it was void.",
            ("ola-holm", None),
        ),
    ],
)
def test_a_deputy_takes_nobodys_office(text: str, row: tuple[object, object], gazetteer: Gazetteer) -> None:
    assert rows_of(text, gazetteer, "speaker", "for")[-1:] == [row]


@pytest.mark.parametrize(
    ("since", "until", "sure"),
    [
        ("2014", "2018", ["2015-01-01", "2017-12-31"]),
        ("2014-05", "2018-03", ["2014-06-01", "2018-02-28"]),
        ("2014-05-02", "2018-03-09", ["2014-05-02", "2018-03-09"]),
        ("2014-05-02", None, ["2014-05-02", "2026-01-01"]),
    ],
)
def test_a_term_is_sure_within_what_its_bounds_leave_open(since: str, until: str | None, sure: list[str]) -> None:
    term = Incumbency("President", "norway", ("Anna Berg",), since, until)
    before = {"2015-01-01": "2014-12-31", "2014-06-01": "2014-05-31", "2014-05-02": "2014-05-01"}[sure[0]]
    after = {"2017-12-31": "2018-01-01", "2018-02-28": "2018-03-01", "2018-03-09": "2018-03-10"}.get(sure[1])
    assert [term.surely_holds(day) for day in sure] == [True, True]
    assert not term.surely_holds(before)
    assert after is None or not term.surely_holds(after)


def test_a_successor_in_the_year_in_which_a_term_ended_may_hold_the_office(gazetteer: Gazetteer) -> None:
    """Ahmet Davutoglu was Prime Minister until some day of 2016."""
    text = "Vote angers Turkey\n\nTurkey recalled its envoy from Berlin. Prime Minister Omar Demir said it was void.\n"
    draft = Drafter(text, gazetteer, date(2016, 6, 2), outlet=Outlet("turkey", "--country", told=True)).draft()
    assert draft.statements[-1].get("for") == "turkey"
    draft = Drafter(text, gazetteer, date(2015, 6, 2), outlet=Outlet("turkey", "--country", told=True)).draft()
    assert draft.statements[-1].get("for") is None


def test_a_title_that_the_parser_cuts_off_at_a_headline_is_whole(gazetteer: Gazetteer) -> None:
    text = (
        "Fishermen to be fined: Omar\n\nFisheries Minister, Omar Said who was in the news last week has denied that "
        "boats were burnt in Kenyan waters.\n"
    )
    draft = Drafter(text, gazetteer, date(2021, 4, 21), outlet=Outlet("kenya", "--country", told=True)).draft()
    assert [row.get("for") for row in draft.statements] == ["kenya"]
