"""Descriptions of several actors mean those whom the text names, and joint speakers each speak for their own side."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from kg.extract.draft.drafting import Drafter

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

DAY = date(2012, 6, 3)


def speakers(text: str, gazetteer: Gazetteer) -> list[tuple[object, object]]:
    return [(row.get("speaker"), row.get("for")) for row in Drafter(text, gazetteer, DAY).draft().statements]


@pytest.mark.parametrize(
    ("text", "holders"),
    [
        ("Anna Berg and Omar Holm met in Oslo. The two leaders called for a truce.", ["anna-berg", "omar-holm"]),
        ("Anna Berg and Omar Holm met in Oslo. Both world leaders called for a truce.", ["anna-berg", "omar-holm"]),
        (
            "The Harbour Movement (HM) and the Liberation Army will attend. The two rebel groups called for a truce.",
            ["harbour-movement", "liberation-army"],
        ),
        (
            "The ministers of Chile, Peru and Colombia met. The three countries called for a truce.",
            ["chile", "peru", "colombia"],
        ),
    ],
)
def test_a_counted_description_means_those_named_before(text: str, holders: list[str], gazetteer: Gazetteer) -> None:
    assert speakers(text, gazetteer)[-1][0] == holders


@pytest.mark.parametrize(
    "text",
    [
        "Anna Berg, Omar Holm and Lars Dahl met in Oslo. The two ministers called for a truce.",
        "Anna Berg and Omar Holm met in Oslo. The two officials from Kenya called for a truce.",
        "Anna Berg and Omar Holm met in Oslo. Two leaders of the rebels called for a truce.",
    ],
)
def test_other_descriptions_do_not(text: str, gazetteer: Gazetteer) -> None:
    assert not isinstance(speakers(text, gazetteer)[-1][0], list)


@pytest.mark.parametrize(
    ("text", "principals"),
    [
        ("The foreign ministers of Kenya, Norway and Peru called for a truce.", ["kenya", "norway", "peru"]),
        (
            "The ministers of the lake countries (Kenya, Norway and Peru) called for a truce.",
            ["kenya", "norway", "peru"],
        ),
        ("The presidents of Kenya and Norway called for a truce.", ["kenya", "norway"]),
        ("The foreign ministers of Kenya and Peru met in Lima. The ministers called for a truce.", ["kenya", "peru"]),
    ],
)
def test_ministers_of_several_states_speak_for_all(text: str, principals: list[str], gazetteer: Gazetteer) -> None:
    assert speakers(text, gazetteer)[-1][1] == principals


def test_the_same_ministers_are_one_group(gazetteer: Gazetteer) -> None:
    text = (
        "The foreign ministers of the LK7 countries (Kenya, Norway and Peru) threatened Chile with sanctions. "
        "The top diplomats called for a truce. The LK7 ministers praised the talks."
    )
    assert len({str(speaker) for speaker, _ in speakers(text, gazetteer)}) == 1


def test_each_of_two_speakers_speaks_for_the_own_state(gazetteer: Gazetteer) -> None:
    text = "President Anna Berg of Norway met President Omar Holm of Kenya. Both presidents called for a truce."
    assert speakers(text, gazetteer)[-1] == (
        ["anna-berg", "omar-holm"],
        {"anna-berg": "norway", "omar-holm": "kenya"},
    )


@pytest.mark.parametrize(
    "text",
    [
        "Kenya's president Anna Berg and his Somali counterpart Omar Holm agreed to reopen the border.",
        "President Anna Berg and her Somali counterpart, Omar Holm, called for a truce.",
    ],
)
def test_a_counterpart_is_the_second_speaker(text: str, gazetteer: Gazetteer) -> None:
    assert speakers(text, gazetteer)[0][0] == ["anna-berg", "omar-holm"]
