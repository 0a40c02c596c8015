"""A Dask scheduler and its workers for the tests: processes of their own on this machine, which can be killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Mapping

TOP = Path(__file__).parents[2]


def needs_dask() -> None:
    """Skip, but on a server of continuous integration, where Dask is missing."""
    if not os.environ.get("CI"):
        pytest.importorskip("distributed", reason="Dask is missing: pip install 'diplomatic-positions-kg[machines]'")


@dataclass
class DaskCluster:
    """A scheduler, once it is started; `environment` is what its processes have beside that of the tests."""

    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    address: str = ""
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, protocol: str = "tcp") -> DaskCluster:
        file = self.folder / "scheduler.json"
        on = ("--protocol", protocol, "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show")
        self.scheduler = self._run("scheduler", "--scheduler-file", str(file), *on)
        self.address = json.loads(wait_for(lambda: file.exists() and file.read_text("utf-8")))["address"]
        return self

    def add_worker(self, package: Path = TOP, **environment: str) -> subprocess.Popen[bytes]:
        """Start a worker that finds kg in the folder `package`, and return it before it has come to the scheduler."""
        path = os.pathsep.join((str(package), str(TOP / "tests" / "support")))
        folder = ("--local-directory", str(self.folder / f"worker-{len(self.workers)}"))
        where = ("--nthreads", "1", "--no-nanny", "--no-dashboard", *folder)
        worker = self._run("worker", self.address, *where, PYTHONPATH=path, **environment)
        self.workers.append(worker)
        return worker

    def stop(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()

    def _run(self, what: str, *options: str, **environment: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "distributed.cli.dask_" + what, *options, *self.options]
        log = (self.folder / f"{what}.log").open("ab")
        return subprocess.Popen(
            command, env={**os.environ, **self.environment, **environment}, stdout=log, stderr=log, cwd=self.folder
        )
