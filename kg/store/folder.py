"""The embedded store on disk, from a reader's point of view.

::

    .kg/
      current             one line: the name of the current store; always replaced as a whole
      lock, holder        the lock of the running build, and who holds it
      last-answer.json    the statements behind the rows of the last table (a cache)
      catalogue.json      the queries' metadata, read once (a cache)
      findings/           findings of checks (a cache)
      store-000001/       never changed once it has its name
        oxigraph/         the triples
        manifest.json     what it was built from and by which rules, and its files by size and time
        contents.json     the hash of each file
        sources/          each source's validated quads
        texts/            the texts of sources, each named by its SHA-256

A reader needs no lock: an open store stays in place until the store has been replaced twice. Every query imports this
module, so it imports nothing that a query does not need.
"""

from __future__ import annotations

import json
import os
from functools import cache
from zlib import crc32

from kg.errors import StoreError
from kg.namespaces import BASE, use_base
from kg.paths import NO_SEEDS, shipped_name

TYPE_CHECKING = False  # not from typing, whose import would double the start-up time of a query
if TYPE_CHECKING:
    from typing import Any

    import pyoxigraph as ox

__all__ = ["FORMAT", "StoreFolder", "rules_version"]

#: The layout that this version writes, and the only one that it reads; 2 has stances (ontology 2.0.0).
FORMAT = 2

_OURS = ("current", "lock", "holder", "catalogue.json", "findings", "last-answer.json")


#: The keys that every manifest has, and the types of their values.
_SAYS = {"quads": int, "reference": dict, "seeds": str, "sources": dict}


def _are_stamps(manifest: dict[str, Any]) -> bool:
    """Return whether all files have valid stamps: a hash, a size and a time each."""
    try:
        groups = [manifest["reference"], *(source["files"] for source in manifest["sources"].values())]
        return all(len(stamp) == 3 and isinstance(stamp[0], str) for group in groups for stamp in group.values())
    except (AttributeError, KeyError, TypeError):
        return False


@cache
def rules_version() -> str:
    """Return a checksum (hexadecimal) of the ontology and the rules, by which stores with other terms are recognised.

    Questions are about what the rules derive, and give no row, or other rows, where other rules derived it.
    """
    # Not a hash of hashlib, whose import takes longer than reading the files; nobody forges a version.
    checksum, folders = 0, [shipped_name("ontology")]
    for folder in folders:
        for name in sorted(os.listdir(folder)):
            path = os.path.join(folder, name)
            if os.path.isdir(path):
                folders.append(path)
                continue
            with open(path, "rb") as file:
                checksum = crc32(name.encode() + b"\0" + file.read(), checksum)
    return f"{checksum:08x}"


class StoreFolder:
    """A folder with a store: `./.kg` unless the user chooses another one."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = os.fspath(path)
        self._manifests: dict[str, dict[str, Any]] = {}

    def current(self) -> str:
        """Return the path of the current store.

        Raises StoreError when there is none, or the folder is something else.
        """
        name = self.pointer()
        if name is None:
            raise self._absent()
        path = os.path.join(self.path, name)
        if not os.path.isdir(path):
            raise StoreError(f"{self.path}: the store is damaged: {name} is missing", hint="run `kg build`")
        return path

    def pointer(self) -> str | None:
        """Return the name of the current store, or None if no build has finished yet."""
        try:
            with open(os.path.join(self.path, "current"), encoding="utf-8") as file:
                # Read no more than a name can be long: whatever this file is, a query should not read gigabytes.
                name = file.read(200).strip()
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise StoreError(f"{self.path}: not a store that kg has built: {_reason(error)}") from None
        # A name, never a path: the folder may have been cloned, and `current` must not point outside it.
        if not name.startswith("store-") or os.path.basename(name) != name:
            raise StoreError(f"{self.path}: not a store that kg has built: `current` names {name!r}")
        return name

    def read(self, path: str | None = None) -> ox.Store:
        """Open a store as `open` does, and switch to the base of its names."""
        store = self.open(path)
        use_base(self.manifest(path).get("base") or BASE)
        return store

    def open(self, path: str | None = None) -> ox.Store:
        """Open the current store (or the one at `path`) for reading.

        Raises StoreError when there is none, or when it is damaged or from another version.
        """
        # Here, so that the front process of `kg serve` never loads pyoxigraph.
        from kg.store.opening import open_triples

        path = path or self.current()
        if self.manifest(path).get("rules") != rules_version():
            raise self._outdated()
        try:
            return open_triples(os.path.join(path, "oxigraph"))
        except (OSError, RuntimeError) as error:  # RocksDB raises either of them
            raise self._damaged(error) from None

    def manifest(self, path: str | None = None) -> dict[str, Any]:
        """Return what the current store (or the one at `path`) was built from; see `kg.store.build`."""
        path = path or self.current()
        if path in self._manifests:
            return self._manifests[path]  # a store never changes once it has its name
        try:
            with open(os.path.join(path, "manifest.json"), encoding="utf-8") as file:
                manifest: dict[str, Any] = json.load(file)
        except (OSError, ValueError) as error:
            raise self._damaged(error) from None
        if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
            raise self._outdated()
        if not all(isinstance(manifest.get(key), kind) for key, kind in _SAYS.items()) or not _are_stamps(manifest):
            raise self._damaged(ValueError("its manifest does not record what it was built from"))
        self._manifests[path] = manifest
        return manifest

    def is_foreign(self) -> bool:
        """Return whether the folder contains anything that does not belong to kg."""
        try:
            names = os.listdir(self.path)
        except FileNotFoundError:
            return False
        except OSError:
            return True
        return any(
            name not in _OURS and not name.startswith("store-") and not name.endswith(".kg-new") for name in names
        )

    def _absent(self) -> StoreError:
        if not os.path.exists(self.path):
            here = os.environ.get("KG_SEEDS") or os.path.isdir("seeds")
            return StoreError(f"{self.path}: there is no store yet", hint="run `kg build`" if here else NO_SEEDS)
        if self.is_foreign():
            return StoreError(f"{self.path}: not a store that kg has built", hint="name another folder with --store")
        return StoreError(f"{self.path}: no build has finished here yet", hint="run `kg build`")

    def _outdated(self) -> StoreError:
        return StoreError(f"{self.path}: written by another version of kg", hint="run `kg build`")

    def _damaged(self, error: Exception) -> StoreError:
        return StoreError(f"{self.path}: the store is damaged: {_reason(error)}", hint="run `kg build`")


def _reason(error: Exception) -> str:
    """Return an error's message on one line."""
    return " ".join((getattr(error, "strerror", None) or str(error)).split())
