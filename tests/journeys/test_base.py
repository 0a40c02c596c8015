"""A repository mints its names below a base of its own; terms stay at w3id, and no other repository is touched."""

from __future__ import annotations

import gzip
import re
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from data_repository import SHEET, git, new_repository, run, use_no_package

import kg
from kg.cli.scaffold import create_repository
from kg.endpoints.content import contents_of_store
from kg.endpoints.load import LoadOptions, load
from kg.endpoints.manifest import Manifest, Owner
from kg.endpoints.sparql import Endpoint
from kg.errors import InputError, UsageError
from kg.namespaces import BASE, ID, TERM_KINDS, iri, naming, slug_of
from kg.paths import shipped
from kg.settings import repository_of
from kg.store.build import build
from kg.store.folder import StoreFolder

OURS, THEIRS = "https://data.example.org/positions/", "https://other.example.net/kg/archive/"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    return with_a_base(new_repository(tmp_path, world=False))


def with_a_base(folder: Path) -> Path:
    toml = folder / "kg.toml"
    toml.write_text(re.sub("# base.*", f'base = "{OURS}"', toml.read_text("utf-8")), "utf-8")
    git(folder, "commit", "-qam", "Choose a base")
    return folder


@pytest.fixture(autouse=True)
def back_to_the_shared_base():
    with naming(BASE):
        yield


def names_of_world() -> set[str]:
    """Return the names that the package `world` gives to its entries and what belongs to them."""
    compiled = next((Path(kg.__file__).parent / "reference" / "packages" / "world").glob("compiled.nt.gz"))
    triples = ox.parse(gzip.decompress(compiled.read_bytes()), format=ox.RdfFormat.N_TRIPLES)
    return {triple.subject.value for triple in triples}


def test_every_name_of_data_is_below_it_and_terms_are_not(tmp_path: Path) -> None:
    repository = with_a_base(new_repository(tmp_path))
    build(repository / "seeds", StoreFolder(tmp_path / "store"))
    store = StoreFolder(tmp_path / "store").read()
    graphs = {graph.value for graph in store.named_graphs()}
    assert all(graph.startswith(OURS) for graph in graphs)
    data = [quad for quad in store if quad.graph_name.value != f"{OURS}ontology"]
    names = {term.value for quad in data for term in (quad.subject, quad.object) if isinstance(term, ox.NamedNode)}
    shared = {name for name in names if name.startswith(ID)} - names_of_world()  # a package keeps its own names
    assert {name.removeprefix(ID).partition("/")[0] for name in shared} <= set(TERM_KINDS)
    assert any(name.startswith(f"{OURS}id/edge/") for name in names)


def test_every_command_works_with_it(repository: Path) -> None:
    for command in (("validate", "seeds"), ("build",)):
        done = run(repository, "kg", *command)
        assert done.returncode == 0, done.stdout + done.stderr
    for holder in ("ada-north", "actor:ada-north", "Ada North", f"{OURS}id/actor/ada-north"):
        rows = run(repository, "kg", "query", "positions", "-p", f"by={holder}").stdout.splitlines()
        assert (len(rows), f"<{OURS}id/statement/" in rows[1]) == (2, True)
    assert f"<{ID}side/supports>" in run(repository, "kg", "query", "stances").stdout
    written = run(
        repository, "kg", "query", "-q", "SELECT ?x { GRAPH graph:reference { actor:ada-north rdfs:label ?x } }"
    )
    assert "Ada North" in written.stdout
    assert "Ada North (for Northland)" in run(repository, "kg", "why", "north-ceasefire").stdout
    assert (
        "Ada North supports: There should be a ce"
        in run(repository, "kg", "why", "edge:ada-north.supports.ceasefire-at-the-example-border").stdout
    )
    assert f"{OURS}id/actor/ada-north" in run(repository, "kg", "export", "-f", "nquads").stdout
    assert ",ada-north,Ada North,official,northland," in run(repository, "kg", "export").stdout
    sheet = repository / SHEET
    sheet.write_text(sheet.read_text("utf-8").replace("mode: indirect", "mode: narrator"), "utf-8")
    for old in ("HEAD", "store"):
        assert run(repository, "kg", "diff", old, "seeds").stdout.startswith("~ Ada North: supports ceasefire-at-the-")


def test_results_cached_under_another_base_are_not_used(repository: Path) -> None:
    assert "1 validated" in run(repository, "kg", "build").stdout
    assert run(repository, "kg", "validate", "seeds").returncode == 0
    toml = repository / "kg.toml"
    toml.write_text(toml.read_text("utf-8").replace(OURS, THEIRS), "utf-8")
    assert run(repository, "kg", "validate", "seeds").returncode == 0
    assert "1 validated" in run(repository, "kg", "build").stdout
    assert OURS not in run(repository, "kg", "export", "-f", "nquads").stdout


