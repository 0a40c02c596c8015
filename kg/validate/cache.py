"""What earlier runs found out about each source, in one SQLite file: an index, and findings by content.

::

    sources  one row a source: its files' stamp, the hash of all that its findings depend on, its facts
    kinds    facts about kinds of things that HermiT has found to be true together
    links    what a source uses (names, nodes of the reference data) and what ties it to others, as hashes
    results  findings of the shapes by that hash: good for any checkout, and for going back to a branch
    state    the reference data and the commit at which the rows were right

The whole of a run is one transaction, so that a run that is interrupted leaves no trace, and a second one at the
same time goes without memory. A file that is damaged, or that was made elsewhere, is thrown away: nothing in it is
worth more than time.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, Any

from kg.errors import InputError, StoreError
from kg.files import write_file
from kg.machine.locks import locked
from kg.validate.cachefile import clear, discard, is_plain, is_signed, sign

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

__all__ = ["TIE", "USE", "Cache", "DamagedError", "digest_of"]

USE, TIE = 0, 1
#: What reading a damaged file raises: all that can be done is to throw it away.
DamagedError = sqlite3.DatabaseError
#: How many files are kept, one for each combination of shapes, ontology, engine and version; how large each may grow.
_FILES, _BYTES = 4, 1 << 30
#: How many results are kept beyond the sources there are.
_RESULTS = 20_000
_MANY = 500  # names, from which on all rows are gone through
_PATIENCE = 2.0  # seconds that a second run waits for the first
_SCHEMA = """
CREATE TABLE IF NOT EXISTS sources (
    id INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL, stamp TEXT, data BLOB, findings BLOB, across BLOB,
    owl BLOB);
