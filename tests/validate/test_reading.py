"""A source is read once, quoted once and checked once, in one process or in several, with the same report."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from generated import generate

from kg.namespaces import iri
from kg.sources.assertion import assert_reference, assert_source, find_sources
from kg.store.build import build
from kg.store.folder import StoreFolder
from kg.validate.run import validate
from kg.validate.shacl.engines import engine_named

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kg.validate.reading import ReadingTask, SourceReading


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("generated") / "seeds"
    generate.write_seeds(folder, 24, 2, mistakes=5)
    return folder


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Return what makes the number of processes be used, however few the sources."""
    monkeypatch.setattr("kg.validate.sharing.TOGETHER", 5)
    monkeypatch.setattr("kg.validate.sharing.MANY", dict.fromkeys(("shacl", "pyshacl"), 1))
    return lambda number: monkeypatch.setenv("KG_JOBS", str(number))


class Kept:
    """Takes graphs."""

    def __init__(self, wanted: set[str]) -> None:
        self.wanted, self.graphs = wanted, dict[str, bytes]()

    def take(self, name: str, quads: bytes, rest: bytes | None = None) -> None:
        assert name not in self.graphs
        self.graphs[name] = quads

    def remember(self, reading: SourceReading, context: str) -> None:
        assert reading.quads
        assert context

    def recall(self, task: ReadingTask, context: str) -> SourceReading | None:
        return None


@pytest.mark.parametrize("engine", ["pyshacl", "shacl"])
def test_several_processes_report_what_one_does(seeds: Path, shared: Callable[[int], None], engine: str) -> None:
    reports = []
    for processes in (1, 2):
        shared(processes)
        kept = Kept({path.name for path in find_sources(seeds)} | {"reference"})
        report = validate([seeds], engine=engine_named(engine), owl=True, quads=kept)
        reports.append((report.findings, report.sources, report.fresh, kept.graphs))
    assert reports[0] == reports[1]
    findings, sources, fresh, graphs = reports[0]
    assert (len(findings), sources, fresh, len(graphs)) == (5, 24, 24, 25)


def test_graphs_are_those_of_the_sources(seeds: Path) -> None:
    first, *_ = find_sources(seeds)
    kept = Kept({first.name})
    validate([seeds], quads=kept)
    reference, _ = assert_reference(seeds / "reference")
    assert kept.graphs.keys() == {first.name}
    lines = kept.graphs[first.name].decode().splitlines()
    assert lines == [f"{quad} ." for quad in assert_source(first, reference).quads]
    assert all(line.endswith(f"<{iri('source', first.name)}> .") for line in lines)


def test_a_graph_is_given_where_the_findings_are_known(seeds: Path, tmp_path: Path) -> None:
    before = validate([seeds], cache=tmp_path)
    kept = Kept({path.name for path in find_sources(seeds)})
    after = validate([seeds], cache=tmp_path, quads=kept)
    assert (after.findings, after.fresh, len(kept.graphs)) == (before.findings, 0, 24)


def test_a_cold_build_reads_each_file_and_looks_each_quote_up_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    generate.write_seeds(tmp_path / "seeds", 4, 3)
    monkeypatch.setenv("KG_JOBS", "1")
    parsed, sought = counted(monkeypatch)
    build(tmp_path / "seeds", StoreFolder(tmp_path / "store"))
    reference = [file for file in (tmp_path / "seeds" / "reference").iterdir() if file.suffix == ".yaml"]
    assert len(parsed) == 4 + len(reference)
    assert set(parsed.values()) == {1}
    assert len(sought) >= 12
    assert set(sought.values()) == {1}


def counted(monkeypatch: pytest.MonkeyPatch) -> tuple[Counter[str], Counter[tuple[str, str]]]:
    """Count the parses of YAML by file, and the look-ups of quotes by text and quote."""
    from kg.forms.yaml_nodes import parse_yaml
    from kg.text import SourceText

    parsed, sought = Counter[str](), Counter[tuple[str, str]]()
    find = SourceText.find

    def parse(data: bytes, file: str) -> object:
        parsed[file] += 1
        return parse_yaml(data, file)

    def look(text: SourceText, quote: str) -> list[tuple[int, int]]:
        sought[text.file, quote] += 1
        return find(text, quote)

    for module in ("kg.sources.sheet", "kg.reference.files"):
        monkeypatch.setattr(f"{module}.parse_yaml", parse)
    monkeypatch.setattr(SourceText, "find", look)
    return parsed, sought
