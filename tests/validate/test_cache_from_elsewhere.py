"""A cache or a store that came from elsewhere is no evidence, and links lead nowhere."""

from __future__ import annotations

import json
import shutil
import sqlite3
from typing import TYPE_CHECKING

import pytest
from in_process import kg_here
from repositories import DataRepository, statement

from kg.validate.cache_database import pack

if TYPE_CHECKING:
    from pathlib import Path
    from subprocess import CompletedProcess

MINE, THEIRS = {"KG_CACHE_KEY": "mine"}, {"KG_CACHE_KEY": "theirs"}
REFUSED = "ignoring the cache"


@pytest.fixture
def repository(tmp_path: Path) -> DataRepository:
    repository = DataRepository(tmp_path / "r")
    repository.write("first", statement())
    repository.write("second", statement(proposition="no-such-thing"))
    return repository


def kg(repository: DataRepository, *arguments: str, **variables: str) -> CompletedProcess[str]:
    return kg_here(repository.folder, *arguments, **variables)


def doctor(folder: Path) -> None:
    """Make every source conform in all caches below a folder."""
    files = list(folder.rglob("*.sqlite"))
    assert files
    for file in files:
        with sqlite3.connect(file) as db:
            for table in ("sources", "results"):
                db.execute(f"UPDATE {table} SET findings = ?", (pack([]),))
        db.close()


@pytest.mark.hostile("committed-cache")
def test_a_doctored_cache_from_somebody_else_is_not_trusted(repository):
    assert kg(repository, "validate", "seeds", **THEIRS).returncode == 1
    doctor(repository.folder)
    done = kg(repository, "validate", "seeds", **MINE)
    assert done.returncode == 1
    assert REFUSED in done.stderr
    again = kg(repository, "validate", "seeds", **MINE)
    assert again.returncode == 1
    assert REFUSED not in again.stderr
    assert "known from before" in again.stderr


def test_an_altered_file_of_ones_own_is_not_trusted(repository):
    kg(repository, "validate", "seeds", **MINE)
    doctor(repository.folder)
    done = kg(repository, "validate", "seeds", **MINE)
    assert (done.returncode, REFUSED in done.stderr) == (1, True)


def test_a_first_run_that_fails_leaves_nothing_to_distrust(repository):
    settings = repository.folder / "kg.toml"
    settings.write_text('reference = ["no-such-package"]\n')
    assert kg(repository, "validate", "seeds", **MINE).returncode == 2
    settings.unlink()
    done = kg(repository, "validate", "seeds", **MINE)
    assert (done.returncode, REFUSED in done.stderr) == (1, False)


@pytest.mark.hostile("restored-cache")
def test_a_key_that_machines_share_lets_them_trust_each_other(repository, tmp_path):
    kg(repository, "validate", "seeds", XDG_STATE_HOME=str(tmp_path / "one"), **MINE)
    done = kg(repository, "validate", "seeds", XDG_STATE_HOME=str(tmp_path / "two"), **MINE)
    assert "known from before" in done.stderr
    assert not (tmp_path / "one").exists()


def test_without_a_shared_key_each_user_has_one(repository, tmp_path):
    kg(repository, "validate", "seeds", XDG_STATE_HOME=str(tmp_path / "one"), KG_CACHE_KEY="")
    key = tmp_path / "one" / "kg" / "key"
    assert key.stat().st_mode & 0o777 == 0o600
    done = kg(repository, "validate", "seeds", XDG_STATE_HOME=str(tmp_path / "two"), KG_CACHE_KEY="")
    assert REFUSED in done.stderr
    done = kg(repository, "validate", "seeds", XDG_STATE_HOME=str(tmp_path / "two"), KG_CACHE_KEY="")
    assert "known from before" in done.stderr
    key = tmp_path / "two" / "kg" / "key"
    key.chmod(0o666)  # anybody could have written it
    done = kg(repository, "validate", "seeds", XDG_STATE_HOME=str(tmp_path / "two"), KG_CACHE_KEY="")
    assert (done.returncode, REFUSED in done.stderr) == (1, True)


def test_a_journal_from_a_clone_is_not_replayed(repository):
    kg(repository, "validate", "seeds", **MINE)
    (file,) = (repository.folder / ".kg-cache").glob("*.sqlite")
    planted = file.with_name(file.name + "-journal")
    planted.write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + b"\0" * 2000)
    done = kg(repository, "validate", "seeds", **MINE)
    assert (done.returncode, "known from before" in done.stderr) == (1, True)
    assert not planted.exists()


