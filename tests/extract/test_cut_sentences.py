"""A sentence that stops in the middle is no sentence: its words stay, to be worded."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from kg.extract.draft.drafting import Drafter
from kg.extract.meaning.wellformed import faults_of

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer


def sentences(text: str, gazetteer: Gazetteer) -> dict[str, str]:
    draft = Drafter(text, gazetteer, date(2024, 1, 10)).draft()
    return {str(row["act"]): draft.propositions[str(row["proposition"])].sentence for row in draft.statements}


@pytest.mark.parametrize(
    ("text", "act", "sentence"),
    [
        ("It is a scenario Kenya has vowed to prevent.", "promises", ""),
        ("Norway fears a second war, a scenario Kenya has vowed to prevent.", "promises", ""),
        ("Norway fears a second war, a scenario Kenya has vowed to prevent.", "fears", "There will be a second war."),
        ("The rebels Kenya wanted to leave said they would stay.", "hopes", ""),
        ("Kenya has vowed to resist.", "promises", "Kenya should resist."),
        ("Kenya, which has vowed to resist, called for talks.", "promises", "Kenya should resist."),
    ],
)
def test_what_stands_before_is_no_part_of_the_duty(text: str, act: str, sentence: str, gazetteer: Gazetteer) -> None:
    assert sentences(text, gazetteer)[act] == sentence


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Kenya should pay six ships to settle a $230 million.", False),
        ("Kenya should pay to settle a $230 million case.", True),
        ("The fine is $230 million.", True),
        ("Anna Berg was.", False),
        ("The ships are as fast as they were.", True),
        ("The ships appear.", False),
        ("Norway really feels.", False),
        ("The raid was prevented.", True),
        ("The minister described how Kenya feels.", True),
        ("Norway wishes to either claim credit.", False),
        ("Norway wishes to either claim credit or leave.", True),
        ("Norway will rise against a sad, poor.", False),
        ("Norway should help the poor.", True),
    ],
)
def test_a_sentence_has_its_end(text: str, whole: bool) -> None:
    assert (faults_of(text) == []) is whole


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "Anna Berg has called the Kenyan pact the “worst deal ever” and has left.",
            "The Kenyan pact is the worst deal ever.",
        ),
        (
            "The Trade Council, a lobby, called the Mariel restriction “counterproductive” because it hurts.",
            "The Mariel restriction is counterproductive.",
        ),
        ("Norway called the raid a “massacre”.", "The raid is a massacre."),
    ],
)
def test_quotation_marks_tell_what_a_thing_is_called(text: str, sentence: str, gazetteer: Gazetteer) -> None:
    assert sentence in sentences(text, gazetteer).values()


def test_at_least_not_here_is_no_denial_of_all(gazetteer: Gazetteer) -> None:
    text = "Anna Berg said that the raid did not happen, at least not in Kenya."
    assert sentences(text, gazetteer) == {"claims": "The raid did not happen, at least not in Kenya."}
