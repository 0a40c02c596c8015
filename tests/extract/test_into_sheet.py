"""A draft goes into a sheet that exists: rows are added, and nothing that a person has written changes."""

from __future__ import annotations

import hashlib
from copy import deepcopy
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from data_repository import SHEET
from in_process import kg_here
from ruamel.yaml import YAML

from kg.cli.scaffold import create_repository
from kg.errors import InputError, UsageError
from kg.extract.draft.extraction import Options, Result, extract
from kg.extract.draft.into_sheet import BegunSheet

if TYPE_CHECKING:
    from pathlib import Path

    from kg.extract.names.gazetteer import Gazetteer

TEXT = """Talks in Geneva

Foreign Minister Sergei Lavrov said on Friday that Russia opposes the plan. Iran called for a ceasefire.

Kofi Annan will meet Hillary Clinton in New York on Monday. China and Iran signed an agreement on trade.
"""
HEAD = "source:\n  title: Talks in Geneva\n  publisher: bbc\n  published: 2012-03-11\n  text: article.txt\n"
ROW = "- id: mine\n{0}  quote: Iran called for a ceasefire  # by hand\n{0}  speaker: iran\n{0}  act: calls-for\n"
BEGUN = {
    "empty": "\nstatements: []\n",
    "nothing": "statements:\n",
    "null": "statements: ~\nevents: null\n",
    "no-list": "# rows to come\n",
    "no-line-end": "statements: []",
    "a-comment": "statements: [ ]  # rows to come\n# an end\n",
    "a-row": "statements:\n  " + ROW.format("  ") + "  # after the row\n\nevents: []\n",
    "flush": "statements:\n" + ROW.format("") + "notes-to-self: 1\n",
    "last-line": "events: []\nstatements:\n    " + ROW.format("    ").rstrip("\n"),
}


@pytest.fixture(scope="module")
def drafted(gazetteer: Gazetteer, tmp_path_factory: pytest.TempPathFactory) -> Result:
    path = tmp_path_factory.mktemp("drafted") / "article.txt"
    path.write_text(TEXT, "utf-8")
    result = extract(path, gazetteer, Options(published="2012-03-11", taken=frozenset(["lavrov-plan"])))
    assert len(result.draft.statements) > 1
    assert result.draft.events
    return result


def begin(folder: Path, rows: str, *, end: str = "\n", mark: bytes = b"") -> Path:
    (folder / "article.txt").write_bytes(TEXT.encode())
    sheet = folder / "sheet.yaml"
    sheet.write_bytes(mark + (HEAD + rows).replace("\n", end).encode())
    return sheet


@pytest.mark.parametrize("rows", BEGUN.values(), ids=BEGUN)
@pytest.mark.parametrize(("end", "mark"), [("\n", b""), ("\r\n", b"\xef\xbb\xbf")], ids=["unix", "windows"])
def test_every_line_stays_and_rows_are_added(drafted: Result, tmp_path: Path, rows: str, end: str, mark: bytes) -> None:
    sheet = begin(tmp_path, rows, end=end, mark=mark)
    before, draft = sheet.read_bytes(), deepcopy(drafted)
    left_out = BegunSheet(sheet).take(draft)
    after = sheet.read_bytes()
    assert after.startswith(mark)
    assert after.count(b"\n") == after.count(end.encode())
    lines = iter(after.decode().split(end))
    for line in before.decode().split(end):
        known = line.partition(":")[0] if line.startswith(("statements:", "events:")) else line
        assert any(known in found for found in lines), line
    read = YAML(typ="safe").load(after.decode("utf-8-sig"))
    ids = [row["id"] for row in read["statements"]]
    assert ids == [*(["mine"] if "mine" in rows else []), *(row["id"] for row in draft.draft.statements)]
    assert [row["id"] for row in read["events"]] == [row["id"] for row in drafted.draft.events]
    assert left_out == ("mine" in rows), "the row about Iran's call is there already"
    if "#" in rows:
        assert rows[rows.index("#") :].partition("\n")[0] in after.decode()


