"""One repository into another: what both have stays, names that mean two things are told apart."""

from __future__ import annotations

import gzip
import hashlib
import re
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest
from data_repository import SHEET, edit
from in_process import kg_here
from shape_examples import SHAPES

from kg.cli.scaffold import create_repository
from kg.namespaces import BASE, ID, KINDS, TERM_KINDS, naming
from kg.reference.shared import load_reference
from kg.sources.assertion import assert_reference, assert_source
from kg.validate.shacl.check import check_shapes

REFERENCE = Path("seeds/reference")
THEIRS = "https://other.example.net/kg/archive/"
PLACES = f"""# Written by hand.
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<{THEIRS}id/place/high-hill> a <https://w3id.org/diplomatic-positions/ontology#Place> ; rdfs:label "High Hill"@en .
"""


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


def test_equal_rows_stay_and_different_ones_are_renamed(ours: Path, theirs: Path) -> None:
    before = {path: path.read_bytes() for path in ours.rglob("*") if path.is_file()}
    done = kg_here(ours, "merge", "../theirs")
    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    assert {"southland -> southland-theirs", f"{SHEET.parent.name} -> {SHEET.parent.name}-theirs"} <= set(lines)
    assert {path: path.read_bytes() for path in before} == before
    brought = (ours / f"{SHEET.parent}-theirs/sheet.yaml").read_text("utf-8")
    assert ("for: southland-theirs" in brought, "proposition: peace" in brought) == (True, True)
    assert "concerns: [southland-theirs]" in (ours / REFERENCE / "propositions/peace.yaml").read_text("utf-8")
    reference = load_reference(ours / REFERENCE)
    assert (reference.label("southland"), reference.label("southland-theirs")) == ("Southland", "South Yland")
    assert kg_here(ours, "build").returncode == 0


def test_entries_are_merged_whatever_their_file_is_called(ours: Path, theirs: Path) -> None:
    (theirs / REFERENCE / "places.yml").write_text("high-hill: {label: High Hill}\n", "utf-8")
    (theirs / REFERENCE / "groups").mkdir()
    (theirs / REFERENCE / "groups/walkers.yml").write_text("walkers: {label: Walkers, description: All.}\n", "utf-8")
    assert kg_here(ours, "merge", "../theirs").returncode == 0
    assert {"high-hill", "walkers"} <= load_reference(ours / REFERENCE).named.keys()


def test_a_second_merge_adds_nothing(ours: Path, theirs: Path) -> None:
    shutil.copytree(ours, ours.parent / "twin")
    done = kg_here(ours, "merge", "../twin")
    assert (done.returncode, done.stdout.startswith("0 sources and 0 entries added")) == (0, True)


def test_a_plan_changes_nothing(ours: Path, theirs: Path) -> None:
    before = sorted(ours.rglob("*"))
    done = kg_here(ours, "merge", "../theirs", "--plan")
    assert ("would be added" in done.stdout, sorted(ours.rglob("*"))) == (True, before)