CREATE TABLE IF NOT EXISTS links (kind INTEGER, hash INTEGER, id INTEGER, PRIMARY KEY (kind, hash, id)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS links_of ON links (id);
CREATE TABLE IF NOT EXISTS kinds (fact TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS results (key TEXT PRIMARY KEY, findings BLOB) ;
CREATE TABLE IF NOT EXISTS state (key TEXT PRIMARY KEY, value BLOB);
"""


def digest_of(*parts: object) -> str:
    """Return one SHA-256 over the JSON form of all parts."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


def _hash(term: str) -> int:
    """Return 63 bits of a term; where two terms share them, a source is looked at in vain."""
    return int.from_bytes(hashlib.blake2b(term.encode("utf-8", "surrogatepass"), digest_size=8).digest()) >> 1


def _pack(value: object) -> bytes:
    body = zlib.compress(json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass"), 1)
    return hashlib.blake2b(body, digest_size=8).digest() + body


def _unpack(blob: object) -> Any:
    """Return what was packed, None for nothing; raises DamagedError where it is not whole."""
    if blob is None:
        return None
    if not isinstance(blob, bytes) or hashlib.blake2b(blob[8:], digest_size=8).digest() != blob[:8]:
        raise DamagedError("an entry is not whole")
    return json.loads(zlib.decompress(blob[8:]).decode("utf-8", "surrogatepass"))


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
        self._db = self._connect() or _memory()
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
                sign(self._file)

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
                opened, self._file = _open(file), file
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
            self._held.enter_context(locked(folder / f"{self.stem}.lock", wait=_PATIENCE))
        except (OSError, InputError, StoreError):
            return False  # a folder that cannot be written to costs time, and nothing else
        return True

    def state(self, key: str) -> Any:
        """Return what was kept under a key, or None."""
        row = self._db.execute("SELECT value FROM state WHERE key = ?", (key,)).fetchone()
        return _unpack(row[0]) if row else None

    def keep(self, key: str, value: object) -> None:
        """Keep a value for the next run."""
        self._db.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (key, _pack(value)))

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
        return _unpack(row[0]) if row else None

    def write(self, name: str, stamp: str | None, data: object, uses: Iterable[str], ties: Iterable[str]) -> None:
        """Replace what is known of a source, and its findings, which are not known any more.

        Links are scattered over the whole file by their hashes: only those that differ are written.
        """
        self._db.execute("INSERT OR IGNORE INTO sources (name) VALUES (?)", (name,))
        number = self._db.execute("SELECT id FROM sources WHERE name = ?", (name,)).fetchone()[0]
        query = "UPDATE sources SET stamp = ?, data = ?, findings = NULL, across = NULL, owl = NULL WHERE id = ?"
        self._db.execute(query, (stamp, _pack(data), number))
        known = set(self._db.execute("SELECT kind, hash, id FROM links WHERE id = ?", (number,)))
        links = {(kind, _hash(term), number) for kind, terms in ((USE, uses), (TIE, ties)) for term in terms}
        self._db.executemany("DELETE FROM links WHERE kind = ? AND hash = ? AND id = ?", known - links)
        self._db.executemany("INSERT INTO links VALUES (?, ?, ?)", links - known)

    def restamp(self, name: str, stamp: str | None) -> None:
        """Note that a source's files look different, and say the same."""
        self._db.execute("UPDATE sources SET stamp = ? WHERE name = ?", (stamp, name))

    def forget(self, name: str) -> None:
        """Remove a source."""
        self._db.execute("DELETE FROM links WHERE id IN (SELECT id FROM sources WHERE name = ?)", (name,))
        self._db.execute("DELETE FROM sources WHERE name = ?", (name,))

    def linked(self, kind: int, terms: Iterable[str]) -> set[str]:
        """Return the names of the sources that use, or are tied by, one of the terms."""
        query = "SELECT name FROM links JOIN sources USING (id) WHERE kind = ? AND hash = ?"
        return {row[0] for term in terms for row in self._db.execute(query, (kind, _hash(term)))}

    def findings(self, name: str, column: str) -> Any:
        """Return a source's findings, those across sources (`across`) or of the reasoner (`owl`); None if unknown."""
        query = f"SELECT {_column(column)} FROM sources WHERE name = ?"  # noqa: S608 - a known name
        row = self._db.execute(query, (name,)).fetchone()
        return _unpack(row[0]) if row else None

    def unchecked(self, names: Collection[str], column: str = "findings") -> list[str]:
        """Return those of the sources whose findings of a kind are not known."""
        rows = self._some(f"SELECT name FROM sources WHERE {_column(column)} IS NULL", names)  # noqa: S608 - a known name
        return sorted(name for (name,) in rows)

    def found(self, column: str) -> list[tuple[str, Any]]:
        """Return the sources that have findings of a kind, with these."""
        query = f"SELECT name, {_column(column)} FROM sources WHERE {column} != ?"  # noqa: S608 - a known name
        return [(name, _unpack(blob)) for name, blob in self._db.execute(query, (_pack([]),))]

    def forget_column(self, column: str, names: Iterable[str]) -> None:
        """Forget findings of a kind of some sources."""
        query = f"UPDATE sources SET {_column(column)} = NULL WHERE name = ?"  # noqa: S608 - a known name
        self._db.executemany(query, ((name,) for name in names))

    def kinds(self) -> set[tuple[str, str, str]]:
        """Return the facts about kinds that are known to be true together."""
        facts = (fact.split(" ") for (fact,) in self._db.execute("SELECT fact FROM kinds"))
        return {(subject, predicate, value) for subject, predicate, value in facts}

    def add_kinds(self, facts: Iterable[tuple[str, str, str]]) -> None:
        """Keep facts about kinds."""
        self._db.executemany("INSERT OR IGNORE INTO kinds VALUES (?)", ((" ".join(fact),) for fact in facts))

    def forget_kinds(self) -> None:
        """Forget all facts about kinds, and what was found by them."""
        self._db.execute("DELETE FROM kinds")
        self._db.execute("UPDATE sources SET owl = NULL")

    def faulty(self, names: Collection[str]) -> dict[str, list[Any]]:
        """Return the findings of those of the sources that have any, both kinds together, by name."""
        empty = _pack([])
        query = "SELECT name, findings, across FROM sources WHERE (findings != ? OR across != ?)"
        rows = self._some(query, names, empty, empty)
        return {name: [*(_unpack(own) or ()), *(_unpack(across) or ())] for name, own, across in rows}

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
        self._db.execute(query, (_pack(findings), name))

    def result(self, key: str) -> Any:
        """Return the findings that were found before for exactly this content, or None."""
        row = self._db.execute("SELECT findings FROM results WHERE key = ?", (key,)).fetchone()
        return _unpack(row[0]) if row else None

    def set_result(self, key: str, findings: object) -> None:
        """Keep the findings for a content."""
        self._db.execute("INSERT OR REPLACE INTO results VALUES (?, ?)", (key, _pack(findings)))

    def _tidy(self) -> None:
        """Let the oldest results go, start anew when the file is too large, and keep no more than a few files."""
        sources, last = self._db.execute("SELECT (SELECT count(*) FROM sources), max(rowid) FROM results").fetchone()
        self._db.execute("DELETE FROM results WHERE rowid <= ?", ((last or 0) - 2 * sources - _RESULTS,))
        pages, size = (self._db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
        if pages * size > _BYTES:
            for table in ("kinds", "links", "results", "sources", "state"):
                self._db.execute(f"DELETE FROM {table}")  # noqa: S608 - names from this line
        if self.folder is not None:
            files = sorted(self.folder.glob("*.sqlite"), key=lambda file: file.stat().st_mtime, reverse=True)
            for file in files[_FILES:]:
                discard(file)


def _column(name: str) -> str:
    if name not in ("findings", "across", "owl"):
        raise ValueError(name)
    return name


def _memory() -> sqlite3.Connection:
    db = sqlite3.connect(":memory:", isolation_level=None)
    db.executescript(_SCHEMA)
    db.execute("BEGIN")
    return db


def _open(file: Path) -> sqlite3.Connection:
    db = sqlite3.connect(file, isolation_level=None, timeout=_PATIENCE)
    try:
        db.execute("PRAGMA cell_size_check = ON")
        db.execute("BEGIN IMMEDIATE")
        for statement in filter(str.strip, _SCHEMA.split(";")):
            db.execute(statement)
        pages = db.execute("PRAGMA page_count").fetchone()[0] * db.execute("PRAGMA page_size").fetchone()[0]
        _refuse_truncated(file, pages)
    except BaseException:  # an interrupt as well: the file must not stay locked
        db.close()
        raise
    return db


def _refuse_truncated(file: Path, size: int) -> None:
    """Raise DatabaseError for a file with fewer bytes than its pages say; a new one is empty for a while."""
    if 0 < file.stat().st_size < size:
        raise sqlite3.DatabaseError("truncated")
