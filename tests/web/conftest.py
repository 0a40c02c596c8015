from __future__ import annotations

import pytest
from chromium import chromium
from kg_server import serving
from made_once import made_once
from small_store import make_store

from kg.paths import shipped
from kg.store.build import build
from kg.store.folder import StoreFolder


@pytest.fixture(scope="session")
def store(tmp_path_factory):
    """A small store."""
    folder = tmp_path_factory.mktemp("web") / "kg"
    make_store(folder)
    return folder


@pytest.fixture(scope="session")
def seeds_store(tmp_path_factory):
    """The store of the seeds that the package ships. Tests only read it."""
    folder = made_once(tmp_path_factory, "seeds", lambda folder: build(shipped("seeds"), StoreFolder(folder / "kg")))
    return StoreFolder(folder / "kg")


@pytest.fixture(scope="session")
def server(store):
    """`kg serve` over the small store."""
    with serving(store, "--workers", "2") as running:
        yield running


@pytest.fixture(scope="session")
def browser():
    """Debian's chromium, one for all tests; where it is absent the test is skipped, but in CI."""
    with chromium() as running:
        yield running
