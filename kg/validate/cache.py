"""What earlier runs found out about each source, in one SQLite file: an index, and findings by content.

::

    sources  one row a source: its files' stamp, the hash of all that its findings depend on, its facts
    terms    the names, and nodes of the reference data, that sources use, as hashes, each once
    uses     which source uses which of them
    ties     what ties a source to others, as hashes
    results  findings of the shapes by that hash: good for any checkout, and for going back to a branch
    state    the reference data and the commit at which the rows were right; facts about kinds of things that HermiT
             has found to be true together

The whole of a run is one transaction, so that a run that is interrupted leaves no trace, and a second one at the
same time goes without memory. A file that is damaged, or that was made elsewhere, is thrown away: nothing in it is
worth more than time.
"""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, Any

from kg.errors import InputError, StoreError
from kg.files import write_file
from kg.machine.locks import locked
from kg.validate.cache_database import PATIENCE, digest_of, in_memory, open_database, pack, term_hash, unpack
from kg.validate.cachefile import clear, discard, is_plain, is_signed, write_seal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

__all__ = ["TIE", "USE", "Cache"]

USE, TIE = "uses", "ties"
#: How many files are kept, one for each combination of shapes, ontology, engine and version; how large each may grow.
_FILES, MOST_BYTES = 4, 1 << 30
#: How many results there are of no source: what is wrong in the reference data, by the shapes and by the reasoner.
_OTHERS = 2
_RESULTS = 20_000  # how many results are kept beyond the sources there are
_MANY = 500  # names, from which on all rows are gone through


