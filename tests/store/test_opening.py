"""A store is opened on one processor, and nothing stays there: neither this thread nor those that RocksDB keeps."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from small_store import make_store

from kg.store import opening
from kg.store.opening import open_triples

if TYPE_CHECKING:
    from pathlib import Path

only_linux = pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="only Linux binds threads")


@pytest.fixture
def triples(tmp_path: Path) -> str:
    return f"{make_store(tmp_path / 's').current()}/oxigraph"


def processors_of_all_threads() -> set[frozenset[int]]:
    found = set()
    for thread in os.listdir("/proc/self/task"):
        with suppress(OSError):  # it has ended
            found.add(frozenset(os.sched_getaffinity(int(thread))))
    return found


@only_linux
def test_threads_are_started_on_one_processor_and_may_then_run_on_all(
    triples: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, seen = processors_of_all_threads(), []
    read_only = ox.Store.read_only

    class Watched:
        @staticmethod
        def read_only(place: str) -> ox.Store:
            seen.append(os.sched_getaffinity(0))
            return read_only(place)

    monkeypatch.setattr(opening.ox, "Store", Watched)
    assert len(open_triples(triples)) > 0
    assert [len(processors) for processors in seen] == [1]
    assert processors_of_all_threads() == before


@only_linux
def test_a_damaged_store_leaves_the_thread_where_it_may_run(tmp_path: Path) -> None:
    before = os.sched_getaffinity(0)
    with pytest.raises((OSError, RuntimeError)):
        open_triples(str(tmp_path / "none"))
    assert os.sched_getaffinity(0) == before


def test_a_store_is_opened_where_threads_may_not_be_bound(triples: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "sched_setaffinity", refuse, raising=False)
    assert len(open_triples(triples)) > 0


def test_a_store_is_opened_on_a_system_that_binds_no_threads(triples: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    assert len(open_triples(triples)) > 0
