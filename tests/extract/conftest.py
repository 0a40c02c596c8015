from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.extract.names.gazetteer import Gazetteer


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    """The names of the sample's reference data."""
    gazetteer = pytest.importorskip("kg.extract.names.gazetteer")  # needs the extra `extract`
    return gazetteer.Gazetteer.load(Path(__file__).parents[2] / "seeds" / "reference")


@pytest.fixture(scope="session")
def with_world(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    """The names of a repository that has nothing but the package `world`, as a new one."""
    gazetteer = pytest.importorskip("kg.extract.names.gazetteer")
    folder = tmp_path_factory.mktemp("positions")
    (folder / "kg.toml").write_text('reference = ["world"]\n', "utf-8")
    (folder / "seeds" / "reference").mkdir(parents=True)
    return gazetteer.Gazetteer.of_repository(folder / "seeds" / "reference")


#: Modules whose drafts have the known propositions that are nearest by meaning.
BY_MEANING = ("test_encoder", "test_draft", "test_gold")


@pytest.fixture(scope="module", autouse=True)
def _suggestions(request: pytest.FixtureRequest) -> Iterator[None]:
    """Suggest known propositions by their words, as without the extra `encoder`, where no test looks at them.

    The encoder takes as long as all the rest of a draft of one sentence. It changes no row, and no sentence of one.
    """
    with pytest.MonkeyPatch.context() as patched:
        if request.module.__name__ not in BY_MEANING and find_spec("spacy"):
            patched.setattr("kg.extract.meaning.topics.propositions.encoder", lambda: None)
        yield
