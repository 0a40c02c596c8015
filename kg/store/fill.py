"""Fills a new store with the ontology, the assertions of the sources, and what follows from them.

After a small change, the new store is a copy of the previous one in which only the difference is written. Most files of
the copy are hard links: RocksDB never changes a file of triples, it only writes new ones.
"""

from __future__ import annotations

import os
import shutil
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.machine.memory import give_memory_back
from kg.namespaces import GRAPHS
from kg.paths import shipped
from kg.rdf.packed import PACKED, in_pieces, unpacked
from kg.store.division import Division
from kg.store.piecewise import Baskets, derive_by_actor, derive_by_source
from kg.store.revise import revise
from kg.store.voting import add_voting_records

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from concurrent.futures import Future
    from pathlib import Path

    from kg.store.piecewise import Files

__all__ = ["fill", "fill_by_difference", "load_and_derive"]

#: How many bytes of N-Quads are loaded together: about 100,000 quads, which need 0.2 GB of memory. Each load adds
#: files to the store, and RocksDB merges them whenever there are four; half of this made loading a fifth slower.
LOADED_AT_ONCE = 30_000_000
#: How many bytes of N-Quads of sources rules are applied to at a time.
AT_ONCE = 12_000_000
#: How many loads of what is derived may wait, in files.
_WAITING = 6
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
        sources = pool.submit(_load, store, ontology, files)
        loading = _Loading(store, pool)
        baskets, division = Baskets(path / _PASSING), Division(files, ontology, AT_ONCE)
        for derived in chain(derive_by_source(division, baskets), derive_by_actor(division, baskets)):
            loading.add(derived)
        loading.finish()
        sources.result()
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
    """Loads files of what follows in another thread, as many together as are worth a load."""

    def __init__(self, store: ox.Store, pool: ThreadPoolExecutor) -> None:
        self._store, self._pool = store, pool
        self._held: list[tuple[str, str]] = []
        self._length = 0
        self._waiting: deque[Future[None]] = deque()

    def add(self, files: Files) -> None:
        """Take files, and have them loaded with others; raises what an earlier load raised."""
        self._held += files.items()
        self._length += sum(map(os.path.getsize, files.values()))
        if self._length >= LOADED_AT_ONCE:
            self._begin()
        # Rules are faster than the store, and what is derived should not fill the disk.
        while len(self._waiting) > _WAITING:
            self._waiting.popleft().result()

    def finish(self) -> None:
        """Wait until everything is loaded; raises what a load raised."""
        self._begin()
        while self._waiting:
            self._waiting.popleft().result()

    def _begin(self) -> None:
        self._waiting.append(self._pool.submit(_load_derived, self._store, self._held))
        self._held, self._length = [], 0


def _ontology() -> ox.Store:
    """Return a store in memory with the ontology in its graph."""
    store = ox.Store()
    for file in sorted(shipped("ontology").glob("*.ttl")):
        if file.stem not in _NOT_ONTOLOGY:
            store.bulk_load(path=file, to_graph=ox.NamedNode(GRAPHS["ontology"]))
    return store


def _load(store: ox.Store, ontology: ox.Store, files: Iterable[Path]) -> None:
    """Load the ontology and the graphs of the sources."""
    told = chain([ontology.dump(format=ox.RdfFormat.N_QUADS) or b""], (file.read_bytes() for file in files))
    for piece in in_pieces(told, LOADED_AT_ONCE):
        _load_quads(store, b"".join(piece))


def _load_derived(store: ox.Store, files: Iterable[tuple[str, str]]) -> None:
    """Load files of what follows, with the names of their graphs, and remove them."""
    parts = []
    for name, file in files:
        with open(file, "rb") as triples:
            # No literal in N-Triples contains the end of a line.
            parts.append(triples.read().replace(b" .\n", f" <{GRAPHS[name]}> .\n".encode()))
        os.unlink(file)
    _load_quads(store, b"".join(parts))


def _load_quads(store: ox.Store, quads: bytes) -> None:
    # Lenient: our own output need not be checked for characters that IRIs cannot have.
    store.bulk_load(quads, format=ox.RdfFormat.N_QUADS, lenient=True)
    give_memory_back()
