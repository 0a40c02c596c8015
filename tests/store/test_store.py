"""The store on disk: replaced as a whole, whenever the builder is interrupted."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from small_store import DATA, make_store

from kg.errors import StoreError
from kg.store.folder import StoreFolder
from kg.store.publish import building

HERE = Path(__file__).parents[1] / "support"
#: Kills itself at the n-th call that touches the disk while a store is replaced.
KILLED = """
import os, shutil, signal, sys
from pathlib import Path
sys.path.insert(0, {here!r})
left = {count}

def deadly(function):
    def wrapper(*args, **kwargs):
        global left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*args, **kwargs)
    return wrapper

for owner, name in ((os, "open"), (os, "fsync"), (shutil, "rmtree"), (Path, "rename"), (Path, "replace"),
                    (Path, "mkdir"), (Path, "write_text"), (Path, "open")):
    setattr(owner, name, deadly(getattr(owner, name)))
from small_store import DATA, make_store
make_store(Path({path!r}), data=DATA + "source:two {{ statement:two.a a dp:Claim }}")
"""


def test_a_published_store_can_be_read(tmp_path):
    folder = make_store(tmp_path / "s")
    assert len(folder.read()) == len(list(ox.parse(DATA.encode(), ox.RdfFormat.TRIG)))


def test_a_build_killed_anywhere_leaves_the_old_store_or_the_new_one(tmp_path):
    old = len(make_store(tmp_path / "s").read())
    make_store(tmp_path / "s")
    killed, sizes = 0, []
    while True:
        script = KILLED.format(here=str(HERE), count=killed * 3, path=str(tmp_path / "s"))
        ended = subprocess.run([sys.executable, "-c", script], check=False, capture_output=True)
        sizes.append(len(StoreFolder(tmp_path / "s").read()))
        if ended.returncode == 0:
            break
        assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()
        killed += 1
    assert killed > 8
    assert set(sizes) == {old, old + 1}
    assert sizes == sorted(sizes), "once the new store is in force, no later interruption brings the old one back"
    stores = [name for name in os.listdir(tmp_path / "s") if name.startswith("store-")]
    assert len(stores) == 2
    assert not any(name.endswith(".partial") for name in stores)


def test_an_open_store_outlives_one_replacement(tmp_path):
    store = make_store(tmp_path / "s").read()
    make_store(tmp_path / "s")
    assert len(list(store.query("SELECT * { GRAPH ?g { ?s ?p ?o } }"))) == len(store)


def test_a_failed_build_leaves_nothing_behind(tmp_path):
    folder = make_store(tmp_path / "s")
    before = sorted(os.listdir(tmp_path / "s"))

    def fail():
        with building(folder) as draft:
            draft.begin()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert sorted(os.listdir(tmp_path / "s")) == before
    assert folder.read()


def _hold(path, held, release):
    with building(StoreFolder(path)):
        held.set()
        release.wait(120)


def test_a_second_builder_learns_who_holds_the_lock(tmp_path):
    context = multiprocessing.get_context("spawn")
    held, release = context.Event(), context.Event()
    folder = make_store(tmp_path / "s")
    other = context.Process(target=_hold, args=(tmp_path / "s", held, release))
    other.start()
    try:
        assert held.wait(120)
        with pytest.raises(StoreError, match=f"locked: process {other.pid} "), building(folder):
            pass
        assert folder.read(), "readers need no lock"
    finally:
        release.set()
        other.join()
    with building(folder):
        pass


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda path: None, "there is no store yet"),
        (lambda path: path.mkdir(), "no build has finished here yet"),
        (lambda path: path.write_text("x"), "not a store"),
        (lambda path: (path.mkdir(), (path / "thesis.doc").touch()), "not a store"),
        (lambda path: (path.mkdir(), (path / "current").write_text("../../etc\n")), "not a store"),
        (lambda path: (path.mkdir(), (path / "current").write_bytes(b"\xff\xfe")), "not a store"),
        (
            lambda path: (path.mkdir(), (path / "current").write_text("store-000009\n")),
            "damaged: store-000009 is missing",
        ),
    ],
)
def test_a_folder_that_is_no_store_is_reported_as_such(tmp_path, spoil, message):
    path = tmp_path / "s"
    spoil(path)
    with pytest.raises(StoreError, match=message):
        StoreFolder(path).read()


@pytest.mark.parametrize("victim", ["oxigraph/CURRENT", "manifest.json"])
def test_a_damaged_store_says_what_to_do(tmp_path, victim):
    folder = make_store(tmp_path / "s")
    (Path(folder.current()) / victim).write_bytes(b"nonsense")
    with pytest.raises(StoreError, match=r"damaged.*run `kg build`"):
        folder.read()


def test_another_format_is_refused(tmp_path):
    folder = make_store(tmp_path / "s")
    (Path(folder.current()) / "manifest.json").write_text(json.dumps({"format": 99}))
    with pytest.raises(StoreError, match="another version"):
        folder.read()


def test_a_folder_with_other_contents_is_never_built_into(tmp_path):
    (tmp_path / "thesis.doc").touch()
    with pytest.raises(StoreError, match="not a store"), building(StoreFolder(tmp_path)):
        pass
    assert os.listdir(tmp_path) == ["thesis.doc"]
