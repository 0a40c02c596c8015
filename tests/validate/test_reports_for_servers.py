"""Reports that servers read: places from the repository's top, no more than they take, and never an empty report."""

from __future__ import annotations

import json
import os
import subprocess
from itertools import product
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from cases import for_each
from in_process import kg_here
from repositories import DataRepository, statement

from kg.cli import main
from kg.findings import Finding, Severity, Span
from kg.validate.reports import FORMATS, MOST, render_report

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def repository(tmp_path: Path) -> DataRepository:
    """A folder `data` of a clone, with a mistake in one source."""
    repository = DataRepository(tmp_path / "clone" / "data")
    repository.write("first", statement(speaker="nobody"))
    subprocess.run(["git", "init", "-q", str(tmp_path / "clone")], check=True)
    return repository


def validate(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return kg_here(folder, "validate", "--no-cache", "--no-owl", *arguments, **variables)


SHEET = "data/seeds/first/sheet.yaml"


def places(form: str, text: str) -> set[str]:
    if form == "github":
        return {line.partition("file=")[2].partition(",")[0] for line in text.splitlines() if "file=" in line}
    if form == "gitlab":
        return {issue["location"]["path"] for issue in json.loads(text)}
    results = json.loads(text)["runs"][0]["results"]
    return {place["physicalLocation"]["artifactLocation"]["uri"] for found in results for place in found["locations"]}


@pytest.mark.parametrize("form", ["github", "gitlab", "sarif"])
@pytest.mark.parametrize(
    ("inside", "path"), [("", "seeds"), ("seeds", "."), ("", "absolute"), ("seeds/first", "../first")]
)
def test_places_are_relative_to_the_top_wherever_the_command_runs(repository, form, inside, path):
    path = str(repository.seeds) if path == "absolute" else path
    done = validate(repository.folder / inside, path, "-f", form)
    assert done.returncode == 1, done.stderr
    assert places(form, done.stdout) == {SHEET}


@pytest.mark.parametrize(
    ("form", "variable"), [("github", "GITHUB_WORKSPACE"), ("gitlab", "CI_PROJECT_DIR"), ("sarif", "CI_PROJECT_DIR")]
)
def test_the_variable_of_a_ci_runner_gives_the_top_folder_of_paths(repository, tmp_path, form, variable):
    done = validate(repository.folder, "seeds", "-f", form, **{variable: str(tmp_path)})
    assert places(form, done.stdout) == {f"clone/{SHEET}"}
    done = validate(repository.folder, "seeds", "-f", form, **{variable: "/nowhere"})
    assert places(form, done.stdout) == {SHEET}


def test_people_and_programs_see_paths_as_they_gave_them(repository):
    assert "\nseeds/first/sheet.yaml:" in "\n" + validate(repository.folder, "seeds", "-f", "text").stdout
    assert '"seeds/first/sheet.yaml"' in validate(repository.folder, "seeds", "-f", "json").stdout


def test_related_places_are_moved_too(repository, monkeypatch):
    monkeypatch.chdir(repository.folder)
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    span = Span("seeds/first/article.txt", 1, 1, 1, 2)
    finding = Finding.at(Span("seeds/first/sheet.yaml", 1, 1, 1, 2), "quote-ambiguous", "x", related=(span,))
    assert "data/seeds/first/article.txt" in render_report("sarif", [finding], {})


def test_sarif_has_no_more_results_than_github_takes_and_the_worst_of_them():
    place = Span("a.yaml", 1, 1, 1, 2)
    many = [Finding.at(place, "r", f"m{n}", severity=Severity.WARNING) for n in range(MOST["sarif"] + 50)]
    many += [Finding.at(place, "r", f"worst{n}") for n in range(100)]
    results = json.loads(render_report("sarif", many, {}))["runs"][0]["results"]
    assert len(results) == 25_000
    assert sum(result["level"] == "error" for result in results) == 100
    assert len(json.loads(render_report("sarif", many, {}, 10))["runs"][0]["results"]) == 10
    assert len(json.loads(render_report("gitlab", many, {}))) == len(many)


def test_the_command_says_that_it_leaves_some_out(repository, monkeypatch, capsys):
    repository.write("second", statement(speaker="nobody"))
    monkeypatch.setitem(MOST, "sarif", 1)
    with pytest.raises(SystemExit):
        main(["validate", str(repository.seeds), "--no-cache", "-f", "sarif", "-o", os.devnull])
    assert "1 of 2 findings are shown, most severe first: sarif takes no more" in capsys.readouterr().err


BASELINES = {
    "not YAML": "findings: [",
    "not text": b"\xff\xfe\x00",
    "another form": "findings: 3\nsuppressions: x\n",
    "missing": None,
}


@pytest.fixture
def in_the_repository(repository, monkeypatch) -> DataRepository:
    """The repository as the working folder, outside any CI."""
    for key in [key for key in os.environ if key.startswith(("GITHUB_", "CI"))]:
        monkeypatch.delenv(key)
    monkeypatch.chdir(repository.folder)
    return repository


@pytest.mark.hostile("unreadable-baseline")
@for_each(("what", "form"), product(BASELINES, FORMATS))
def test_an_unreadable_baseline_is_in_the_report(in_the_repository, capfd, what, form):
    file, content = in_the_repository.folder / "baseline.yaml", BASELINES[what]
    file.unlink(missing_ok=True)
    if content is not None:
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(SystemExit) as ended:
        main(["validate", "--no-cache", "--no-owl", "seeds", "-f", form, "--baseline", "baseline.yaml"])
    done = capfd.readouterr()
    assert ended.value.code == 2, done.err
    assert "baseline.yaml" in done.err
    assert "baseline.yaml" in done.out
    assert "first/sheet.yaml" in done.out, "all findings are shown"
    if form in ("sarif", "json", "gitlab"):
        assert json.loads(done.out)
    if form == "junit":
        assert ElementTree.fromstring(done.out) is not None
