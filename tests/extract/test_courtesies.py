"""Words of a conversation that take no side are not drafted: thanks, greetings, what is left open, questions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from kg.extract.draft.drafting import Drafter

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

DAY = date(2023, 7, 13)


def quotes(text: str, gazetteer: Gazetteer) -> list[str]:
    return [str(row["quote"]) for row in Drafter(text, gazetteer, DAY).draft().statements]


@pytest.mark.parametrize(
    "text",
    [
        'Kenya said: "It is an honour to host you in Nairobi."',
        'Arvid Holm said: "I am delighted to be in Oslo."',
        'Arvid Holm said: "To our partners in Oslo I say this."',
        "Arvid Holm said it was too early to comment on the truce.",
        'Arvid Holm said: "I will not speculate about the talks."',
        'Arvid Holm said: "I have no further comment."',
        'Arvid Holm said: "They can say whatever they want."',
        'Kenya said: "For further information, please contact the ministry in Nairobi."',
        "Norway and Kenya blamed each other.",
        '"This includes the use of profits from Russian assets," said the Kenyan government.',
        'Arvid Holm said: "Thank you for your patience."',
    ],
)
def test_words_of_a_conversation_are_not_drafted(text: str, gazetteer: Gazetteer) -> None:
    assert quotes(text, gazetteer) == []


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        # What looks alike and takes a side stays.
        ("Arvid Holm said it was too early to lift the sanctions.", "it was too early to lift the sanctions"),
        ('Arvid Holm said: "I know that Norway has opened the port."', "I know that Norway has opened the port"),
        ('Kenya said: "It is an honour that obliges Norway to pay."', "It is an honour that obliges Norway to pay"),
        ("Norway blamed Kenya for the delay of the ships.", "Norway blamed Kenya for the delay of the ships"),
        ('Arvid Holm said: "It has to be repealed."', "It has to be repealed"),
    ],
)
def test_words_that_take_a_side_are_drafted(text: str, quote: str, gazetteer: Gazetteer) -> None:
    assert quote in quotes(text, gazetteer)


def test_questions_of_the_press_are_not_drafted_but_those_of_others_are(gazetteer: Gazetteer) -> None:
    text = (
        "Briefing in Oslo\n\nREUTERS: Norway has closed the port. Will Kenya retaliate?\n\n"
        "HOLM: How can Norway close a port in the middle of the winter?"
    )
    found = quotes(text, gazetteer)
    assert "Norway has closed the port" in found
    assert not any("retaliate" in quote for quote in found)
    assert any("How can Norway close a port" in quote for quote in found)
