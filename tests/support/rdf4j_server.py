"""A real RDF4J server for the tests: its web application in a Jetty, both from Maven Central."""

from __future__ import annotations

import os
import shutil
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from servers import HOST, Server, free_port

from kg.endpoints.profiles import from_preset

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Where `.ci/run` puts the web application and the Jetty that runs it, unless KG_RDF4J_HOME names another folder.
RDF4J_HOME = Path.home() / ".cache" / "kg-tests" / "rdf4j-4.1.3"
#: A repository in a native store; the guide says why there are indexes that begin with the context.
REPOSITORY = """\
PREFIX config: <http://www.openrdf.org/config/repository#>
PREFIX sail:   <http://www.openrdf.org/config/sail#>

[] a config:Repository ; config:repositoryID "positions" ; config:repositoryImpl [
  config:repositoryType "openrdf:SailRepository" ;
  <http://www.openrdf.org/config/repository/sail#sailImpl> [
    sail:sailType "openrdf:NativeStore" ;
    <http://www.openrdf.org/config/sail/native#tripleIndexes> "spoc,posc,cspo,cpos" ] ] .
"""


def _files() -> tuple[Path, Path]:
    """Return the web application and the Jetty. Maven Central cannot be reached everywhere: without them, skip."""
    home = Path(os.environ.get("KG_RDF4J_HOME") or RDF4J_HOME)
    found = list(home.glob("rdf4j-http-server-*.war")), list(home.glob("jetty-runner-*.jar"))
    if not all(found) or not shutil.which("java"):
        pytest.skip(f"RDF4J is not installed (not in {home}, or no java); `.ci/run` shows how Maven gets it")
    return found[0][0], found[1][0]


def rdf4j(folder: Path) -> Server:
    """Start an RDF4J server with an empty repository in `folder`."""
    application, jetty = _files()
    url = f"http://{HOST}:{(port := free_port())}/rdf4j-server"
    machine = ["java", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
    machine += [
        f"-Dorg.eclipse.rdf4j.appdata.basedir={folder / 'data'}",
        f"-Djava.io.tmpdir={folder}",
        "-jar",
        str(jetty),
    ]
    command = [*machine, "--host", HOST, "--port", str(port), "--path", "/rdf4j-server", str(application)]
    profile = from_preset("rdf4j", f"{url}/repositories/positions", name="rdf4j")
    server = Server(profile, command, f"{url}/protocol", folder).start()
    head = {"Content-Type": "text/turtle"}
    made = urllib.request.Request(f"{url}/repositories/positions", REPOSITORY.encode(), head, method="PUT")
    urllib.request.urlopen(made, timeout=120).close()
    return server


@pytest.fixture(scope="module")
def rdf4j_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An RDF4J server that the tests of a module share."""
    server = rdf4j(tmp_path_factory.mktemp("rdf4j"))
    yield server
    server.stop()