class Cache:
    """The memory of one repository under one frame (shapes, ontology, engine, version); a context manager."""

    def __init__(self, folder: Path | None, place: str, frame: str) -> None:
        """Use the file for `place` and `frame` in `folder`, which is made; without a folder nothing is remembered.

        `refused` tells whether what was there was made elsewhere, and thrown away. `foreign` tells whether a check of
        everything under this frame is still to come, where earlier runs at this place were under others.
        """
        self.folder = folder
        self.stem = f"{digest_of(place)[:16]}-{digest_of(frame)[:16]}"
        files = folder.glob(f"{self.stem[:17]}*.sqlite") if folder else ()
        there = {file.stem for file in files if file.stat().st_size}  # a first run that was interrupted leaves no bytes
        self.foreign = bool(there) and self.stem not in there
        self.refused = False
        self._file: Path | None = None
        self._held = ExitStack()
        self._db = self._connect() or in_memory()
        self.foreign = bool(self.foreign or self.state("foreign"))

    def __enter__(self) -> Cache:
        """Return itself."""
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        """Keep what was learnt, unless an error ended the run."""
        with self._held, suppress(sqlite3.Error):
            if kind is None:
                self._tidy()
                self._db.execute("COMMIT")
            self._db.close()
            if self._file is not None and kind is None:
                write_seal(self._file)

    def discard(self) -> None:
        """Throw the file away."""
        if self.folder is not None:
            discard(self.folder / f"{self.stem}.sqlite")

    def _connect(self) -> sqlite3.Connection | None:
        """Open the file, where it is ours; one that was made elsewhere is thrown away, and begun anew."""
        if self.folder is None or not self._prepare(self.folder):
            return None
        file = self.folder / f"{self.stem}.sqlite"
        self.refused = not is_signed(file) and file.exists()
        if self.refused:
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
        """Make the folder, and hold the file's lock as long as the cache is open; say whether that was possible."""
        try:
            if folder.is_symlink():
                return False  # a clone could make us write anywhere
            folder.mkdir(parents=True, exist_ok=True)
            if not is_plain(folder / ".gitignore"):
                write_file(folder / ".gitignore", "*\n")
            self._held.enter_context(locked(folder / f"{self.stem}.lock", wait=PATIENCE))
        except (OSError, InputError, StoreError):
            return False  # a folder that cannot be written to costs time, and nothing else
        return True

    def state(self, key: str) -> Any:
        """Return what was kept under a key, or None."""
        row = self._db.execute("SELECT value FROM state WHERE key = ?", (key,)).fetchone()
        return unpack(row[0]) if row else None

    def keep(self, key: str, value: object) -> None:
        """Keep a value for the next run."""
        self._db.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (key, pack(value)))

    def stamps(self, name: str | None = None) -> dict[str, str | None]:
        """Return the stamps of all sources, or of one, by name."""
        query = "SELECT name, stamp FROM sources"
        return dict(self._db.execute(query + " WHERE name = ?", (name,)) if name else self._db.execute(query))

    def names(self) -> list[str]:
        """Return the names of all sources."""
        return [row[0] for row in self._db.execute("SELECT name FROM sources ORDER BY name")]

    def data(self, name: str) -> Any:
        """Return what is known of a source (see `kg.validate.records`), or None where it is not, or not whole."""
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
        """Replace what is known of a source, and its findings, which are not known any more.

        Links are scattered over the whole file by their hashes: only those that differ are written, which is why what
        tied the source to others before is to be given.
        """
        self._db.execute("INSERT OR IGNORE INTO sources (name) VALUES (?)", (name,))
        number, used = self._db.execute("SELECT id, uses FROM sources WHERE name = ?", (name,)).fetchone()
        terms = self._terms(uses)
        query = (
            "UPDATE sources SET stamp = ?, data = ?, uses = ?, findings = NULL, across = NULL, owl = NULL WHERE id = ?"
        )
        self._db.execute(query, (stamp, pack(data), pack(sorted(terms)), number))
        self._replace(USE, number, set(unpack(used) or ()), terms)
        self._replace(TIE, number, set(map(term_hash, ties_before)), set(map(term_hash, ties)))

    def _terms(self, names: Iterable[str]) -> set[int]:
        """Return the numbers of terms, which those that are new are given."""
        hashes = {term_hash(name) for name in names}
        self._db.executemany("INSERT OR IGNORE INTO terms (hash) VALUES (?)", ((found,) for found in sorted(hashes)))
        query = "SELECT id FROM terms WHERE hash = ?"
        return {self._db.execute(query, (found,)).fetchone()[0] for found in hashes}

    def _replace(self, table: str, number: int, before: set[int], after: set[int]) -> None:
        """Write the links of a source that were not there, and remove those that are no longer."""
        gone, new = ([(found, number) for found in found_ones] for found_ones in (before - after, after - before))
        self._db.executemany(f"DELETE FROM {table} WHERE hash = ? AND id = ?", gone)  # noqa: S608 - USE or TIE
        self._db.executemany(f"INSERT OR IGNORE INTO {table} VALUES (?, ?)", new)  # noqa: S608 - USE or TIE

    def restamp(self, name: str, stamp: str | None) -> None:
        """Note that a source's files look different, and say the same."""
        self._db.execute("UPDATE sources SET stamp = ? WHERE name = ?", (stamp, name))

    def forget(self, name: str, ties: Iterable[str]) -> None:
        """Remove a source, which `ties` have tied to others."""
        row = self._db.execute("SELECT id, uses FROM sources WHERE name = ?", (name,)).fetchone()
        if row is not None:
            self._replace(USE, row[0], set(unpack(row[1]) or ()), set())
            self._replace(TIE, row[0], set(map(term_hash, ties)), set())
            self._db.execute("DELETE FROM sources WHERE id = ?", (row[0],))

    def linked(self, kind: str, terms: Iterable[str]) -> set[str]:
        """Return the names of the sources that use (USE), or are tied by (TIE), one of the terms."""
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
        """Return those of the sources whose findings of a kind are not known."""
        rows = self._some(f"SELECT name FROM sources WHERE {_column(column)} IS NULL", names)  # noqa: S608 - a known name
        return sorted(name for (name,) in rows)

    def found(self, column: str) -> list[tuple[str, Any]]:
        """Return the sources that have findings of a kind, with these."""
        query = f"SELECT name, {_column(column)} FROM sources WHERE {column} != ?"  # noqa: S608 - a known name
        return [(name, unpack(blob)) for name, blob in self._db.execute(query, (pack([]),))]

    def forget_column(self, column: str, names: Iterable[str]) -> None:
        """Forget findings of a kind of some sources."""
        query = f"UPDATE sources SET {_column(column)} = NULL WHERE name = ?"  # noqa: S608 - a known name
        self._db.executemany(query, ((name,) for name in names))

    def kinds(self) -> set[tuple[str, str, str]]:
        """Return the facts about kinds that are known to be true together."""
        return {(subject, predicate, value) for subject, predicate, value in self.state("kinds") or ()}

    def keep_kinds(self, facts: Iterable[tuple[str, str, str]]) -> None:
        """Keep facts about kinds, in place of those that were known."""
        self.keep("kinds", sorted(facts))  # in one value, since compressed they take a twentieth of what rows take

    def forget_kinds(self) -> None:
        """Forget all facts about kinds, and what was found by them."""
        self.keep("kinds", [])
        self._db.execute("UPDATE sources SET owl = NULL")

    def faulty(self, names: Collection[str]) -> dict[str, list[Any]]:
        """Return the findings of those of the sources that have any, both kinds together, by name."""
        empty = pack([])
        query = "SELECT name, findings, across FROM sources WHERE (findings != ? OR across != ?)"
        rows = self._some(query, names, empty, empty)
        return {name: [*(unpack(own) or ()), *(unpack(across) or ())] for name, own, across in rows}

    def _some(self, query: str, names: Collection[str], *bound: bytes) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query on the sources of these names, without a look at all where the names are few."""
        if len(names) > _MANY:
            wanted = set(names)
            yield from (row for row in self._db.execute(query, bound) if row[0] in wanted)
            return
        for name in names:
            yield from self._db.execute(query + " AND name = ?", (*bound, name))

    def set_findings(self, name: str, column: str, findings: object) -> None:
        """Keep findings of a source."""
        query = f"UPDATE sources SET {_column(column)} = ? WHERE name = ?"  # noqa: S608 - a known name
        self._db.execute(query, (pack(findings), name))

    def result(self, key: str) -> Any:
        """Return the findings that were found before for exactly this content, or None."""
        row = self._db.execute("SELECT findings FROM results WHERE key = ?", (_short(key),)).fetchone()
        return unpack(row[0]) if row else None

    def set_result(self, key: str, findings: object) -> None:
        """Keep the findings for a content."""
        self._db.execute("INSERT OR REPLACE INTO results (key, findings) VALUES (?, ?)", (_short(key), pack(findings)))

    def prune(self) -> int:
        """Let the oldest results go, more where the file is too large, and return how many those are.

        What is known of the sources that there are is never pruned: without it, everything would be read again.
        """
        query = "SELECT (SELECT count(*) FROM sources), max(id), count(*) FROM results"
        sources, last, results = self._db.execute(query).fetchone()
        self._db.execute("DELETE FROM results WHERE id <= ?", ((last or 0) - 2 * sources - _RESULTS,))
        if self._size() <= MOST_BYTES:
            return 0
        self._db.execute("DELETE FROM results WHERE id <= ?", ((last or 0) - sources - _OTHERS,))
        return int(results - self._db.execute("SELECT count(*) FROM results").fetchone()[0])

    def _size(self) -> int:
        """Return how many bytes are in use."""
        names = ("page_count", "freelist_count", "page_size")
        pages, free, size = (int(self._db.execute(f"PRAGMA {name}").fetchone()[0]) for name in names)
        return (pages - free) * size

    def _tidy(self) -> None:
        """Keep no more than a few files."""
        self.prune()
        if self.folder is not None:
            files = sorted(self.folder.glob("*.sqlite"), key=lambda file: file.stat().st_mtime, reverse=True)
            for file in files[_FILES:]:
                discard(file)


def _short(key: str) -> bytes:
    """Return the half of a SHA-256 in hexadecimal, which is enough to tell results apart."""
    return bytes.fromhex(key[:32])


def _column(name: str) -> str:
    if name not in ("findings", "across", "owl"):
        raise ValueError(name)
    return name
