"""Positions that deeds show, or what a plan meets with, are drafted: "suspended the treaty", "drew criticism from"."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from kg.extract.draft.drafting import Drafter

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

#: A text, and the holder, the act and the sentence of one of its rows.
MEASURES = [
    ("The African Union has suspended Norway.", "african-union", "supports", "Norway should be suspended."),
    ("Norway was suspended by the African Union.", "african-union", "supports", "Norway should be suspended."),
    ("Kenya calls off talks with Norway after raid.", "kenya", "supports", "Talks with Norway should be called off."),
    ("Norway closed its border with Kenya.", "norway", "supports", "Norway's border with Kenya should be closed."),
    ("Kenya expelled two envoys in retaliation.", "kenya", "supports", "Two envoys should be expelled."),
    ("Norway resumed aid to Kenya.", "norway", "supports", "Aid to Kenya should be resumed."),
    (
        "Kenya's parliament ratified the treaty on fish.",
        "kenyan-parliament",
        "agrees",
        "The treaty on fish should be accepted.",
    ),
    ("Kenya blocked Norway's bid for a seat.", "kenya", "opposes", "Norway's bid for a seat should be supported."),
]
MEASURES += [
    (
        "Norway and Kenya reached an agreement on fish.",
        ["norway", "kenya"],
        "agrees",
        "There should be an agreement on fish.",
    ),
    ("Kenya withdrew from the treaty on fish.", "kenya", "opposes", "The treaty on fish should be supported."),
    ("Norway sanctioned three officials.", "norway", "supports", "Three officials should be sanctioned."),
    ("Kenya cut diplomatic ties with Norway.", "kenya", "supports", "Diplomatic ties with Norway should be cut."),
]
NO_MEASURES = [
    "Kenya withdrew its troops from the border.",
    "Norway reached the border.",
    "Kenya cut taxes.",
    "Kenya could suspend the treaty.",
    "Kenya did not sign the treaty.",
    "If Kenya closes the strait, Norway will act.",
    "The airline suspended flights to Kenya.",
    "The player signed a contract with Norway.",
    "Kenya closed the meeting.",
    "Kenya blocked the road.",
]
RECEIVED = [
    (
        "Kenya's decision to close the port drew criticism from Norway.",
        "norway",
        "criticises",
        "Kenya's decision to close the port is right.",
    ),
    (
        "The plan to close the port was met with anger by Norway.",
        "norway",
        "criticises",
        "The plan to close the port is right.",
    ),
    ("The plan for a dam has the backing of Norway.", "norway", "supports", "The plan for a dam should be supported."),
    ("Kenya enjoys Norway's support.", "norway", "supports", "Kenya should be supported."),
    (
        "The plan for a dam, backed by Norway, was published.",
        "norway",
        "supports",
        "The plan for a dam should be supported.",
    ),
    ("Norway gave its backing to the plan for a dam.", "norway", "supports", "The plan for a dam should be supported."),
    ("Norway lodged a protest over the raid on the port.", "norway", "criticises", "The raid on the port is right."),
    (
        "Norway recalled its envoy in protest at the raid on the port.",
        "norway",
        "criticises",
        "The raid on the port is right.",
    ),
    (
        "Norway attacked the decision to close the port.",
        "norway",
        "criticises",
        "The decision to close the port is right.",
    ),
    ("Norway stands firmly behind Kenya.", "norway", "supports", "Kenya should be supported."),
    ("Norway was pushing Kenya to open its port.", "norway", "urges", "Kenya should open its port."),
    ("Norway pressed Kenya for more aid.", "norway", "calls-for", "There should be more aid."),
]
ROLES = [
    ("Anna Berg, an opponent of the treaty, came.", "anna-berg", "opposes", "The treaty should be supported."),
    ("Norway is a firm supporter of the treaty.", "norway", "supports", "The treaty should be supported."),
    (
        "Norway's demands include the closure of the port.",
        "norway",
        "demands",
        "The closure of the port should take place.",
    ),
    ("Norway said it was against the plan for a dam.", "norway", "opposes", "The plan for a dam should be supported."),
    ("Norway said it was in favour of closing the port.", "norway", "supports", "The port should be closed."),
    (
        "Norway voted in favour of the treaty in the council.",
        "norway",
        "votes-for",
        "The treaty in the council should be adopted.",
    ),
]
NOT_RECEIVED = [
    "Anna Berg, a former opponent of the treaty, came.",
    "Anna Berg, not a noted supporter of the treaty, came.",
    "Anna Berg is not a supporter of the treaty.",
    "Anna Berg is no longer an opponent of the treaty.",
    "Norway did not recall its envoy in protest at the raid.",
    "Anna Berg was not among those backing the treaty with Norway.",
    "The minister met with opposition leaders from Kenya.",
    'Kenya has a register, dubbed "Tracking 2026", of its farmers.',
    "Jan Holm referred to the register as National Tracking and Emergency System.",
    "Norwegian ministers struggle to agree on the treaty.",
    "The raid drew no criticism from Norway.",
    "Kenya's plan may face opposition from Norway.",
    "Kenya has low support from Norway.",
    "Norway attacked the port.",
    "The minister stood with a guard at the gate.",
    "The police closed the port over Norway's alleged support for the rebels.",
]


def drafted(text: str, gazetteer: Gazetteer) -> list[tuple[object, object, str]]:
    draft = Drafter(text, gazetteer, date(2023, 7, 13)).draft()
    return [
        (row.get("speaker"), row["act"], draft.propositions[str(row["proposition"])].sentence)
        for row in draft.statements
    ]


@pytest.mark.parametrize("told", MEASURES + RECEIVED + ROLES, ids=lambda told: told[0])
def test_a_deed_or_its_reception_shows_a_position(told: tuple[str, str, str, str], gazetteer: Gazetteer) -> None:
    assert told[1:] in drafted(told[0], gazetteer)


@pytest.mark.parametrize("text", NO_MEASURES + NOT_RECEIVED)
def test_what_is_not_done_or_has_another_sense_shows_none(text: str, gazetteer: Gazetteer) -> None:
    assert drafted(text, gazetteer) == []


def test_whoever_suspends_a_state_does_not_back_it(gazetteer: Gazetteer) -> None:
    rows = Drafter("The African Union has suspended Norway.", gazetteer, date(2023, 7, 13)).draft().statements
    assert [row.get("target") for row in rows] == [None]


def test_a_minister_who_is_rung_up_to_protest_is_asked_for_nothing(gazetteer: Gazetteer) -> None:
    made = drafted("Norway's envoy called the Kenyan minister on Monday to protest the raid.", gazetteer)
    assert [act for _, act, _ in made] == ["criticises"]


def test_criticism_over_a_raid_is_against_the_raid(gazetteer: Gazetteer) -> None:
    assert drafted("Norway voiced criticism over the raid on the port.", gazetteer) == [
        ("norway", "criticises", "The raid on the port is right.")
    ]
    assert drafted("Norway criticised Kenya over the raid.", gazetteer) == [("norway", "criticises", "")]


def test_what_a_state_is_said_to_feel_by_its_officials_is_its_own(gazetteer: Gazetteer) -> None:
    text = "Norwegian officials said Oslo felt that Kenya was too weak."
    rows = Drafter(text, gazetteer, date(2023, 7, 13)).draft().statements
    assert [(row["speaker"], row["act"]) for row in rows] == [("norway", "claims")]


def test_a_second_deed_that_an_agency_reports_is_drafted(gazetteer: Gazetteer) -> None:
    text = "Norway slammed Kenya's raids in the strait, urging Nairobi to leave, Reuters reported."
    rows = Drafter(text, gazetteer, date(2023, 7, 13)).draft().statements
    assert ("norway", "urges") in [(row["speaker"], row["act"]) for row in rows]


def test_a_reason_that_is_only_alleged_is_not_quoted_with_a_measure(gazetteer: Gazetteer) -> None:
    """What was done is certain, so that no word of doubt may stand in its quote."""
    text = "Norway suspended the treaty with Kenya last week for suspected fraud by Kenyan traders."
    rows = Drafter(text, gazetteer, date(2023, 7, 13)).draft().statements
    assert [(row["speaker"], row["act"], row["quote"]) for row in rows] == [
        ("norway", "supports", "Norway suspended the treaty with Kenya")
    ]
