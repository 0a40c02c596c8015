"""Fault found without a verb of harm, what is needed, and what those in charge announce."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from drafted import rows_of, sentences_of

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

BERG = "Norwegian Foreign Minister Anna Berg said "

FAULTS = [
    ("the closure of the port is contrary to international law.", "criticises", "supports"),
    ("the closure of the port goes against the agreement with Kenya.", "criticises", "supports"),
    ("Kenya is in violation of the treaty.", "accuses", None),
    ("slander towards Norway is a grave insult.", "criticises", "supports"),
    ("Kenya continued to lend support to terrorist groups.", "accuses", None),
    ("Kenya continues to fund the rebels.", "accuses", None),
    ("the raid was not a good way to handle imports.", "criticises", "supports"),
    ("the raid on Oslo was not right.", "criticises", None),
    # What finds no fault.
    ("the situation in Kenya is grave.", "warns", None),
    ("Kenya continued to lend money to farmers.", "reports", None),
    ("the time was not right for talks with Kenya.", "denies", None),
    ("the new law does not give full rights to women.", "denies", None),
]


@pytest.mark.parametrize(("words", "act", "polarity"), FAULTS)
def test_fault_is_found_without_a_verb_of_harm(words: str, act: str, polarity: str, gazetteer: Gazetteer) -> None:
    assert rows_of(BERG + words, gazetteer, "speaker", "act", "polarity") == [("anna-berg", act, polarity)]


NEEDS = [
    ('"We need an immediate ceasefire and the release of all hostages,"', "calls-for", "There should be an immediate"),
    (
        '"We need an agreement with Kenya on fishing,"',
        "calls-for",
        "There should be an agreement with Kenya on fishing.",
    ),
    ('"We need more time,"', "claims", "Norway needs more time."),
    ('"We need ships from Kenya,"', "claims", "Norway needs ships from Kenya."),
    ('"We do not need an investigation,"', "denies", "Norway needs an investigation."),
]


@pytest.mark.parametrize(("words", "act", "sentence"), NEEDS)
def test_what_is_needed_is_called_for_if_it_can_take_place(
    words: str, act: str, sentence: str, gazetteer: Gazetteer
) -> None:
    text = f"{words} Norwegian Foreign Minister Anna Berg said."
    assert [found for (found,) in rows_of(text, gazetteer, "act")] == [act]
    assert str(sentences_of(text, gazetteer)[0]).startswith(sentence)


OFFICE = "Foreign Ministry spokesperson Anna Berg of Norway said "

ANNOUNCED = [
    (OFFICE + "the prime minister would visit Kenya.", "promises", "Norway's prime minister will visit Kenya."),
    (OFFICE + "a decision on the port would be made soon.", "promises", "A decision on the port will be made soon."),
    (
        OFFICE + "the prime minister of Kenya would visit Oslo.",
        "expects",
        "The prime minister of Kenya would visit Oslo.",
    ),
    (
        "Kenyan Prime Minister Tom Holm came to Oslo. " + OFFICE + "the prime minister would visit Bergen.",
        "expects",
        "Tom Holm would visit Bergen.",
    ),
]


@pytest.mark.parametrize(("text", "act", "sentence"), ANNOUNCED)
def test_officials_announce_what_their_chief_will_do(text: str, act: str, sentence: str, gazetteer: Gazetteer) -> None:
    assert rows_of(text, gazetteer, "speaker", "act")[-1] == ("anna-berg", act)
    assert sentences_of(text, gazetteer)[-1] == sentence


def test_support_that_others_tell_of_takes_no_side(gazetteer: Gazetteer) -> None:
    text = BERG + "Kenya lends support to the terrorist groups in Oslo."
    assert rows_of(text, gazetteer, "speaker", "act") == [("anna-berg", "accuses")]
