"""Each verb of a list that depends on one verb of stance is a row of its own, with its own object."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from drafted import sentences_of as sentences

from kg.extract.article.nlp import parse
from kg.extract.draft.drafting import Drafter
from kg.extract.grammar.splitting.series import first_of, series_of, start_of

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Norway urged Kenya to abide by the treaty, act on its promises, and immediately release the crew.",
            [
                "Kenya should abide by the treaty.",
                "Kenya should act on its promises.",
                "Kenya should immediately release the crew.",
            ],
        ),
        (
            '"We call on Kenya to open the port, admit the inspectors and respect the truce," '
            "the Norwegian foreign ministry said.",
            [
                "Kenya should open the port.",
                "Kenya should admit the inspectors.",
                "Kenya should respect the truce.",
            ],
        ),
        (
            "Norway demands that Kenya carry out an investigation, severely punish those responsible, "
            "and immediately stop all raids.",
            [
                "Kenya should carry out an investigation.",
                "Kenya should severely punish those responsible.",
                "Kenya should immediately stop all raids.",
            ],
        ),
        (
            "Kenya pledged to open the border, release all prisoners and resume talks within a week.",
            [
                "Kenya should open the border.",
                "Kenya should release all prisoners.",
                "Kenya should resume talks within a week.",
            ],
        ),
        (
            "Norway wants the rebels to disarm, leave the towns and respect the truce.",
            ["The rebels should disarm.", "The rebels should leave the towns.", "The rebels should respect the truce."],
        ),
    ],
)
def test_each_verb_of_a_list_has_a_row(text: str, expected: list[str], gazetteer: Gazetteer) -> None:
    assert sentences(text, gazetteer) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Norway asked Kenya to pay for the ship, return it or leave the union.",  # one of three
        "Norway urged Kenya not to raise the toll, close the port and expel the crew.",  # how far "not" reaches is open
    ],
)
def test_what_is_asked_instead_of_each_other_is_not_parted(text: str, gazetteer: Gazetteer) -> None:
    assert len(sentences(text, gazetteer)) == 1


def test_a_verb_inside_a_member_is_no_member() -> None:
    doc = parse("Norway urged Kenya to let the experts enter the port and question the crew, and pay for the ship.")
    first = next(token for token in doc if token.lower_ == "let")
    assert [verb.lower_ for verb in series_of(first)] == ["let", "pay"]
    assert first_of(next(token for token in doc if token.lower_ == "pay")) == first


def test_a_verb_begins_with_its_adverbs() -> None:
    doc = parse("Norway urged Kenya to stop the raids, promptly free the crew, and pay.")
    free = next(token for token in doc if token.lower_ == "free")
    assert doc[start_of(free)].lower_ == "promptly"


def test_what_comes_after_a_denied_infinitive_with_its_own_to_is_not_denied(gazetteer: Gazetteer) -> None:
    text = "Norway asked Kenya not to leave the talks, and to pay for the ship."
    draft = Drafter(text, gazetteer, date(2024, 1, 10)).draft()
    found = [(row.get("polarity"), draft.propositions[str(row["proposition"])].sentence) for row in draft.statements]
    assert found == [("opposes", "Kenya should leave the talks."), (None, "Kenya should pay for the ship.")]


def test_all_who_are_asked_should_act(gazetteer: Gazetteer) -> None:
    text = "Norway called on the union and all states interested in peace in the region to stop the raids."
    expected = "The union and all states interested in peace in the region should stop the raids."
    assert sentences(text, gazetteer) == [expected]