def test_a_second_merge_of_what_was_renamed_adds_nothing(ours: Path, theirs: Path) -> None:
    assert kg_here(ours, "merge", "../theirs").returncode == 0
    before = {path: path.read_bytes() for path in ours.rglob("*") if path.is_file()}
    done = kg_here(ours, "merge", "../theirs")
    assert (done.returncode, done.stdout.startswith("0 sources and 0 entries added")) == (0, True), done.stdout
    assert {path: path.read_bytes() for path in ours.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(("cells", "refused"), [("southland", True), ("South Yland", False)])
def test_a_table_with_a_slug_that_changes_is_not_taken(ours: Path, theirs: Path, cells: str, refused: bool) -> None:
    folder = theirs / "seeds/rolls"
    folder.mkdir()
    (folder / "source.yaml").write_text("source: {title: Rolls}\ntables: []\n", "utf-8")
    (folder / "rolls.csv.gz").write_bytes(gzip.compress(f"vote,voter\n1,northland\n1,{cells}\n".encode()))
    done = kg_here(ours, "merge", "../theirs", "--plan")
    assert (done.returncode, "line 3, means something else here" in done.stderr) == (2 * refused, refused)


class TestRDF:
    """The other repository has its reference data and its source in Turtle, below a base of its own."""

    @pytest.fixture
    def turtle(self, tmp_path: Path) -> Path:
        folder = tmp_path / "turtle"
        (folder / REFERENCE).mkdir(parents=True)
        (folder / "kg.toml").write_text(f'base = "{THEIRS}"\nreference = ["world"]\n', "utf-8")
        entries = text("reference.ttl").replace('"Southland"', '"South Yland"')
        (folder / REFERENCE / "entries.ttl").write_text(entries, "utf-8")
        (folder / REFERENCE / "places.ttl").write_text(PLACES, "utf-8")
        source = folder / "seeds/2024-05-02-talks"
        source.mkdir()
        (source / "sheet.ttl").write_text(text("source.ttl"), "utf-8")
        return folder

    def test_names_are_minted_anew_and_those_of_other_things_renamed(self, ours: Path, turtle: Path) -> None:
        (ours / "seeds/2024-05-02-talks").mkdir()
        (ours / "seeds/2024-05-02-talks/notes.txt").write_text("Taken.\n", "utf-8")
        done = kg_here(ours, "merge", "../turtle")
        assert "southland -> southland-turtle" in done.stdout, done.stdout + done.stderr
        assert "2024-05-02-talks -> 2024-05-02-talks-turtle" in done.stdout
        entries = (ours / REFERENCE / "entries.ttl").read_text("utf-8")
        source = (ours / "seeds/2024-05-02-talks-turtle/sheet.ttl").read_text("utf-8")
        assert (THEIRS in entries, THEIRS in source) == (False, False)
        assert '"South Yland"' in entries
        assert "actor:northland a dp:State" not in entries, "the same state, which stays as it is here"
        assert "southland-turtle.league" in entries, "and what its name is part of"
        assert f"{ID}statement/2024-05-02-talks-turtle.north" in "".join(ox_names(source))
        with naming(BASE):
            reference, context = assert_reference(ours / REFERENCE)
            talks = assert_source(ours / "seeds/2024-05-02-talks-turtle", reference)
            found = (
                *context.findings,
                *talks.findings,
                *check_shapes([context], context),
                *check_shapes([talks], context),
            )
        assert [finding.message for finding in found if finding.severity > 2] == []

    def test_what_is_taken_whole_keeps_its_words(self, ours: Path, turtle: Path) -> None:
        (ours / "kg.toml").write_text(f'base = "{THEIRS}"\nreference = ["world"]\n', "utf-8")
        assert kg_here(ours, "merge", "../turtle", "--plan").returncode == 0
        kg_here(ours, "merge", "../turtle")
        assert (ours / REFERENCE / "places.ttl").read_text("utf-8") == PLACES
        assert (ours / "seeds/2024-05-02-talks/sheet.ttl").read_text("utf-8") != text("source.ttl"), "southland"

    def test_a_second_merge_adds_nothing(self, ours: Path, turtle: Path) -> None:
        kg_here(ours, "merge", "../turtle")
        before = {path: path.read_bytes() for path in ours.rglob("*") if path.is_file()}
        done = kg_here(ours, "merge", "../turtle")
        assert done.stdout.startswith("0 sources and 0 entries added"), done.stdout
        assert {path: path.read_bytes() for path in ours.rglob("*") if path.is_file()} == before


def text(name: str) -> str:
    """Return an example of the shapes, its data named below the base of the other repository."""
    turtle = (SHAPES / "valid" / name).read_text("utf-8")
    for kind in (kind for kind in KINDS if kind not in TERM_KINDS):
        turtle = turtle.replace(f"{ID}{kind}/", f"{THEIRS}id/{kind}/")
    return turtle


def ox_names(turtle: str) -> list[str]:
    return [triple.subject.value for triple in ox.parse(turtle, format=ox.RdfFormat.TURTLE)]