@pytest.mark.hostile("committed-cache")
def test_a_store_from_somebody_else_is_rebuilt(repository):
    repository.write("second", statement())
    assert kg(repository, "build", "seeds", **THEIRS).returncode == 0
    assert "nothing has changed" in kg(repository, "build", "seeds", **THEIRS).stdout
    (store,) = (repository.folder / ".kg").glob("store-*")
    planted = store / "sources" / "second.nq"
    planted.unlink()
    planted.write_text("<x:s> <x:p> <x:doctored> <x:g> .\n")
    done = kg(repository, "build", "seeds", **MINE)
    assert done.returncode == 0
    assert "(2 validated)" in done.stdout
    (store,) = set((repository.folder / ".kg").glob("store-*")) - {store}
    assert "doctored" not in (store / "sources" / "second.nq").read_text()
    assert "nothing has changed" in kg(repository, "build", "seeds", **MINE).stdout


def test_a_store_built_elsewhere_is_not_loaded(repository):
    repository.write("second", statement())
    assert kg(repository, "build", "seeds", **THEIRS).returncode == 0
    done = kg(repository, "load", "--to", "http://127.0.0.1:1", "--no-build", "--retry", "0", **MINE)
    assert done.returncode == 2
    assert "not built by you on this machine" in done.stderr
    done = kg(repository, "load", "--to", "http://127.0.0.1:1", "--no-build", "--retry", "0", **THEIRS)
    assert "cannot be reached" in done.stderr


def test_a_file_added_to_the_store_by_something_else_is_not_loaded(repository):
    from kg.endpoints.content import contents_of_store
    from kg.store.folder import StoreFolder

    repository.write("second", statement())
    assert kg(repository, "build", "seeds", **MINE).returncode == 0
    (store,) = (repository.folder / ".kg").glob("store-*")
    (store / "sources" / "planted.nq").write_text("<x:s> <x:p> <x:o> <x:planted> .\n")
    assert "x:planted" not in [item.iri for item in contents_of_store(StoreFolder(repository.folder / ".kg"))]


@pytest.mark.hostile("write-through-a-link")
@pytest.mark.parametrize(
    ("link", "command"),
    [
        (".kg-cache/.gitignore", "validate"),
        (".kg/lock", "build"),
        (".kg/holder", "build"),
        (".kg/catalogue.json", "build"),
        (".kg/current", "build"),
        (".kg/findings/.gitignore", "build"),
    ],
)
def test_nothing_is_written_through_a_link(repository, tmp_path, link, command):
    repository.write("second", statement())
    target = tmp_path / "precious"
    target.write_text("store-000001\n")
    place = repository.folder / link
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(target)
    done = kg(repository, command, "seeds", **MINE)
    assert "Traceback" not in done.stderr
    assert target.read_text() == "store-000001\n"
    assert done.returncode == (2 if link == ".kg/lock" else 0), done.stderr


@pytest.mark.parametrize("name", [".kg-cache", ".kg"])
def test_nothing_is_written_through_a_linked_folder(repository, tmp_path, name):
    repository.write("second", statement())
    (tmp_path / "elsewhere").mkdir()
    (repository.folder / name).symlink_to(tmp_path / "elsewhere")
    done = kg(repository, "build" if name == ".kg" else "validate", "seeds", **MINE)
    assert done.returncode == (2 if name == ".kg" else 0), done.stderr
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_the_files_of_the_cache_that_are_links_are_replaced(repository, tmp_path):
    kg(repository, "validate", "seeds", **MINE)
    (file,) = (repository.folder / ".kg-cache").glob("*.sqlite")
    target = tmp_path / "precious.sqlite"
    shutil.move(file, target)
    before = target.read_bytes()
    file.symlink_to(target)
    done = kg(repository, "validate", "seeds", **MINE)
    assert done.returncode == 1
    assert not file.is_symlink()
    assert target.read_bytes() == before


@pytest.mark.parametrize("told", ["[1, 2]", '"text"', json.dumps({"format": 1, "keys": 3}), "{}"])
def test_a_build_repairs_a_manifest_of_the_wrong_kind(repository, told):
    repository.write("second", statement())
    assert kg(repository, "build", "seeds", **MINE).returncode == 0
    (store,) = (repository.folder / ".kg").glob("store-*")
    (store / "manifest.json").write_text(told)
    done = kg(repository, "build", "seeds", **MINE)
    assert done.returncode == 0, done.stderr
    assert kg(repository, "query", "-q", "ASK {}", **MINE).returncode == 0
