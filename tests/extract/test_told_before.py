"""What "the council", "the row", "a solution" and "the decision" mean, where the text has told of one such thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from drafted import last_sentence as last

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

COUNCILS = [
    (
        "Kenya wrote to the UN Security Council on the border. Minister Omar Berg said the council would meet.",
        "The UN Security Council would meet.",
    ),
    (
        "Kenya wrote to the UN Security Council and the UN General Assembly. Omar Berg said the assembly would meet.",
        "The UN General Assembly would meet.",
    ),
    (
        "Kenya wrote to the UN Security Council and the Nordic Council. Omar Berg said the council would meet.",
        "The council would meet.",
    ),
]


@pytest.mark.parametrize(("text", "sentence"), COUNCILS)
def test_a_council_is_named_if_the_text_names_one(text: str, sentence: str, gazetteer: Gazetteer) -> None:
    assert last(text, gazetteer) == sentence


HEADLINES = [
    (
        "Kenya urges Norway to end fish row\n\nKenyan minister Omar Berg urged Norway on Monday to end a bitter "
        "dispute with Peru over cod. Omar Berg said the fish issue was urgent.",
        "The bitter dispute with Peru was urgent.",
    ),
    (
        "Kenya spoke of a 2009 raid on a Mombasa-bound ship. Norwegian minister Omar Berg said the raid, which failed, "
        "was illegal.",
        "The 2009 raid on a Mombasa-bound ship was illegal.",
    ),
    (
        "Kenya spoke of the row with Norway over cod. Omar Berg praised the work on the row at the United Nations.",
        "The work on the row with Norway at the United Nations is right.",
    ),
    (
        "Talks between Kenya and Norway fail\n\nKenya said the talks that were to be held in May failed because Norway "
        "refused to hold talks with the Peru movement. Omar Berg said the talks were postponed.",
        "The talks were postponed.",
    ),
]


@pytest.mark.parametrize(("text", "sentence"), HEADLINES)
def test_the_headline_is_about_the_first_in_the_lead(text: str, sentence: str, gazetteer: Gazetteer) -> None:
    assert last(text, gazetteer) == sentence


SOLUTIONS = [
    (
        "Kenyan minister Omar Berg spoke of the dispute with Norway over cod. Omar Berg said a solution was near.",
        "A solution to the dispute with Norway over cod was near.",
    ),
    (
        "Kenya spoke of the dispute over cod quotas. Minister Omar Berg said a peaceful settlement was near.",
        "A peaceful settlement to the dispute over cod quotas was near.",
    ),
    (
        "Kenya spoke of the dispute over cod quotas and of the conflict in Mali. Omar Berg said a solution was near.",
        "A solution was near.",
    ),
    ("Kenya and Norway met on Monday. Minister Omar Berg said a solution was near.", "A solution was near."),
]


@pytest.mark.parametrize(("text", "sentence"), SOLUTIONS)
def test_a_solution_is_to_the_only_quarrel_of_the_text(text: str, sentence: str, gazetteer: Gazetteer) -> None:
    assert last(text, gazetteer) == sentence


VERBS = [
    (
        "Kenya decided to close the port of Mombasa. Norwegian minister Omar Berg said the decision was wrong.",
        "The decision to close the port of Mombasa was wrong.",
    ),
    (
        "Kenya refused to sign the treaty on cod. Norwegian minister Omar Berg said the refusal was a mistake.",
        "The refusal to sign the treaty on cod was a mistake.",
    ),
    (
        "Kenya apologised on Friday to Norway for the sinking of a ship. Omar Berg said the apology was sincere.",
        "The apology to Norway for the sinking of a ship was sincere.",
    ),
    (
        "Kenyan troops invaded northern Norway on Monday. Peruvian minister Omar Berg said the invasion was illegal.",
        "The invasion of northern Norway was illegal.",
    ),
    ("Kenya decided to close the port. Norway decided to open it. Omar Berg said the decision was wrong.", ""),
    ("Kenya has not decided to close the port of Mombasa. Omar Berg said the decision was wrong.", ""),
    ("Kenya decided to close its port. Norwegian minister Omar Berg said the decision was wrong.", ""),
]


@pytest.mark.parametrize(("text", "sentence"), VERBS)
def test_a_noun_takes_over_the_words_of_its_verb(text: str, sentence: str, gazetteer: Gazetteer) -> None:
    assert last(text, gazetteer) == sentence
