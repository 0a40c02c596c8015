"""Whose wish or view it is: not theirs who should act, nor theirs of whom it is only asked what they think."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from cases import for_each

pytest.importorskip("spacy")

from kg.extract.draft.drafting import Drafter

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

DAY = date(2012, 6, 3)

#: Texts, and the speakers with their acts.
SPEAKERS = {
    "Dam talks stall with proposal for mediation by Norway": [],
    "The talks began with a proposal by Norway for mediation.": [("norway", "proposes")],
    "The talks began with Norway's proposal for mediation by Kenya.": [("norway", "proposes")],
    "Norway said the deal depends on the details and whether Kenya feels it is fair.": [("norway", "claims")],
    "It is unclear whether Kenya believes that the raid failed or says that it succeeded.": [],
    "Norway doubts whether the raid failed, and Kenya says that talks go on.": [
        ("norway", "doubts"),
        ("kenya", "claims"),
    ],
}


@for_each(("text", "rows"), SPEAKERS.items())
def test_only_who_says_or_wants_it_is_its_speaker(text: str, rows: list[tuple[str, str]], gazetteer: Gazetteer) -> None:
    draft = Drafter(text, gazetteer, DAY).draft()
    assert [(row.get("speaker"), row["act"]) for row in draft.statements] == rows


#: Sentences after one about Kenya, and who speaks in the last row.
COMMAS = {
    "Norway does not want a war, it has proposed talks.": "norway",
    "  • Norway is not interested in escalation, it has been proposing talks, but in vain. Norway is calm.": "norway",
    "The deal is late, it has proposed talks.": None,
    "It has proposed talks.": "kenya",
    "As the deal is late, it has proposed talks.": "kenya",
}


@for_each(("text", "speaker"), COMMAS.items())
def test_it_after_a_comma_is_the_subject_before_the_comma(text: str, speaker: str | None, gazetteer: Gazetteer) -> None:
    draft = Drafter(f"Kenya criticised the raid on Monday. {text}", gazetteer, DAY).draft()
    assert draft.statements[-1].get("speaker") == speaker
