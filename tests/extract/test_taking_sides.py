"""Acts by which people take a side are drafted: marches, votes, sanctions, petitions, and being for or against."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from kg.extract.draft.drafting import Drafter

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

DRAFTED = [
    ("Kenya is against the dam.", "opposes", "The dam should be supported."),
    ("Norway is in favour of the dam in Kenya.", "supports", "The dam in Kenya should be supported."),
    ("Thousands of people marched in Oslo against the dam.", "opposes", "The dam should be supported."),
    ("Kenya imposed sanctions on Norway.", "supports", "There should be sanctions on Norway."),
    ("Kenya lifted sanctions against Norway.", "opposes", "There should be sanctions against Norway."),
    ("The lawmakers voted for Anna Berg.", "votes-for", "Anna Berg should be elected."),
    (
        "The Holm campaign criticised the refusal of Kenya to vote.",
        "criticises",
        "The refusal of Kenya to vote is right.",
    ),
    (
        "The union launched a petition asking the government to close the port.",
        "urges",
        "The government should close the port.",
    ),
    ("Norway recognised Kosovo as a state.", "claims", "Kosovo is a state."),
]
NOT_DRAFTED = [
    "Kenya imposed its will.",
    "The army lifted the siege.",
    "The house is against the wall.",
    "Kenya was in the port of Oslo.",
    "The ship struck against a rock.",
]


def test_taking_a_side_is_drafted(gazetteer: Gazetteer) -> None:
    wrong = []
    for text, act, sentence in DRAFTED:
        draft = Drafter(text, gazetteer, date(2023, 7, 13)).draft()
        made = [(row["act"], draft.propositions[str(row["proposition"])].sentence) for row in draft.statements]
        if (act, sentence) not in made:
            wrong.append((text, made))
    assert wrong == []


def test_not_being_against_something_is_neutral(gazetteer: Gazetteer) -> None:
    rows = Drafter("Kenya is not against the dam in Norway.", gazetteer, date(2023, 7, 13)).draft().statements
    assert [(row["act"], row["polarity"]) for row in rows] == [("opposes", "neutral")]


def test_deeds_and_places_that_take_no_side_are_not_drafted(gazetteer: Gazetteer) -> None:
    drafts = [(text, Drafter(text, gazetteer, date(2023, 7, 13)).draft().statements) for text in NOT_DRAFTED]
    assert [(text, rows[0]["act"]) for text, rows in drafts if rows] == []
