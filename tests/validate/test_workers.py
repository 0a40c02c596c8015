"""Several processes find what one finds, and nothing is lost when they cannot be had."""

from __future__ import annotations

from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING

import pytest
from generated import generate

from kg.errors import EngineError, UsageError
from kg.sources.assertion import assert_reference, assert_source, find_sources
from kg.validate.shacl import workers
from kg.validate.shacl.check import check_assertions
from kg.validate.shacl.engines import PySHACL
from kg.validate.shacl.engines.checker import PySHACLChecker

if TYPE_CHECKING:
    from kg.rdf.quads import Assertion


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> tuple[Assertion, list[Assertion]]:
    """Return reference data, and four sources of which every second one lacks the polarities."""
    folder = tmp_path_factory.mktemp("seeds")
    generate.write_seeds(folder, 4, statements=2)
    reference, context = assert_reference(folder / "reference")
    sources = [assert_source(path, reference) for path in find_sources(folder)]
    for source in sources[::2]:
        source.quads = [quad for quad in source.quads if not quad.predicate.value.endswith("#polarity")]
    return context, sources


@pytest.fixture(autouse=True)
def each_source_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.validate.shacl.grouping.MOST_QUADS", 1)
    monkeypatch.setattr("kg.validate.shacl.workers._LEAST", 2)


def test_processes_give_the_same_findings(world, monkeypatch) -> None:
    context, sources = world
    monkeypatch.setenv("KG_JOBS", "1")
    alone = check_assertions(sources, context, PySHACL())
    assert alone
    monkeypatch.setenv("KG_JOBS", "2")
    monkeypatch.setattr(PySHACLChecker, "check", None)  # in this process no source is left to do
    assert check_assertions(sources, context, PySHACL()) == alone


def test_this_process_goes_on_where_another_was_killed(world, monkeypatch) -> None:
    context, sources = world
    alone = check_assertions(sources, context, PySHACL())

    def killed(context, groups):
        yield from map(PySHACL().prepare(context).check, groups[:1])
        raise BrokenProcessPool

    monkeypatch.setattr(workers, "_in_processes", killed)
    monkeypatch.setenv("KG_JOBS", "2")
    assert check_assertions(sources, context, PySHACL()) == alone


def test_an_engine_that_fails_in_a_process_fails_here(world, monkeypatch) -> None:
    context, sources = world

    def fail(*_: object) -> list[object]:
        raise EngineError("pySHACL failed: far away")
        yield

    monkeypatch.setattr(workers, "_in_processes", fail)
    monkeypatch.setenv("KG_JOBS", "2")
    with pytest.raises(EngineError, match="far away"):
        check_assertions(sources, context, PySHACL())


@pytest.mark.parametrize("value", ["0", "many", "-1"])
def test_a_number_of_processes_that_is_none_is_an_error(monkeypatch, value: str) -> None:
    monkeypatch.setenv("KG_JOBS", value)
    with pytest.raises(UsageError, match="KG_JOBS"):
        workers.jobs()
