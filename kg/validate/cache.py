"""What earlier runs found in each source, in one SQLite file: an index of sources, and findings by content.

::

    sources  one row per source: stamp of its files, hash of everything that its findings depend on, its facts
    terms    hashes of the names and reference nodes that sources use, each stored once
    uses     which source uses which of these terms
    ties     hashes of the terms that tie a source to others
    results  findings of the shapes by content hash: valid in any checkout, and after a return to a branch
    state    the reference data and the commit for which the rows are valid; facts about kinds of things that HermiT
             has found to be consistent together

A run is one transaction: an interrupted run leaves no trace, and a second run at the same time works without the cache.
A file that is damaged, or was made elsewhere, is deleted; losing it only costs time.
"""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, Any

from kg.errors import InputError, StoreError
from kg.files import write_file
from kg.machine.locks import locked
from kg.validate.cache_database import (
    PATIENCE,
    TermNumbers,
    digest_of,
    in_memory,
    open_database,
    pack,
    term_hash,
    unpack,
)
from kg.validate.cachefile import clear, discard, is_plain, is_signed, write_seal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

__all__ = ["TIE", "USE", "Cache"]

USE, TIE = "uses", "ties"
#: How many files are kept (one for each combination of shapes, ontology, engine and version), and their maximum size.
_FILES, MOST_BYTES = 4, 1 << 30
_OTHERS = 2  # results that belong to no source: of the shapes and of the reasoner for the reference data
_RESULTS = 20_000  # how many results are kept in addition to those of the present sources
_MANY = 500  # from this number of names on, all rows are scanned


