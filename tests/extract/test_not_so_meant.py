"""Words that look like an untruth or a duty and are none: "the road lies within Kenya", "has yet to be settled"."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from drafted import rows_of

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer


@pytest.mark.parametrize(
    ("words", "act"),
    [
        ("the road lies completely within Norway", "claims"),
        ("the solution lies in talks", "claims"),
        ("the truth lies with Norway", "claims"),
        ("Norway lies to the people", "accuses"),
        ("Norway lied about the port", "accuses"),
        ("the dispute has yet to be settled", "claims"),
        ("Norway has yet to answer", "claims"),
        ("Norway has to answer", "calls-for"),
    ],
)
def test_the_act_is_that_of_the_sense_of_the_word(words: str, act: str, gazetteer: Gazetteer) -> None:
    assert rows_of(f"Kenya said {words}.", gazetteer, "act") == [(act,)]
