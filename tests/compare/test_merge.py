"""One repository into another: what both have stays, names that mean two things are told apart."""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path

import pytest
from data_repository import SHEET, edit, run

from kg.cli.scaffold import create_repository
from kg.reference.shared import load_reference

REFERENCE = Path("seeds/reference")


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    create_repository(tmp_path / "ours")
    return tmp_path / "ours"


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """The same example with a text of its own, an actor of the same slug that is another one, and a new proposition."""
    create_repository(tmp_path / "theirs")
    folder = tmp_path / "theirs"
    (folder / REFERENCE / "states.yaml").write_text(
        "northland: {label: Northland}\nsouthland: {label: South Yland}\n", "utf-8"
    )
    edit(
        folder,
        "concerns: [northland, southland]",
        "concerns: [southland]\npeace:\n  sentence: There should be peace.\n"
        "  issues: [ceasefire]\n  incompatible_with: [ceasefire-at-the-example-border]\n  concerns: [southland]",
        REFERENCE / "propositions.yaml",
    )
    text = folder / SHEET.parent / "article.txt"
    text.write_text(text.read_text("utf-8") + "\nMore.\n", "utf-8")
    sheet = folder / SHEET
    content = re.sub("sha256: .*", f"sha256: {hashlib.sha256(text.read_bytes()).hexdigest()}", sheet.read_text("utf-8"))
    sheet.write_text(
        content.replace("for: northland", "for: southland").replace(
            "proposition: ceasefire-at-the-example-border", "proposition: peace"
        ),
        "utf-8",
    )
    edit(folder, "of: northland", "of: southland", REFERENCE / "officials.yaml")
    return folder


def test_what_both_have_stays_and_what_differs_is_renamed(ours: Path, theirs: Path) -> None:
    before = {path: path.read_bytes() for path in ours.rglob("*") if path.is_file()}
    done = run(ours, "kg", "merge", "../theirs")
    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    assert {"southland -> southland-theirs", f"{SHEET.parent.name} -> {SHEET.parent.name}-theirs"} <= set(lines)
    assert {path: path.read_bytes() for path in before} == before
    brought = (ours / f"{SHEET.parent}-theirs/sheet.yaml").read_text("utf-8")
    assert ("for: southland-theirs" in brought, "proposition: peace" in brought) == (True, True)
    assert "concerns: [southland-theirs]" in (ours / REFERENCE / "propositions/peace.yaml").read_text("utf-8")
    reference = load_reference(ours / REFERENCE)
    assert (reference.label("southland"), reference.label("southland-theirs")) == ("Southland", "South Yland")
    assert run(ours, "kg", "build").returncode == 0


def test_a_second_merge_adds_nothing(ours: Path, theirs: Path) -> None:
    shutil.copytree(ours, ours.parent / "twin")
    done = run(ours, "kg", "merge", "../twin")
    assert (done.returncode, done.stdout.startswith("0 sources and 0 entries added")) == (0, True)


def test_a_plan_changes_nothing(ours: Path, theirs: Path) -> None:
    before = sorted(ours.rglob("*"))
    done = run(ours, "kg", "merge", "../theirs", "--plan")
    assert ("would be added" in done.stdout, sorted(ours.rglob("*"))) == (True, before)


def test_rdf_in_the_other_reference_data_is_refused(ours: Path, theirs: Path) -> None:
    (theirs / REFERENCE / "more.ttl").write_text("", "utf-8")
    done = run(ours, "kg", "merge", "../theirs")
    assert (done.returncode, "more.ttl" in done.stderr) == (2, True)