class Cache:
    """The cache of one folder of seeds for one frame (shapes, ontology, engine, version); a context manager."""

    def __init__(self, folder: Path | None, place: str, frame: str) -> None:
        """Open the file for `place` and `frame` in `folder`, which is created; without a folder, nothing is kept.

        `refused` is true if the existing file was made elsewhere and has been deleted. `foreign` is true if earlier
        runs at this place used other frames, and no full check under this frame has been done yet.
        """
        self.folder = folder
        self.stem = f"{digest_of(place)[:16]}-{digest_of(frame)[:16]}"
        files = folder.glob(f"{self.stem[:17]}*.sqlite") if folder else ()
        there = {file.stem for file in files if file.stat().st_size}  # an interrupted first run leaves an empty file
        self.foreign = bool(there) and self.stem not in there
        self.refused = False
        self._file: Path | None = None
        self._held = ExitStack()
        self._db = self._connect() or in_memory()
        self._numbers = TermNumbers(self._db)
        self.foreign = bool(self.foreign or self.state("foreign"))

    def __enter__(self) -> Cache:
        """Return itself."""
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        """Commit what was learnt, unless the run ended with an error."""
        with self._held, suppress(sqlite3.Error):
            if kind is None:
                self._tidy()
                self._db.execute("COMMIT")
            self._db.close()
            if self._file is not None and kind is None:
                write_seal(self._file)

    def discard(self) -> None:
        """Delete the file."""
        if self.folder is not None:
            discard(self.folder / f"{self.stem}.sqlite")

    def _connect(self) -> sqlite3.Connection | None:
        """Open the file if it is signed by this user; otherwise delete it and start a new one."""
        if self.folder is None or not self._prepare(self.folder):
            return None
        file = self.folder / f"{self.stem}.sqlite"
        if not is_signed(file):
            self.refused = file.exists() and file.stat().st_size > 0  # a run that failed leaves an empty one
            discard(file)
        clear(file)
        for _ in range(2):
            try:
                opened, self._file = open_database(file), file
            except sqlite3.OperationalError as error:
                if "locked" in str(error):
                    return None
                discard(file)
            except sqlite3.DatabaseError:
                discard(file)
            else:
                return opened
        return None

    def _prepare(self, folder: Path) -> bool:
        """Create the folder and lock the file until the cache is closed; return whether both were possible."""
        try:
            if folder.is_symlink():
                return False  # a link in a cloned repository could make us write anywhere
            folder.mkdir(parents=True, exist_ok=True)
            if not is_plain(folder / ".gitignore"):
                write_file(folder / ".gitignore", "*\n")
            self._held.enter_context(locked(folder / f"{self.stem}.lock", wait=PATIENCE))
        except (OSError, InputError, StoreError):
            return False  # without a writable folder the run is slower, but otherwise the same
        return True

    def state(self, key: str) -> Any:
        """Return the value kept under a key, or None."""
        row = self._db.execute("SELECT value FROM state WHERE key = ?", (key,)).fetchone()
        return unpack(row[0]) if row else None

    def keep(self, key: str, value: object) -> None:
        """Keep a value under a key for the next run."""
        self._db.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (key, pack(value)))

    def stamps(self, name: str | None = None) -> dict[str, str | None]:
        """Return the stamps of all sources, or of one, by name."""
        query = "SELECT name, stamp FROM sources"
        return dict(self._db.execute(query + " WHERE name = ?", (name,)) if name else self._db.execute(query))

    def names(self) -> list[str]:
        """Return the names of all sources."""
        return [row[0] for row in self._db.execute("SELECT name FROM sources ORDER BY name")]

    def data(self, name: str) -> Any:
        """Return the record of a source (see `kg.validate.records`), or None if it is unknown or incomplete."""
        row = self._db.execute("SELECT data FROM sources WHERE name = ?", (name,)).fetchone()
        return unpack(row[0]) if row else None

    def write(
        self,
        name: str,
        stamp: str | None,
        data: object,
        uses: Iterable[str],
        ties: Iterable[str],
        *,
        ties_before: Iterable[str] = (),
    ) -> None:
        """Replace the record of a source, and drop its findings.

        Links are scattered over the whole file by their hashes, so only those that changed are written. This is why the
        caller has to pass the earlier ties in `ties_before`.
        """
        self._db.execute("INSERT OR IGNORE INTO sources (name) VALUES (?)", (name,))
        number, used = self._db.execute("SELECT id, uses FROM sources WHERE name = ?", (name,)).fetchone()
        terms = self._numbers.of(uses)
        query = (
            "UPDATE sources SET stamp = ?, data = ?, uses = ?, findings = NULL, across = NULL, owl = NULL WHERE id = ?"
        )
        self._db.execute(query, (stamp, pack(data), pack(sorted(terms)), number))
        self._replace(USE, number, set(unpack(used) or ()), terms)
        self._replace(TIE, number, set(map(term_hash, ties_before)), set(map(term_hash, ties)))

    def _replace(self, table: str, number: int, before: set[int], after: set[int]) -> None:
        """Insert the links of a source that are new, and delete those that no longer exist."""
        gone, new = ([(found, number) for found in found_ones] for found_ones in (before - after, after - before))
        self._db.executemany(f"DELETE FROM {table} WHERE hash = ? AND id = ?", gone)  # noqa: S608 - USE or TIE
        self._db.executemany(f"INSERT OR IGNORE INTO {table} VALUES (?, ?)", new)  # noqa: S608 - USE or TIE

    def restamp(self, name: str, stamp: str | None) -> None:
        """Store a new stamp for a source whose files look different but have the same content."""
        self._db.execute("UPDATE sources SET stamp = ? WHERE name = ?", (stamp, name))

    def forget(self, name: str, ties: Iterable[str]) -> None:
        """Remove a source and its links; `ties` are its ties to others."""
        row = self._db.execute("SELECT id, uses FROM sources WHERE name = ?", (name,)).fetchone()
        if row is not None:
            self._replace(USE, row[0], set(unpack(row[1]) or ()), set())
            self._replace(TIE, row[0], set(map(term_hash, ties)), set())
            self._db.execute("DELETE FROM sources WHERE id = ?", (row[0],))

    def linked(self, kind: str, terms: Iterable[str]) -> set[str]:
        """Return the names of the sources that use (USE) or are tied by (TIE) at least one of the terms."""
        query = f"SELECT name FROM {kind} JOIN sources USING (id) WHERE hash = ?"  # noqa: S608 - USE or TIE
        if kind == USE:
            query = query.replace("?", "(SELECT id FROM terms WHERE hash = ?)")
        return {row[0] for term in terms for row in self._db.execute(query, (term_hash(term),))}

    def findings(self, name: str, column: str) -> Any:
        """Return a source's findings, those across sources (`across`) or of the reasoner (`owl`); None if unknown."""
        query = f"SELECT {_column(column)} FROM sources WHERE name = ?"  # noqa: S608 - a known name
        row = self._db.execute(query, (name,)).fetchone()
        return unpack(row[0]) if row else None

    def unchecked(self, names: Collection[str], column: str = "findings") -> list[str]:
        """Return the sources among `names` that have no stored findings of this kind."""
        rows = self._some(f"SELECT name FROM sources WHERE {_column(column)} IS NULL", names)  # noqa: S608 - a known name
        return sorted(name for (name,) in rows)

    def found(self, column: str) -> list[tuple[str, Any]]:
        """Return the sources that have findings of this kind, together with the findings."""
        query = f"SELECT name, {_column(column)} FROM sources WHERE {column} != ?"  # noqa: S608 - a known name
        return [(name, unpack(blob)) for name, blob in self._db.execute(query, (pack([]),))]

    def forget_column(self, column: str, names: Iterable[str]) -> None:
        """Drop the findings of this kind for some sources."""
        query = f"UPDATE sources SET {_column(column)} = NULL WHERE name = ?"  # noqa: S608 - a known name
        self._db.executemany(query, ((name,) for name in names))

    def kinds(self) -> set[tuple[str, str, str]]:
        """Return the facts about kinds that are known to be consistent together."""
        return {(subject, predicate, value) for subject, predicate, value in self.state("kinds") or ()}

    def keep_kinds(self, facts: Iterable[tuple[str, str, str]]) -> None:
        """Replace the known facts about kinds."""
        self.keep("kinds", sorted(facts))  # one compressed value takes a twentieth of the space of rows

    def forget_kinds(self) -> None:
        """Drop all facts about kinds, and the findings of the reasoner."""
        self.keep("kinds", [])
        self._db.execute("UPDATE sources SET owl = NULL")

    def faulty(self, names: Collection[str]) -> dict[str, list[Any]]:
        """Return the findings of the sources among `names` that have any, own and across sources together, by name."""
        empty = pack([])
        query = "SELECT name, findings, across FROM sources WHERE (findings != ? OR across != ?)"
        rows = self._some(query, names, empty, empty)
        return {name: [*(unpack(own) or ()), *(unpack(across) or ())] for name, own, across in rows}

    def _some(self, query: str, names: Collection[str], *bound: bytes) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query for these sources; for a few names, without a scan of all rows."""
        if len(names) > _MANY:
            wanted = set(names)
            yield from (row for row in self._db.execute(query, bound) if row[0] in wanted)
            return
        for name in names:
            yield from self._db.execute(query + " AND name = ?", (*bound, name))

    def set_findings(self, name: str, column: str, findings: object) -> None:
        """Store the findings of a source."""
        query = f"UPDATE sources SET {_column(column)} = ? WHERE name = ?"  # noqa: S608 - a known name
        self._db.execute(query, (pack(findings), name))

    def result(self, key: str) -> Any:
        """Return the findings stored for exactly this content, or None."""
        row = self._db.execute("SELECT findings FROM results WHERE key = ?", (_short(key),)).fetchone()
        return unpack(row[0]) if row else None

    def set_result(self, key: str, findings: object) -> None:
        """Store the findings for a content."""
        self._db.execute("INSERT OR REPLACE INTO results (key, findings) VALUES (?, ?)", (_short(key), pack(findings)))

    def prune(self) -> int:
        """Delete the oldest results, and more of them if the file is too large; return how many more.

        The records of existing sources are never deleted: without them, everything would have to be read again.
        """
        query = "SELECT (SELECT count(*) FROM sources), max(id), count(*) FROM results"
        sources, last, results = self._db.execute(query).fetchone()
        self._db.execute("DELETE FROM results WHERE id <= ?", ((last or 0) - 2 * sources - _RESULTS,))
        if self._size() <= MOST_BYTES:
            return 0
        self._db.execute("DELETE FROM results WHERE id <= ?", ((last or 0) - sources - _OTHERS,))
        return int(results - self._db.execute("SELECT count(*) FROM results").fetchone()[0])

    def _size(self) -> int:
        """Return the number of bytes in use."""
        names = ("page_count", "freelist_count", "page_size")
        pages, free, size = (int(self._db.execute(f"PRAGMA {name}").fetchone()[0]) for name in names)
        return (pages - free) * size

    def _tidy(self) -> None:
        """Prune the results, and delete all but the most recent files."""
        self.prune()
        if self.folder is not None:
            files = sorted(self.folder.glob("*.sqlite"), key=lambda file: file.stat().st_mtime, reverse=True)
            for file in files[_FILES:]:
                discard(file)


def _short(key: str) -> bytes:
    """Return the first half of a hexadecimal SHA-256 as bytes, which is enough to distinguish results."""
    return bytes.fromhex(key[:32])


def _column(name: str) -> str:
    if name not in ("findings", "across", "owl"):
        raise ValueError(name)
    return name
