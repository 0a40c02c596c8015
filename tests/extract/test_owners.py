"""Whose a thing is, and which thing it is, is said once and of those who can own it, or left blank."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from kg.extract.draft.drafting import Drafter

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

HOLM = "Anna Holm, the Foreign Minister of Norway"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "The resumption of talks between Chad and Sudan is a good step, Italy said. "
            f'"I welcome the resumption today of the fishery talks," said {HOLM}.',
            "The resumption of the fishery talks is right.",
        ),
        ("Sudan and Chad fought long. The United Nations said their shared border should be monitored.", ""),
        ("Many Norwegians are stuck. The Foreign Ministry of Norway said it was working on their evacuation.", ""),
        ("Many citizens are stuck. The Foreign Ministry of Norway said their evacuation was under way.", ""),
        ("NATO said their ships would stay in the port.", "NATO's ships would stay in the port."),
        ("The foreign ministers of Italy, Norway and Kenya said their ships would not be withdrawn.", ""),
        (
            f'Italy and Chad met. "Both countries\' borders will stay open," said {HOLM}.',
            "Italy and Chad's borders will stay open.",
        ),
    ],
)
def test_an_owner_is_right_or_blank(text: str, sentence: str, gazetteer: Gazetteer) -> None:
    draft = Drafter(text, gazetteer, date(2024, 1, 10)).draft()
    assert draft.propositions[str(draft.statements[-1]["proposition"])].sentence == sentence
