"""The gold standard is sound: no sheet has findings, and every row has a proposition with a sentence."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from kg.findings import Severity
from kg.reference.shared import load_reference
from kg.sources.sheet import read_sheet

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "tests" / "gold"
SHEETS = sorted(GOLD.glob("*/*/sheet.yaml"))


def test_the_readme_gives_the_number_of_articles_in_each_part() -> None:
    told = re.findall(r"^\| `([\w-]+)/` \| (\d+) \|", (GOLD / "README.md").read_text("utf-8"), re.MULTILINE)
    assert {name: int(count) for name, count in told} == Counter(path.parents[1].name for path in SHEETS)


def test_the_readme_credits_each_article() -> None:
    told = re.findall(r"^\| `(\d{4}-\d\d-\d\d-[\w-]+)` \|", (GOLD / "README.md").read_text("utf-8"), re.MULTILINE)
    assert sorted(told) == sorted(path.parent.name for path in SHEETS)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.parent.name)
def test_a_gold_sheet_has_no_findings(sheet: Path) -> None:
    reading = read_sheet(sheet, load_reference(ROOT / "seeds" / "reference"))
    assert [finding for finding in reading.findings if finding.severity is not Severity.WARNING] == []
    assert reading.sheet is not None
    assert all(row.holders for row in reading.sheet.statements)
    assert reading.proposals is not None
    assert all(row.maybe("sentence") != "" for _, row, _ in reading.proposals.rows)


@pytest.mark.parametrize("path", sorted(GOLD.glob("*/judgements.tsv")), ids=lambda path: path.parent.name)
def test_each_judgement_is_one_of_three_and_gives_a_reason(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    assert rows
    assert len({row["row"] for row in rows}) == len(rows)
    assert {row["source"] for row in rows} <= {sheet.parent.name for sheet in SHEETS}
    assert {row["judgement"] for row in rows} <= {"as-is", "one-edit", "reject"}
    assert all(bool(row["why"]) == (row["judgement"] != "as-is") for row in rows)
