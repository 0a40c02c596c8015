"""What "the council", "the row", "a solution" and "the decision" mean, where the text has told of one such thing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from kg.extract.draft.drafting import Drafter

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

DAY = date(2024, 6, 3)


def last(text: str, gazetteer: Gazetteer) -> str:
    draft = Drafter(text, gazetteer, DAY).draft()
    return draft.propositions[str(draft.statements[-1]["proposition"])].sentence


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
