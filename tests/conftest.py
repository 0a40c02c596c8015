from __future__ import annotations

import pytest
from hypothesis import settings
from servers import fuseki_server, oxigraph_server, server, virtuoso_server
from sheets import World

# On a busy machine a single example can take long; the laws that are tested do not speak of time.
settings.register_profile("kg", deadline=None)
settings.load_profile("kg")

__all__ = ["fuseki_server", "oxigraph_server", "server", "virtuoso_server", "world"]


@pytest.fixture(scope="session")
def world(tmp_path_factory) -> World:
    """A folder with small reference data, in which a test writes and asserts sheets."""
    return World(tmp_path_factory.mktemp("world"))
