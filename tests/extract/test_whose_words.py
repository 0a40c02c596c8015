"""A row belongs to whoever the text says it belongs to, and what the text leaves unclear is left open."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from kg.extract.draft.drafting import Draft, Drafter

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

DAY = date(2012, 6, 3)


def draft_of(text: str, gazetteer: Gazetteer) -> Draft:
    return Drafter(text, gazetteer, DAY).draft()


def sentences(draft: Draft) -> list[str]:
    return [draft.propositions[str(row["proposition"])].sentence for row in draft.statements]


@pytest.mark.parametrize(
    "text",
    [
        "Norway accused Kenya of stealing fish. Kenya denied it.",
        "Norway accused Kenya of stealing fish, but Kenya rejected it.",
        "Norway accused Kenya of stealing fish on Monday. Kenya's president dismissed that.",
        "Norway accused Kenya of stealing fish. The envoy's report was published. Kenya denied it.",
    ],
)
def test_a_pronoun_takes_up_an_accusation_that_it_can_only_mean(text: str, gazetteer: Gazetteer) -> None:
    draft = draft_of(text, gazetteer)
    assert draft.statements[-1]["proposition"] == draft.statements[0]["proposition"]


@pytest.mark.parametrize(
    "text",
    [
        # a thing that may be rejected comes between, or is part of the accusation
        "Norway accused Kenya of stealing fish. President Anna Berg proposed a new text. Kenya rejected it.",
        "Norway accused Kenya of stealing fish. The bank's offer was published, and Kenya rejected it.",
        "Norway accused Kenya of breaking the deal. Kenya rejected it.",
        # other words come between
        "Norway accused Kenya of stealing fish. Norway said the talks had failed. Kenya denied it.",
    ],
)
def test_a_pronoun_does_not_take_up_an_accusation_if_it_may_mean_something_else(
    text: str, gazetteer: Gazetteer
) -> None:
    draft = draft_of(text, gazetteer)
    assert draft.statements[-1]["speaker"] == "kenya"
    assert draft.statements[-1]["proposition"] != draft.statements[0]["proposition"]
