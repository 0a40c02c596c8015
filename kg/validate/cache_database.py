"""The database of a cache file: its tables, how it is opened, and how values are packed."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = [
    "PATIENCE",
    "DamagedError",
    "TermNumbers",
    "digest_of",
    "in_memory",
    "open_database",
    "pack",
    "term_hash",
    "unpack",
]

#: Raised when a damaged file is read. Such a file can only be deleted.
DamagedError = sqlite3.DatabaseError
#: How many seconds a second run waits for the first one to end.
PATIENCE = 2.0
_KNOWN = 50_000  # numbers of terms that are kept in memory
_SCHEMA = """
CREATE TABLE IF NOT EXISTS sources (
    id INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL, stamp TEXT, data BLOB, uses BLOB, findings BLOB, across BLOB,
    owl BLOB);
CREATE TABLE IF NOT EXISTS terms (id INTEGER PRIMARY KEY, hash INTEGER UNIQUE NOT NULL);
CREATE TABLE IF NOT EXISTS uses (hash INTEGER, id INTEGER, PRIMARY KEY (hash, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS ties (hash INTEGER, id INTEGER, PRIMARY KEY (hash, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS results (id INTEGER PRIMARY KEY, key BLOB UNIQUE, findings BLOB);
CREATE TABLE IF NOT EXISTS state (key TEXT PRIMARY KEY, value BLOB);
"""
#: Text common to the facts of all sources: a dictionary for zlib, so that it is not stored once per source.
_COMMON = b"".join(
    b'["<https://w3id.org/diplomatic-positions/id/%b/20","<http://www.w3.org/ns/oa#%b>","<https://w3id.org/'
    b'diplomatic-positions/id/%b/20",["20/sheet.yaml",1,12,10,123]],' % names
    for names in ((b"selector", b"start", b"quote"), (b"statement", b"hasSelector", b"statement"),
                  (b"evidence", b"hasSource", b"source"))
) + b'"content":"","key":"","facts":[['  # fmt: skip


def digest_of(*parts: object) -> str:
    """Return the SHA-256 of all parts in JSON form, in hexadecimal."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


@lru_cache(maxsize=20_000)  # sources use the same terms
def term_hash(term: str) -> int:
    """Return a 47-bit hash of a term; a collision only means that a source is checked needlessly."""
    # SQLite stores numbers below 2**47 in six bytes and larger ones in eight, and each source has dozens of them.
    return int.from_bytes(hashlib.blake2b(term.encode("utf-8", "surrogatepass"), digest_size=6).digest()) >> 1


class TermNumbers:
    """The numbers of the terms in a database; since sources use the same terms, some are kept in memory."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._known: dict[int, int] = {}

    def of(self, names: Iterable[str]) -> set[int]:
        """Return the numbers of terms; new terms are added."""
        hashes = {term_hash(name) for name in names}
        if len(self._known) > _KNOWN:
            self._known.clear()
        new = sorted(hashes - self._known.keys())
        self._db.executemany("INSERT OR IGNORE INTO terms (hash) VALUES (?)", ((found,) for found in new))
        query = "SELECT id FROM terms WHERE hash = ?"
        self._known |= {found: self._db.execute(query, (found,)).fetchone()[0] for found in new}
        return {self._known[found] for found in hashes}


def pack(value: object) -> bytes:
    """Return a JSON value in compressed form, with a hash in front."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    squeezer = zlib.compressobj(6, zdict=_COMMON)
    body = squeezer.compress(text) + squeezer.flush()
    return hashlib.blake2b(body, digest_size=8).digest() + body


def unpack(blob: object) -> Any:
    """Return the packed value, None for None; raises DamagedError if the hash does not match."""
    if blob is None:
        return None
    if not isinstance(blob, bytes) or hashlib.blake2b(blob[8:], digest_size=8).digest() != blob[:8]:
        raise DamagedError("an entry is incomplete")
    return json.loads(zlib.decompressobj(zdict=_COMMON).decompress(blob[8:]).decode("utf-8", "surrogatepass"))


def in_memory() -> sqlite3.Connection:
    """Return a database in memory, which is lost when the process ends."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    db.executescript(_SCHEMA)
    db.execute("BEGIN")
    return db


def open_database(file: Path) -> sqlite3.Connection:
    """Open a database file in an exclusive write transaction; raises sqlite3.DatabaseError."""
    db = sqlite3.connect(file, isolation_level=None, timeout=PATIENCE)
    try:
        db.execute("PRAGMA cell_size_check = ON")
        db.execute("BEGIN IMMEDIATE")
        for statement in filter(str.strip, _SCHEMA.split(";")):
            db.execute(statement)
        pages = db.execute("PRAGMA page_count").fetchone()[0] * db.execute("PRAGMA page_size").fetchone()[0]
        _refuse_truncated(file, pages)
    except BaseException:  # also on an interrupt: the file must not stay locked
        db.close()
        raise
    return db


def _refuse_truncated(file: Path, size: int) -> None:
    """Raise DatabaseError if a file is shorter than its page count says; a new file may still be empty."""
    if 0 < file.stat().st_size < size:
        raise sqlite3.DatabaseError("truncated")
