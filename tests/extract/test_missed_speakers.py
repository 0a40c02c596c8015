"""Speakers whom the parse hides: of "a UN report said", and of a clause that begins with a day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from kg.extract.draft.drafting import Drafter

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

SPEAKERS = [
    ("A UN report said Kenya had armed the rebels.", "united-nations"),
    ("A European Union statement welcomed the truce.", "european-union"),
    ("An African Union communique called on Kenya to withdraw.", "african-union"),
    ("A Norwegian Foreign Ministry statement said the crisis was over.", "norwegian-foreign-ministry"),
    ("A Kenyan military statement accused Norway of arming the rebels.", "kenya"),
    ("A Human Rights Watch report accused Kenya of torture.", "human-rights-watch"),
    ("An International Court of Justice ruling ordered Kenya to open the port.", "international-court-of-justice"),
]


@pytest.mark.parametrize("told", SPEAKERS, ids=lambda told: told[0])
def test_a_document_speaks_for_its_body(told: tuple[str, str], gazetteer: Gazetteer) -> None:
    draft = Drafter(told[0], gazetteer, date(2023, 7, 13)).draft()
    assert [row.get("speaker") for row in draft.statements] == [told[1]]


def test_an_island_seen_as_part_of_a_state_is_claimed(gazetteer: Gazetteer) -> None:
    draft = Drafter("Norway sees the island as part of its territory.", gazetteer, date(2023, 7, 13)).draft()
    sentences = [draft.propositions[str(row["proposition"])].sentence for row in draft.statements]
    assert sentences == ["The island is part of Norway's territory."]


def test_a_description_behind_an_aside_is_read(gazetteer: Gazetteer) -> None:
    text = 'Norway called the proposal, which dates back to 2007, "the most credible" initiative for a solution.'
    draft = Drafter(text, gazetteer, date(2023, 7, 13)).draft()
    sentences = [draft.propositions[str(row["proposition"])].sentence for row in draft.statements]
    assert sentences == ["The proposal is the most credible initiative for a solution."]


@pytest.mark.parametrize(
    "text",
    [
        "The talks ended after Norway last week rejected the plan for a dam.",
        "Kenya left the talks after Norway on Friday rejected the plan for a dam.",
        "The ships left before Norway earlier this month rejected the plan for a dam.",
    ],
)
def test_a_day_between_subject_and_verb_leaves_the_verb_its_subject(text: str, gazetteer: Gazetteer) -> None:
    rows = Drafter(text, gazetteer, date(2023, 7, 13)).draft().statements
    assert [(row["speaker"], row["act"]) for row in rows] == [("norway", "rejects")]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The AU Peace and Security Council urged Kenya to leave.", "au-peace-and-security-council"),
        ("Armenia's Security Council urged Kenya to leave.", "armenian-security-council"),
        ("The Security Council urged Kenya to leave.", "un-security-council"),
        ("The UN's Security Council urged Kenya to leave.", "un-security-council"),
    ],
)
def test_a_council_is_not_another_with_the_same_end_of_its_name(text: str, speaker: str, gazetteer: Gazetteer) -> None:
    rows = Drafter(text, gazetteer, date(2023, 7, 13)).draft().statements
    assert [row["speaker"] for row in rows] == [speaker]


@pytest.mark.parametrize(
    "text",
    [
        "The crisis began in May, when Norway left the table, accusing Kenya of fraud.",
        "The talks ended after Norway left the table, accusing Kenya of fraud.",
    ],
)
def test_who_left_accuses_and_not_the_talks(text: str, gazetteer: Gazetteer) -> None:
    rows = Drafter(text, gazetteer, date(2023, 7, 13)).draft().statements
    assert [(row["speaker"], row["act"]) for row in rows] == [("norway", "accuses")]
