"""Envoys called in over something, deeds of headlines, and phrases that belong to the verb of a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from drafted import rows_of, sentences_of

from kg.extract.meaning.wellformed import faults_of

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

BELOW = "\n\nThe ministers met in Oslo."

DEEDS = [
    (
        "Kenya summoned the Norwegian ambassador on Monday over the closure of Kenyan shops.",
        ("kenya", "criticises", "The closure of Kenyan shops is right."),
    ),
    (
        "Kenya has recalled its ambassador to Oslo for consultations over remarks made by the Norwegian president.",
        ("kenya", "criticises", "Remarks made by the Norwegian president are right."),
    ),
    (
        "The Norwegian ambassador was summoned by Kenya over the raid in Nairobi.",
        ("kenya", "criticises", "The raid in Nairobi is right."),
    ),
    (
        "The Norwegian foreign ministry expressed dissatisfaction with Kenya's attempts to block the talks.",
        ("norwegian-foreign-ministry", "criticises", "Kenya's attempts to block the talks are right."),
    ),
    (
        "Kenya protested over remarks made by the Norwegian president.",
        ("kenya", "criticises", "Remarks made by the Norwegian president are right."),
    ),
    ("Norway to close embassy in Kenya" + BELOW, ("norway", "supports", "The embassy in Kenya should be closed.")),
    (
        "Norway to expel Kenyan diplomats over spying" + BELOW,
        ("norway", "supports", "Kenyan diplomats should be expelled."),
    ),
    (
        "Kenya termed Norway's decision to recall envoys as unjustified.",
        ("kenya", "criticises", "Norway's decision to recall envoys is unjustified."),
    ),
]


@pytest.mark.parametrize(("text", "row"), DEEDS)
def test_a_deed_takes_a_side_on_what_it_is_done_over(text: str, row: tuple[str, ...], gazetteer: Gazetteer) -> None:
    (speaker, act), sentence = rows_of(text, gazetteer, "speaker", "act")[0], sentences_of(text, gazetteer)[0]
    assert (speaker, act, sentence) == row


NO_DEEDS = [
    "Kenya will summon the ambassador of Norway over the raid.",
    "Kenya did not summon the ambassador of Norway over the raid.",
    "Kenya summoned the old days over tea.",
    "The guests recalled the days of the war over tea.",
    "Norway expelled two people, and Kenya responded in kind.",
]


@pytest.mark.parametrize("text", NO_DEEDS)
def test_what_is_not_done_or_no_deed_takes_no_side(text: str, gazetteer: Gazetteer) -> None:
    assert not [act for (act,) in rows_of(text, gazetteer, "act") if act in ("criticises", "claims")]


def test_the_description_of_a_decision_is_no_part_of_it(gazetteer: Gazetteer) -> None:
    text = "Kenya termed Norway's decision to recall its envoy as unjustified."
    assert sentences_of(text, gazetteer)[-1] == "Norway should recall its envoy."


def test_where_people_gather_is_no_part_of_what_they_oppose(gazetteer: Gazetteer) -> None:
    text = "Thousands rallied against the new policy at the Kenyan embassy."
    assert [act for (act,) in rows_of(text, gazetteer, "act")] == ["opposes"]
    assert sentences_of(text, gazetteer) == ["The new policy is right."]


SAID = "Norwegian Foreign Minister Anna Berg met the press.\n\n"

TOLD = [
    "“Norway never closed its border.” Berg said.",
    "“Norway never closed its border.” Berg said on Monday.\n\nThe talks went on.",
]


@pytest.mark.parametrize("words", TOLD)
def test_who_speaks_may_stand_after_a_full_stop(words: str, gazetteer: Gazetteer) -> None:
    assert rows_of(SAID + words, gazetteer, "speaker", "act") == [("anna-berg", "denies")]


def test_what_somebody_does_after_a_quotation_is_no_sign_of_who_speaks(gazetteer: Gazetteer) -> None:
    text = SAID + "“Norway never closed its border.” Berg said of Kenya that it should open the port."
    assert "denies" not in [act for (act,) in rows_of(text, gazetteer, "act")]


SENTENCES = [
    ("Especially of Norway is right.", False),
    ("Working is guilty of Norwegian intelligence.", False),
    ("The Dutch is a friend.", False),
    ("The Dutch are friends.", True),
    ("Especially Norway should pay.", True),
    ("Closing the port is wrong.", True),
    ("Beijing is guilty of spying.", True),
    ("The Chinese minister is in Oslo.", True),
]


@pytest.mark.parametrize(("sentence", "well"), SENTENCES)
def test_sentences_about_nothing_are_refused(sentence: str, well: bool) -> None:
    assert (faults_of(sentence) == []) == well


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Sudan sent troops to support federal forces in Kenya.", "Federal forces in Kenya should be supported."),
        ("Norway supports a commission of inquiry in Kenya.", "There should be a commission of inquiry in Kenya."),
        ("Norway's minister Anna Berg called the Dutch a model.", "The Dutch are a model."),
        ("Norway criticised Kenyan ships at sea.", ""),
        ("Norway expressed displeasure with the Kenyan state.", ""),
    ],
)
def test_people_are_supported_and_things_are_not_right(text: str, sentence: str, gazetteer: Gazetteer) -> None:
    assert sentences_of(text, gazetteer)[-1] == sentence


def test_you_is_no_reporter(gazetteer: Gazetteer) -> None:
    text = 'Anna Berg, Norway\'s foreign minister, told {}: "If you go to Oslo, I have no control."'
    assert sentences_of(text.format("reporters"), gazetteer) == [""]
    assert sentences_of(text.format("Kenyans"), gazetteer) == ["If Kenyans go to Oslo, Anna Berg has control."]
