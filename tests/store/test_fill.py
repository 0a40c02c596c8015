"""Filling a store: however large they are, the sources give the same store."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from generated import generate

from kg.layout import source_folders
from kg.namespaces import DERIVED, GRAPHS
from kg.rdf.quads import nquads
from kg.sources.assertion import assert_reference, assert_source
from kg.store import fill as fill_module
from kg.store.fill import fill

SOURCES = 5


@pytest.fixture(scope="module")
def graphs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return the quads of a few sources, and of the reference data, by name."""
    seeds = tmp_path_factory.mktemp("generated") / "seeds"
    generate.write_seeds(seeds, SOURCES)
    names, context = assert_reference(seeds / "reference")
    read = {name: assert_source(Path(path), names) for name, path in source_folders(seeds).items()}
    return {name: nquads(each.quads) for name, each in {**read, "reference": context}.items()}


def filled(folder: Path, graphs: dict[str, bytes]) -> set[ox.Quad]:
    """Return what is in a store of these graphs."""
    (folder / "sources").mkdir(parents=True)
    for name, quads in graphs.items():
        (folder / "sources" / f"{name}.nq").write_bytes(quads)
    count = fill(folder)
    found = set(ox.Store.read_only(str(folder / "oxigraph")))
    assert len(found) == count
    return found


def without_ontology(quads: set[ox.Quad]) -> set[ox.Quad]:
    return {quad for quad in quads if quad.graph_name != ox.NamedNode(GRAPHS["ontology"])}


def test_a_store_is_the_same_from_one_piece_and_from_many(
    graphs: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = filled(tmp_path / "one", graphs)
    monkeypatch.setenv("KG_JOBS", "1")
    for limit in ("fill.LOADED_AT_ONCE", "fill.AT_ONCE", "piecewise.AT_ONCE"):
        monkeypatch.setattr(f"kg.store.{limit}", 2_000)
    in_pieces = filled(tmp_path / "many", graphs)
    # The nodes of the ontology that have no name get another one whenever it is read; nothing is derived about them.
    assert without_ontology(at_once) == without_ontology(in_pieces)
    assert len(at_once) == len(in_pieces)
    graphs_there = {quad.graph_name.value for quad in at_once}
    derived = {*DERIVED} - {"voting"}  # these sources have no votes
    assert graphs_there >= {GRAPHS[name] for name in (*derived, "ontology", "reference")}
    assert len(graphs_there) == len(derived) + 2 + SOURCES  # and nothing that served the rules alone


@pytest.mark.parametrize("load", ["_load_derived", "_load_quads"])
@pytest.mark.parametrize("loaded", [0, 1])
def test_a_load_that_fails_in_its_thread_fails_the_build(
    graphs: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, load: str, loaded: int
) -> None:
    monkeypatch.setenv("KG_JOBS", "1")
    monkeypatch.setattr("kg.store.fill.LOADED_AT_ONCE", 2_000)
    real, calls = getattr(fill_module, load), []

    def fails_later(*arguments: object) -> None:
        calls.append(arguments)
        if len(calls) == loaded + 1:  # and those after it go well
            raise OSError(28, "No space left on device")
        real(*arguments)

    monkeypatch.setattr(fill_module, load, fails_later)
    with pytest.raises(OSError, match="No space left"):
        filled(tmp_path, graphs)
    assert len(calls) > loaded
