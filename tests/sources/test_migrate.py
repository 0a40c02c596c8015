"""`kg migrate`: an older sheet says the same in this version, and nothing else in it changes."""

from __future__ import annotations

import pytest
from small_store import kg

from kg.sources.migrate import migrate_sheet

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
