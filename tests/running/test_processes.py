"""Tasks in several processes: results in order, few of them waiting, and none lost with a process."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
import tasks
from tasks import squares
from waiting import is_running, wait_for

from kg.errors import EngineError, InputError, UsageError
from kg.running.processes import in_processes, jobs
from kg.running.workers import Job


def job(folder: Path) -> Job[int, tuple[int, int]]:
    return Job(squares, str(folder), os.getpid())


def test_results_come_in_the_order_of_the_tasks_from_other_processes(tmp_path: Path) -> None:
    results = list(in_processes(job(tmp_path), range(10), 2))
    assert [square for square, _ in results] == [number * number for number in range(10)]
    assert os.getpid() not in {process for _, process in results}


def test_tasks_are_taken_only_as_results_are_consumed(tmp_path: Path) -> None:
    tasks = iter(range(1, 100))
    results = in_processes(job(tmp_path), tasks, 2)
    next(results)
    assert next(tasks) <= 9
    results.close()


def test_processes_take_an_allocator_unless_the_user_has_named_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LD_PRELOAD", raising=False)
    asked = Job(partial, os.getenv), ["LD_PRELOAD"] * 3, 2
    assert set(in_processes(*asked, allocator="libc.so.6")) == {"libc.so.6"}
    assert "LD_PRELOAD" not in os.environ
    assert set(in_processes(*asked)) == {None}
    monkeypatch.setenv("LD_PRELOAD", "libm.so.6")
    assert set(in_processes(*asked, allocator="libc.so.6")) == {"libm.so.6"}


def test_this_process_continues_when_another_is_killed(tmp_path: Path) -> None:
    results = list(in_processes(job(tmp_path), range(30), 2))
    assert [square for square, _ in results] == [number * number for number in range(30)]
    assert os.getpid() in {process for _, process in results}


def test_processes_end_with_their_parent(tmp_path: Path) -> None:
    code = (
        "from kg.running.processes import in_processes; from kg.running.workers import Job; from tasks import squares; "
        f"list(in_processes(Job(squares, {str(tmp_path)!r}, 0), [60, 60], 2))"
    )
    paths = os.pathsep.join([str(Path(tasks.__file__).parent), *filter(None, [os.environ.get("PYTHONPATH")])])
    parent = subprocess.Popen([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": paths})
    try:
        started = wait_for(lambda: [file for file in tmp_path.iterdir() if file.name.startswith("60.")])
    finally:
        parent.kill()
        parent.wait()
    worker = int(started[0].suffix[1:])
    wait_for(lambda: not is_running(worker), what="the end of a worker")


@pytest.mark.parametrize(("task", "error"), [(404, InputError), (500, EngineError)])
def test_an_error_arrives_as_it_was_raised(tmp_path: Path, task: int, error: type[Exception]) -> None:
    with pytest.raises(error) as caught:
        list(in_processes(job(tmp_path), [1, task], 1))
    if task == 404:
        assert str(caught.value) == "a.yaml:4: cannot be read (mend it)"
        assert (caught.value.file, caught.value.line, caught.value.hint) == ("a.yaml", 4, "mend it")
    else:
        assert str(caught.value) == "failed far away (try again)"


@pytest.mark.parametrize("value", ["0", "many", "-1"])
def test_an_invalid_number_of_processes_is_an_error(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("KG_JOBS", value)
    with pytest.raises(UsageError, match="KG_JOBS"):
        jobs()
