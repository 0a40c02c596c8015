"""A query at a store whose load was cut short says so; one at a store whose load has ended does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
from small_store import kg

from kg.endpoints.content import from_statements
from kg.endpoints.load import LoadOptions, load
from kg.endpoints.manifest import Manifest
from kg.endpoints.sparql import Endpoint
from kg.namespaces import iri

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from servers import Server


def test_a_query_says_that_a_load_has_not_ended(
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
    assert "here: a load has not ended, 2 of" in done.err
    load(oxigraph_server.profile, from_statements(graphs), LoadOptions(retry=10, wait=10))
    assert "has not ended" not in kg("query", "-q", "ASK {}", "--at", "here").err