def test_a_second_draft_adds_nothing(drafted: Result, tmp_path: Path) -> None:
    sheet, again = begin(tmp_path, "statements: []\n"), deepcopy(drafted)
    BegunSheet(sheet).take(deepcopy(drafted))
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert BegunSheet(sheet).take(again) == len(drafted.draft.statements) + len(drafted.draft.events) + len(
        drafted.draft.relations
    )
    assert (again.draft.entries, again.draft.propositions) == ([], {})
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    "rows", ["statements: [{id: mine, quote: Talks, speaker: iran}]\n", "statements: [  # none\n]\n"]
)
def test_a_list_in_brackets_is_refused_and_nothing_changes(drafted: Result, tmp_path: Path, rows: str) -> None:
    sheet = begin(tmp_path, rows)
    with pytest.raises(UsageError, match="no rows can be added to `statements`"):
        BegunSheet(sheet).take(deepcopy(drafted))
    assert sheet.read_text("utf-8") == HEAD + rows
    assert sorted(path.name for path in tmp_path.iterdir()) == ["article.txt", "sheet.yaml"]


def test_another_text_than_the_sheet_was_made_of_is_refused(tmp_path: Path) -> None:
    sheet = begin(tmp_path, f"  sha256: {hashlib.sha256(b'other').hexdigest()}\nstatements: []\n")
    with pytest.raises(InputError, match=r"its sha256 does not match article\.txt"):
        BegunSheet(sheet)


@pytest.mark.hostile("write-through-a-link")
@pytest.mark.parametrize("name", ["reference.proposed", "sheet.yaml"])
def test_nothing_is_drafted_through_a_link_out_of_the_repository(drafted: Result, tmp_path: Path, name: str) -> None:
    folder, outside = tmp_path / "r/seeds/talks", tmp_path / "outside"
    folder.mkdir(parents=True)
    (tmp_path / "r/kg.toml").write_text("", "utf-8")
    sheet = begin(folder, "statements: []\n")
    outside.mkdir()
    if name == "sheet.yaml":
        sheet.rename(outside / name)
    (folder / name).symlink_to(outside / name if name == "sheet.yaml" else outside)
    before = {path: path.read_bytes() for path in outside.iterdir()}
    with pytest.raises(InputError, match="is a link that leads out of the repository"):
        BegunSheet(sheet).take(deepcopy(drafted))
    assert {path: path.read_bytes() for path in outside.iterdir()} == before
    assert (folder / name).is_symlink()


def test_new_and_extract_make_a_sheet_that_conforms(tmp_path: Path) -> None:
    create_repository(tmp_path / "r")
    folder = tmp_path / "r"
    (folder / "talks.txt").write_text(TEXT.replace("Russia", "Northland"), "utf-8")
    made = kg_here(folder, "new", "talks.txt", "--published", "2024-06-03", "--title", "Talks: “open”")
    sheet = made.stdout.strip()
    assert f"`kg extract {sheet}` drafts rows" in made.stderr
    head = (folder / sheet).read_text("utf-8").partition("statements")[0]
    for refused in (("--publisher", "example-herald"), ("-o", "x.yaml"), ("--force",)):
        assert kg_here(folder, "extract", sheet, *refused).returncode == 2
    done = kg_here(folder, "extract", "talks.txt", "-o", sheet)
    assert (done.returncode, f"next: kg review {sheet}" in done.stderr) == (0, True), done.stderr
    drafted = (folder / sheet).read_text("utf-8")
    assert drafted.startswith(head)
    assert drafted.count("status: proposed") > 1
    assert kg_here(folder, "validate", "seeds").returncode == 0
    again = kg_here(folder, "extract", "talks.txt", "-o", sheet)
    assert (again.returncode, f"`kg extract {sheet}` adds rows to it" in again.stderr) == (2, True)
    other = kg_here(folder, "extract", "talks.txt", "-o", str(SHEET))
    assert (other.returncode, "already exists" in other.stderr) == (2, True)
    assert kg_here(folder, "extract", str((folder / sheet).parent)).returncode == 0
    assert (folder / sheet).read_text("utf-8") == drafted
