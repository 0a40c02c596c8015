"""What something else than `kg build` has changed in a store is noticed: by a query, by a build, and before a load."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest
from in_process import kg
from repositories import DataRepository, statement
from small_store import make_store

from kg.errors import StoreError
from kg.store.build import build
from kg.store.contents import altered, moved, refuse_altered
from kg.store.folder import StoreFolder

ADDED = b"<https://example.org/a> <https://example.org/b> <https://example.org/c> <https://example.org/g> ."
ASK = ("query", "-q", "SELECT ?s { ?s a dp:Claim }")
ELSE = "kg: the store was changed by something other than `kg build`: "


def place(folder: StoreFolder) -> Path:
    return Path(folder.current())


def write_triple(folder: StoreFolder) -> None:
    store = ox.Store(place(folder) / "oxigraph")
    store.load(ADDED, ox.RdfFormat.N_QUADS)
    store.flush()


def flip(file: Path) -> None:
    """Change one byte of a file, and leave its size and time as they were."""
    status, data = file.stat(), bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[DataRepository, StoreFolder]:
    place = tmp_path_factory.mktemp("built")
    repository, folder = DataRepository(place), StoreFolder(place / "s")
    repository.write("first", statement())
    repository.write("second", statement())
    (place / "kg.toml").write_text(
        'id = "5d0f1c3e-6f0b-4a8e-9a51-3c1a2f0f7a11"\n'
    )  # else a load gives it one, and builds
    build(repository.seeds, folder)
    shutil.copytree(folder.path, place / "kept")
    return repository, folder


@pytest.fixture
def built(made: tuple[DataRepository, StoreFolder]) -> tuple[DataRepository, StoreFolder]:
    """A repository with its store, as they were made."""
    repository, folder = made
    shutil.rmtree(folder.path)
    shutil.copytree(repository.folder / "kept", folder.path)
    repository.write("second", statement())
    return repository, StoreFolder(folder.path)


def test_reading_a_store_leaves_it_unchanged(tmp_path: Path) -> None:
    folder = make_store(tmp_path / "s")
    for _ in range(2):
        assert len(folder.read()) > 0
        assert (moved(place(folder), folder.manifest()), altered(place(folder), folder.manifest())) == ([], [])
    assert ELSE not in kg(*ASK, "--store", folder.path).err


def test_a_query_says_that_something_else_wrote_into_the_store(tmp_path: Path) -> None:
    folder = make_store(tmp_path / "s")
    write_triple(folder)
    done = kg(*ASK, "--store", folder.path)
    assert done.code == 0
    assert ELSE in done.err
    verified = kg(*ASK, "--verify", "--store", folder.path)
    assert (verified.code, verified.out) == (2, "")
    assert "changed since it was built: oxigraph/" in verified.err


def test_a_copy_is_not_a_change_and_an_equal_size_proves_nothing(tmp_path: Path) -> None:
    folder = make_store(tmp_path / "s")
    shutil.copytree(folder.path, tmp_path / "copy", copy_function=shutil.copyfile)  # other times
    copy = StoreFolder(tmp_path / "copy")
    assert moved(place(copy), copy.manifest()) == []
    file = next(place(copy).glob("oxigraph/*.sst"))
    flip(file)
    assert moved(place(copy), copy.manifest()) == [f"oxigraph/{file.name}"]
    kept = next(place(folder).glob("oxigraph/*.sst"))
    flip(kept)
    assert moved(place(folder), folder.manifest()) == []
    assert altered(place(folder), folder.manifest()) == [f"oxigraph/{kept.name}"]


@pytest.mark.parametrize("victim", ["sources/first.nq", "texts/*.txt", "oxigraph/*.sst", "contents.json"])
def test_any_changed_file_is_detected_by_its_hash(built: tuple[DataRepository, StoreFolder], victim: str) -> None:
    _, folder = built
    refuse_altered(place(folder), folder.manifest())
    flip(next(place(folder).glob(victim)))
    with pytest.raises(StoreError, match="changed since it was built"):
        refuse_altered(place(folder), folder.manifest())


@pytest.mark.parametrize("arguments", [("--no-build",), ()])
def test_nothing_of_a_changed_store_is_sent(
    built: tuple[DataRepository, StoreFolder], arguments: tuple[str, ...]
) -> None:
    repository, folder = built
    flip(place(folder) / "sources" / "first.nq")
    seeds = () if arguments else ("--seeds", str(repository.seeds))
    done = kg("load", "--to", "http://127.0.0.1:9", *seeds, *arguments, "--store", folder.path)
    assert done.code == 2
    assert "changed since it was built: sources/first.nq" in done.err


def test_a_build_repairs_what_was_changed(built: tuple[DataRepository, StoreFolder]) -> None:
    repository, folder = built
    right = sorted(str(quad) for quad in folder.read() if "_:" not in str(quad))
    write_triple(folder)
    assert build(repository.seeds, folder).checked == ("first", "second")
    assert sorted(str(quad) for quad in StoreFolder(folder.path).read() if "_:" not in str(quad)) == right


def test_a_build_reuses_no_quads_that_were_changed(built: tuple[DataRepository, StoreFolder]) -> None:
    repository, folder = built
    flip(place(folder) / "sources" / "first.nq")
    repository.write("second", statement(), statement(1))
    assert build(repository.seeds, folder).checked == ("first", "second")
    again = StoreFolder(folder.path)
    assert altered(place(again), again.manifest()) == []


def test_a_rewritten_list_is_not_trusted(built: tuple[DataRepository, StoreFolder]) -> None:
    _, folder = built
    flip(place(folder) / "sources" / "first.nq")
    hashes = json.loads((place(folder) / "contents.json").read_text())
    del hashes["sources/first.nq"]
    (place(folder) / "contents.json").write_text(json.dumps(hashes))
    assert altered(place(folder), folder.manifest()) == ["contents.json"]
