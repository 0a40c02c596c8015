"""Fills a new store with the ontology, the assertions of the sources, and what follows from them.

After a small change, the new store is a copy of the previous one in which only the difference is written. Most files of
the copy are hard links: RocksDB never changes a file of triples, it only writes new ones.
"""

from __future__ import annotations

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.machine.memory import give_memory_back
from kg.namespaces import GRAPHS
from kg.paths import shipped
from kg.rdf.packed import PACKED, in_pieces, unpacked
from kg.store.division import Division
from kg.store.piecewise import AT_ONCE, Baskets, derive_by_actor, derive_by_source
from kg.store.revise import revise
from kg.store.voting import add_voting_records

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from concurrent.futures import Future
    from pathlib import Path

    from kg.store.piecewise import Files

__all__ = ["fill", "fill_by_difference", "load_and_derive"]

#: How many bytes of N-Quads are loaded together: about 50,000 quads.
LOADED_AT_ONCE = 15_000_000
#: The folder for what is derived and not loaded yet.
_PASSING = "passing"
#: Shapes about the style of the ontology, which are not part of it.
_NOT_ONTOLOGY = ("style",)


def fill(path: Path) -> int:
    """Fill the store in a folder with its `sources/` and what follows from them; return the number of quads."""
    store = ox.Store(path / "oxigraph")
    load_and_derive(store, path)
    # Rules read only the graphs above: from ballots in tables, nothing is derived beyond what their head contains, and
    # the records that are counted now.
    for file in sorted((path / "sources").glob(f"*{PACKED}")):
        for piece in unpacked(file, LOADED_AT_ONCE):
            store.bulk_load(piece, format=ox.RdfFormat.N_QUADS, lenient=True)
    add_voting_records(store)
    store.flush()
    # A store is counted by reading all of it, and its files can be merged meanwhile.
    with ThreadPoolExecutor(1) as pool:
        merging = pool.submit(store.optimize)
        quads = len(store)
        merging.result()
    return quads


def load_and_derive(store: ox.Store, path: Path) -> None:
    """Load the ontology and the graphs of sources from the `sources/` of a folder, and what follows from them."""
    files = sorted((path / "sources").glob("*.nq"))
    (path / _PASSING).mkdir()
    ontology = _ontology()
    with ThreadPoolExecutor(1) as pool:  # Oxigraph lets other threads run while it loads
        loading = _Loading(pool)
        loading.begin(_load, store, ontology, files)
        baskets, division = Baskets(path / _PASSING), Division(files, ontology, AT_ONCE)
        for derived in derive_by_source(division, baskets):
            loading.begin(_load_derived, store, derived)
        loading.wait()
        for derived in derive_by_actor(store, ontology, baskets):
            loading.begin(_load_derived, store, derived)
        loading.wait()
    (path / _PASSING).rmdir()


def fill_by_difference(path: Path, previous: Path, changed: Collection[str]) -> int | None:
    """Fill the store in a folder with a copy of a previous one in which some sources are exchanged.

    Returns by how many quads it has grown, or None if it has to be filled anew; there is no store then.
    """
    # A table has quads that rules do not read, so what they would add cannot be told from a store that has them.
    if any(name.endswith(PACKED) for folder in (path, previous) for name in os.listdir(folder / "sources")):
        return None
    files = [file for name in changed if (file := path / "sources" / f"{name}.nq").exists()]
    try:
        ox.Store.read_only(str(previous / "oxigraph")).backup(str(path / "oxigraph"))
        grown = revise(ox.Store(path / "oxigraph"), changed, files)
    except (OSError, RuntimeError):  # a previous store that is damaged, or a disk that is full
        grown = None
    if grown is None:
        shutil.rmtree(path / "oxigraph", ignore_errors=True)
    return grown


class _Loading:
    """Loads one thing after another in a thread of its own; whoever brings the next one waits for the one before."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self._pool = pool
        self._now: Future[None] | None = None

    def begin(self, load: Callable[..., None], *arguments: object) -> None:
        """Call a function in the thread, once it is free; raises what the call before raised."""
        self.wait()
        self._now = self._pool.submit(load, *arguments)

    def wait(self) -> None:
        """Wait until everything is loaded; raises what the last call raised."""
        if self._now is not None:
            self._now.result()


def _ontology() -> ox.Store:
    """Return a store in memory with the ontology in its graph."""
    store = ox.Store()
    for file in sorted(shipped("ontology").glob("*.ttl")):
        if file.stem not in _NOT_ONTOLOGY:
            store.bulk_load(path=file, to_graph=ox.NamedNode(GRAPHS["ontology"]))
    return store


def _load(store: ox.Store, ontology: ox.Store, files: Iterable[Path]) -> None:
    """Load the ontology and the graphs of the sources."""
    pieces = in_pieces((file.read_bytes() for file in files), LOADED_AT_ONCE)
    # Many files at a time: each bulk load has a fixed cost, and a large one needs memory. Lenient: our own output need
    # not be checked for characters that IRIs cannot have.
    for batch in chain([ontology.dump(format=ox.RdfFormat.N_QUADS)], map(b"".join, pieces)):
        store.bulk_load(batch, format=ox.RdfFormat.N_QUADS, lenient=True)
    give_memory_back()


def _load_derived(store: ox.Store, files: Files) -> None:
    """Load files of what follows, and remove them."""
    for name, file in files.items():
        graph = ox.NamedNode(GRAPHS[name])
        store.bulk_load(path=file, format=ox.RdfFormat.N_TRIPLES, to_graph=graph, lenient=True)
        os.unlink(file)
    give_memory_back()
