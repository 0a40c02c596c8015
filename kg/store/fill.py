"""Fills a new store with the ontology, the assertions of the sources, and what follows from them.

After a small change, the new store is a copy of the previous one in which only the difference is written. Most files of
the copy are hard links: RocksDB never changes a file of triples, it only writes new ones.
"""

from __future__ import annotations

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import DERIVED, GRAPHS
from kg.paths import shipped
from kg.rdf.packed import PACKED, in_pieces, unpacked
from kg.store.derive import derive
from kg.store.revise import revise
from kg.store.voting import add_voting_records

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from pathlib import Path

__all__ = ["fill", "fill_by_difference"]

#: How many bytes of N-Quads are loaded together: about 200,000 quads.
LOADED_AT_ONCE = 30_000_000
#: Up to this many bytes of N-Quads, rules are applied in memory; the whole build then takes less than 1 GB.
IN_MEMORY = 120_000_000
#: Shapes about the style of the ontology, which are not part of it.
_NOT_ONTOLOGY = ("style",)


def fill(path: Path) -> int:
    """Fill the store in a folder with its `sources/` and what follows from them; return the number of quads."""
    store, files = ox.Store(path / "oxigraph"), sorted((path / "sources").glob("*.nq"))
    if sum(file.stat().st_size for file in files) <= IN_MEMORY:
        _derive_in_memory(store, files)
    else:
        _load(store, files)
        derive(store)
    # Rules read only the graphs above: from ballots in tables, nothing is derived beyond what their head contains, and
    # the records that are counted afterwards.
    rest = sorted((path / "sources").glob(f"*{PACKED}"))
    for file in rest:
        for piece in unpacked(file, LOADED_AT_ONCE):
            store.bulk_load(piece, format=ox.RdfFormat.N_QUADS, lenient=True)
    if rest:
        add_voting_records(store)
    store.flush()
    store.optimize()
    return len(store)


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


def _derive_in_memory(store: ox.Store, files: Sequence[Path]) -> None:
    """Load a store while the rules run on another one in memory, and copy the derived graphs.

    Rules read the output of earlier rules again and again; in memory this takes a third of the time.
    """
    scratch = ox.Store()
    with ThreadPoolExecutor(1) as pool:  # Oxigraph lets other threads run while it loads
        loaded = pool.submit(_load, store, files)
        _load(scratch, files)
        derive(scratch)
        loaded.result()
    _copy_derived(scratch, store)


def _load(store: ox.Store, files: Iterable[Path]) -> None:
    """Load the ontology and the graphs of the sources."""
    for file in sorted(shipped("ontology").glob("*.ttl")):
        if file.stem not in _NOT_ONTOLOGY:
            store.bulk_load(path=file, to_graph=ox.NamedNode(GRAPHS["ontology"]))
    # Lenient: our own output need not be checked for characters that IRIs cannot have.
    for batch in _batches(files):
        store.bulk_load(batch, format=ox.RdfFormat.N_QUADS, lenient=True)


def _batches(files: Iterable[Path]) -> Iterator[bytes]:
    """Return the contents of files, many at a time: each bulk load has a fixed cost, and a large one needs memory."""
    return (b"".join(piece) for piece in in_pieces((file.read_bytes() for file in files), LOADED_AT_ONCE))


def _copy_derived(scratch: ox.Store, store: ox.Store) -> None:
    """Copy the derived graphs from one store to another."""
    for name in DERIVED:
        graph = ox.NamedNode(GRAPHS[name])
        triples = BytesIO(scratch.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph) or b"")
        while piece := triples.read(LOADED_AT_ONCE):
            store.bulk_load(piece + triples.readline(), format=ox.RdfFormat.N_TRIPLES, to_graph=graph, lenient=True)
