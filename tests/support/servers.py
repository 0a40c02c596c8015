"""Real servers for the tests: Oxigraph, Virtuoso 7 and Fuseki, each in a folder and on ports of its own."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from waiting import wait_for

from kg.endpoints.load import LoadOptions, load
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

#: Anyone may ask; only the user `loader` may write. The guide shows the same file.
FUSEKI_CONFIG = """\
PREFIX :       <#>
PREFIX fuseki: <http://jena.apache.org/fuseki#>
PREFIX tdb2:   <http://jena.apache.org/2016/tdb#>

[] a fuseki:Server ; fuseki:passwd "passwords" ; fuseki:auth "basic" ; fuseki:services ( :positions ) .

:positions a fuseki:Service ; fuseki:name "positions" ; fuseki:dataset :dataset ;
  fuseki:endpoint [ fuseki:operation fuseki:query  ; fuseki:name "query" ] ;
  fuseki:endpoint [ fuseki:operation fuseki:update ; fuseki:name "update" ; fuseki:allowedUsers "loader" ] ;
  fuseki:endpoint [ fuseki:operation fuseki:gsp-rw ; fuseki:name "data"   ; fuseki:allowedUsers "loader" ] .

:dataset a tdb2:DatasetTDB2 ; tdb2:location "{data}" .
"""
FUSEKI_PASSWORD = "let-me-in"  # of a server that lives as long as the tests
#: Where `.ci/run` puts the jars of Fuseki, unless KG_FUSEKI_HOME names another folder.
FUSEKI_HOME = Path.home() / ".cache" / "kg-tests" / "fuseki-5.6.0"


def _ports() -> Iterator[int]:
    """Yield ports again and again, each process of the tests others, and none that the kernel gives out by itself."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 20
    first, skipped = 10_000 + 1_000 * worker, os.getpid()  # two runs at once do not begin with the same one
    return (first + (number + skipped) % 1_000 for number in itertools.count())


_PORTS = _ports()


def free_port() -> int:
    """Return a TCP port of the loopback interface that nothing listens on, nor soon will.

    A port that the kernel chooses would be free as well, but any client may be given it before the server starts.
    """
    for port in _PORTS:
        with socket.socket() as probe, suppress(OSError):
            probe.bind((HOST, port))
            return port
    raise AssertionError("there is always one more")


def missing(what: str, how: str) -> None:
    """Skip the test for want of a server, with a line on how to get it; in CI that is a failure."""
    message = f"{what} is not installed; {how}"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


def wait_until_answers(url: str, process: subprocess.Popen[bytes], seconds: float = 180) -> None:
    """Return when `url` answers with any HTTP status; fail when the process ends or the time is over."""

    def answers() -> bool:
        assert process.poll() is None, f"the server ended with {process.returncode} before it answered on {url}"
        try:
            urllib.request.urlopen(url, timeout=10).close()
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True

    wait_for(answers, seconds, f"an answer from {url}")


@dataclass
class Server:
    """A server process of a test: its profile, and how it is started again after a crash."""

    profile: Profile
    command: list[str]
    health: str
    folder: Path
    data: Path | None = None
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
        if self.data is not None:
            shutil.rmtree(self.data, ignore_errors=True)


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


def fuseki_home() -> Path:
    """Return the folder with the jars of Fuseki, from Maven Central or of a download.

    Maven Central cannot be reached everywhere, so without Fuseki its tests alone are skipped, in CI as well.
    """
    home = Path(os.environ.get("KG_FUSEKI_HOME") or FUSEKI_HOME)
    if not list(home.glob("*fuseki*.jar")) or not shutil.which("java"):
        pytest.skip(f"Fuseki is not installed (no jars in {home}, or no java); `.ci/run` shows how Maven gets it")
    return home


def fuseki(folder: Path) -> Server:
    """Start a Fuseki on an empty TDB2 dataset in `folder`."""
    url = f"http://{HOST}:{(port := free_port())}"
    # In memory where that can be had: TDB2 waits for the disk at every commit, and no test cuts the power.
    shared = Path("/dev/shm")
    data = Path(tempfile.mkdtemp(prefix="fuseki-", dir=shared if os.access(shared, os.W_OK) else folder))
    (folder / "positions.ttl").write_text(FUSEKI_CONFIG.replace("{data}", str(data)), "utf-8")
    (folder / "passwords").write_text(f"loader: {FUSEKI_PASSWORD}\n", "utf-8")
    virtual_machine = ["java", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", f"{fuseki_home()}/*"]
    arguments = ["--localhost", f"--port={port}", "--config=positions.ttl", "--quiet"]
    command = [*virtual_machine, "org.apache.jena.fuseki.main.cmds.FusekiMainCmd", *arguments]
    profile = from_preset("fuseki", f"{url}/positions", name="fuseki", user="loader", password=FUSEKI_PASSWORD)
    return Server(profile, command, f"{url}/positions/query?query=ASK%7B%7D", folder, data).start()


@pytest.fixture(scope="session")
def fuseki_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A Fuseki that all tests share; the fixture `server` empties it."""
    server = fuseki(tmp_path_factory.mktemp("fuseki"))
    yield server
    server.stop()


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


@pytest.fixture(params=["oxigraph", "virtuoso", "fuseki"])
def server(request: pytest.FixtureRequest) -> Server:
    """Each kind of server in turn, holding nothing of ours."""
    found: Server = request.getfixturevalue(f"{request.param}_server")
    return emptied(found)


def emptied(found: Server) -> Server:
    """Return a server once it holds nothing of ours."""
    endpoint = Endpoint(found.profile)
    load(found.profile, [], LoadOptions(owner=Manifest(endpoint).owner(), prune=True, verify="none"))
    endpoint.update(f"DROP SILENT GRAPH <{manifest_graph()}>")
    return found
