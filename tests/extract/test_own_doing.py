"""What holders say of themselves with a noun is a predicate of its owner, no wider and no narrower than the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from cases import for_each
from drafted import sentences_of

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

WORDED = {
    # An adjective narrows what is denied or admitted.
    "Norway denied direct involvement in the raid on Mombasa.": "Norway was directly involved in the raid on Mombasa.",
    "Norway denied any military role in the raid on Mombasa.": "Norway had a military role in the raid on Mombasa.",
    "Norway denied alleged involvement in the raid on Oslo.": "Norway was involved in the raid on Oslo.",
    "Kenya claimed sole responsibility for the raid on Oslo.": "Kenya is solely responsible for the raid on Oslo.",
    "Kenya admitted partial responsibility for the leak.": "Kenya is partially responsible for the leak.",
    "Norway denied direct interference in the vote in Kenya.": "Norway has directly interfered in the vote in Kenya.",
    # Whose it is.
    "Norway denied its army's involvement in the raid on Mombasa.": (
        "Norway's army was involved in the raid on Mombasa."
    ),
    "Norway doubted Kenya's involvement in the raid on Oslo.": "Kenya was involved in the raid on Oslo.",
    # What one does, is about to do, or has with others.
    "Norway denied any collusion with the rebels in Kenya.": "Norway has colluded with the rebels in Kenya.",
    "Norway denied meddling in the vote in Kenya.": "Norway is meddling in the vote in Kenya.",
    "Norway denied any contact with the rebels in Kenya.": "Norway has contact with the rebels in Kenya.",
    "Norway admitted secret contacts with the rebels.": "Norway has secret contacts with the rebels.",
    "Norway denied any attempt to close the port of Mombasa.": "Norway has attempted to close the port of Mombasa.",
    "Norway denied Kenyan accusations of arming the rebels.": "Norway is arming the rebels.",
    "Norway denied any intention of closing the port.": "Norway intends to close the port.",
    # Who has no plan does not say what should be.
    "Norway has no plans to close the port of Oslo.": "Norway has plans to close the port of Oslo.",
    "Norway denied plans to close the port of Oslo.": "Norway has plans to close the port of Oslo.",
    "Norway denied any intention to close the port.": "Norway intends to close the port.",
}
LEFT = [
    "Norway denied shameful involvement in the raid on Mombasa.",  # that it was shameful, or that it was involved
    "Norway denied any attempt by Kenya to close the port.",
    "Kenya denied interference by Norway in the vote.",
    "Norway denied meddling.",
    "Norway denied rumours of Kenya closing the port.",
    "Norway doubted involvement in the raid on Mombasa.",  # whose
]


@for_each(("text", "sentence"), WORDED.items())
def test_a_noun_is_a_predicate_of_its_owner(text: str, sentence: str, gazetteer: Gazetteer) -> None:
    assert sentences_of(f"Talks end\n\n{text}\n", gazetteer)[0] == sentence


@for_each("text", LEFT)
def test_what_may_be_of_somebody_else_is_left_open(text: str, gazetteer: Gazetteer) -> None:
    assert sentences_of(f"Talks end\n\n{text}\n", gazetteer)[:1] == [""]


def test_rejecting_a_plan_is_no_denial_that_there_is_one(gazetteer: Gazetteer) -> None:
    text = "Talks end\n\nNorway rejected plans to close the port of Oslo.\n"
    assert sentences_of(text, gazetteer) == ["Plans to close the port of Oslo should be accepted."]
