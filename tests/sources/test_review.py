"""Reviewing: one decision changes one row and nothing else, and a review can be taken up again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from kg.cli.review import command
from kg.errors import UsageError
from kg.sources.review import ReviewedSheet

if TYPE_CHECKING:
    from pathlib import Path

SHEET = """# A comment on top
source:
  title: "Talks"   # kept
  publisher: bbc
  published: 2012-03-11
  text: article.txt
  sha256: 0

statements:
  # the first
  - id: one
    quote: >-
      Russia said it
      opposed the plan
    speaker: russia
    act: opposes
    proposition: a-plan
    mode: indirect
    confidence: 0.5
    status: proposed
  - {id: two, quote: China agreed, speaker: china, act: agrees, proposition: b, mode: indirect, status: proposed}
  - id: three
    quote: China left
    speaker: china
    act: claims
    proposition: b
    mode: indirect

events:
  - id: four
    type: meeting
    label: They met
    quote: They met
    participants: [russia, china]
    status: proposed
"""
PLAN = "a-plan:\n  sentence: The plan is right.\n  issues: [diplomacy]\n"
OTHER = "other:\n  sentence: Another.\n  issues: [diplomacy]\n"
TEXT = "Talks\n\nRussia said it opposed the plan. China agreed.\n\nChina left. They met.\n"


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    folder = tmp_path / "talks"
    folder.mkdir()
    (folder / "article.txt").write_text(TEXT, "utf-8")
    (folder / "sheet.yaml").write_text(SHEET, "utf-8")
    proposed = folder / "reference.proposed"
    proposed.mkdir()
    (proposed / "propositions.yaml").write_text(
        f"# new\n{PLAN}{OTHER}",
        "utf-8",
    )
    (tmp_path / "reference").mkdir()
    (tmp_path / "reference" / "propositions.yaml").write_text(
        "# known\nb:\n  sentence: B.\n  issues: [diplomacy]\n", "utf-8"
    )
    return folder / "sheet.yaml"


def run(sheet: Path, answers: str) -> str:
    result = CliRunner().invoke(command, [str(sheet), "--by", "A. Reader"], input=answers)
    assert result.exit_code == 0, result.output
    return result.output


def test_an_accepted_row_says_who_and_when_and_nothing_else_changes(sheet: Path) -> None:
    reviewed = ReviewedSheet(sheet)
    reviewed.accept("one", "A. Reader", "2026-01-02T03:04:05Z")
    expected = SHEET.replace(
        "    status: proposed\n  - {id", "    reviewed: {by: A. Reader, on: 2026-01-02T03:04:05Z}\n  - {id", 1
    )
    assert sheet.read_text("utf-8") == expected


def test_a_row_on_one_line_can_be_accepted(sheet: Path) -> None:
    ReviewedSheet(sheet).accept("two", 'O"Neill: x', "2026-01-02")
    assert '{by: "O\\"Neill: x", on: 2026-01-02}}' in sheet.read_text("utf-8")


def test_a_rejected_row_is_gone_with_its_lines_only(sheet: Path) -> None:
    reviewed = ReviewedSheet(sheet)
    reviewed.reject("one")
    content = sheet.read_text("utf-8")
    assert "id: one" not in content
    assert "# the first\n  - {id: two" in content


def test_the_last_row_of_a_section_leaves_an_empty_list(sheet: Path) -> None:
    reviewed = ReviewedSheet(sheet)
    reviewed.reject("four")
    assert sheet.read_text("utf-8").endswith("events:\n  []\n")
    assert [row.id for row in ReviewedSheet(sheet).proposals()] == ["one", "two"]


@pytest.mark.parametrize(
    ("field", "value", "line"),
    [
        ("act", "rejects", "    act: rejects\n"),
        ("speaker", "[russia, china]", "    speaker: [russia, china]\n"),
        ("quote", "Russia said: no", '    quote: "Russia said: no"\n'),
        ("said", "2012-03-09", "    said: 2012-03-09\n    status: proposed\n"),
        ("confidence", "", "    mode: indirect\n    status: proposed\n"),
    ],
)
def test_a_field_is_changed_added_or_taken_out(sheet: Path, field: str, value: str, line: str) -> None:
    ReviewedSheet(sheet).change("one", field, value)
    assert line in sheet.read_text("utf-8")


@pytest.mark.parametrize(
    ("field", "value"), [("colour", "red"), ("status", "accepted"), ("speaker", "[russia"), ("act", "{")]
)
def test_what_cannot_be_written_is_refused_and_leaves_the_file(sheet: Path, field: str, value: str) -> None:
    with pytest.raises(UsageError):
        ReviewedSheet(sheet).change("one", field, value)
    assert sheet.read_text("utf-8") == SHEET


def test_a_quote_is_shown_in_its_paragraph(sheet: Path) -> None:
    reviewed = ReviewedSheet(sheet)
    assert reviewed.context(reviewed.proposals()[0]) == ("", "Russia said it opposed the plan", ". China agreed.")


def test_a_review_is_taken_up_again(sheet: Path) -> None:
    assert "1 accepted, 0 rejected, 0 skipped; 2 left" in run(sheet, "a\ny\nq\n")
    output = run(sheet, "r\ns\n")
    assert "statement one" not in output
    assert "0 accepted, 1 rejected, 1 skipped; 1 left" in output


def test_the_end_of_the_input_stops(sheet: Path) -> None:
    assert "3 left" in run(sheet, "")


def test_new_names_are_moved_only_with_consent(sheet: Path) -> None:
    known = sheet.parent.parent / "reference" / "propositions.yaml"
    run(sheet, "a\nn\nq\n")
    assert "a-plan" not in known.read_text("utf-8")
    assert "reviewed" not in sheet.read_text("utf-8")
    run(sheet, "a\ny\nq\n")
    assert known.read_text("utf-8") == f"# known\nb:\n  sentence: B.\n  issues: [diplomacy]\n{PLAN}"
    assert (sheet.parent / "reference.proposed" / "propositions.yaml").read_text("utf-8") == f"# new\n{OTHER}"


def test_the_names_that_a_new_name_uses_and_those_of_the_source_are_moved_with_it(sheet: Path) -> None:
    proposed, reference = sheet.parent / "reference.proposed", sheet.parent.parent / "reference"
    (proposed / "propositions.yaml").write_text(f"{PLAN}  concerns: [a-rebel]\n{OTHER}", "utf-8")
    (proposed / "persons.yaml").write_text("a-rebel: {label: A rebel}\nnobody: {label: a-plan}\n", "utf-8")
    (proposed / "organisations.yaml").write_text("bbc: {label: BBC, type: news-organisation}\n", "utf-8")
    out = run(sheet, "a\ny\nq\n")
    assert "new names: bbc, a-rebel, a-plan" in out
    moved = {path.name: path.read_text("utf-8") for path in reference.iterdir()}
    assert (moved["organisations.yaml"], moved["persons.yaml"]) == (
        "bbc: {label: BBC, type: news-organisation}\n",
        "a-rebel: {label: A rebel}\n",
    )
    assert (proposed / "propositions.yaml").read_text("utf-8") == OTHER
