"""Graphs in a triplestore belong to one data repository: no other overwrites or removes them, and none go unasked."""

from __future__ import annotations

import re
import shutil
import uuid
from dataclasses import replace
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from data_repository import new_repository
from in_process import kg_here

from kg.endpoints.content import Body, from_statements
from kg.endpoints.load import LoadOptions, load
from kg.endpoints.manifest import GraphEntry, Manifest, Owner, as_nquads, counts_of_graphs, manifest_graph
from kg.endpoints.sparql import Endpoint
from kg.errors import UsageError
from kg.namespaces import DP, iri

if TYPE_CHECKING:
    from pathlib import Path

OURS = Owner("11111111-1111-4111-8111-111111111111", "positions")
THEIRS = Owner("22222222-2222-4222-8222-222222222222", "archive")
QUICK = LoadOptions(owner=OURS, retry=10, wait=5)


def sources(*names: str):
    statement = ox.Triple(ox.NamedNode(DP + "a"), ox.NamedNode(DP + "b"), ox.Literal("c"))
    return from_statements({iri("source", name): [statement] for name in names})


def refuse(_) -> None:
    raise UsageError("asked")


class TestOwner:
    def test_a_load_records_the_owner_of_the_graphs_and_the_next_one_continues(self, server):
        load(server.profile, sources("a"), QUICK)
        assert Manifest(Endpoint(server.profile)).owner() == OURS
        assert load(server.profile, sources("a", "b"), replace(QUICK, adopt=refuse)).sent == 1

    @pytest.mark.parametrize("other", [THEIRS, None])
    def test_another_repository_is_refused_with_both_names(self, server, other):
        load(server.profile, sources("a", "b"), QUICK)
        with pytest.raises(UsageError) as error:
            load(server.profile, sources("a", "c"), replace(QUICK, owner=other, prune=True))
        assert str(OURS) in str(error.value)
        assert str(other or "no repository") in str(error.value)
        assert counts_of_graphs(Endpoint(server.profile), [iri("source", name) for name in "abc"]).keys() == {
            iri("source", "a"),
            iri("source", "b"),
        }

    def test_a_graph_that_another_manifest_lists_is_refused(self, oxigraph_server):
        endpoint, graph, other = Endpoint(oxigraph_server.profile), iri("source", "a"), "https://example.org/manifest"
        in_, id_ = "http://rdfs.org/ns/void#inDataset", "http://purl.org/dc/terms/identifier"
        endpoint.update(f'INSERT DATA {{ GRAPH <{other}> {{ <{graph}> <{in_}> <{other}> . <{other}> <{id_}> "zz" }} }}')
        with pytest.raises(UsageError, match=rf"<{re.escape(graph)}> belongs to zz, and this load is of `positions`"):
            load(oxigraph_server.profile, sources("a", "b"), QUICK)
        assert counts_of_graphs(endpoint, [iri("source", "b")]) == {}

    def test_graphs_without_an_owner_are_asked_about_once(self, server):
        load(server.profile, sources("a"), replace(QUICK, owner=None))
        with pytest.raises(UsageError, match="asked"):
            load(server.profile, sources("a", "b"), replace(QUICK, adopt=refuse))
        load(server.profile, sources("a", "b"), QUICK)
        assert load(server.profile, sources("a"), replace(QUICK, adopt=refuse)).sent == 0

    def test_a_store_filled_by_a_bulk_loader_has_an_owner_too(self, oxigraph_server):
        graphs = sources("a")
        lines = as_nquads([(graphs[0].iri, GraphEntry(graphs[0].digest, 1))], Owner("id", 'so "called"\n'))
        text = lines + graphs[0].nquads()
        Endpoint(oxigraph_server.profile).graphs.append(Body(lambda: iter((text,)), len(text)), first=True)
        assert Manifest(Endpoint(oxigraph_server.profile)).owner() == Owner("id", 'so "called"\n')

    def test_nothing_is_removed_without_consent(self, server):
        load(server.profile, sources("a", "b", "c"), QUICK)
        with pytest.raises(UsageError, match="asked"):
            load(server.profile, sources("a", "d"), replace(QUICK, prune=True, agree=refuse))
        found = counts_of_graphs(Endpoint(server.profile), [iri("source", name) for name in "abcd"])
        assert sorted(name[-1] for name in found) == ["a", "b", "c"]


