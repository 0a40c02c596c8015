"""The table of the last question, asked again: the same, without asking the store, and never that of another store."""

from __future__ import annotations

import json
import os
import shutil
from types import SimpleNamespace

import pytest
from in_process import kg
from repositories import DataRepository, statement

import kg.store.folder as folder_of_stores
from kg.paths import shipped
from kg.query.binding import query_tokens
from kg.query.catalogue import Catalogue
from kg.store.build import build
from kg.store.folder import StoreFolder
from kg.store.last_answer import recall
from kg.store.last_table import TABLE, keep_table, kept_table

TABLES = ("-f", "table")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A repository with a store, in which one state has spoken."""
    repository = DataRepository(tmp_path_factory.mktemp("spoken"))
    repository.write("first", statement())
    build(repository.seeds, StoreFolder(repository.folder / "store"))
    return repository


@pytest.fixture
def spoken(made, tmp_path):
    """A copy of it, whose store is of the same seeds."""
    shutil.copytree(made.folder / "store", tmp_path / "store")
    return SimpleNamespace(folder=tmp_path)


def ask(repository, *arguments, name="positions"):
    done = kg("query", name, *arguments, "-s", repository.folder / "store")
    assert done.code == 0, done.err
    return done


def unasked(monkeypatch):
    """Let a question fail that opens the store."""

    def opened(*_):
        raise AssertionError("the store was asked")

    monkeypatch.setattr(StoreFolder, "open", opened)


def test_the_last_table_is_shown_again_without_asking(spoken, monkeypatch):
    first, full = ask(spoken, *TABLES), ask(spoken, *TABLES, "--full")
    unasked(monkeypatch)
    assert ask(spoken, *TABLES).raw == first.raw
    assert ask(spoken, *TABLES, "--full").raw == full.raw != first.raw
    assert ask(spoken, *TABLES).err == first.err
    assert recall(StoreFolder(spoken.folder / "store"), 1).startswith("statement:")


@pytest.mark.parametrize(
    "words",
    [
        ("-p", "act=act:denies", *TABLES),
        ("-p", "as-of=2012-03-12", *TABLES),
        ("-t", "60", *TABLES),
        ("--verify", *TABLES),
        ("-x", *TABLES),
        ("-f", "tsv"),
    ],
)
def test_anything_else_is_asked_anew(spoken, monkeypatch, words):
    ask(spoken, *TABLES)
    unasked(monkeypatch)
    assert "the store was asked" in kg("query", "positions", *words, "-s", spoken.folder / "store").err


def test_how_a_name_was_understood_is_said_again(spoken):
    first = ask(spoken, "-p", "proposition=be a truce", *TABLES)
    assert "proposition=be a truce is interpreted as truce" in first.err
    assert ask(spoken, "-p", "proposition=be a truce", *TABLES).err == first.err


def test_a_source_that_has_come_is_named_and_a_new_build_is_asked(tmp_path, monkeypatch):
    repository = DataRepository(tmp_path)
    repository.write("first", statement())
    build(repository.seeds, StoreFolder(tmp_path / "store"))
    assert ask(repository, *TABLES).out.startswith("1 row;")
    repository.write("second", statement())
    with monkeypatch.context() as patched:
        unasked(patched)
        again = ask(repository, *TABLES)
    assert again.out.startswith("1 row;")
    assert "changed since the store was built: second" in again.err
    build(repository.seeds, StoreFolder(tmp_path / "store"))
    assert ask(repository, *TABLES).out.startswith("2 rows;")


def test_a_store_that_was_altered_is_asked(spoken, monkeypatch):
    ask(spoken, *TABLES)
    with open(os.path.join(StoreFolder(spoken.folder / "store").current(), "oxigraph", "more"), "wb") as file:
        file.write(b"x")
    unasked(monkeypatch)
    assert "the store was asked" in kg("query", "positions", *TABLES, "-s", spoken.folder / "store").err


def test_a_store_of_other_rules_is_refused(spoken, monkeypatch):
    ask(spoken, *TABLES)
    monkeypatch.setattr(folder_of_stores, "rules_version", lambda: "other")
    assert "written by another version" in kg("query", "positions", *TABLES, "-s", spoken.folder / "store").err


def test_a_manifest_that_was_replaced_makes_it_another_store(spoken):
    folder = StoreFolder(spoken.folder / "store")
    keep_table(folder, "q", {}, ["a"], [["x"]])
    assert kept_table(folder, "q", {}) == (["a"], [["x"]])
    manifest = os.path.join(folder.current(), "manifest.json")
    shutil.copy2(manifest, f"{manifest}.new")  # of the same size and time
    os.replace(f"{manifest}.new", manifest)
    assert kept_table(folder, "q", {}) is None


@pytest.mark.parametrize("kept", ["", "[]", "{", '{"asked": 1}', '{"engine": ["x", 1], "asked": 1}'])
def test_a_damaged_file_is_ignored(spoken, kept):
    first = ask(spoken, *TABLES)
    (spoken.folder / "store" / TABLE).write_text(kept)
    assert ask(spoken, *TABLES).raw == first.raw


@pytest.mark.parametrize(
    ("columns", "rows"),
    [(["a"], [["x", "y"]]), (["a"], [[1]]), ("a", [["x"]]), (["a"], ["x"]), (["a"], {}), (["a"], []), ([1], [["x"]])],
)
def test_what_is_no_table_is_ignored(spoken, columns, rows):
    folder = StoreFolder(spoken.folder / "store")
    keep_table(folder, "q", {}, ["a"], [["x"]])
    assert kept_table(folder, "q", {}) == (["a"], [["x"]])
    file = spoken.folder / "store" / TABLE
    file.write_text(json.dumps({**json.loads(file.read_text()), "columns": columns, "rows": rows}))
    assert kept_table(folder, "q", {}) is None


def test_a_very_large_table_is_not_kept(spoken):
    folder = StoreFolder(spoken.folder / "store")
    keep_table(folder, "q", {}, ["a"], [["x"]] * 250_001)
    assert kept_table(folder, "q", {}) is None


def test_a_question_of_the_user_is_never_kept(spoken):
    folder = spoken.folder / "store"
    for words in (("-q", "SELECT (NOW() AS ?now) {}"), (str(shipped("queries") / "positions.rq"),)):
        assert kg("query", *words, *TABLES, "-s", folder).code == 0
        assert not (folder / TABLE).exists()


def test_no_question_of_the_catalogue_asks_for_the_time_or_for_chance():
    changing = {"NOW", "RAND", "UUID", "STRUUID", "BNODE", "SERVICE"}
    catalogue = Catalogue(shipped("queries"))
    for question in map(catalogue.find, catalogue.names()):
        words = {text.upper() for kind, _, text in query_tokens(question.text) if kind == "word"}
        assert not words & changing, question.name
