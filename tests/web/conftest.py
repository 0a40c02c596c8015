from __future__ import annotations

import pytest
from kg_server import serving
from small_store import make_store


@pytest.fixture(scope="session")
def store(tmp_path_factory):
    """A small store."""
    folder = tmp_path_factory.mktemp("web") / "kg"
    make_store(folder)
    return folder


@pytest.fixture(scope="session")
def server(store):
    """`kg serve` over the small store, with a short deadline."""
    with serving(store, "--timeout", "1.5", "--workers", "2") as running:
        yield running
