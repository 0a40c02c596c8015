"""`kg serve` as its users have it: a process of its own at a port that the kernel chooses."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpx
from waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Server", "children_of", "serving"]


class Server:
    """A running server: its address, its process, and what it has written to its log so far."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process, self.log = process, list[str]()
        self._ready = threading.Event()
        threading.Thread(target=self._read, daemon=True).start()
        assert self._ready.wait(120), self.log
        found = [match[1] for line in self.log if (match := re.search(r"at (http://\S+/)$", line))]
        assert found, f"the server did not start: {self.log}"
        self.url = found[0]
        self.client = httpx.Client(base_url=self.url, timeout=60)

    def _read(self) -> None:
        for line in self.process.stderr:
            self.log.append(line.rstrip("\n"))
            if " at http://" in line:
                self._ready.set()
        self._ready.set()

    def workers(self) -> dict[int, str]:
        """Return the worker processes: id and kind."""
        found = {}
        for pid in children_of(self.process.pid):
            match = re.search(r'"kind": "(\w+)"', _command_line(pid))
            if match:
                found[pid] = match[1]
        return found

    def complete(self) -> dict[int, str]:
        """Return the worker processes once all are ready, the spare ones too, which start after the server answers."""

        def is_complete() -> bool:
            kinds = [self.health()[kind] for kind in ("pages", "sparql")]
            return all((each["idle"], each["alive"]) == (each["workers"], each["workers"] + 1) for each in kinds)

        wait_for(is_complete, what="a worker in each place, and a spare one of each kind")
        return self.workers()

    def health(self) -> dict:
        return self.client.get("/health").json()

    def at_work(self) -> int:
        """Return how many of the workers for queries have one to answer."""
        workers = self.health()["sparql"]
        return workers["workers"] - workers["idle"]

    def ask(self, query: str, accept: str = "application/sparql-results+json") -> httpx.Response:
        return self.client.post("/sparql", data={"query": query}, headers={"Accept": accept})


@contextmanager
def serving(
    store: Path,
    *options: str,
    program: tuple[str, ...] = ("-m", "kg", "serve"),
    bind: str = "127.0.0.1:0",
    **environment: str,
) -> Iterator[Server]:
    """Run the server over a store until the end of the block, with one worker of each kind unless an option says more.

    Each worker takes as long to start as a command; for each kind there is also a spare one.
    """
    workers = () if "--workers" in options else ("--workers", "1")
    command = [sys.executable, *program, "--bind", bind, "--store", str(store), *options, *workers]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={**os.environ, **environment})
    try:
        server = Server(process)
        yield server
        server.client.close()
    finally:
        process.terminate()
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            raise


def children_of(pid: int) -> list[int]:
    """Return the ids of the processes that a process has started and that are alive."""
    found = []
    for name in os.listdir("/proc"):
        if name.isdecimal():
            try:
                with open(f"/proc/{name}/stat", encoding="utf-8", errors="replace") as file:
                    state, parent = file.read().rpartition(")")[2].split()[:2]
            except OSError:
                continue
            if int(parent) == pid and state != "Z":
                found.append(int(name))
    return found


def _command_line(pid: int) -> str:
    try:
        with open(f"/proc/{pid}/cmdline", encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return ""
