"""Answers in interviews and briefings are the words of the person whom the headline or the lead names as asked."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from kg.extract.draft.drafting import Drafter

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

DAY = date(2012, 6, 3)
TURNS = "\n\nQ: What is Kenya's response to the new tolls?\n\nA: We reject the tolls. Peru must lower them.\n"


def holders(text: str, gazetteer: Gazetteer) -> set[tuple[object, object]]:
    return {(row.get("speaker"), row.get("for")) for row in Drafter(text, gazetteer, DAY).draft().statements}


@pytest.mark.parametrize(
    "headline",
    [
        "Foreign Ministry Spokesperson Anna Berg's Regular Press Conference",
        "Press briefing by Foreign Ministry spokesperson Anna Berg",
        "Interview of Foreign Minister Anna Berg with the Harbour Post",
        "Foreign Minister Anna Berg answers questions on her talks with Omar Holm",
    ],
)
def test_answers_are_those_of_the_person_in_the_headline(headline: str, gazetteer: Gazetteer) -> None:
    assert holders(headline + TURNS, gazetteer) == {("anna-berg", "kenya")}


def test_the_lead_may_name_who_is_asked(gazetteer: Gazetteer) -> None:
    lead = "The quarrel over tolls\n\nKenyan Foreign Minister Anna Berg gave an interview to the Harbour Post."
    assert holders(lead + TURNS, gazetteer) == {("anna-berg", "kenya")}


def test_answers_without_labels_are_the_paragraphs_below_a_question(gazetteer: Gazetteer) -> None:
    text = (
        "Interview with Kenya's foreign minister Anna Berg\n\nQuestion: Will you pay?\n\n“We reject the tolls.”\n\n"
        "Question: And if Peru insists?\n\nPeru must lower the tolls. We will wait.\n"
    )
    assert holders(text, gazetteer) == {("anna-berg", "kenya")}


@pytest.mark.parametrize(
    "headline", ["Anna Berg and Omar Holm on the new tolls", "What the tolls mean", "Q and A: the new tolls"]
)
def test_answers_are_nobodys_where_the_text_does_not_tell(headline: str, gazetteer: Gazetteer) -> None:
    assert not {speaker for speaker, _ in holders(headline + TURNS, gazetteer) if speaker in ("anna-berg", "omar-holm")}


def test_questions_are_not_the_words_of_who_is_asked(gazetteer: Gazetteer) -> None:
    text = "Interview with Anna Berg\n\nQ: Must Norway pay? Peru says that it must.\n\nA: The toll is fair.\n"
    rows = Drafter(text, gazetteer, DAY).draft().statements
    assert {str(row["quote"]) for row in rows if row.get("speaker") == "anna-berg"} == {"The toll is fair"}


TRANSCRIPT = """Foreign Minister Anna Berg's answers to media questions, Oslo

Question: Thank you for coming.

Ms Berg, the leaders who have spoken here condemned the raid. Peru says that Kenya should pay. Will Norway pay?

Anna Berg: Thank you.

We will not pay. Kenya must lower the tolls.

Question: Will Norway support new sanctions?

Anna Berg: We reject the sanctions.
"""


def test_answers_of_a_transcript_may_have_several_paragraphs(gazetteer: Gazetteer) -> None:
    rows = Drafter(TRANSCRIPT, gazetteer, DAY).draft().statements
    own = {str(row["quote"]) for row in rows if row.get("speaker") == "anna-berg"}
    assert own == {"We will not pay", "Kenya must lower the tolls", "We reject the sanctions"}


def test_what_journalists_only_ask_about_is_nobodys_stance(gazetteer: Gazetteer) -> None:
    rows = Drafter(TRANSCRIPT, gazetteer, DAY).draft().statements
    assert {row.get("speaker") for row in rows} == {"anna-berg", "peru"}
