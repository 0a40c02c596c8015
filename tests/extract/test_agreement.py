"""A sentence has a verb that agrees with its subject, and neither begins nor ends with what belongs elsewhere."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from kg.extract.draft.drafting import Drafter
from kg.extract.meaning.wellformed import faults_of

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer


@pytest.mark.parametrize(
    "sentence",
    [
        "Kenya allow inspectors to enter the port.",
        "Norway strictly discipline its frontline troops.",
        "The army brought Captain Holm to power, so.",
        "The junta was would willingly agree to a deal.",
        "Voicing Norway's opposition is guilty.",
        "Norway talks.",
    ],
)
def test_what_does_not_agree_is_no_sentence(sentence: str) -> None:
    assert faults_of(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The plan put Kenya at risk.",
        "The Taliban want peace.",
        "The United States want peace.",
        "Kenya and Norway allow inspectors into the port.",
        "Both Kenya and its neighbour want peace.",
        "Closing the port is a mistake.",
        "Kenya will never allow inspectors into the port.",
    ],
)
def test_what_agrees_is_a_sentence(sentence: str) -> None:
    assert not faults_of(sentence)


def rows(text: str, gazetteer: Gazetteer) -> list[tuple[str, str]]:
    draft = Drafter(text, gazetteer, date(2024, 1, 10)).draft()
    return [(str(row["act"]), draft.propositions[str(row["proposition"])].sentence) for row in draft.statements]


@pytest.mark.parametrize(
    ("text", "act", "sentence"),
    [
        (
            "The Kenyan minister said Norway, not Kenya, had closed the port.",
            "reports",
            "Norway had closed the port.",
        ),
        ("The Kenyan minister said Norway did not close the port.", "denies", "Norway closed the port."),
        (
            "Berg noted that firing on ships is against the law, warning repetition of such acts would damage ties.",
            "warns",
            "Repetition of such acts would damage ties.",
        ),
        (
            "Noting the island is a part of Kenya, the Kenyan foreign ministry said that talks would be held.",
            "claims",
            "The island is a part of Kenya.",
        ),
        (
            "The Kenyan minister said the talks have, in his words, effectively ended.",
            "reports",
            "The talks have effectively ended.",
        ),
        (
            "The Guinean foreign minister said the army brought Captain Camara to power, so.",
            "reports",
            "The army brought Captain Camara to power.",
        ),
    ],
)
def test_what_belongs_elsewhere_is_left_out(act: str, sentence: str, text: str, gazetteer: Gazetteer) -> None:
    assert (act, sentence) in rows(text, gazetteer)
