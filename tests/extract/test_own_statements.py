"""Who is no target of criticism, whose statement it is not, and what is not passed on with a thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from drafted import last_sentence, rows_of, sentences_of

from kg.extract.meaning.wellformed import faults_of

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

BERG = "Norwegian Foreign Minister Anna Berg "


@pytest.mark.parametrize(
    ("words", "target"),
    [
        ("criticised Kenya's arrest of Tom Holm.", "kenya"),
        ("criticised Kenya's missile launch.", "kenya"),
        ("criticised the arrest of Tom Holm by Kenya.", "kenya"),
        ("praised Kenya's release of the crew.", "kenya"),
    ],
)
def test_who_did_it_is_the_target(words: str, target: str, gazetteer: Gazetteer) -> None:
    assert rows_of(BERG + words, gazetteer, "target") == [(target,)]


def test_who_suffers_it_is_no_target(gazetteer: Gazetteer) -> None:
    text = "Kenyan President Tom Holm was arrested on Monday. " + BERG + "criticised Tom Holm's arrest."
    assert rows_of(text, gazetteer, "target")[-1] == (None,)


STATEMENT = (
    "A statement from the Norwegian foreign ministry labelled the ambassador as a spy.\n\nThe president spoke.\n\n"
)


@pytest.mark.parametrize(
    ("speaker", "start"),
    [
        ("the Norwegian foreign ministry", ""),
        ("Kenya's foreign ministry", "The statement from the Norwegian foreign ministry amounted to"),
    ],
)
def test_nobody_criticises_the_own_statement(speaker: str, start: str, gazetteer: Gazetteer) -> None:
    text = f'{STATEMENT}The statement amounted to "interference in internal affairs," {speaker} said.'
    sentence = str(last_sentence(text, gazetteer))
    assert sentence.startswith(start)
    assert bool(sentence) == bool(start)


def test_to_whom_a_thing_is_brought_is_no_part_of_it(gazetteer: Gazetteer) -> None:
    text = '"Norway declared its deep concerns to the officials. I brought them to the president," ' + BERG + "said."
    assert sentences_of(text, gazetteer)[-1] == "Anna Berg brought Norway's deep concerns to the president."


@pytest.mark.parametrize(
    "text", ["The paper told of a movement backed by Kenya.", "The paper told of a rebel group backed by Kenya."]
)
def test_a_group_that_somebody_backs_is_there_already(text: str, gazetteer: Gazetteer) -> None:
    assert sentences_of(text, gazetteer) == [""]


@pytest.mark.parametrize(
    ("sentence", "well"),
    [
        ("Two Norwegians were killed there.", False),
        ("The killing of the three brothers stated.", False),
        ("There were two Norwegians.", True),
        ("The talks that Norway stated were over.", True),
    ],
)
def test_sentences_that_point_or_only_tell_who_spoke_are_refused(sentence: str, well: bool) -> None:
    assert (faults_of(sentence) == []) == well


GOING_ON = [
    (
        "We condemn the raid in Oslo and demand that Kenya leave the port.",
        [("condemns", "The raid in Oslo is right."), ("demands", "Kenya should leave the port.")],
    ),
    (
        "I believe in diplomacy and regret that Kenya has left.",
        [("claims", "Anna Berg believes in diplomacy."), ("regrets", "Kenya has left.")],
    ),
    (
        "We welcome the truce and the hope that Kenya will pay.",
        [("praises", "The truce and the hope that Kenya will pay are right.")],
    ),
]


@pytest.mark.parametrize(("words", "rows"), GOING_ON)
def test_speakers_go_on_with_a_second_verb(words: str, rows: list[tuple[str, str]], gazetteer: Gazetteer) -> None:
    text = f"Norwegian Foreign Minister Anna Berg said: “{words}”"
    acts = [act for (act,) in rows_of(text, gazetteer, "act")]
    assert list(zip(acts, sentences_of(text, gazetteer), strict=True)) == rows


def test_citizens_do_not_leave_their_own_state(gazetteer: Gazetteer) -> None:
    text = "The Norwegian embassy in Kenya advised Norwegian citizens to leave the country."
    assert "leave Norway" not in str(sentences_of(text, gazetteer)[-1])
