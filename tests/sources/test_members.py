"""A group speaks firmly for its members only where the text names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from repositories import DataRepository, statement

from kg.findings import Severity
from kg.sources.assertion import assert_reference, assert_source
from kg.sources.words.members import sentence_around

if TYPE_CHECKING:
    from pathlib import Path


def rules(folder: Path, text: str, quote: str, group: dict[str, object], **changes: object) -> list[tuple[str, str]]:
    repository = DataRepository(folder)
    repository.reference["groups"] = {"partners": {"label": "The partners", **group}}
    repository.reference["states"]["bland"]["demonyms"] = ["Blandish"]
    repository.write_reference()
    row = statement(quote=quote, speaker="partners", members_named=True, **{"for": None, **changes})
    source = repository.write("first", row, article=text)
    reference, _ = assert_reference(repository.seeds / "reference")
    findings = assert_source(source, reference).findings
    lines = (source / "sheet.yaml").read_text().splitlines()
    assert all('"members_named": true' in lines[(item.line or 0) - 1] for item in findings)
    assert all(item.severity is Severity.VIOLATION for item in findings)
    return [(item.rule, item.message) for item in findings]


@pytest.mark.parametrize(
    "text",
    [
        "The partners, Aland and Bland, want a truce.",
        "Officials from Aland met. The Republic of Aland and its Blandish partners want a truce.",
        "Near the U.S. border, the ÁLAND and Bland governments want a truce.",
        "The partners want a truce, said Mr. Stone of Aland, and Bland's envoy agreed.",
    ],
)
def test_members_are_named_by_label_alias_or_demonym_in_the_sentence(text: str, tmp_path: Path) -> None:
    assert rules(tmp_path, text, "want a truce", {"members": ["aland", "bland"]}) == []


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("The partners want a truce.", ["`aland`", "`bland`"]),
        ("The partners and Aland want a truce.", ["`bland`"]),
        ("Aland and Bland met. The partners want a truce. Bland left, and Aland too.", ["`aland`", "`bland`"]),
        ("The Alandese and the Blandishers want a truce.", ["`aland`", "`bland`"]),
    ],
)
def test_each_member_that_is_not_named_is_reported(text: str, missing: list[str], tmp_path: Path) -> None:
    ((rule, message),) = rules(tmp_path, text, "want a truce", {"members": ["aland", "bland"]})
    assert rule == "members-not-named"
    assert [name for name in ("`aland`", "`bland`") if name in message] == missing


def test_a_person_is_named_by_a_part_of_the_name(tmp_path: Path) -> None:
    text = "The envoys, Ann and Bob, want a truce."
    assert rules(tmp_path, text, "want a truce", {"members": ["ann", "bob"]}) == []


def test_a_group_without_members_names_none(tmp_path: Path) -> None:
    ((rule, message),) = rules(tmp_path, "Aland and Bland want a truce.", "want a truce", {})
    assert rule == "members-not-named"
    assert "no speaker is a group" in message


def test_a_sentence_does_not_end_in_an_abbreviation() -> None:
    text = "One. The U.S. and Gen. Stone of J. Bland spoke. Two."
    assert text[slice(*sentence_around(text, 40, 42))] == "The U.S. and Gen. Stone of J. Bland spoke."
