"""Whose wish it is: of those who are asked, of captors beside a deed, of a state whose spokesman says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from drafted import rows_of, sentences_of

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "President Omar Holm said he was held by the soldiers that removed him from power and called for help.",
            [("omar-holm", "reports"), ("omar-holm", "calls-for")],
        ),
        ("Norway urged Kenya to keep its promise to leave the port.", [("norway", "urges")]),
        ("Norway kept its promise to leave the port.", [("norway", "promises")]),
        (
            'Norway urged Kenya to send no signals to the forces advocating "harbour independence".',
            [("norway", "urges")],
        ),
        ("Norway's appeal to the world body was heard.", []),
        ("Norway's appeal to Kenya to leave the port was heard.", [("norway", "calls-for")]),
    ],
)
def test_the_wish_has_its_holder(text: str, told: list[tuple[str, str]], gazetteer: Gazetteer) -> None:
    assert rows_of(text, gazetteer, "speaker", "act") == told


def test_a_state_takes_sides_by_the_words_of_its_spokesman(gazetteer: Gazetteer) -> None:
    assert rows_of("Kenya strongly condemns the raid, a spokesperson said.", gazetteer, "act") == [("condemns",)]


def test_whoever_is_concerned_affirms_that_there_is_cause(gazetteer: Gazetteer) -> None:
    text = '"We remain deeply concerned about the Kenyan raids," Foreign Minister Sergei Lavrov said.'
    assert rows_of(text, gazetteer, "act", "polarity") == [("fears", "supports")]
    assert sentences_of(text, gazetteer) == ["The Kenyan raids are a cause for concern."]


def test_those_who_met_pledge_what_they_pledge(gazetteer: Gazetteer) -> None:
    text = (
        "Anna Berg, slamming the summit, during which the leaders criticised the raids and pledged more aid, said it "
        "was a farce."
    )
    assert ("anna-berg", "promises") not in rows_of(text, gazetteer, "speaker", "act")
