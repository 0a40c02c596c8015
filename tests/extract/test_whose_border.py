"""Whose "the border", "the island" and "the junta" are, if the text tells of no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from drafted import last_sentence as last

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

BORDERS = [
    (
        "Kenya and Sudan sent troops on Monday. Minister Omar Berg said all was calm along the border.",
        "All was calm along the border between Kenya and Sudan.",
    ),
    (
        "Kenya and Sudan met on Monday. Minister Omar Berg said the shared border was safe.",
        "The shared border between Kenya and Sudan was safe.",
    ),
    # Another border, a third state, or only one.
    (
        "Kenya and Sudan spoke of the border with Uganda. Minister Omar Berg said the border was safe.",
        "The border with Uganda was safe.",
    ),
    ("Kenya met Sudan and Uganda. Minister Omar Berg said the border was safe.", "The border was safe."),
    (
        "Kenya and Sudan have a land border. Minister Omar Berg said all was calm along the border.",
        "All was calm along the land border.",
    ),
]


@pytest.mark.parametrize(("text", "sentence"), BORDERS)
def test_the_border_is_that_of_the_two_states_of_a_text(text: str, sentence: str, gazetteer: Gazetteer) -> None:
    assert last(text, gazetteer) == sentence


OWNED = [
    (
        "Kenyan minister Omar Berg visited Cyprus on Monday. He said the island was poor.",
        "Cyprus was poor.",
    ),
    (
        "Kenyan minister Omar Berg met Sudan's junta on Monday. Norwegian envoy Anna Holm said the junta should go.",
        "Sudan's junta should go.",
    ),
    # The text tells of two.
    (
        "Kenyan minister Omar Berg met Sudan's junta and Mali's junta on Monday. He said the junta was poor.",
        "The junta was poor.",
    ),
    (
        "Kenyan minister Omar Berg visited Cyprus and Malta on Monday. He said the island was poor.",
        "The island was poor.",
    ),
]


@pytest.mark.parametrize(("text", "sentence"), OWNED)
def test_an_island_and_a_body_are_those_of_the_only_state_that_fits(
    text: str, sentence: str, gazetteer: Gazetteer
) -> None:
    assert last(text, gazetteer) == sentence
