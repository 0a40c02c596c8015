from __future__ import annotations

import pytest
from sheets import World


@pytest.fixture(scope="session")
def world(tmp_path_factory) -> World:
    """A folder with small reference data, in which a test writes and asserts sheets."""
    return World(tmp_path_factory.mktemp("world"))
