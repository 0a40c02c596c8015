"""The gold is sound: every sheet reads without a finding, and every row has a proposition with a sentence."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from kg.findings import Severity
from kg.reference.shared import load_reference
from kg.sources.sheet import read_sheet

ROOT = Path(__file__).parents[2]
SHEETS = sorted((ROOT / "tests" / "gold").glob("*/*/sheet.yaml"))


def test_each_half_has_eight_articles() -> None:
    halves = [path.parents[1].name for path in SHEETS]
    assert (halves.count("development"), halves.count("test")) == (8, 8)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.parent.name)
def test_a_gold_sheet_reads_without_a_finding(sheet: Path) -> None:
    reading = read_sheet(sheet, load_reference(ROOT / "seeds" / "reference"))
    assert [finding for finding in reading.findings if finding.severity is not Severity.WARNING] == []
    assert reading.sheet is not None
    assert all(row.holders for row in reading.sheet.statements)
    assert reading.proposals is not None
    assert all(row.maybe("sentence") != "" for _, row, _ in reading.proposals.rows)


def test_each_judgement_is_one_of_three_and_says_why() -> None:
    with (ROOT / "tests" / "gold" / "test" / "judgements.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    assert rows
    assert {row["judgement"] for row in rows} <= {"as-is", "one-edit", "reject"}
    assert all(bool(row["why"]) == (row["judgement"] != "as-is") for row in rows)
