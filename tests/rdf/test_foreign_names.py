"""No name of another repository gets in, of any kind: neither by the RDF of a source nor by reference data."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from shape_examples import SHAPES

from kg.namespaces import ID, KINDS, TERM_KINDS, foreign_base, naming
from kg.reference.packages import write_description
from kg.sources.assertion import assert_reference, assert_source
from kg.validate.shacl.check import check_shapes

if TYPE_CHECKING:
    from pathlib import Path

    from kg.findings import Finding

OURS, THEIRS = "https://data.example.org/positions/", "https://other.example.net/kg/archive/"
DATA_KINDS = [kind for kind in KINDS if kind not in TERM_KINDS]
SHARED = ("actor", "instant", "interval", "membership", "place", "post", "proposition")


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """A repository with a base of its own, whose reference data and source are the valid example of the shapes."""
    (tmp_path / "kg.toml").write_text(f'base = "{OURS}"\nreference = ["shared/theirs"]\n', "utf-8")
    (tmp_path / "shared/theirs").mkdir(parents=True)
    (tmp_path / "seeds/reference").mkdir(parents=True)
    (tmp_path / "seeds/2024-05-02-talks").mkdir()
    return tmp_path / "seeds"


def text(name: str) -> str:
    """Return an example of the shapes, its data named below the base of the repository."""
    turtle = (SHAPES / "valid" / name).read_text("utf-8")
    for kind in DATA_KINDS:
        turtle = turtle.replace(f"{ID}{kind}/", f"{OURS}id/{kind}/")
    return turtle


def violations(seeds: Path, reference: str, source: str) -> list[Finding]:
    (seeds / "reference/entries.ttl").write_text(reference, "utf-8")
    (seeds / "2024-05-02-talks/sheet.ttl").write_text(source, "utf-8")
    with naming(OURS):
        known, context = assert_reference(seeds / "reference")
        talks = assert_source(seeds / "2024-05-02-talks", known)
        shapes = (*check_shapes([context], context), *check_shapes([talks], context))
        return [finding for finding in (*context.findings, *talks.findings, *shapes) if finding.severity > 2]


def test_a_name_of_any_kind_below_another_base_is_found_wherever_it_is_written(seeds: Path) -> None:
    reference, source = text("reference.ttl"), text("source.ttl")
    assert [finding.message for finding in violations(seeds, reference, source)] == []
    taken = []
    for kind in KINDS:
        old, new = f"{ID if kind in TERM_KINDS else OURS + 'id/'}{kind}/", f"{THEIRS}id/{kind}/"
        changed = reference.replace(old, new), source.replace(old, new)
        ways = {"reference": (changed[0], source), "source": (reference, changed[1]), "both": changed}
        taken += [
            f"{kind} in {way}"
            for way, texts in ways.items()
            if texts != (reference, source) and not violations(seeds, *texts)
        ]
    assert taken == []


def test_an_entry_below_another_base_is_reported_at_its_line(seeds: Path) -> None:
    entry = f'<{THEIRS}id/actor/far> a dp:State ; rdfs:label "Far"@en .\n'
    (finding,) = violations(seeds, text("reference.ttl") + entry, text("source.ttl"))
    line = (text("reference.ttl") + entry).count("\n")
    assert (finding.rule, finding.line, finding.file) == ("foreign-base", line, str(seeds / "reference/entries.ttl"))
    assert f"begins with {THEIRS}" in finding.message


def test_entries_may_say_more_of_what_packages_share(seeds: Path) -> None:
    package = seeds.parent / "shared/theirs"
    (package / "states.yaml").write_text("far: {label: Far}\n", "utf-8")
    write_description(package, ["states.yaml"], name="theirs", version="1", base=THEIRS, licence="CC0-1.0")
    more = f'<{THEIRS}id/actor/far> dp:demonym "Farlander"@en .\n'
    more += f'<{ID}actor/norway> a dp:State ; rdfs:label "Norway"@en .\n'
    found = violations(seeds, text("reference.ttl") + more, text("source.ttl"))
    assert [finding.message for finding in found] == []
    shutil.rmtree(package)
    package.mkdir()
    assert "foreign-base" in {
        finding.rule for finding in violations(seeds, text("reference.ttl") + more, text("source.ttl"))
    }


def test_the_base_of_a_name_is_allowed_by_its_kind() -> None:
    with naming(OURS):
        allowed = {
            kind: [
                base
                for base in (OURS, ID.removesuffix("id/"), THEIRS)
                if not foreign_base(f"{base}id/{kind}/a", {THEIRS})
            ]
            for kind in DATA_KINDS
        }
    assert {kind for kind, bases in allowed.items() if len(bases) == 3} == set(SHARED)
    assert {kind for kind, bases in allowed.items() if bases == [OURS]} == {*DATA_KINDS} - {*SHARED}
