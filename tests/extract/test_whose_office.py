"""Ministries with a name that few states use, names that the parser cuts, and whoever answers a state."""

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
    ("states", "speaker", "state"),
    [
        ("India and Pakistan", "pakistani-foreign-office", "pakistan"),
        ("Argentina and Britain", "british-foreign-office", "united-kingdom"),
        ("Pakistan and Britain", "foreign-office", None),
    ],
)
def test_the_foreign_office_is_of_a_state_that_calls_it_so(
    states: str, speaker: str, state: str | None, gazetteer: Gazetteer
) -> None:
    text = f"{states} sent ships on Monday. {states} disagree. The Foreign Office said the port was open."
    assert told(text, gazetteer)[-1] == (speaker, state)


def test_names_of_states_that_the_news_use(gazetteer: Gazetteer) -> None:
    text = "The Democratic Republic of Congo has shut a port, the government said. It rained in Congo."
    assert told(text, gazetteer)[-1] == ("congolese-government", "democratic-republic-of-the-congo")
    assert told("S. Korea said the port was open.", gazetteer) == [("south-korea", None)]


def test_whoever_rejects_what_a_state_says_is_not_of_it(gazetteer: Gazetteer) -> None:
    text = (
        "Kenya accused Norway of a raid. Kenya urged Norway to pay.\n\n"
        "Omar Said, the army's spokesman, dismissed the allegations. Said added that the port was open."
    )
    assert {state for speaker, state in told(text, gazetteer) if speaker == "omar-said"} == {None}


def test_a_name_is_one_with_its_first_word(gazetteer: Gazetteer) -> None:
    text = (
        "Kenya's Foreign Ministry gave a briefing on Monday. Norway had sent ships.\n\nNikorndej Balankura, spokesman "
        "for the Foreign Ministry, spoke to reporters. Balankura said that the port was open. Nikorndej said that the "
        "road was shut."
    )
    assert told(text, gazetteer)[-2:] == [("nikorndej-balankura", "kenyan-foreign-ministry")] * 2


def test_a_minister_with_two_fields(gazetteer: Gazetteer) -> None:
    text = "Kenyan Minister of Foreign Affairs and International Cooperation Omar Said said the port was open."
    assert told(text, gazetteer) == [("omar-said", "kenya")]
