"""A place with a name and its description are one thing, and a quarrel may be called after the land."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from drafted import last_sentence as last

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

PLACES = [
    (
        "Kenya sent a boat to a small island in Lake Victoria. Fishermen of Migingo Island left. Anna Berg said the "
        "disputed island was empty.",
        "Migingo Island was empty.",
    ),
    (
        "Kenya built a giant river dam. The Great Tana Dam was opened in May. Anna Berg said the dam was safe.",
        "The Great Tana Dam was safe.",
    ),
    # Two names.
    (
        "Kenya built the Great Tana Dam and the New Turkana Dam. Anna Berg said the dam was safe.",
        "The dam was safe.",
    ),
    # The land of the quarrel, and another quarrel.
    (
        "Kenya and Norway have a dispute over Migingo island. Anna Berg said the border dispute was old.",
        "The dispute over Migingo island was old.",
    ),
    (
        "Kenya and Norway have a dispute over steel prices. Anna Berg said the border dispute was old.",
        "The border dispute was old.",
    ),
    # What is joined to a thing stays beside it.
    (
        "Kenya towed a Norwegian tanker on Monday. Anna Berg said the ship and its crew were safe.",
        "The Norwegian tanker and its crew were safe.",
    ),
    # A verb tells of it, with the words before the noun among its own.
    (
        "Kenya tested a ballistic missile. Norway said the missile test was illegal.",
        "The test of a ballistic missile was illegal.",
    ),
    ("Kenya tested a ballistic missile. Norway said the vaccine test was illegal.", "The vaccine test was illegal."),
    # A body by the word that ends its name, and a state that another name only contains.
    (
        "Envoys of the East African Community met in Oslo. Anna Berg of Norway said the community was poor.",
        "The East African Community was poor.",
    ),
    ("Envoys met in Oslo. Anna Berg of Norway said the community was poor.", "The community was poor."),
]


@pytest.mark.parametrize(("text", "sentence"), PLACES)
def test_a_place_is_named_and_a_quarrel_told_by_its_land(text: str, sentence: str, gazetteer: Gazetteer) -> None:
    assert last(text, gazetteer) == sentence
