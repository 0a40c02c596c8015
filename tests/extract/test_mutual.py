"""What two do to each other is a row of each, and a thing that is blamed on somebody has its cause as subject."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from kg.extract.draft.drafting import Drafter

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer


def rows(text: str, gazetteer: Gazetteer) -> list[tuple[object, object, str]]:
    draft = Drafter(text, gazetteer, date(2024, 1, 10)).draft()
    return [
        (row.get("speaker"), row.get("target"), draft.propositions[str(row["proposition"])].sentence)
        for row in draft.statements
    ]


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        (
            "Kenya and Norway accused one another of shelling villages in the north.",
            "Norway shelled villages in the north.",
            "Kenya shelled villages in the north.",
        ),
        (
            "Kenya and Norway blamed each other for the collapse of the talks.",
            "Norway is responsible for the collapse of the talks.",
            "Kenya is responsible for the collapse of the talks.",
        ),
        (
            "Kenya and Norway threatened each other with sanctions.",
            "There will be sanctions against Norway.",
            "There will be sanctions against Kenya.",
        ),
    ],
)
def test_each_of_two_accuses_the_other(text: str, first: str, second: str, gazetteer: Gazetteer) -> None:
    assert rows(text, gazetteer) == [("kenya", "norway", first), ("norway", "kenya", second)]


def test_of_three_nobody_is_the_other(gazetteer: Gazetteer) -> None:
    found = rows("Kenya, Norway and Peru accused each other of lying.", gazetteer)
    assert [(target, sentence) for _, target, sentence in found] == [(None, "")]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "Kenya blamed the move on Norway's decision to allow the rebels to open an office.",
            "Norway's decision to allow the rebels to open an office is responsible for the move.",
        ),
        ("Norway blamed the failure of the talks on Kenya.", "Kenya is responsible for the failure of the talks."),
        (
            "Norway attributed the suspension of talks to both sides' failure to agree.",
            "The suspension of talks is due to both sides' failure to agree.",
        ),
        ("Norway attributed the attacks to the rebels.", "The attacks are due to the rebels."),
        ("Norway blamed the crash on bad weather.", "Bad weather is responsible for the crash."),
        ("Norway blamed Kenya for the attack on the port.", "Kenya is responsible for the attack on the port."),
    ],
)
def test_what_is_blamed_on_somebody_is_caused_by_it(text: str, sentence: str, gazetteer: Gazetteer) -> None:
    assert sentence in [found for _, _, found in rows(text, gazetteer)]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            '"If Norway closes the port, we will close the border," the Kenyan foreign ministry said.',
            "If Norway closes the port, the Kenyan foreign ministry will close the border.",
        ),
        ('"If we close the border, we lose," the Kenyan foreign ministry said.', ""),
    ],
)
def test_we_are_known_if_others_are_in_the_condition(text: str, sentence: str, gazetteer: Gazetteer) -> None:
    assert [found for _, _, found in rows(text, gazetteer)] == [sentence]


def test_whose_a_thing_is_is_no_cause(gazetteer: Gazetteer) -> None:
    found = rows("Norway attributed authorship of the letter to Arvid Holm.", gazetteer)
    assert not [sentence for _, _, sentence in found if sentence]
