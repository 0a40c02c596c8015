"""What Windows lacks is hidden here, and the commands that do not serve work all the same."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from repositories import DataRepository, statement

if TYPE_CHECKING:
    from pathlib import Path

    from servers import Server

#: Run before the command: the interpreter then looks as on Windows, as far as these names go.
HIDDEN = """
import importlib.abc, os, signal, sys
class Hider(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name in ("fcntl", "resource", "pwd", "grp", "termios"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Hider())
import filelock, subprocess, getpass, tempfile, multiprocessing  # the library has means of its own on Windows
for name in ("fcntl", "resource", "pwd", "grp"):
    sys.modules.pop(name, None)
for name in ("fork", "getuid", "geteuid", "O_NOFOLLOW", "register_at_fork", "fchmod", "mkfifo", "O_CLOEXEC"):
    if hasattr(os, name):
        delattr(os, name)
for name in ("SIGKILL", "SIGALRM", "SIGHUP", "alarm"):
    if hasattr(signal, name):
        delattr(signal, name)
from kg.cli import main
main()
"""


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> DataRepository:
    repository = DataRepository(tmp_path_factory.mktemp("windows"))
    repository.write("first", statement())
    repository.write("second", statement(speaker="bob", **{"for": "bland"}, proposition="talks"))
    (repository.folder / "a.txt").write_text("Talks\n\nAland said on Monday that it wants a truce.\n", "utf-8")
    assert hidden(repository, "build").returncode == 0
    return repository


def hidden(repository: DataRepository, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", HIDDEN, *map(str, arguments)]
    environment = {**os.environ, "GITHUB_ACTIONS": "", "LOGNAME": "coder"}
    done = subprocess.run(
        command, cwd=repository.folder, env=environment, capture_output=True, text=True, check=False, timeout=300
    )
    assert "Traceback" not in done.stderr
    assert "internal error" not in done.stderr, done.stderr
    return done


def test_an_interrupted_build_is_resumed(repository: DataRepository) -> None:
    assert "nothing has changed" in hidden(repository, "build").stdout


def test_queries_are_answered_and_limited(repository: DataRepository) -> None:
    assert "actor/ann" in hidden(repository, "query", "positions").stdout
    assert "actor/ann" in hidden(repository, "query", "positions", "-t", "60").stdout
    long = "SELECT (COUNT(*) AS ?n) { VALUES ?x { " + "1 " * 500 + "} }"
    assert hidden(repository, "query", "-q", long).stdout == "?n\n500\n"
    cross = "SELECT (COUNT(*) AS ?n) { " + "".join(f"GRAPH ?g{n} {{ ?a{n} ?b{n} ?c{n} }} " for n in range(6)) + "}"
    done = hidden(repository, "query", "-t", "1", "-q", cross)
    assert (done.returncode, done.stdout) == (2, "")
    assert "no answer within 1 s" in done.stderr


def test_sources_are_validated(repository: DataRepository) -> None:
    for _ in range(2):
        assert hidden(repository, "validate", "seeds").returncode == 0
    assert "known from before" in hidden(repository, "validate", "seeds").stderr


def test_the_graph_is_exported(repository: DataRepository, tmp_path: Path) -> None:
    assert hidden(repository, "export", "-o", tmp_path / "table.csv").returncode == 0
    assert (tmp_path / "table.csv").read_text("utf-8").startswith("id,kind,holder")


def test_an_article_is_drafted(repository: DataRepository, tmp_path: Path) -> None:
    pytest.importorskip("spacy")
    assert hidden(repository, "extract", "a.txt", "-o", tmp_path / "x" / "sheet.yaml").returncode == 0
    assert "truce" in (tmp_path / "x" / "sheet.yaml").read_text("utf-8")


def test_the_graph_is_loaded(repository: DataRepository, oxigraph_server: Server) -> None:
    (repository.folder / "kg.toml").write_text(
        f'[profiles.here]\npreset = "oxigraph"\nurl = "{oxigraph_server.profile.url}"\n', "utf-8"
    )
    assert hidden(repository, "load", "--to", "here", "--adopt").returncode == 0
    done = hidden(repository, "load", "--to", "here")
    assert "0 graphs sent" in done.stdout, done.stderr
