"""A query at a store whose load was cut short says so; one at a store whose load has ended does not."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from data_repository import new_repository, run, start
from small_store import kg
from waiting import wait_for

from kg.endpoints.content import from_statements
from kg.endpoints.load import LoadOptions, load
from kg.endpoints.lock import Lock
from kg.endpoints.manifest import Manifest
from kg.endpoints.sparql import Endpoint
from kg.namespaces import iri

if TYPE_CHECKING:
    from pathlib import Path

    from servers import Server

    from kg.endpoints.content import GraphContent


@pytest.mark.hostile("load-in-progress")
def test_a_query_says_that_a_load_is_unfinished(
    oxigraph_server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "kg.toml").write_text(
        f'[profiles.here]\npreset = "oxigraph"\nurl = "{oxigraph_server.profile.url}"\n', "utf-8"
    )
    statement = ox.Triple(ox.NamedNode("x:s"), ox.NamedNode("x:p"), ox.Literal("o"))
    graphs = {iri("source", f"unfinished-{number}"): [statement] for number in range(3)}
    load(oxigraph_server.profile, from_statements(graphs), LoadOptions(retry=10, wait=10))
    done = kg("query", "-q", "ASK {}", "--at", "here")
    assert (done.out.strip(), "has not ended" in done.err) == ("true", False)
    Manifest(Endpoint(oxigraph_server.profile)).begin(list(graphs)[:2])  # as a load that is killed leaves it
    done = kg("query", "-q", "ASK {}", "--at", "here")
    assert (done.code, done.out.strip()) == (0, "true")
    words = "2 graphs are of the new version, the others still as they were; finish it with `kg load --to here`"
    assert f"here: a load has not ended: 0 of {words}" in done.err
    load(oxigraph_server.profile, from_statements(graphs), LoadOptions(retry=10, wait=10))
    assert "has not ended" not in kg("query", "-q", "ASK {}", "--at", "here").err


@pytest.mark.hostile("two-loads")
def test_two_loads_from_one_folder_take_turns(oxigraph_server: Server, tmp_path: Path) -> None:
    """The second waits for the first one's build, and both for a load from elsewhere; then each does what is left."""
    folder = new_repository(tmp_path, world=False)
    with (folder / "kg.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[profiles.here]\npreset = "oxigraph"\nurl = "{oxigraph_server.profile.url}"\n')
    said = [tmp_path / "first.log", tmp_path / "second.log"]
    with Lock(Endpoint(oxigraph_server.profile)):
        loads = [start(folder, "kg", "load", "--to", "here", "--wait", "200", errors=file) for file in said]
        words = "waiting: .* has been loading since"
        wait_for(lambda: all(re.search(words, file.read_text("utf-8")) for file in said), 180, "two builds")
        hasty = run(folder, "kg", "load", "--to", "here", "--wait", "0")
    done = [load.communicate(timeout=240)[0] for load in loads]
    assert hasty.returncode == 2
    assert re.search("has been (building|loading) since", hasty.stderr), hasty.stderr
    assert [load.returncode for load in loads] == [0, 0], [file.read_text("utf-8") for file in said]
    assert sorted(int(re.search(r"here: (\d+) graph", out)[1]) > 0 for out in done) == [False, True]


@pytest.mark.hostile("load-in-progress")
def test_a_query_says_who_is_loading_and_how_far_along(server: Server, tmp_path: Path) -> None:
    """Asked by another process in the middle of the load, when it has replaced two of four graphs."""
    profile = replace(server.profile, atomic_update=False, bulk=None)
    (tmp_path / "kg.toml").write_text(f'[profiles.here]\npreset = "{profile.preset}"\nurl = "{profile.url}"\n', "utf-8")
    names = [iri("source", f"slow-{number}") for number in range(4)]

    def version(text: str) -> list[GraphContent]:
        statement = ox.Triple(ox.NamedNode("x:s"), ox.NamedNode("x:p"), ox.Literal(text))
        return from_statements({name: [statement] for name in names})

    said: list[str] = []

    def ask(done: int, of: int) -> None:
        if done == 3:
            said.append(kg("query", "-q", "ASK {}", "--at", "here", KG_CONFIG=str(tmp_path / "kg.toml")).err)

    load(profile, version("old"), LoadOptions(retry=10, wait=10))
    loaded = int(time.time())
    wait_for(lambda: time.time() >= loaded + 1)  # the manifest gives whole seconds
    load(profile, version("new"), LoadOptions(retry=10, wait=10, record_every=2, progress=ask))
    (line,) = said
    assert re.match(
        r"kg: here: \S+@\S+ has been loading since 20\d\d-\d\d-\d\d \d\d:\d\d UTC: 2 of 4 graphs are of the new", line
    )
    assert line.endswith("ask again when that has ended\n")
