"""Sources sent as bytes are read as they are here, and nothing that is found shows where they were read."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from repositories import DataRepository, statement

from kg.validate.reading import ReadingTask, SourceReader, SourceReading
from kg.validate.reference_data import ReferenceData
from kg.validate.shacl.engines import engine_named
from kg.validate.sharing import read_sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.running.workers import Job

ROLLS = """\
source: {title: Rolls, publisher: herald, published: 2021-03-08}
tables:
  - url: rolls.csv
    columns: [{name: vote, titles: vote}, {name: voter, titles: state}, {name: choice, titles: choice}]
"""


class Distant:
    """Does all tasks in this process; whatever goes there and comes back is pickled, as between two machines."""

    shares_files = False

    def __init__(self) -> None:
        self.names: list[str] = []

    def run(self, job: Job[Any, Any], tasks: Iterable[Any], most: int | None = None) -> Iterator[Any]:
        work = pickle.loads(pickle.dumps(job)).start()
        for task in tasks:
            self.names += [source.name for source in task]
            yield pickle.loads(pickle.dumps(work(pickle.loads(pickle.dumps(task)))))


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DataRepository:
    """Sources of every kind, each with its own mistakes, seen from the folder that they are in."""
    repository = DataRepository(tmp_path)
    repository.write("right", statement(0), statement(1, speaker="bob", **{"for": "bland"}))
    repository.write("wrong", statement(0, quote="not there"), statement(1, speaker="zed"), statement(2, act="sings"))
    repository.write("no-text", statement(0), text="other.txt")
    (repository.write("no-yaml", statement(0)) / "sheet.yaml").write_text("source: [\n", "utf-8")
    (repository.write("no-utf", statement(0)) / "article.txt").write_bytes(b"\xff\xfe")
    (repository.write("two", statement(0)) / "sheet.ttl").write_text("", "utf-8")
    proposed = repository.write("draft", statement(0, speaker="cyd", status="proposed")) / "reference.proposed"
    proposed.mkdir()
    (proposed / "persons.yaml").write_text("cyd: {label: Cyd}\nAnn: 3\n", "utf-8")
    (repository.write("linked", statement(0)) / "notes.txt").symlink_to(tmp_path / "elsewhere.txt")
    (tmp_path / "elsewhere.txt").write_text("elsewhere", "utf-8")
    rolls = repository.seeds / "rolls"
    rolls.mkdir()
    (rolls / "source.yaml").write_text(ROLLS, "utf-8")
    (rolls / "rolls.csv").write_text("vote,state,choice\n1,Aland,in-favour\n1,Bland,against\n", "utf-8")
    (repository.seeds / "triples").mkdir()
    (repository.seeds / "triples" / "sheet.ttl").write_text("<https://example.org/a> <https://example.org/b> 1 .\n")
    monkeypatch.chdir(tmp_path)
    return repository


def readings(tasks: list[ReadingTask], workers: Distant | None) -> list[SourceReading]:
    data = ReferenceData(Path("seeds/reference").resolve(), lambda _: None)
    reader = SourceReader(data, engine_named(), owl=True, quads=True)
    return list(read_sources(tasks, reader, lambda _: None, workers))


def without_error(reading: SourceReading) -> dict[str, Any]:
    """Return all of a reading, and its error as the text that a user is shown."""
    found = {name: getattr(reading, name) for name in SourceReading.__slots__}
    return {**found, "error": str(reading.error)}


def test_remote_workers_read_the_same_data(repository: DataRepository) -> None:
    names = sorted(path.name for path in repository.seeds.iterdir() if path.name != "reference")
    tasks = [ReadingTask(name, Path("seeds") / name) for name in names]
    tasks.append(ReadingTask("right/sheet.yaml", Path("seeds/right/sheet.yaml")))
    distant = Distant()
    here, there = readings(tasks, None), readings(tasks, distant)
    assert [reading.task.name for reading in there] == [task.name for task in tasks]
    assert [without_error(reading) for reading in there] == [without_error(reading) for reading in here]
    assert {reading.task.name for reading in here if reading.error} == {"no-yaml", "no-utf", "two"}
    assert {reading.task.name for reading in here if reading.rows} >= {"wrong", "no-text", "draft", "triples"}
    # Links mean nothing elsewhere, and two sheets are reported by whoever looks into the folder.
    assert set(distant.names) == {task.name for task in tasks} - {"linked", "two"}


def test_unchanged_graphs_are_not_sent(repository: DataRepository) -> None:
    (first,) = readings([ReadingTask("right", Path("seeds/right"))], None)
    distant = Distant()
    tasks = [ReadingTask("right", Path("seeds/right"), first.content), ReadingTask("wrong", Path("seeds/wrong"))]
    known, wrong = readings(tasks, distant)
    assert (known.content, known.data, known.rows) == (first.content, {}, None)
    assert (wrong.task, distant.names) == (tasks[1], ["wrong"])
