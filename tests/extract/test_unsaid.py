"""Words that look like cues and attribute nothing, cues that were missed, and captions with their credit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from drafted import sides_of

from kg.extract.article.structure import find_blocks

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer


@pytest.mark.parametrize(
    "text",
    [
        "Police arrested and questioned the student.",
        "What is Norway's view of the treaty?",
        "A member of the elite group within the church called the Sea Org was arrested.",
        "They met in Sweden, which is Norway's ally and considered the only state that can help.",
        "Norway works to make the troops more ready to march.",
    ],
)
def test_some_cues_attribute_nothing(text: str, gazetteer: Gazetteer) -> None:
    assert sides_of(text, gazetteer) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Norway sounded a call for Sweden to accept more refugees.", [("norway", "calls-for")]),
        ("Norway is opposed to the dam.", [("norway", "opposes")]),
        (
            '"We saw the dam," Anna Berg said. "It is old." However, Norway continued to shun talks.',
            [("anna-berg", "reports"), ("anna-berg", "claims"), ("norway", "rejects")],
        ),
        ("Norway declined to threaten Sweden or even declare it responsible.", [("norway", "refuses")]),
        ("The Arctic and East Baltic Coalition rejects the dam.", [("arctic-and-east-baltic-coalition", "rejects")]),
    ],
)
def test_each_stance_is_ascribed_only_to_its_holder(
    text: str, told: list[tuple[str, str]], gazetteer: Gazetteer
) -> None:
    assert set(sides_of(text, gazetteer)) == set(told)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The minister announces where the ships will go at the end of the talks. Image: Ole Berg.", "picture"),
        ("The minister announces the plan at the port of Oslo on Friday. Photo: Ole Berg", "picture"),
        ("The minister announced the plan at the port of Oslo on Friday, and left.", "body"),
        ("Marchers demand that “the dam must go” at the port of Oslo. Image: Ole Berg.", "body"),
        ("Image: Ole Berg", "credit"),
    ],
)
def test_a_caption_has_its_credit_on_the_line(text: str, kind: str) -> None:
    blocks = find_blocks(f"Talks in Oslo\n\nNorway rejected the dam on Friday, its minister said.\n\n{text}\n")
    assert blocks[-1].kind == kind


def test_a_picture_says_nothing(gazetteer: Gazetteer) -> None:
    text = "Talks in Oslo\n\nNorway rejected the dam.\n\nKenya announces that it backs the dam. Image: Ole Berg.\n"
    assert sides_of(text, gazetteer) == [("norway", "rejects")]
