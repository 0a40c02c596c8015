"""Persons are found behind an office with a posting or a field, and behind a state's name that the parser has wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from drafted import rows_of

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer


def told(text: str, gazetteer: Gazetteer) -> list[tuple[object, ...]]:
    return rows_of(f"Talks end\n\n{text}\n", gazetteer, "speaker", "for")


@pytest.mark.parametrize(
    ("text", "speaker", "state"),
    [
        ("British High Commissioner to Kenya Jane Holm said the port was open.", "jane-holm", "united-kingdom"),
        ("The Peruvian Ambassador to Kenya Rosa Vega in a speech said the port was open.", "rosa-vega", "peru"),
        ("The UN Resident Coordinator in Kenya Rosa Vega said the port was open.", "rosa-vega", None),
        ("Norwegian State Minister for Foreign Affairs Omar Said said the port was open.", "omar-said", "norway"),
        (
            "Norway's permanent representative to the United Nations, Ambassador Rosa Vega, said the port was open.",
            "rosa-vega",
            "norway",
        ),
    ],
)
def test_names_behind_offices(text: str, speaker: str, state: str | None, gazetteer: Gazetteer) -> None:
    assert told(text, gazetteer) == [(speaker, state)]


def test_states_that_the_parser_cuts(gazetteer: Gazetteer) -> None:
    assert told("Trinidad and Tobago said the port was open.", gazetteer) == [("trinidad-and-tobago", None)]
    text = "Neighbouring Norway and Kenya, also members, met on Monday. Norway and Kenya said the port was open."
    assert told(text, gazetteer) == [(["norway", "kenya"], None)]


def test_the_envoy_and_the_minister_who_spoke(gazetteer: Gazetteer) -> None:
    text = (
        "Norway's permanent representative, Ambassador Rosa Vega, said the port was open. President Omar Said was in "
        "Oslo.\n\nThe envoy also said that the road was shut."
    )
    assert told(text, gazetteer)[-1] == ("rosa-vega", "norway")


def test_a_ministrys_spokesman_is_of_the_only_ministry(gazetteer: Gazetteer) -> None:
    text = (
        "Norway's foreign ministry called in a Kenyan diplomat on Monday. Kenya had sent ships.\n\n"
        '"The ships have to leave," ministry spokesperson Choi Young-sam said.\n\nThe road was shut, he added.'
    )
    assert told(text, gazetteer) == [("choi-young-sam", "norwegian-foreign-ministry")] * 2


def test_the_ministry_is_the_one_that_spoke_last(gazetteer: Gazetteer) -> None:
    text = (
        "Norway's Foreign Ministry said the ships had left. Norway's Defence Ministry said the planes had left.\n\n"
        '"The port is shut," the ministry said.'
    )
    assert told(text, gazetteer)[-1] == ("norwegian-defence-ministry", "norway")


def test_of_ministries_of_two_states_none_is_meant(gazetteer: Gazetteer) -> None:
    text = (
        "Norway's Foreign Ministry said the ships had left. Kenya's Foreign Ministry said the planes had left.\n\n"
        '"The port is shut," the ministry said.'
    )
    assert told(text, gazetteer)[-1] == (None, None)
