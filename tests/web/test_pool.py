"""Workers come and go, and nobody notices but the one whose request it was."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from kg_server import Server, serving
from servers import missing
from small_store import make_store
from waiting import is_busy, is_running, wait_for

from kg.machine.memory import faster_allocator

SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"


#: A worker hides its memory, files and environment from its own user (PR_SET_DUMPABLE), and so from these tests.
only_root_sees = pytest.mark.skipif(os.getuid() != 0, reason="only root may look into a worker")


def start(store, *options: str) -> Server:
    command = [sys.executable, "-m", "kg", "serve", "--bind", "127.0.0.1:0", "--store", str(store), *options]
    return Server(subprocess.Popen(command, stderr=subprocess.PIPE, text=True))


@only_root_sees
def test_workers_take_their_memory_from_the_faster_allocator(store) -> None:
    allocator = faster_allocator() or missing("jemalloc", "apt install libjemalloc2")
    with serving(store) as server:
        assert mapped_by(*server.complete()) == {allocator}
        assert mapped_by(server.process.pid) == set()


def test_workers_start_without_a_faster_allocator(store, tmp_path, monkeypatch) -> None:
    (tmp_path / "sitecustomize.py").write_text("import ctypes.util\nctypes.util.find_library = lambda name: None\n")
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
    with serving(store) as server:
        workers = server.complete()
        assert os.getuid() != 0 or mapped_by(*workers) == set()
        assert server.ask("ASK {}").json()["boolean"] is True


def mapped_by(*pids: int) -> set[str]:
    """Return the names of the libraries for jemalloc that processes have in memory; all have the same."""
    maps = [Path(f"/proc/{pid}/maps").read_text() for pid in pids]
    found = [set(re.findall(r"libjemalloc\S*", text)) for text in maps]
    assert found
    assert all(names == found[0] for names in found)
    return found[0]


def test_each_worker_may_be_killed_in_turn(store) -> None:
    with serving(store, "--workers", "2") as server:
        before = server.complete()
        assert sorted(before.values()) == ["pages"] * 3 + ["sparql"] * 3
        for pid in before:
            os.kill(pid, signal.SIGKILL)
            assert server.ask("ASK {}").status_code == 200
            assert server.client.get("/", headers={"Host": f"localhost:{pid % 60000}"}).status_code == 200
        server.complete()
        time.sleep(0.5)  # no more of them come
        after = server.workers()
        assert sorted(after.values()) == sorted(before.values())
        assert not after.keys() & before.keys()


def test_a_worker_killed_at_work_fails_at_most_its_own_request(store) -> None:
    with serving(store, "--workers", "2", "--timeout", "4") as server, ThreadPoolExecutor(8) as threads:
        slow = [threads.submit(httpx.post, server.url + "sparql", data={"query": SLOW}, timeout=99) for _ in range(2)]
        wait_for(lambda: server.at_work() == 2)
        for pid, kind in server.workers().items():
            if kind == "sparql":
                os.kill(pid, signal.SIGKILL)
        quick = [server.ask("ASK {}").status_code for _ in range(20)]
        assert quick == [200] * 20
        assert {answer.result().status_code for answer in slow} <= {500, 504}


def test_the_next_query_after_a_killed_one_is_quick(store) -> None:
    limit = 20 if is_busy() else 0.3  # asked before: these queries keep the machine busy themselves
    with serving(store, "--workers", "1", "--timeout", "0.5") as server:

        def takes() -> float:
            """Return the seconds that a query takes; 60 if it was too late, or no spare worker answered it."""
            before = server.complete().keys()
            assert server.ask(SLOW).status_code == 504
            started = time.monotonic()
            is_answered = server.ask("ASK {}").status_code == 200
            took = time.monotonic() - started
            return took if is_answered and len(before - server.complete().keys()) == 1 else 60

        assert any(takes() < limit for _ in range(20))
        wait_for(lambda: server.ask("ASK {}").status_code == 200)


def test_sigterm_ends_the_server_with_all_its_workers(store) -> None:
    for busy in (False, True):
        # The first is hardly ever too late, on a machine that is not busy.
        assert any(_seconds_of_an_end(store, busy=busy) < 3 for _ in range(3)) or is_busy()


def _seconds_of_an_end(store, *, busy: bool) -> float:
    """Return how long a server takes to end; no worker may outlive it."""
    server = start(store, "--timeout", "60", "--workers", "1")
    workers = server.complete()
    if busy:
        threading.Thread(target=_ignored, args=(server,), daemon=True).start()
        wait_for(server.at_work)
    started = time.monotonic()
    server.process.terminate()
    assert server.process.wait(60) == 0
    took = time.monotonic() - started
    wait_for(lambda: not any(map(is_running, workers)))
    return took


def _ignored(server: Server) -> None:
    with contextlib.suppress(httpx.HTTPError):
        server.ask(SLOW)


def test_no_worker_outlives_a_front_process_that_is_killed(store) -> None:
    server = start(store, "--timeout", "60", "--workers", "1")
    workers = server.complete()
    threading.Thread(target=_ignored, args=(server,), daemon=True).start()
    wait_for(server.at_work)
    server.process.kill()
    server.process.wait(30)
    assert len(workers) == 4
    wait_for(lambda: not any(map(is_running, workers)), 40)  # the query alone would take a minute


if os.getuid() != 0:  # root may look into any process

    def test_a_worker_hides_what_it_has_from_its_own_user(store) -> None:
        with serving(store) as server:
            for pid in server.complete():
                for name in ("maps", "environ", "mem"):
                    with pytest.raises(PermissionError):
                        Path(f"/proc/{pid}/{name}").read_bytes()


@only_root_sees
def test_a_worker_has_nothing_of_the_front_process(store) -> None:
    with serving(store, KG_SECRET="hunter2") as server:
        for pid in server.complete():
            assert _limits(pid)["Max address space"] == str(1 << 30)
            assert _limits(pid)["Max core file size"] == "0"
            descriptors = os.listdir(f"/proc/{pid}/fd")
            targets = [os.readlink(f"/proc/{pid}/fd/{name}") for name in descriptors]
            assert not any(target.startswith("socket:") for target in targets)
            with open(f"/proc/{pid}/environ", "rb") as file:
                assert b"hunter2" not in file.read()


def _limits(pid: int) -> dict[str, str]:
    """Return the limits of a process, by the names that Linux gives them."""
    with open(f"/proc/{pid}/limits", encoding="utf-8") as file:
        return {line[:26].strip(): line[26:].split()[0] for line in file}


def test_workers_for_queries_of_strangers_give_way(store) -> None:
    with serving(store) as server:
        nice = {kind: os.getpriority(os.PRIO_PROCESS, pid) for pid, kind in server.complete().items()}
        assert nice["sparql"] - nice["pages"] == min(10, 19 - nice["pages"])  # 19 is the most that there is


def _counted(number: int) -> str:
    """Return a store that says in two places which one it is."""
    return f"<x:s> <x:number> {number} . <x:g> {{ <x:s> <x:again> {number} }}"


def _ask_on(url: str, stopped: threading.Event, answers: list[tuple[float, int, int]], problems: list[str]) -> None:
    """Ask a store which one it is, until that is stopped; note when each was asked, and the two numbers."""
    query = "SELECT ?a ?b { <x:s> <x:number> ?a ; <x:again> ?b }"
    with httpx.Client(base_url=url, timeout=60) as client:
        while not stopped.wait(0.02):  # the stores need the processors, too
            asked = time.monotonic()
            answer = client.get("/sparql", params={"query": query}, headers={"Accept": "text/csv"})
            if answer.status_code != 200:
                problems.append(f"{answer.status_code} {answer.text}")
                continue
            first, second = answer.text.split()[1].split(",")
            answers.append((asked, int(first), int(second)))


def test_a_store_is_replaced_while_it_is_asked(tmp_path) -> None:
    folder = tmp_path / "kg"
    make_store(folder, data=_counted(0))
    answers: list[tuple[float, int, int]] = []
    problems: list[str] = []
    stopped, limit = threading.Event(), 20 if is_busy() else 2  # asked before: this test keeps the machine busy itself
    with serving(folder, "--workers", "2") as server:
        given = (server.url, stopped, answers, problems)
        threads = [threading.Thread(target=_ask_on, args=given) for _ in range(4)]
        for thread in threads:
            thread.start()
        waits = []
        for number in range(1, 31):
            make_store(folder, data=_counted(number))
            if number % 5 == 0:
                replaced = time.monotonic()
                wait_for(lambda number=number: answers and answers[-1][1] == number)
                seen = time.monotonic()
                waits.append(seen - replaced)
                wait_for(lambda seen=seen: sum(asked > seen for asked, *_ in answers) > 20)
                assert {first for asked, first, _ in answers if asked > seen} == {number}
            if number >= 10 and min(waits) < limit:
                break  # where the machine is busy, some are late: the next ones are not
        stopped.set()
        for thread in threads:
            thread.join()
        held = [path.name for path in folder.glob("store-*")]
    assert problems == []
    assert len(answers) > 40  # after two of the stores, one waits for twenty
    assert all(first == second for _, first, second in answers)
    assert min(waits) < limit
    assert 2 <= len(held) <= 4


def test_a_store_in_use_is_not_removed(tmp_path) -> None:
    folder = tmp_path / "kg"
    make_store(folder, data=_counted(0) + " ".join(f"<x:a> <x:b> {n} ." for n in range(500)))
    with serving(folder, "--timeout", "60", "--workers", "2") as server:
        threading.Thread(target=_ignored, args=(server,), daemon=True).start()
        first = next(folder.glob("store-*")).name
        wait_for(server.at_work)
        for number in (1, 2, 3):
            make_store(folder, data=_counted(number))
        assert (folder / first / "manifest.json").exists()
        assert server.ask("SELECT * { ?s ?p ?o }").status_code == 200


def test_a_damaged_store_does_not_take_the_old_one_away(tmp_path) -> None:
    folder = tmp_path / "kg"
    make_store(folder, data=_counted(0))
    with serving(folder) as server:
        (folder / "store-000002").mkdir()
        (folder / "current").write_text("store-000002\n")
        wait_for(lambda: any("cannot be served" in line for line in server.log))
        time.sleep(0.5)  # it is not said again
        assert server.ask("ASK { ?s ?p ?o }").json()["boolean"] is True
        assert sum("cannot be served" in line for line in server.log) == 1
        make_store(folder, data=_counted(3))
        wait_for(lambda: "3" in server.ask("SELECT ?n { ?s <x:number> ?n }", "text/csv").text)


def test_a_missing_store_leaves_nobody_waiting(tmp_path) -> None:
    folder = tmp_path / "kg"
    make_store(folder, data=_counted(0))
    with serving(folder, "--timeout", "0.5", "--workers", "1") as server:
        shutil.rmtree(folder)
        for pid in server.workers():
            with contextlib.suppress(ProcessLookupError):  # it found its store missing first, and has ended
                os.kill(pid, signal.SIGKILL)
        started = time.monotonic()
        assert server.ask("ASK {}").status_code in (503, 504)
        assert time.monotonic() - started < 15 or is_busy()
        wait_for(lambda: any("a worker cannot be started" in line for line in server.log))