@pytest.fixture
def repository(tmp_path: Path, oxigraph_server) -> Path:
    """A data repository, its seeds loaded into the Oxigraph of the test as `local`."""
    folder = new_repository(tmp_path, world=False)
    with (folder / "kg.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[profiles.local]\npreset = "oxigraph"\nurl = "{oxigraph_server.profile.url}"\n')
    loaded = kg_here(folder, "load", "--to", "local")
    assert loaded.returncode == 0, loaded.stderr
    return folder


def add_sources(folder: Path, count: int) -> None:
    example = folder / "seeds/2024-05-02-example-border-talks"
    for number in range(count):
        shutil.copytree(example, folder / f"seeds/2024-06-0{number + 1}-copy")


class TestCommand:
    def test_outside_a_repository_nothing_is_loaded_and_nothing_removed(self, repository: Path, oxigraph_server):
        before = counts_of_graphs(Endpoint(oxigraph_server.profile), [manifest_graph()])
        (repository.parent / "elsewhere").mkdir()
        shutil.copy(repository / "kg.toml", repository.parent / "elsewhere")
        done = kg_here(repository.parent / "elsewhere", "load", "--to", "local", "--prune", "--yes")
        assert done.returncode == 2
        for way in ("kg init", "--seeds DIR", "kg demo"):
            assert way in done.stderr
        assert counts_of_graphs(Endpoint(oxigraph_server.profile), [manifest_graph()]) == before

    def test_the_sample_is_refused_by_the_store_of_a_repository(self, repository: Path):
        done = kg_here(repository, "load", "--to", "local", "--sample", "--prune", "--yes", "--adopt")
        assert done.returncode == 2
        assert "`positions`" in done.stderr
        assert "the sample of kg" in done.stderr

    def test_a_clone_loads_and_a_copy_with_another_id_does_not(self, repository: Path):
        shutil.copytree(repository, repository.parent / "clone")
        assert kg_here(repository.parent / "clone", "load", "--to", "local").returncode == 0
        toml = repository.parent / "clone/kg.toml"
        toml.write_text(re.sub(r'id = "[^"]*"', f'id = "{uuid.uuid4()}"', toml.read_text("utf-8")), "utf-8")
        done = kg_here(repository.parent / "clone", "load", "--to", "local")
        assert (done.returncode, "`positions`" in done.stderr, "`clone`" in done.stderr) == (2, True, True)

    def test_the_first_load_writes_an_id_and_keeps_the_rest_of_the_file(self, repository: Path):
        toml = repository / "kg.toml"
        table = toml.read_text("utf-8").partition("[profiles")[2]
        toml.write_bytes(b"\xef\xbb\xbf" + f"# ours\n[profiles{table}".replace("\n", "\r\n").encode())
        done = kg_here(repository, "load", "--to", "local", "--plan")
        assert done.returncode == 2  # the graphs there belong to the id that is lost
        assert "id" not in toml.read_text("utf-8").partition("[profiles")[0]
        done = kg_here(repository, "load", "--to", "local")
        assert "wrote a new id" in done.stderr
        lines = toml.read_bytes()
        assert re.match(rb'\xef\xbb\xbfid = "[0-9a-f-]{36}"[^\r\n]*\r\n# ours\r\n\[profiles', lines)
        assert lines.count(b"\n") == lines.count(b"\r\n")

    def test_pruning_needs_yes_in_a_pipe_and_always_beyond_half(self, repository: Path):
        add_sources(repository, 3)
        assert kg_here(repository, "load", "--to", "local").returncode == 0
        shutil.rmtree(repository / "seeds/2024-06-01-copy")
        done = kg_here(repository, "load", "--to", "local", "--prune")
        assert done.returncode == 2
        assert "source/2024-06-01-copy" in done.stderr
        assert "--yes" in done.stderr
        assert "1 removed" in kg_here(repository, "load", "--to", "local", "--prune", "--yes").stdout

    def test_the_seeds_and_the_store_are_named(self, repository: Path):
        for command in (("build",), ("load", "--to", "local"), ("validate", "seeds")):
            assert "kg: reading seeds (repository positions)" in kg_here(repository, *command).stderr
        assert f"built from {repository.resolve() / 'seeds'}" in kg_here(repository, "query", "positions").stderr


class TestDemo:
    def test_the_sample_is_built_where_there_is_nothing_else(self, tmp_path: Path):
        assert kg_here(tmp_path, "demo").returncode == 0
        assert "Sergei Lavrov" in kg_here(tmp_path, "query", "positions").stdout

    @pytest.mark.parametrize("command", [("build",), ("validate", "--seeds", "none", "x"), ("query", "positions")])
    def test_without_seeds_a_command_stops_with_advice(self, tmp_path: Path, command):
        done = kg_here(tmp_path, *command)
        assert done.returncode == 2
        assert not (tmp_path / ".kg").exists()

    def test_the_demo_never_replaces_the_store_of_a_repository(self, repository: Path, tmp_path: Path):
        for arguments in ((), ("--store", ".kg")):
            done = kg_here(repository, "demo", *arguments)
            assert (done.returncode, "--store" in done.stderr) == (2, True)
        assert "Ada North" in kg_here(repository, "query", "positions").stdout
        assert kg_here(repository, "demo", "--store", str(tmp_path / "sample")).returncode == 0
