"""Words that only name a thing, point back, or receive a guest, and deeds told beside words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from drafted import rows_of, sentences_of, sides_of

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer


@pytest.mark.parametrize(
    "text",
    [
        'Norway follows what it calls the "one harbour" principle.',
        "Omar Holm, Norway's foreign minister, announced the decision at a press conference.",
        "Prime Minister Omar Holm welcomed President Lars Dahl with a ceremony in Oslo.",
        "Omar Holm, Norway's foreign minister, thanked President Lars Dahl for a warm welcome.",
        "Norway offered its condolences over the loss of lives.",
        "The raids saw the government accused of fraud.",
        '"That is what I will recommend," said Foreign Minister Sergei Lavrov.',
        "They were on opposing sides in the war.",
    ],
)
def test_what_is_said_in_passing_is_no_row(text: str, gazetteer: Gazetteer) -> None:
    assert sides_of(text, gazetteer) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Norway condemned what it called an act of terror.", [("norway", "condemns")]),
        ("Omar Holm, Norway's foreign minister, announced a decision to close the port.", [("omar-holm", "promises")]),
        ("Norway welcomed the truce with Kenya.", [("norway", "praises")]),
        ("Norway accused the other states of fraud.", [("norway", "accuses")]),
        ("Norway was accused of fraud by Kenya.", [("kenya", "accuses")]),
        ("Norway sent a letter to the Kenyan government expressing concern over the raid.", [("norway", "fears")]),
        ("Norway has maintained that the port belongs to Kenya.", [("norway", "claims")]),
    ],
)
def test_its_neighbours_are_rows(text: str, told: list[tuple[str, str]], gazetteer: Gazetteer) -> None:
    assert rows_of(text, gazetteer, "speaker", "act") == told


def test_a_deed_beside_words_is_not_said(gazetteer: Gazetteer) -> None:
    text = "Norway warned the leaders would pay a price, and arrested two of them days after the deal."
    assert sentences_of(text, gazetteer) == ["The leaders would pay a price."]


def test_whoever_is_warned_is_not_the_one_who_warns(gazetteer: Gazetteer) -> None:
    assert "" in sentences_of("Norwegian diplomats warned not to expect too much of the talks.", gazetteer)
