"""Of what somebody is accused, what the speaker calls it, what "it" and "them" mean there, and lists of demands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from drafted import rows_of, sentences_of

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

BERG = "Norwegian Foreign Minister Anna Berg "

SENTENCES = [
    (
        "Norway accuses Kenya of provocative acts and hostilities.",
        ["Kenya is guilty of provocative acts and hostilities."],
    ),
    (
        "Norway accused Kenya of an unforgivable insult in its sharpest statement.",
        ["Kenya is guilty of an unforgivable"],
    ),
    (
        BERG + "expressed concern over what she called raids from Kenya.",
        ["Raids from Kenya are a cause for concern."],
    ),
    (
        "Kenya has refused to join the pact with Norway, calling it unfair.",
        ["Kenya should join the pact with Norway.", "The pact with Norway is unfair."],
    ),
    (
        "Kenya rejected the demands of Norway, calling them unreasonable.",
        ["The demands of Norway should be accepted.", "The demands of Norway are unreasonable."],
    ),
    (
        BERG + "met with the Kenyan fishermen, urging them to leave the coast of Norway.",
        ["The Kenyan fishermen should leave the coast of Norway."],
    ),
    # Either of two.
    (
        BERG + "supported Kenya's move to end the clash, calling it the result of a mistake.",
        ["Kenya's move to end the clash should be supported.", ""],
    ),
    (BERG + "met the ministers of Kenya and Sudan, urging them to lift the blockade.", [""]),
]


@pytest.mark.parametrize(("text", "sentences"), SENTENCES)
def test_sentences_say_of_what_somebody_is_accused(text: str, sentences: list[str], gazetteer: Gazetteer) -> None:
    found = [str(sentence) for sentence in sentences_of(text, gazetteer)]
    assert len(found) == len(sentences)
    assert all(one.startswith(start) and bool(one) == bool(start) for one, start in zip(found, sentences, strict=True))


def test_each_demand_of_a_list_is_for_the_same_one(gazetteer: Gazetteer) -> None:
    text = "Kenya demanded that Norway shut down Radio Oslo, close a military base and limit its ties with Iran."
    assert sentences_of(text, gazetteer) == [
        "Norway should shut down Radio Oslo.",
        "Norway should close a military base.",
        "Norway should limit its ties with Iran.",
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Kenya ordered Norway's ambassador to leave the country.", "Norway's ambassador should leave Kenya."),
        ("Kenya ordered the ambassador to leave the country.", "The ambassador should leave the country."),
    ],
)
def test_envoys_leave_the_state_that_sends_them_away(text: str, sentence: str, gazetteer: Gazetteer) -> None:
    assert sentences_of(text, gazetteer) == [sentence]


SPOKEN = [
    ("I expect Kenya to fully collaborate with us and get to the bottom of this,", "Kenya will fully collaborate with"),
    (
        "As you would expect, we have been working with our allies on this very serious matter,",
        "Norway has been working",
    ),
    (
        "We are trying to bring all the parties to a serious dialogue to put an end to this,",
        "Norway should bring all the parties to a serious dialogue.",
    ),
    ("We did not expect Kenya to help us and get to the bottom of this,", ""),
]


@pytest.mark.parametrize(("words", "start"), SPOKEN)
def test_what_only_points_at_the_end_is_left_out(words: str, start: str, gazetteer: Gazetteer) -> None:
    text = f'"{words}" Norwegian Foreign Minister Anna Berg said.'
    sentence = str(sentences_of(text, gazetteer)[0])
    assert sentence.startswith(start)
    assert bool(sentence) == bool(start)
    assert " this" not in sentence


def test_what_somebody_calls_a_thing_has_one_row(gazetteer: Gazetteer) -> None:
    text = BERG + "expressed concern over what she called raids from Kenya."
    assert rows_of(text, gazetteer, "speaker", "act") == [("anna-berg", "fears")]