@pytest.fixture(scope="module")
def three_stores(tmp_path_factory) -> dict[str, tuple[StoreFolder, Owner]]:
    """Stores of two repositories and of the sample, which has the base of all, by their base."""
    folder, stores = tmp_path_factory.mktemp("stores"), {}
    for base, name in ((THEIRS, "b"), (OURS, "a")):
        create_repository(folder / name, base)
        use_no_package(folder / name)
        stores[base] = (folder / name / "seeds", Owner(repository_of(folder / name / "seeds").id, name))
    stores[BASE] = (shipped("seeds"), Owner("the sample"))
    built = {base: (StoreFolder(folder / f"store-{at}"), owner) for at, (base, (_, owner)) in enumerate(stores.items())}
    for base, (seeds, _) in stores.items():
        with naming(base):
            build(seeds, built[base][0])
    return built


def test_two_repositories_live_in_one_store(server, three_stores) -> None:
    """Loaded, changed and emptied one after the other, beside the sample."""
    loaded = {}
    for base, (store, owner) in three_stores.items():
        with naming(base):
            contents = contents_of_store(store)
            options = LoadOptions(owner=owner, prune=True, verify="full")
            assert load(server.profile, contents, options).sent == len(contents)
        loaded[base] = (contents, owner)
    for base, (contents, owner) in loaded.items():
        with naming(base):
            assert Manifest(Endpoint(server.profile)).owner() == owner
            again = load(server.profile, contents, LoadOptions(owner=owner, prune=True))
            assert (again.sent, again.removed) == (0, 0)
    with naming(OURS):
        load(server.profile, [], LoadOptions(owner=loaded[OURS][1], prune=True))
    rows = Endpoint(server.profile).select("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
    left = {row[0].value for row in rows if row[0].value.startswith((BASE, OURS, THEIRS))}
    assert {graph for graph in left if graph.startswith(OURS)} == {f"{OURS}id/graph/manifest"}
    for base in (BASE, THEIRS):
        assert {content.iri for content in loaded[base][0]} <= left
    with naming(THEIRS):
        load(server.profile, [], LoadOptions(owner=loaded[THEIRS][1], prune=True))


def test_child_processes_mint_below_it_too() -> None:
    code = "from kg.namespaces import iri; print(iri('statement', 'a'), iri('act', 'b'))"
    with naming(OURS):
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert done.stdout.split() == [iri("statement", "a"), f"{ID}act/b"]
        assert slug_of(f"{OURS}id/actor/x") == slug_of(f"{ID}actor/x") == "x"


@pytest.mark.parametrize(
    "base", ["data.example.org/", "https://data.example.org", "https://a b/", "https://x/#", "https://x/<y>/"]
)
def test_an_invalid_base_is_refused(tmp_path: Path, base: str) -> None:
    (tmp_path / "kg.toml").write_text(f'base = "{base}"\n', "utf-8")
    with pytest.raises(InputError, match=r"kg\.toml:1: base: .*ends with a slash"):
        repository_of(tmp_path / "seeds")
    with pytest.raises(UsageError):
        create_repository(tmp_path / "r", base)


def test_a_repository_without_a_base_explains_the_consequence(tmp_path: Path, oxigraph_server) -> None:
    folder = new_repository(tmp_path, world=False)
    assert "base = " in (folder / "kg.toml").read_text("utf-8")
    with (folder / "kg.toml").open("a", encoding="utf-8") as file:
        file.write(f'[profiles.local]\nurl = "{oxigraph_server.profile.url}"\npreset = "oxigraph"\n')
    assert "has no base: names begin with https://w3id.org/" in run(folder, "kg", "load", "--to", "local").stderr


def test_a_triplestore_without_anything_below_the_base_says_so(tmp_path: Path, oxigraph_server) -> None:
    """As for whoever has loaded, and then gives the repository a base: not "no row answers this question"."""
    (tmp_path / "kg.toml").write_text(
        f'base = "https://unloaded.example.org/"\n[profiles.local]\nurl = "{oxigraph_server.profile.url}"\n'
        'preset = "oxigraph"\n',
        "utf-8",
    )
    for given in ((), ("-p", "since=2019-01-01")):
        done = run(tmp_path, "kg", "query", "positions", "--at", "local", *given)
        said = "local: nothing there has names that begin with https://unloaded.example.org/ (load it: `kg load`)"
        assert (done.returncode, said in done.stderr) == (0, True), done.stderr
        assert "no row answers" not in done.stderr
    own = run(tmp_path, "kg", "query", "-q", "SELECT ?s { ?s a <x:none> }", "--at", "local")
    assert "no row answers this question" in own.stderr, "of a query of one's own, nobody knows what it is about"
