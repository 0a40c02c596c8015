"""What somebody is ready, determined or entitled to do is done by the owner of the noun, and each noun is a stance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from drafted import rows_of

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer


def sentences(text: str, gazetteer: Gazetteer) -> list[tuple[object, ...]]:
    return rows_of(text, gazetteer, "act", "sentence")


@pytest.mark.parametrize(
    ("text", "act", "sentence"),
    [
        (
            "The Kenyan foreign ministry declared Kenya's readiness to resolve any issues in talks.",
            "offers",
            "Kenya should resolve any issues in talks.",
        ),
        (
            "Peru rejected a U.S. offer to help improve relations with Kenya.",
            "rejects",
            "The U.S. should help improve relations with Kenya.",
        ),
        ("Peru rejected Kenya's offer to mediate in the dispute.", "rejects", "Kenya should mediate in the dispute."),
        ("Peru rejected the Kenyan offer to mediate in the dispute.", "rejects", ""),
        (
            "The Kenyan foreign ministry reiterated Kenya's unwavering resolve to protect the port.",
            "promises",
            "Kenya should protect the port.",
        ),
        (
            "The Kenyan foreign minister reaffirmed Kenya's right to defend itself.",
            "claims",
            "Kenya has a right to defend itself.",
        ),
        ("Norway stressed its right to close the port.", "claims", "Norway has a right to close the port."),
        (
            "Kenya has claimed the right of the islanders to self-determination.",
            "claims",
            "The islanders have a right to self-determination.",
        ),
        (
            "Kenya underlined the right of Norway to exploit the gas.",
            "claims",
            "Norway has a right to exploit the gas.",
        ),
    ],
)
def test_the_owner_of_a_noun_does_what_it_names(act: str, sentence: str, text: str, gazetteer: Gazetteer) -> None:
    assert (act, sentence) in sentences(text, gazetteer)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The Turkish minister voiced Turkey's opposition to the plan and its support for the talks.",
            [("opposes", "The plan should be supported."), ("supports", "The talks should be supported.")],
        ),
        (
            "Kenya stressed its determination to continue the talks and its willingness to free the crew.",
            [("promises", "Kenya should continue the talks."), ("offers", "Kenya should free the crew.")],
        ),
        (
            "Norway condemned Kenya's refusal to pay and its attacks on the ships.",
            [("condemns", "Kenya's refusal to pay is right."), ("condemns", "Kenya's attacks on the ships are right.")],
        ),
    ],
)
def test_each_noun_of_one_owner_is_a_stance(text: str, expected: list[tuple[str, str]], gazetteer: Gazetteer) -> None:
    assert sentences(text, gazetteer) == expected


def test_who_only_reaffirms_a_thing_says_nothing_by_it(gazetteer: Gazetteer) -> None:
    assert not sentences("Norway reaffirmed the old border.", gazetteer)


def test_whose_own_intention_is_declared_is_left_open_after_the_words_of_another(gazetteer: Gazetteer) -> None:
    text = "Norway and Peru noted the statements made by Holm and Berg, declaring their intention to hold elections."
    assert not [sentence for act, sentence in sentences(text, gazetteer) if act == "promises"]
