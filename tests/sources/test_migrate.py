"""`kg migrate`: an older sheet says the same in this version, and nothing else in it changes."""

from __future__ import annotations

import json

import pytest
from in_process import kg
from repositories import DataRepository, statement

from kg.errors import InputError
from kg.findings import Severity
from kg.namespaces import DP, iri
from kg.sources.assertion import assert_reference, assert_source
from kg.sources.migrate import migrate_rdf, migrate_sheet

OLD = """\
# kept\r
statements:\r
  - id: a   # kept as well\r
    addressee: [russia, china]  # of whom\r
    act: blames\r
  - id: b\r
    act: accuses\r
    addressee: annan\r
    target: rebels\r
  - {id: c, act: demands, addressee: assad}\r
  - {id: d, addressee: assad, act: criticises}\r
"""
NEW = OLD.replace("addressee: [russia", "target: [russia").replace("d, addressee", "d, target")


@pytest.fixture
def sheet(tmp_path):
    folder = tmp_path / "seeds" / "one"
    folder.mkdir(parents=True)
    (folder / "sheet.yaml").write_bytes(OLD.encode())
    return folder / "sheet.yaml"


def test_only_the_key_of_an_accusation_is_renamed(sheet):
    changes = migrate_sheet(sheet)
    assert [(change.line, change.column) for change in changes] == [(4, 5), (11, 13)]
    assert sheet.read_bytes() == NEW.encode()
    assert migrate_sheet(sheet) == []
    assert sheet.read_bytes() == NEW.encode()


def test_the_command_says_what_it_does_and_writes_nothing_on_a_dry_run(sheet):
    dry = kg("migrate", sheet.parents[1], "--dry-run")
    assert (dry.code, dry.err) == (0, "kg: 2 changes to make\n")
    assert f"{sheet}:4:5: `addressee` becomes `target`" in dry.out
    assert sheet.read_bytes() == OLD.encode()
    assert kg("migrate", sheet.parents[1]).out == dry.out
    assert sheet.read_bytes() == NEW.encode()


PREFIXED = """\
@prefix dp: <https://w3id.org/diplomatic-positions/ontology#> .\r
@prefix act: <https://w3id.org/diplomatic-positions/id/act/> .\r
<x:addressee> dp:act act:blames ;  # dp:addressee of whom\r
  dp:addressee <x:russia> , <x:china> .\r
<x:b> dp:act act:accuses ; dp:addressee <x:annan> ; dp:target <x:rebels> .\r
<x:c> dp:act act:demands ; dp:addressee <x:assad> .\r
"""
PLAIN = f"""\
<x:a> <{DP}act> <{iri("act", "criticises")}> .
<x:a> <{DP}addressee> <x:addressee> .
<x:a> <{DP}addressee> <x:china> .
"""


@pytest.mark.parametrize(
    ("suffix", "old", "new", "lines"),
    [
        ("ttl", PREFIXED, PREFIXED.replace("dp:addressee <x:russia>", "dp:target <x:russia>"), [4]),
        ("nt", PLAIN, PLAIN.replace("#addressee>", "#target>"), [2, 3]),
    ],
)
def test_rdf_is_renamed_where_it_says_so(tmp_path, suffix, old, new, lines):
    path = tmp_path / f"sheet.{suffix}"
    path.write_bytes(old.encode())
    assert [change.line for change in migrate_rdf(path, write=False)] == lines
    assert path.read_bytes() == old.encode()
    assert [change.line for change in migrate_rdf(path)] == lines
    assert path.read_bytes() == new.encode()
    assert migrate_rdf(path) == []


def test_json_is_left_to_a_person(tmp_path):
    path = tmp_path / "sheet.jsonld"
    path.write_text(
        json.dumps({"@id": "x:a", f"{DP}act": {"@id": iri("act", "blames")}, f"{DP}addressee": {"@id": "x:b"}})
    )
    with pytest.raises(InputError, match="rename `dp:addressee`"):
        migrate_rdf(path)


def test_an_old_source_in_rdf_is_read_as_it_was_meant(tmp_path):
    repository = DataRepository(tmp_path)
    source = repository.write("first", statement(act="criticises", target="bland"))
    reference, _ = assert_reference(repository.seeds / "reference")
    right = [str(quad.triple) for quad in assert_source(source, reference).quads]
    (source / "sheet.yaml").unlink()
    (source / "sheet.nt").write_text(
        "".join(f"{line} .\n" for line in right).replace("#target>", "#addressee>"), "utf-8"
    )
    read = assert_source(source, reference)
    assert [str(quad.triple) for quad in read.quads] == right
    (found,) = read.findings
    assert (found.rule, found.severity) == ("addressee-as-target", Severity.WARNING)
    assert "#addressee>" in (source / "sheet.nt").read_text().splitlines()[(found.line or 0) - 1]
    assert kg("migrate", repository.seeds).err == "kg: 1 change\n"
    assert assert_source(source, reference).findings == []
