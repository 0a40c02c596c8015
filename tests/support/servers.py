"""Real servers for the tests: an Oxigraph server and a Virtuoso 7, each in a folder and on ports of its own."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.endpoints.load import Options, load
from kg.endpoints.manifest import Manifest, manifest_graph
from kg.endpoints.profiles import Profile, from_preset
from kg.endpoints.sparql import Endpoint

if TYPE_CHECKING:
    from collections.abc import Iterator

HOST = "127.0.0.1"

# No MaxQueryExecutionTime: to delete a graph of 200,000 statements takes 5 s, or by an unlucky plan two minutes.
VIRTUOSO_INI = """\
[Database]
DatabaseFile = {folder}/v.db
ErrorLogFile = {folder}/v.log
LockFile = {folder}/v.lck
TransactionFile = {folder}/v.trx
xa_persistent_file = {folder}/v.pxa
ErrorLogLevel = 7
FileExtend = 200
MaxCheckpointRemap = 2000

[TempDatabase]
DatabaseFile = {folder}/t.db
TransactionFile = {folder}/t.trx
MaxCheckpointRemap = 2000

[Parameters]
ServerPort = {sql}
LiteMode = 0
CaseMode = 2
DisableUnixSocket = 1
DisableTcpSocket = 0
ServerThreads = 20
ThreadsPerQuery = 1
AsyncQueueMaxThreads = 1
CheckpointInterval = 60
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
DirsAllowed = {folder}
DefaultIsolation = {isolation}

[HTTPServer]
ServerPort = {http}
ServerRoot = {folder}
ServerThreads = 10
MaxClientConnections = 10

[Client]
SQL_PREFETCH_ROWS = 100

[SPARQL]
ResultSetMaxRows = 100000
DefaultGraph = http://{host}:{http}/none
"""


def free_port() -> int:
    """Return a TCP port of the loopback interface that nothing listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def missing(what: str, how: str) -> None:
    """Skip the test for want of a server, with a line on how to get it; in CI that is a failure."""
    message = f"{what} is not installed; {how}"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


def wait_until_answers(url: str, process: subprocess.Popen[bytes], seconds: float = 60) -> None:
    """Return when `url` answers with any HTTP status; fail when the process ends or the time is over."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise AssertionError(f"the server ended with {process.returncode} before it answered on {url}")
        try:
            urllib.request.urlopen(url, timeout=2).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"no answer from {url} in {seconds} s")


@dataclass
class Server:
    """A server process of a test: its profile, and how it is started again after a crash."""

    profile: Profile
    command: list[str]
    health: str
    folder: Path
    process: subprocess.Popen[bytes] | None = field(default=None)

    def start(self) -> Server:
        """Start the process and wait until it answers."""
        with (self.folder / "server.out").open("ab") as log:
            self.process = subprocess.Popen(self.command, stdout=log, stderr=log, cwd=self.folder)
        wait_until_answers(self.health, self.process)
        return self

    def kill(self) -> None:
        """End the process as a power cut would: SIGKILL, nothing flushed."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """End the process, and see that it ended."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()


def oxigraph_binary() -> str:
    """Return the path of the `oxigraph` server, which PyPI's package of that name installs beside Python."""
    found = shutil.which("oxigraph", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
    if not found:
        missing("the Oxigraph server", "`pip install oxigraph` brings it")
    return str(found)


def oxigraph(folder: Path, *options: str, on_disk: bool = True) -> Server:
    """Start an Oxigraph server on an empty store, in `folder` or in memory."""
    url = f"http://{HOST}:{(port := free_port())}"
    place = ["--location", str(folder / "data")] if on_disk else []
    command = [oxigraph_binary(), "serve", *place, "--bind", f"{HOST}:{port}", *options]
    return Server(from_preset("oxigraph", url, name="oxigraph"), command, f"{url}/query", folder).start()


def virtuoso(folder: Path, isolation: int = 2) -> Server:
    """Start a Virtuoso 7 on an empty database in `folder`; its administrator is dba, with the password dba."""
    binary = shutil.which("virtuoso-t")
    if not binary:
        missing("Virtuoso 7", "on Debian: `apt-get install virtuoso-opensource-7-bin`")
    http, sql = free_port(), free_port()
    ini = folder / "virtuoso.ini"
    ini.write_text(VIRTUOSO_INI.format(folder=folder, http=http, sql=sql, host=HOST, isolation=isolation))
    url = f"http://{HOST}:{http}"
    profile = from_preset("virtuoso", url, name="virtuoso", user="dba", password="dba")
    command = [str(binary), "+foreground", "+configfile", str(ini), "+wait"]
    return Server(profile, command, f"{url}/sparql?query=ASK%7B%7D", folder).start()


@pytest.fixture(scope="session")
def virtuoso_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A Virtuoso that all tests share; the fixture `server` empties it."""
    server = virtuoso(tmp_path_factory.mktemp("virtuoso"))
    yield server
    server.stop()


@pytest.fixture
def oxigraph_server(tmp_path: Path) -> Iterator[Server]:
    """An Oxigraph server with an empty store, for one test."""
    (tmp_path / "server").mkdir()
    server = oxigraph(tmp_path / "server")
    yield server
    server.stop()


@pytest.fixture(params=["oxigraph", "virtuoso"])
def server(request: pytest.FixtureRequest) -> Server:
    """Each kind of server in turn, holding nothing of ours."""
    found: Server = request.getfixturevalue(f"{request.param}_server")
    endpoint = Endpoint(found.profile)
    load(found.profile, [], Options(owner=Manifest(endpoint).owner(), prune=True, verify="none"))
    endpoint.update(f"DROP SILENT GRAPH <{manifest_graph()}>")
    return found
