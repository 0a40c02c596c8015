"""Verbs that the parser misreads still make sentences, and nobody criticises what a thing would criticise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from drafted import rows_of

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer


@pytest.mark.parametrize(
    ("text", "act", "sentence"),
    [
        (
            "Kenya not accused in Norway's case against two advisers, ministry says",
            "denies",
            "Kenya is accused in Norway's case against two advisers.",
        ),
        ("Norway said Kenya was not accused.", "denies", "Kenya was accused."),
        (
            "Arrivals of Kenyan migrants at Norwegian ports decreased by 64 percent, the ministry said.",
            "reports",
            "Arrivals of Kenyan migrants at Norwegian ports decreased by 64 percent.",
        ),
        (
            "Suspected Kenyan hackers spotted the flaw, the ministry said.",
            "reports",
            "Suspected Kenyan hackers spotted the flaw.",
        ),
        (
            "“President Holm … has been very helpful,” Anna Berg said.",
            "claims",
            "President Holm has been very helpful.",
        ),
        ("Anna Berg said she wished Kenya had left the union.", "hopes", "Kenya should have left the union."),
        ("Anna Berg wishes Kenya would leave the union.", "hopes", "Kenya will leave the union."),
        ("Norway wants Kenya as a partner.", "hopes", "Kenya should be a partner."),
        ("Norway wants peace in Kenya.", "hopes", "There should be peace in Kenya."),
        ("Kenya's ministers proposed that the rebels quit the city.", "proposes", "The rebels should quit the city."),
    ],
)
def test_a_verb_is_read_as_it_is_meant(text: str, act: str, sentence: str, gazetteer: Gazetteer) -> None:
    assert rows_of(text, gazetteer, "act", "sentence") == [(act, sentence)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (
            "Anna Berg said her trips to Kenya were harmless and blasted the treaty of Oslo as a waste of time.",
            ["Anna Berg's trips to Kenya were harmless.", ""],
        ),
        # It cannot be told to whom the pronouns belong, but not to those who speak.
        (
            "The White House condemned missile attacks by rebel militias on Kenya, saying they threatened the region.",
            ["Missile attacks by rebel militias on Kenya are right.", ""],
        ),
        ("President Adam Holm renewed a feud with the father of a player, calling him an “ungrateful fool”.", [""]),
    ],
)
def test_others_are_meant_than_the_speaker(text: str, sentences: list[str], gazetteer: Gazetteer) -> None:
    assert [sentence for _, sentence in rows_of(text, gazetteer, "act", "sentence")] == sentences
