"""Builds that are killed: a short run of resume.py, which a person can run for longer, and what is taken over."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from generated import generate

from kg.rdf.quads import nquads
from kg.reference.shared import load_reference
from kg.sources.assertion import assert_source
from kg.sources.listing import content_of
from kg.store.unfinished import BuildSink, discard_unfinished
from kg.validate.reading import ReadingTask, SourceReading

if TYPE_CHECKING:
    from collections.abc import Callable

CONTEXT = "reference data and shapes"


def test_a_build_goes_on_from_what_killed_builds_have_done() -> None:
    script = str(Path(__file__).with_name("resume.py"))
    command = [sys.executable, script, "--sources", "60", "--kills", "3", "--seconds", "2"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "3 builds killed" in run.stdout


class Rest:
    """What a build has left that was killed after one source."""

    def __init__(self, folder: Path) -> None:
        generate.write_seeds(folder / "seeds", 1)
        self.source = next(path for path in (folder / "seeds").iterdir() if path.name != "reference")
        self.memory, self.target = folder / "findings", folder / "sources"
        self.target.mkdir()
        self.task = ReadingTask(self.source.name, self.source)
        quads = nquads(assert_source(self.source, load_reference(folder / "seeds" / "reference")).quads)
        content = content_of(self.source)
        data = {"content": content, "key": "k", "facts": [["<s>", "<p>", "<v>", None]]}
        facts = frozenset({("a", "b", "c")})
        sets = {"<x>"}, {"<t>"}, frozenset({"trait"})
        self.reading = SourceReading(self.task, content, False, data, *sets, [], True, facts, quads)
        sink = self.sink()
        sink.take(self.task.name, quads)
        sink.remember(self.reading, CONTEXT)

    @property
    def folder(self) -> Path:
        return self.memory / "unfinished"

    def sink(self) -> BuildSink:
        return BuildSink({self.source.name}, self.target, self.memory)

    def recalled(self, context: str = CONTEXT) -> SourceReading | None:
        return self.sink().recall(self.task, context)


@pytest.fixture
def rest(tmp_path: Path) -> Rest:
    return Rest(tmp_path)


def test_a_reading_is_resumed_as_it_was(rest: Rest) -> None:
    found = rest.recalled()
    rest.reading.fresh = False  # the shapes were not asked again
    assert found == rest.reading
    discard_unfinished(rest.memory)
    assert rest.recalled() is None


def test_a_line_that_a_killed_process_has_not_finished_is_skipped(rest: Rest) -> None:
    journal = rest.folder / "journal"
    whole = journal.read_bytes()
    journal.write_bytes(whole[: len(whole) // 2])
    assert rest.recalled() is None
    sink = rest.sink()
    sink.take(rest.task.name, rest.reading.quads or b"")
    sink.remember(rest.reading, CONTEXT)
    assert rest.recalled()


def edit(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1] + b" ")


CHANGES: dict[str, Callable[[Rest, pytest.MonkeyPatch], object]] = {
    "the sheet": lambda rest, _: edit(rest.source / "sheet.yaml"),
    "a file beside it": lambda rest, _: (rest.source / "more.txt").write_text("new"),
    "the graph": lambda rest, _: edit(next(rest.folder.glob("*.nq"))),
    "the journal": lambda rest, _: (rest.folder / "journal").write_bytes(
        (rest.folder / "journal").read_bytes().replace(b"trait", b"other")
    ),
    "the key of the machine": lambda _, patch: patch.setenv("KG_CACHE_KEY", "another"),
    "a link for the folder": lambda rest, _: (
        rest.folder.rename(rest.memory / "elsewhere"),
        rest.folder.symlink_to("elsewhere"),
    ),
}


def test_nothing_is_reused_once_anything_has_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = []
    for number, (what, change) in enumerate(CHANGES.items()):
        (tmp_path / str(number)).mkdir()
        rest = Rest(tmp_path / str(number))
        assert rest.recalled()
        assert rest.recalled("other reference data") is None
        with monkeypatch.context() as patch:
            change(rest, patch)
            taken += [what] if rest.recalled() else []
    assert not taken


def test_a_graph_that_a_store_shares_is_never_written_to(rest: Rest, tmp_path: Path) -> None:
    graph = next(rest.folder.glob("*.nq"))
    (tmp_path / "store.nq").hardlink_to(graph)
    before = graph.read_bytes()
    (rest.target / graph.name).unlink()
    sink = rest.sink()
    sink.take(rest.task.name, b"<a> <b> <c> <d> .\n")
    sink.remember(rest.reading, CONTEXT)
    assert (tmp_path / "store.nq").read_bytes() == before
