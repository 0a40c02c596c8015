"""A chargé d'affaires is an envoy, however it is spelt, and not a charge against somebody called d'Affaires."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from cases import for_each
from drafted import rows_of

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

SPOKEN = [
    "The Kenyan Chargé d’Affaires in Oslo Anna Berg said that the port was closed.",
    "Anna Berg, Kenya's chargé d'affaires in Oslo, said that the port was closed.",
    "The charge d'affaires of Kenya, Anna Berg, said that the port was closed.",
    "Kenyan Charge d’Affaires Anna Berg told reporters that the port was closed.",
]


@for_each("text", SPOKEN)
def test_a_charge_d_affaires_speaks_for_the_state(text: str, gazetteer: Gazetteer) -> None:
    rows = rows_of(f"Talks end\n\n{text}\n", gazetteer, "speaker", "for", "sentence")
    assert rows == [("anna-berg", "kenya", "The port was closed.")]


def test_who_is_expelled_accuses_nobody(gazetteer: Gazetteer) -> None:
    rows = rows_of(
        "Talks end\n\nNorway expelled the Kenyan charge d'affaires.\n", gazetteer, "speaker", "act", "sentence"
    )
    assert rows == [("norway", "supports", "The Kenyan charge d'affaires should be expelled.")]


def test_an_office_is_of_no_state_that_has_just_spoken_of_another(gazetteer: Gazetteer) -> None:
    text = (
        "Kenya announced on Tuesday that the pact with Norway had been signed. A draft sparked fears of a base. "
        "Prime Minister Anna Berg later said that there would be no base."
    )
    assert rows_of(f"Talks end\n\n{text}\n", gazetteer, "speaker", "for")[-1] == ("anna-berg", None)
