"""A baseline of version 1 covers the same findings after `kg migrate --baseline`; comments and order stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from in_process import kg
from repositories import DataRepository, statement

from kg.errors import FindingsError
from kg.findings import Finding, fingerprints
from kg.namespaces import DP, iri
from kg.validate.old_baseline import migrate_baseline

if TYPE_CHECKING:
    from pathlib import Path

FILE = "seeds/2012-03-11-first/sheet.yaml"
#: Ann is accused by herself, twice in one row, and spoken to by herself, which was and is a mistake of its own.
ROWS = [
    statement(0, act="blames", addressee="ann"),
    statement(1, act="criticises", addressee="bland"),
    statement(2, addressee="ann"),
]


def former(row: int) -> str:
    """Return the fingerprint that version 1 gave to the mistake in a row."""
    about = iri("statement", f"2012-03-11-first.row-{row}")
    found = Finding("statement-addressee", "", file=FILE, focus=about, path=DP + "addressee", value=iri("actor", "ann"))
    (mark,) = fingerprints([found])
    return mark


OLD = f"""\
# what we knew in 2024
findings:
# of whom
- fingerprint: {former(0)}
  rule: statement-addressee   # to be corrected
  file: {FILE}
  message: 'The addressee is the holder'
- fingerprint: ffffffffffffffffffffffffffffffff
  rule: addressee-as-target
  file: {FILE}
# to whom
- fingerprint: {former(2)}
  rule: statement-addressee
  file: {FILE}
suppressions:
  - {{rule: row-evidence, reason: said so}}  # nothing to do with it
"""


@pytest.fixture
def repository(tmp_path: Path) -> DataRepository:
    made = DataRepository(tmp_path)
    made.write("2012-03-11-first", *ROWS)
    (tmp_path / "baseline.yaml").write_bytes(OLD.replace("\n", "\r\n").encode())
    return made


def counting(repository: DataRepository) -> list[str]:
    run = kg("validate", repository.seeds, "--no-owl", "--no-cache", "--baseline", repository.folder / "baseline.yaml")
    return sorted(line.rpartition("[")[2].rstrip("]") for line in run.out.splitlines() if line.endswith("]"))


def test_known_findings_stay_known_when_their_rule_has_another_name(repository: DataRepository) -> None:
    baseline = repository.folder / "baseline.yaml"
    dry = kg("migrate", repository.seeds, "--baseline", baseline, "--dry-run")
    assert baseline.read_bytes() == OLD.replace("\n", "\r\n").encode()
    assert f"the changes to {baseline} are not known before" in dry.err
    run = kg("migrate", repository.seeds, "--baseline", baseline)
    assert run.out.startswith(dry.out)
    assert run.err == "kg: 4 changes\n"  # two keys of the sheet, and two entries
    assert f"{baseline}:5:9: the rule `statement-addressee` has another name now" in run.out
    written = baseline.read_bytes().decode().replace("\r\n", "\n")
    lines = written.splitlines()
    # The second entry is of a mistake that is still called so; the entry between them has no cause any more.
    assert lines[:3] == OLD.splitlines()[:3]
    assert lines[4] == "  rule: statement-target   # to be corrected"
    assert lines[7:] == OLD.splitlines()[10:]
    assert counting(repository) == ["suppression-unused"]
    assert kg("migrate", repository.seeds, "--baseline", baseline).err == "kg: 0 changes\n"
    assert written == baseline.read_bytes().decode().replace("\r\n", "\n")


@pytest.mark.parametrize("text", [None, "findings: [", "- a\n", "findings:\n- {rule: addressee-as-target}\n"])
def test_no_sheet_is_migrated_beside_a_baseline_that_cannot_be_read(repository: DataRepository, text: str) -> None:
    baseline, sheet = repository.folder / "other.yaml", repository.seeds / "2012-03-11-first" / "sheet.yaml"
    before = sheet.read_bytes()
    if text is not None:
        baseline.write_text(text)
    for options in ((), ("--dry-run",)):
        run = kg("migrate", repository.seeds, "--baseline", baseline, *options)
        assert run.code in (1, 2)
        assert "other.yaml" in run.out + run.err
        assert "change" not in run.err
        assert sheet.read_bytes() == before


def test_without_a_migration_of_the_baseline_they_count(repository: DataRepository) -> None:
    assert kg("migrate", repository.seeds).err == "kg: 2 changes\n"
    assert counting(repository) == ["statement-target", "suppression-unused"]


@pytest.mark.parametrize(
    ("suppression", "rule"),
    [
        ("focus: row-0", "statement-target"),
        ("focus: row-2", "statement-addressee"),  # still called so
        ("file: 'other/*'", "statement-addressee"),  # of other sources
    ],
)
def test_a_suppression_gets_the_name_of_the_rule_only_where_it_is_meant(
    tmp_path: Path, suppression: str, rule: str
) -> None:
    path = tmp_path / "baseline.yaml"
    path.write_text(f"suppressions:\n  - {{rule: statement-addressee, reason: so, {suppression}}}\n")
    about = iri("statement", "2012-03-11-first.row-0")
    found = Finding("statement-target", "", file=FILE, focus=about, path=DP + "target", value=iri("actor", "ann"))
    migrate_baseline(path, [found])
    assert path.read_text() == f"suppressions:\n  - {{rule: {rule}, reason: so, {suppression}}}\n"


def test_a_suppression_that_covers_findings_under_the_old_name_too_is_left_to_a_person(tmp_path: Path) -> None:
    path = tmp_path / "baseline.yaml"
    path.write_text("suppressions:\n  - {rule: statement-addressee, reason: so}\n")
    about = iri("statement", "2012-03-11-first.row-0")
    ways = (("statement-target", "target"), ("statement-addressee", "addressee"))
    found = [Finding(rule, "", file=FILE, focus=about, path=DP + name, value="x") for rule, name in ways]
    assert migrate_baseline(path, found) == []


def test_a_baseline_with_a_mistake_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "baseline.yaml"
    path.write_text("findings:\n- {rule: addressee-as-target}\n")
    with pytest.raises(FindingsError):
        migrate_baseline(path, [])
    assert path.read_text() == "findings:\n- {rule: addressee-as-target}\n"


def test_entries_in_brackets_and_a_list_that_gets_empty_can_still_be_read(tmp_path: Path) -> None:
    mark = "f" * 32
    for text in (
        f"findings: [{{fingerprint: {mark}, rule: addressee-as-target}}]\n",
        f"findings:\n- fingerprint: {mark}\n  rule: addressee-as-target",
    ):
        path = tmp_path / "baseline.yaml"
        path.write_text(text)
        assert len(migrate_baseline(path, [])) == 1
        assert migrate_baseline(path, []) == []
