"""A content has all of its words: the doers of an infinitive, what two deeds share, and each clause of a list."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from kg.extract.draft.drafting import Drafter

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer


def sentences(text: str, gazetteer: Gazetteer) -> list[str]:
    draft = Drafter(text, gazetteer, date(2024, 1, 10)).draft()
    return [draft.propositions[str(row["proposition"])].sentence for row in draft.statements]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            'Kenya called for the "immediate release and reinstatement" of President Arvid Holm.',
            ["The immediate release and reinstatement of President Arvid Holm should take place."],
        ),
        (
            "Kenya demanded the withdrawal and disarmament of the rebels.",
            ["The withdrawal and disarmament of the rebels should take place."],
        ),
        (
            "Kenya called for a ceasefire and the release of the crew.",
            ["There should be a ceasefire.", "The release of the crew should take place."],
        ),
        (
            "Kenya declared that all flights would be banned, that all land crossings would be closed, "
            "and that the junta would be subject to sanctions.",
            [
                "All flights will be banned.",
                "All land crossings will be closed.",
                "The junta would be subject to sanctions.",
            ],
        ),
        (
            "Norway called for the UN general assembly to negotiate a draft resolution.",
            ["The UN general assembly should negotiate a draft resolution."],
        ),
        (
            "Norway called for talks with Kenya to end the war.",
            ["There should be talks with Kenya to end the war."],
        ),
        (
            "Norway called for the Kenyan government to pay but at the same time closed the port.",
            ["The Kenyan government should pay."],
        ),
        (
            "Kenya wanted nothing less than the junta to relinquish power.",
            ["The junta should relinquish power."],
        ),
    ],
)
def test_a_content_has_all_of_its_words(text: str, expected: list[str], gazetteer: Gazetteer) -> None:
    assert sentences(text, gazetteer) == expected
