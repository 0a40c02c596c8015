"""Where a version is read from, and with which reference data."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from graphs import CORNER
from small_store import make_store

from kg.compare.versions import find_version
from kg.errors import UsageError
from kg.namespaces import DP, PREFIXES, iri

if TYPE_CHECKING:
    from pathlib import Path

SECOND = "2020-02-20-second"
STATE = iri("actor", "arcadia")
TABLE_OF_BALLOTS = """\
source: {title: Rolls, publisher: daily-wire, published: 2020-03-08}
tables:
  - url: rolls.csv
    columns:
      - {name: vote, titles: vote}
      - {name: voter, titles: voter}
      - {name: choice, titles: choice}
"""
TABLE = f"{PREFIXES['rdf']}type> <{DP}Table"


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with nothing in it, where no configuration is around."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    (tmp_path / "none.toml").touch()
    monkeypatch.setenv("KG_CONFIG", str(tmp_path / "none.toml"))
    monkeypatch.delenv("KG_STORE", raising=False)
    return tmp_path / "here"


def sources(name: str, seeds: Path | None = None) -> set[str]:
    """Return the slugs of the sources of a version, whose reference data have to be in it."""
    version = find_version(name, seeds=seeds)
    assert (version.name, version.labels.get(STATE)) == (name, "Arcadia")
    graphs = {quad.graph_name.value for quad in version.quads if isinstance(quad.graph_name, ox.NamedNode)}
    return {graph.rpartition("/")[2] for graph in graphs if graph.startswith(PREFIXES["source"])}


def test_a_single_source_uses_the_reference_data_around_it_or_of_the_named_seeds(place: Path) -> None:
    alone = place.parent / "alone" / SECOND
    shutil.copytree(CORNER / SECOND, alone)
    assert sources(str(alone), CORNER) == {SECOND}
    assert sources(str(alone / "sheet.yaml"), CORNER) == {SECOND}
    shutil.copytree(CORNER / "reference", place / "seeds" / "reference")
    assert sources(str(alone)) == {SECOND}
    shutil.copytree(CORNER / "reference", alone.parent / "reference")
    shutil.rmtree(place / "seeds")
    assert sources(str(alone)) == {SECOND}


def test_the_store_comes_from_the_settings_or_this_folder(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without what was derived, the ontology, and tables, which have a million rows."""
    reference, other, table = (iri("graph", "reference"), iri("source", "one"), iri("source", "rolls"))
    data = (
        f"<{reference}> {{ <{STATE}> <{PREFIXES['rdfs']}label> 'Arcadia' }} <{other}> {{ <x:a> <x:b> <x:c> }}"
        f"<{table}> {{ <{table}> <{TABLE}> . <x:a> <x:b> <x:d> }} <{iri('graph', 'derived')}> {{ <x:a> <x:b> <x:e> }}"
    )
    make_store(place / ".kg", data=data)
    assert sources("store") == {"one"}
    assert {quad.object.value for quad in find_version("store").quads} == {"Arcadia", "x:c"}
    monkeypatch.setenv("KG_STORE", str(place / "elsewhere"))
    make_store(place / "elsewhere", data=data.replace("source/one", "source/two"))
    assert sources("store") == {"two"}
    assert sources(str(place / ".kg")) == {"one"}


def test_a_revision_is_read_with_its_own_reference_data_wherever_the_seeds_are(place: Path) -> None:
    shutil.copytree(CORNER, place, dirs_exist_ok=True)
    settings = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    for arguments in (("init", "-q"), ("add", "-A"), (*settings, "commit", "-qm", "Start")):
        subprocess.run(["git", *arguments], check=True, capture_output=True)
    shutil.rmtree(place / "reference")
    assert sources(f"HEAD:{SECOND}", place.parent) == {SECOND}  # whose seeds are no part of what is in git
    assert SECOND in sources("HEAD:.", place)
    with pytest.raises(UsageError, match=r"there is no .*/nothing in this revision"):
        find_version("HEAD:nothing", seeds=place)
    with pytest.raises(UsageError, match="no such version"):
        find_version("HEAD", seeds=place.parent)


def test_a_revision_is_read_with_the_packages_that_the_repository_had_then(place: Path) -> None:
    """Also one that has been edited or dropped since."""
    shutil.copytree(CORNER, place / "seeds")
    names = place / "shared" / "persons.yaml"
    for entry in ("eve: {label: Eve}", "eve: {label: Eva}", ""):
        names.parent.mkdir(exist_ok=True)
        names.write_text(entry, "utf-8")
        (place / "kg.toml").write_text('reference = ["world", "./shared"]\n' if entry else "")
        if not entry:
            shutil.rmtree(names.parent)
        settings = ("-c", "user.name=a", "-c", "user.email=a@example.org")
        for arguments in (("init", "-q"), ("add", "-A"), (*settings, "commit", "-qm", "Change")):
            subprocess.run(["git", *arguments], check=True, capture_output=True)
    labels = [find_version(name).labels.get(iri("actor", "eve")) for name in ("HEAD~2", "HEAD~1", "HEAD")]
    assert labels == ["Eve", "Eva", None]


def test_the_folder_of_a_repository_stands_for_its_seeds(place: Path) -> None:
    """Also from outside, and whatever else is in it: `kg init` writes a schema that is called like a source's file."""
    for name in ("left", "right"):
        shutil.copytree(CORNER, place / name / "seeds")
        (place / name / "schema").mkdir()
        (place / name / "schema" / "sheet.json").write_text("{}")
    shutil.rmtree(place / "right" / "seeds" / SECOND)
    told: list[str] = []
    assert SECOND in {graph.value.rpartition("/")[2] for graph in _graphs("left", told)}
    assert SECOND not in {graph.value.rpartition("/")[2] for graph in _graphs("right", told)}
    assert told == []


def _graphs(name: str, told: list[str]) -> set[ox.NamedNode]:
    quads = find_version(name, tell=told.append).quads
    return {quad.graph_name for quad in quads if isinstance(quad.graph_name, ox.NamedNode)}


def test_what_is_neither_here_nor_in_git_is_named(place: Path) -> None:
    with pytest.raises(UsageError, match=r"^elsewhere/seeds: no such file or folder"):
        find_version("elsewhere/seeds")


def test_unreadable_sources_and_tables_are_reported_and_left_out(place: Path) -> None:
    shutil.copytree(CORNER, place / "seeds")
    told: list[str] = []
    whole = find_version("seeds", tell=told.append)
    assert told == []
    sheet = place / "seeds" / SECOND / "sheet.yaml"
    sheet.write_text(sheet.read_text("utf-8").replace("act: supports", "act: suports"), "utf-8")
    (place / "seeds" / "rolls").mkdir()
    (place / "seeds" / "rolls" / "source.yaml").write_text(TABLE_OF_BALLOTS, "utf-8")
    (place / "seeds" / "rolls" / "rolls.csv").write_text("vote,voter,choice\n1,arcadia,in-favour\n", "utf-8")
    found = find_version("seeds", tell=told.append)
    assert 0 < len(found.quads) < len(whole.quads)
    table, mistake = sorted(told, key=lambda line: line.startswith("seeds"))
    assert table == "rolls: a table, which is not compared (`git diff` shows its rows)"
    assert mistake.startswith(f"seeds/{SECOND}/sheet.yaml:"), told
    assert "suports" in mistake
    assert mistake.endswith("what could not be read is left out)")
