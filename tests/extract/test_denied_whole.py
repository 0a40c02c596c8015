"""What is denied stays whole: no time, condition or aim of it is cut from its quote and its sentence."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from kg.extract.draft.drafting import Drafter

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

DENIED = [
    "Norway did not close the port",
    "Norway will not lift the sanctions on Sudan",
    "No ship has left the port of Oslo",
    "Norway never signed the treaty with Sudan",
    "Italy should not join the union",
]
#: Without these, what is denied would be more, or something else.
ENDS = [
    "because of the war",
    "just because Italy asked",
    "only after Italy left",
    "despite the protests in Oslo",
    "since the raids began",
    "after the raids began",
    "while the talks go on",
    "unless Italy pays",
    "until the war ends",
    "without the consent of Italy",
    "in order to punish Chad",
    "if Italy stays in the union",
    "as long as Italy pays",
    "before Italy leaves",
]
SAID = ['"{}," said Anna Holm, the Foreign Minister of Norway.', "Anna Holm, the Foreign Minister of Norway, said {}."]


@pytest.mark.parametrize(("denied", "end"), [*product(DENIED, ENDS)])
def test_nothing_is_cut_from_what_is_denied(denied: str, end: str, gazetteer: Gazetteer) -> None:
    for said in SAID:
        clause = f"{denied} {end}"
        draft = Drafter(said.format(clause), gazetteer, date(2024, 1, 10)).draft()
        (row,) = draft.statements
        sentence = draft.propositions[str(row["proposition"])].sentence
        assert str(row["quote"]) == clause
        if "condition" in row:  # "will not lift them unless Italy pays" has two propositions
            assert draft.propositions[str(row["condition"])].sentence == "Italy pays."
            continue
        assert not sentence or sentence.endswith(f"{end}.")


def test_a_long_denied_sentence_is_not_shortened(gazetteer: Gazetteer) -> None:
    said = (
        "No ship of the northern fleet has left the port of Oslo, the largest in the whole north of the country, "
        "for the islands in the west, where the fleet has been at home for many years, despite the war in Sudan"
    )
    draft = Drafter(f'"{said}," said Anna Holm, the Foreign Minister of Norway.', gazetteer, date(2024, 1, 10)).draft()
    sentences = [new.sentence for new in draft.propositions.values()]
    assert all(not sentence or "despite the war in Sudan" in sentence for sentence in sentences)
