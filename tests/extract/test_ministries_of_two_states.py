"""A ministry named without a state is nobody's where two states could have it; names of bodies keep a state's name."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from kg.extract.draft.drafting import Drafter

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

DAY = date(2020, 5, 1)
NOTE = "The Government of Norway handed over a note to the ambassador of India, Anna Berg, over India's road.\n\n"
SUMMONED = "Anna Berg, Norway's envoy to Kenya, was summoned by Kenya's Foreign Ministry over the move.\n\n"
KENYAN = "Kenyan voters are glad. Kenya will vote in March.\n\n"
INDIAN = "Indian voters are glad. India will vote in March.\n\n"
ROAD = "On Saturday, the Ministry of Foreign Affairs (MoFA) said the road should be closed."


def heard(text: str, gazetteer: Gazetteer) -> list[tuple[object, object]]:
    rows = Drafter(f"{text}\n", gazetteer, DAY).draft().statements
    return [(row.get("speaker"), row.get("for")) for row in rows]


@pytest.mark.parametrize(
    ("text", "speaker", "state"),
    [
        (NOTE + ROAD, "ministry-of-foreign-affairs", None),
        (
            f'{NOTE}{ROAD}\n\n"The road is a breach of the treaty," the Ministry said.',
            "ministry-of-foreign-affairs",
            None,
        ),
        (
            SUMMONED + "The Ministry of Livestock Development and Fisheries said the chicks should be sold.",
            "ministry-of-livestock-development-and-fisheries",
            None,
        ),
        (INDIAN + ROAD, "ministry-of-foreign-affairs", None),
        # the state is clear
        (KENYAN + ROAD, "kenyan-ministry-of-foreign-affairs", "kenya"),
        (f"{KENYAN}{ROAD} The Ministry said the port should stay open.", "kenyan-ministry-of-foreign-affairs", "kenya"),
        (KENYAN + "The Ministry of Livestock said the port should stay open.", "kenyan-ministry-of-livestock", "kenya"),
        (SUMMONED + "The Foreign Ministry said the envoy should leave.", "kenyan-foreign-ministry", "kenya"),
        (INDIAN + "The Ministry of Trade said the port should stay open.", "indian-ministry-of-trade", "india"),
    ],
)
def test_a_ministry_is_given_only_to_a_state_that_is_clear(
    text: str, speaker: str, state: str | None, gazetteer: Gazetteer
) -> None:
    assert heard(text, gazetteer)[-1] == (speaker, state)


@pytest.mark.parametrize(
    ("office", "state"),
    [
        ("Norway's Public Safety Minister Anna Berg", "norway"),
        ("Canada's Public Safety Minister Anna Berg", "canada"),
        ("Canada's Public Safety Minister Dominic Berg", "canada"),
        ("Kenya's Water Resources Minister Anna Berg", "kenya"),
    ],
)
def test_a_minister_speaks_for_the_state_and_not_for_the_field(office: str, state: str, gazetteer: Gazetteer) -> None:
    assert heard(f"{office} said the port should stay open.", gazetteer)[-1][1] == state


def test_the_name_of_a_body_keeps_the_state_behind_it(gazetteer: Gazetteer) -> None:
    bodies = "National Association of Nigerian Traders (NANT) and Nigerian Union of Traders Association Ghana (NUTAG)"
    rows = heard(f"The closure of over 400 Nigerian shops in Ghana had sparked protest by {bodies}.", gazetteer)
    assert "ghana" not in str([speaker for speaker, _ in rows]).replace("association-ghana", "")
