"""The turns of a transcript are the words of those whose names begin them; what is asked is nobody's."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from kg.extract.draft.drafting import Drafter

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

DAY = date(2012, 6, 3)
INTERVIEW = """Interview: Norway and the fishing quarrel

Kari Tamm has been Norway's fisheries minister since April. She spoke to the Harbour Post.

Harbour Post: Minister, do you think that the nets were cut on purpose?

Tamm: I trust the inquiry. Kenya should stop blocking it.

Harbour Post: Peru says that the ban is absurd. How do you respond?

Tamm: They are wrong. The ban must stay.
"""
BRIEFING = """Daily press briefing

Matthew Hobbs, Department Spokesperson

MR. HOBBS: Good afternoon. The envoys must leave Kenya.

QUESTION: Will Norway pay?

MR. HOBBS: Norway should pay its debts.
"""


def speakers(text: str, gazetteer: Gazetteer) -> list[object]:
    return [row.get("speaker") for row in Drafter(text, gazetteer, DAY).draft().statements]


def test_a_last_name_is_the_person_introduced_before(gazetteer: Gazetteer) -> None:
    assert set(speakers(INTERVIEW, gazetteer)) == {"kari-tamm", "peru"}


def test_a_title_and_capitals_are_the_person_introduced_before(gazetteer: Gazetteer) -> None:
    assert set(speakers(BRIEFING, gazetteer)) == {"matthew-hobbs"}


def test_they_is_not_the_one_who_speaks(gazetteer: Gazetteer) -> None:
    draft = Drafter(INTERVIEW, gazetteer, DAY).draft()
    assert "Kari Tamm is wrong." not in {new.sentence for new in draft.propositions.values()}


def test_an_unknown_name_begins_a_turn_as_it_stands(gazetteer: Gazetteer) -> None:
    text = "Talks\n\nBERG: The envoys must leave Kenya.\n\nHOLM: The envoys should stay in Kenya.\n"
    assert len(set(map(str, speakers(text, gazetteer)))) == 2
