"""A "not" that denies only another one of the kind of the subject: "Kenya, not Norway, broke the truce"."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from drafted import sentences_of

from kg.extract.draft.drafting import Drafter

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Foreign Minister Sergei Lavrov said the rebels, not the army, had broken the truce.", "accuses"),
        ("Norway said Kenya, not Uganda, owns the port.", "claims"),
        ("Norway said dialogue, not isolation, is the way out.", "claims"),
        ("Norway said Kenya, not Uganda, did not close the port.", "denies"),
        ("Norway said Kenya did not close the port.", "denies"),
        ("Kenya, not Uganda, supports the treaty.", "supports"),
    ],
)
def test_what_another_did_not_do_denies_nothing(text: str, act: str, gazetteer: Gazetteer) -> None:
    assert [row["act"] for row in Drafter(text, gazetteer, date(2020, 1, 1)).draft().statements] == [act]


def test_the_sentence_says_only_what_is_so(gazetteer: Gazetteer) -> None:
    text = "Norway said Kenya, not Uganda, owns the port."
    assert sentences_of(text, gazetteer) == ["Kenya owns the port."]
