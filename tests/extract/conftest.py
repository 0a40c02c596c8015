from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    """The names of the sample's reference data."""
    gazetteer = pytest.importorskip("kg.extract.names.gazetteer")  # needs the extra `extract`
    return gazetteer.Gazetteer.load(Path(__file__).parents[2] / "seeds" / "reference")
