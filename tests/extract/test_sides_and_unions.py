"""Which states "the sides" are, and which union "the regional body" is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from drafted import last_sentence as last

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

SIDES = [
    ("the sides had agreed on a truce.", "Kenya and Norway had agreed on a truce."),
    ("the truce served the parties.", "The truce served Kenya and Norway."),
    ("the border between the countries was safe.", "The border between Kenya and Norway was safe."),
    ("both parties wanted a truce.", "Kenya and Norway wanted a truce."),
]


@pytest.mark.parametrize(("said", "sentence"), SIDES)
def test_the_sides_are_the_only_two_states_at_hand(said: str, sentence: str, gazetteer: Gazetteer) -> None:
    text = f"Kenya and Norway end talks\n\nKenya met Norway on Monday.\n\nKenyan minister Omar Berg said {said}"
    assert last(text, gazetteer) == sentence


@pytest.mark.parametrize(
    "lead",
    ["Kenya met Norway and Peru in Rome.", "Kenya's parliament met Norway's king.", "Kenya and Norway fought rebels."],
)
def test_the_parties_stay_open_where_others_may_be_meant(lead: str, gazetteer: Gazetteer) -> None:
    text = f"Kenya and Norway end talks\n\n{lead}\n\nKenyan minister Omar Berg said the truce served the parties."
    assert last(text, gazetteer) == "The truce served the parties."


UNIONS = [
    ("the regional body wanted a truce.", "ASEAN wanted a truce."),
    ("the Southeast Asian bloc wanted a truce.", "ASEAN wanted a truce."),
    ("the regional grouping wanted a truce.", "ASEAN wanted a truce."),
    ("the aid group wanted a truce.", "The aid group wanted a truce."),
]


@pytest.mark.parametrize(("said", "sentence"), UNIONS)
def test_a_regional_body_is_the_only_union_of_a_text(said: str, sentence: str, gazetteer: Gazetteer) -> None:
    text = f"ASEAN ministers met in Rome on Monday.\n\nKenyan minister Omar Berg said {said}"
    assert last(text, gazetteer) == sentence


def test_whoever_mediates_is_no_party(gazetteer: Gazetteer) -> None:
    text = (
        "Norwegian mediators invited Kenya's generals and protest leaders. "
        'Envoy Anna Berg told reporters with her Norwegian counterpart: "The plan was sent to the two parties."'
    )
    assert "Norway" not in str(last(text, gazetteer))
