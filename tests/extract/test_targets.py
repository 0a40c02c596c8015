"""The target of a row is who is accused, criticised, praised, backed or threatened in its words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from kg.extract.draft.drafting import Drafter

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer


def targets(text: str, gazetteer: Gazetteer) -> list[object]:
    return [row.get("target") for row in Drafter(text, gazetteer, date(2012, 6, 3)).draft().statements]


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Kenya has repeatedly accused Oslo of delaying the talks.", "norway"),
        ("Kenya condemned Rwanda for the attack.", "rwanda"),
        ("Kenya praised Sweden for its help.", "sweden"),
        ("Kenya threatened Peru with war.", "peru"),
        ("Kenya criticised Germany's stance on the treaty.", "germany"),
        ("Kenya condemned attacks by Ethiopian troops.", "ethiopia"),
        ("Kenya accused Ethiopian troops of crossing the border.", "ethiopia"),
        ("Kenya blamed Peru and Chile for the war.", ["peru", "chile"]),
        ("Norway was accused by Kenya of lying.", "norway"),
        ("Omar Holm said Kenya had lied about the dam.", "kenya"),
        ("Norway supports Kenya.", "kenya"),
        ("Omar Holm met Anna Berg. Kenya criticised Berg.", "anna-berg"),
    ],
)
def test_the_target_is_named(text: str, target: object, gazetteer: Gazetteer) -> None:
    assert targets(text, gazetteer)[-1] == target


@pytest.mark.parametrize(
    "text",
    [
        "Kenya condemned the attack on Norway.",
        "Kenya supports Ethiopia's plan.",
        "Omar Holm said the plan was wrong.",
        "Omar Holm criticised the villagers.",
        "Kenya said Norway would sign the treaty.",
        "Kenya debated sales to Peru, which the opposition rejects.",
    ],
)
def test_no_other_actor_is_one(text: str, gazetteer: Gazetteer) -> None:
    assert not any(targets(text, gazetteer))
