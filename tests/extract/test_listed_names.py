"""A headline lists with a comma only: both of those whom it names speak."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from kg.extract.draft.drafting import Drafter

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

DAY = date(2022, 3, 1)


def told(text: str, gazetteer: Gazetteer) -> list[tuple[object, object]]:
    draft = Drafter(text, gazetteer, DAY).draft()
    return [(row.get("speaker"), row.get("for")) for row in draft.statements]


@pytest.mark.parametrize(
    ("headline", "speaker", "behalf"),
    [
        ("Norway, Kenya urge Peru to return to talks", ["norway", "kenya"], None),
        ("Norway, Kenya officials call for talks", "norway-kenya-officials", ["norway", "kenya"]),
        (
            "Norway, Kenya foreign ministers agree to open the port",
            "norway-kenya-foreign-ministers",
            ["norway", "kenya"],
        ),
        ("Norway and Kenya call for talks", ["norway", "kenya"], None),
    ],
)
def test_a_comma_in_a_headline_joins_names(
    headline: str, speaker: object, behalf: object, gazetteer: Gazetteer
) -> None:
    assert told(f"{headline}\n\nIt rained.\n", gazetteer) == [(speaker, behalf)]


def test_a_town_and_its_country_are_not_two(gazetteer: Gazetteer) -> None:
    speakers = [speaker for speaker, _ in told("Oslo, Norway urges Peru to return to talks\n\nIt rained.\n", gazetteer)]
    assert ["norway"] not in speakers
    assert not [speaker for speaker in speakers if isinstance(speaker, list)]


@pytest.mark.parametrize(
    "text",
    [
        "The Spanish, Norwegian and U.S. governments rejected the plan.",
        "A statement by the Spanish, Norwegian and U.S. governments said the port is shut.",
    ],
)
def test_governments_speak_for_all_states_that_are_listed(text: str, gazetteer: Gazetteer) -> None:
    assert told(f"Talks end\n\n{text}\n", gazetteer) == [
        ("spanish-norwegian-and-u-s-governments", ["spain", "norway", "united-states"])
    ]
