"""How large the index grows, and that it is pruned and never emptied."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from generated import generate
from repositories import DataRepository, statement

from kg.validate.run import validate

if TYPE_CHECKING:
    from pathlib import Path


def size_of(folder: Path, sources: int) -> int:
    generate.write_seeds(folder / "seeds", sources, 10)
    validate([folder / "seeds"], cache=folder / "cache", owl=True)
    (file,) = (folder / "cache").glob("*.sqlite")
    return file.stat().st_size


def test_the_index_takes_two_kilobytes_for_a_source_of_ten_statements(tmp_path: Path) -> None:
    """Beside 128 KB for the reference data and empty pages, however many sources there are."""
    few, many = size_of(tmp_path / "few", 40), size_of(tmp_path / "many", 120)
    assert (many - few) / 80 <= 2048
    assert few <= 128 * 1024 + 40 * 2048


@pytest.fixture
def repository(tmp_path: Path) -> DataRepository:
    repository = DataRepository(tmp_path)
    for name in ("first", "second"):
        repository.write(name, statement())
    return repository


def test_a_cache_that_is_too_large_forgets_earlier_contents_and_no_source(
    repository: DataRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = repository.folder / "cache"
    for number in range(5):
        repository.write("first", statement(id=f"row-{number}"))
        assert validate([repository.seeds], cache=cache).pruned == 0
    monkeypatch.setattr("kg.validate.cache.MOST_BYTES", 1)
    report = validate([repository.seeds], cache=cache)
    assert report.fresh == 0
    assert report.pruned > 0
    again = validate([repository.seeds], cache=cache)
    assert (again.sources, again.fresh) == (2, 0)
    repository.write("first", statement(id="row-0"))
    assert validate([repository.seeds], cache=cache).fresh == 1
