"""The same words give one row, and the quote of a participle ends with its object."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from kg.extract.draft.drafting import Drafter

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

BODY = "Norway urged Sudan to withdraw its troops on Monday. The port of Oslo was quiet, and nobody else spoke."


def rows(text: str, gazetteer: Gazetteer) -> list[tuple[str, str, str]]:
    draft = Drafter(text, gazetteer, date(2024, 1, 10)).draft()
    return [
        (str(row["act"]), str(row["quote"]), draft.propositions[str(row["proposition"])].sentence)
        for row in draft.statements
    ]


def test_a_headline_that_says_less_than_the_text_is_not_drafted(gazetteer: Gazetteer) -> None:
    found = rows(f"Norway Urges Sudan To Withdraw\n\n{BODY}\n", gazetteer)
    assert [sentence for _, _, sentence in found] == ["Sudan should withdraw its troops."]


def test_a_headline_that_says_something_else_is_drafted(gazetteer: Gazetteer) -> None:
    found = rows(f"Norway Urges Chad To Withdraw\n\n{BODY}\n", gazetteer)
    assert len(found) == 2


def test_the_same_words_of_one_side_give_one_row(gazetteer: Gazetteer) -> None:
    found = rows(
        "Norway stands ready to help, ready to support Italy and stands ready to pay, its minister said.", gazetteer
    )
    assert [sentence for _, _, sentence in found].count("Norway should pay.") == 1


def test_who_is_ready_twice_is_ready_once(gazetteer: Gazetteer) -> None:
    said = '"We stand ready to support Italy and stand ready to help Chad," said Anna Holm, Foreign Minister of Peru.'
    assert [sentence for _, _, sentence in rows(said, gazetteer)] == ["Peru should support Italy and help Chad."]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Commending the deal, the Security Council called on Sudan to leave.", "Commending the deal"),
        ("Condemning the attack on Oslo, Italy said it would help.", "Condemning the attack on Oslo"),
        (
            'Calling the plan a "grave mistake", the minister left. Holm of Norway spoke.',
            'Calling the plan a "grave mistake"',
        ),
    ],
)
def test_the_quote_of_a_participle_ends_with_its_object(text: str, quote: str, gazetteer: Gazetteer) -> None:
    assert quote in [words for _, words, _ in rows(text, gazetteer)]
