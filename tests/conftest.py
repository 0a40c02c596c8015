from __future__ import annotations

import pytest
from servers import oxigraph_server, server, virtuoso_server
from sheets import World

__all__ = ["oxigraph_server", "server", "virtuoso_server", "world"]


@pytest.fixture(scope="session")
def world(tmp_path_factory) -> World:
    """A folder with small reference data, in which a test writes and asserts sheets."""
    return World(tmp_path_factory.mktemp("world"))
