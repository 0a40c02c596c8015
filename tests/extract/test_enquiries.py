"""A question is nobody's stance, and what somebody is asked to say or show has not been said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from drafted import sides_of

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer


@pytest.mark.parametrize(
    "text",
    [
        "Diplomats asked whether Ghana rejects the dam.",
        "Nobody knows whether Kenya will accept the offer.",
        "It is unclear whether Kenya supports the treaty.",
        "Oslo wants to see whether Washington approves the sale.",
        "Norway asked Kenya whether it would accept the offer.",
        "The question was clear: does Kenya support the treaty?",
        "Russia said it had no comment.",
        "Kenya said it had nothing to add.",
        "Norway must not attack its neighbour. It should open the border and invite all sides to Oslo.",
    ],
)
def test_a_question_and_a_duty_are_no_stance(text: str, gazetteer: Gazetteer) -> None:
    assert sides_of(text, gazetteer) == []


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("Kenya doubted whether Norway supports the treaty.", ("kenya", "doubts")),
        ("Norway asked Kenya to accept the offer.", ("norway", "urges")),
        ("Norway urged both neighbours to show restraint.", ("norway", "urges")),
        ("Norway asked the two countries to confirm that the border is open.", ("norway", "urges")),
        ("Norway explained why it opposes the treaty.", ("norway", "opposes")),
        ("Kenya said it had no objection to the deal.", ("kenya", "denies")),
    ],
)
def test_what_is_asked_of_somebody_is_one(text: str, row: tuple[str, str], gazetteer: Gazetteer) -> None:
    assert sides_of(text, gazetteer) == [row]
