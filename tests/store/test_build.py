"""Building: what is checked again, what is taken over, and that a bad source changes nothing."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox
import pytest
from small_store import kg as command
from small_store import make_store

import kg.store.build
from kg.cli import main
from kg.errors import FindingsError, InputError, StoreError
from kg.findings import Finding, Severity
from kg.layout import RDF_SUFFIXES, SOURCE_FILES, source_folders
from kg.namespaces import PREFIXES
from kg.rdf.parse import SYNTAXES
from kg.sources.stamps import changed_sources
from kg.store.build import build
from kg.store.folder import StoreFolder
from kg.validate.run import Report

PREFIX_LINES = "".join(f"@prefix {prefix}: <{name}> .\n" for prefix, name in PREFIXES.items())


@dataclass
class Read:
    """Stands in for an assertion."""

    quads: list
    findings: list = field(default_factory=list)


@pytest.fixture
def seeds(tmp_path, monkeypatch):
    """Return a seeds folder of two sources in Turtle, with the steps of other modules replaced by simple ones."""
    root = tmp_path / "seeds"
    (root / "reference").mkdir(parents=True)
    (root / "reference" / "r.ttl").write_text(PREFIX_LINES + 'actor:a a dp:State ; rdfs:label "A"@en .')
    for name in ("one", "two"):
        (root / name).mkdir()
        (root / name / "sheet.ttl").write_text(PREFIX_LINES + f"statement:{name}.x a dp:Claim ; dp:confidence 0.50 .")
    calls = []

    def parse(path, graph):
        file = next(path.glob("*.ttl"))
        quads = [
            ox.Quad(q.subject, q.predicate, q.object, ox.NamedNode(graph))
            for q in ox.parse(file.read_bytes(), ox.RdfFormat.TURTLE)
        ]
        wrong = [Finding("wrong", "is wrong", file=str(file), line=1, column=1)] if "WRONG" in file.read_text() else []
        doubt = [Finding("odd", "is odd", Severity.WARNING, str(file), 1, 1)] if "ODD" in file.read_text() else []
        return Read(quads, wrong + doubt)

    def check(paths, *_, quads, **__):
        for name in sorted(quads.wanted):
            calls.append(name)
            graph = PREFIXES["graph"] + name if name == "reference" else PREFIXES["source"] + name
            quads.take(name, ox.serialize(parse(paths[0] / name, graph).quads, format=ox.RdfFormat.N_QUADS))
        return Report(tuple(f for p in paths[0].iterdir() for f in parse(p, "x:g").findings), 2)

    def derive(_, baskets):
        (baskets.folder / "derived").write_text("<x:a> <x:b> <x:c> .")
        yield {"derived": str(baskets.folder / "derived")}

    steps = {
        "kg.validate.run.validate": check,
        "kg.store.fill.derive_by_source": derive,
    }
    for name, step in steps.items():
        monkeypatch.setattr(name, step)
    build.calls = calls
    return root


def write(path, text):
    path.write_text(path.read_text() + text)


def subjects(folder):
    return {quad.subject.value.rpartition("/")[2] for quad in folder.read().quads_for_pattern(None, None, None, None)}


def test_the_first_build_reads_everything(seeds, tmp_path):
    folder = StoreFolder(tmp_path / "s")
    outcome = build(seeds, folder)
    assert (outcome.changed, outcome.sources, outcome.checked) == (True, 2, ("one", "two"))
    assert build.calls == ["one", "reference", "two"]
    assert {"one.x", "two.x", "a", "x:a"} <= subjects(folder)
    assert outcome.quads == len(folder.read())


def test_a_second_build_does_nothing(seeds, tmp_path):
    folder = StoreFolder(tmp_path / "s")
    build(seeds, folder)
    before = folder.current()
    build.calls.clear()
    assert build(seeds, folder).changed is False
    assert build.calls == []
    assert folder.current() == before


def test_a_touched_file_with_the_same_content_is_no_change(seeds, tmp_path):
    folder = StoreFolder(tmp_path / "s")
    build(seeds, folder)
    os.utime(seeds / "one" / "sheet.ttl", (1, 1))
    assert changed_sources(folder.manifest()) == []
    assert build(seeds, folder).changed is False


def test_only_the_changed_source_is_checked_again(seeds, tmp_path):
    folder = StoreFolder(tmp_path / "s")
    build(seeds, folder)
    build.calls.clear()
    write(seeds / "two" / "sheet.ttl", "statement:two.y a dp:Claim .")
    assert changed_sources(folder.manifest()) == ["two"]
    assert build(seeds, folder).checked == ("two",)
    assert build.calls == ["reference", "two"]
    assert {"one.x", "two.x", "two.y"} <= subjects(folder)


def test_reused_quads_keep_the_text_of_their_literals(seeds, tmp_path):
    folder = StoreFolder(tmp_path / "s")
    build(seeds, folder)
    write(seeds / "two" / "sheet.ttl", "# changed")
    build(seeds, folder)
    assert '"0.50"' in (Path(folder.current()) / "sources" / "one.nq").read_text()


def test_reference_data_that_changed_makes_everything_be_checked_again(seeds, tmp_path):
    folder = StoreFolder(tmp_path / "s")
    build(seeds, folder)
    write(seeds / "reference" / "r.ttl", "actor:b a dp:State .")
    assert changed_sources(folder.manifest()) == ["reference"]
    assert build(seeds, folder).checked == ("one", "two")


def test_what_packages_say_and_which_are_read_is_part_of_what_a_store_was_built_from(seeds, tmp_path):
    folder, shared, settings = StoreFolder(tmp_path / "s"), seeds.parent / "shared", seeds.parent / "kg.toml"
    shared.mkdir()
    shutil.copy(seeds / "reference" / "r.ttl", shared / "more.ttl")
    settings.write_text('reference = ["./shared"]\n')
    build(seeds, folder)
    assert changed_sources(folder.manifest()) == []
    settings.write_text('reference = ["./shared"]\n[profiles.x]\nurl = "http://127.0.0.1:1"\n')
    assert changed_sources(folder.manifest()) == []
    assert build(seeds, folder).changed is False
    write(shared / "more.ttl", "actor:d a dp:State .")
    assert changed_sources(folder.manifest()) == ["shared"]
    assert build(seeds, folder).checked == ("one", "two")
    for text in ("", "reference = 1\n", 'base = "https://data.example.org/"\nreference = ["./shared"]\n'):
        settings.write_text(text)
        assert changed_sources(folder.manifest()) == ["kg.toml"]
    settings.unlink()
    assert changed_sources(folder.manifest()) == ["kg.toml"]


def test_another_toolchain_makes_everything_be_checked_again(seeds, tmp_path, monkeypatch):
    folder = StoreFolder(tmp_path / "s")
    build(seeds, folder)
    monkeypatch.setattr(kg.store.build, "toolchain_hash", lambda: "another")
    assert build(seeds, folder).checked == ("one", "two")
    assert build(seeds, folder).changed is False


def test_added_and_removed_sources_are_noticed(seeds, tmp_path):
    folder = StoreFolder(tmp_path / "s")
    build(seeds, folder)
    shutil.copytree(seeds / "two", seeds / "three")
    shutil.rmtree(seeds / "one")
    assert changed_sources(folder.manifest()) == ["one", "three"]
    assert build(seeds, folder).checked == ("three",)
    assert "one.x" not in subjects(folder)


def test_a_wrong_source_leaves_the_store_alone(seeds, tmp_path):
    folder = StoreFolder(tmp_path / "s")
    build(seeds, folder)
    before = sorted(os.listdir(tmp_path / "s"))
    write(seeds / "two" / "sheet.ttl", "# WRONG")
    with pytest.raises(FindingsError) as caught:
        build(seeds, folder)
    assert [finding.rule for finding in caught.value.findings] == ["wrong"]
    assert sorted(os.listdir(tmp_path / "s")) == before
    assert {"one.x", "two.x"} <= subjects(folder)
    assert changed_sources(folder.manifest()) == ["two"]


def test_a_warning_does_not_stop_a_build(seeds, tmp_path):
    write(seeds / "two" / "sheet.ttl", "# ODD")
    assert [finding.rule for finding in build(seeds, StoreFolder(tmp_path / "s")).warnings] == ["odd"]


def test_a_damaged_store_is_rebuilt(seeds, tmp_path):
    folder = StoreFolder(tmp_path / "s")
    build(seeds, folder)
    (Path(folder.current()) / "oxigraph" / "CURRENT").write_text("nonsense")
    with pytest.raises(StoreError):
        folder.read()
    assert build(seeds, folder).checked == ("one", "two")
    assert "one.x" in subjects(folder)


@pytest.mark.parametrize("where", ["nowhere", "empty"])
def test_a_folder_without_sources_is_refused(tmp_path, where):
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError):
        build(tmp_path / where, StoreFolder(tmp_path / "s"))
    assert not (tmp_path / "s").exists()


def test_a_folder_with_a_sheet_or_rdf_is_a_source(seeds):
    (seeds / "notes").mkdir()
    (seeds / "notes" / "draft.txt").touch()
    (seeds / ".git").mkdir()
    (seeds / "README.md").touch()
    for name in SOURCE_FILES:
        (seeds / name.replace(".", "-")).mkdir()
        (seeds / name.replace(".", "-") / name).touch()
    assert list(source_folders(seeds)) == sorted(["one", "two", *(name.replace(".", "-") for name in SOURCE_FILES)])
    assert list(SYNTAXES) == list(RDF_SUFFIXES)


@pytest.mark.parametrize("name", ["four.trig", "notes/data.ttl"])
def test_rdf_that_would_not_be_read_is_reported(seeds, tmp_path, name):
    (seeds / "notes").mkdir()
    (seeds / name).touch()
    with pytest.raises(InputError, match="would be ignored"):
        build(seeds, StoreFolder(tmp_path / "s"))


def test_a_build_with_nothing_to_do_imports_no_engine(seeds, tmp_path):
    build(seeds, StoreFolder(tmp_path / "s"))
    code = (
        "import sys; from kg.store.build import build; from pathlib import Path; "
        "from kg.store.folder import StoreFolder; "
        f"print(build(Path({str(seeds)!r}), StoreFolder({str(tmp_path / 's')!r})).changed, "
        "sorted({'rdflib', 'pyshacl', 'owlready2', 'ruamel.yaml'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout == b"False []\n"


def test_the_command_reports_what_it_did_and_the_next_step(seeds, tmp_path, capsys):
    write(seeds / "two" / "sheet.ttl", "# ODD")
    arguments = ["build", str(seeds), "--store", str(tmp_path / "s")]
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    said = capsys.readouterr()
    assert ended.value.code == 0
    assert "built 2 sources" in said.out
    assert "kg query positions" in said.out
    assert "warning: is odd [odd]" in said.err
    with pytest.raises(SystemExit):
        main(arguments)
    assert capsys.readouterr().out.startswith("nothing has changed")


def test_the_command_prints_findings_and_exits_1(seeds, tmp_path, capsys):
    write(seeds / "two" / "sheet.ttl", "# WRONG")
    with pytest.raises(SystemExit) as ended:
        main(["build", str(seeds), "--store", str(tmp_path / "s")])
    said = capsys.readouterr()
    assert (ended.value.code, said.out) == (1, "")
    assert "sheet.ttl:1:1: violation: is wrong [wrong]" in said.err
    assert "Traceback" not in said.err


def test_findings_name_files_relative_to_this_folder(seeds, tmp_path, monkeypatch):
    monkeypatch.chdir(seeds.parent)
    sheet = seeds / "one" / "sheet.ttl"
    write(sheet, "# WRONG")
    with pytest.raises(FindingsError) as caught:
        build(seeds, StoreFolder(tmp_path / "s"))
    assert {finding.file for finding in caught.value.findings} == {str(sheet.relative_to(seeds.parent))}


def test_a_query_says_which_sources_have_changed(seeds, tmp_path):
    folder = StoreFolder(tmp_path / "s")
    build(seeds, folder)
    ask = ("query", "-q", "SELECT ?s { ?s a dp:Claim }", "-s", folder.path)
    [line] = command(*ask).err.splitlines()
    assert re.fullmatch(rf"kg: store {folder.path}, built from {seeds.resolve()} at [0-9T:Z-]{{20}}", line)
    write(seeds / "two" / "sheet.ttl", "# more")
    said = command(*ask)
    assert said.err.startswith("kg: changed since the store was built: two (run `kg build`)\nkg: store ")
    assert said.out.count("\n") == 3


def test_a_store_is_usable_without_its_seeds(tmp_path):
    folder = make_store(tmp_path / "s")
    assert changed_sources(folder.manifest()) == []
    assert command("query", "-s", folder.path, "-q", "ASK {}").out == "true\n"
