"""The database of a cache file: its tables, how it is opened, and how values are packed into it."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["PATIENCE", "DamagedError", "digest_of", "in_memory", "open_database", "pack", "term_hash", "unpack"]

#: What reading a damaged file raises: all that can be done is to throw it away.
DamagedError = sqlite3.DatabaseError
#: How many seconds a second run waits for the first.
PATIENCE = 2.0
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
#: What the facts of every source have in common. zlib finds it here instead of storing it once a source.
_COMMON = b"".join(
    b'["<https://w3id.org/diplomatic-positions/id/%b/20","<http://www.w3.org/ns/oa#%b>","<https://w3id.org/'
    b'diplomatic-positions/id/%b/20",["20/sheet.yaml",1,12,10,123]],' % names
    for names in ((b"selector", b"start", b"quote"), (b"statement", b"hasSelector", b"statement"),
                  (b"evidence", b"hasSource", b"source"))
) + b'"content":"","key":"","facts":[['  # fmt: skip


def digest_of(*parts: object) -> str:
    """Return one SHA-256 over the JSON form of all parts."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


def term_hash(term: str) -> int:
    """Return 47 bits of a term; where two terms share them, a source is looked at in vain."""
    # SQLite stores numbers below 2**47 in six bytes, greater ones in eight, and there are dozens for each source.
    return int.from_bytes(hashlib.blake2b(term.encode("utf-8", "surrogatepass"), digest_size=6).digest()) >> 1


def pack(value: object) -> bytes:
    """Return a value that JSON has, compressed, behind a hash of that."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    squeezer = zlib.compressobj(6, zdict=_COMMON)
    body = squeezer.compress(text) + squeezer.flush()
    return hashlib.blake2b(body, digest_size=8).digest() + body


def unpack(blob: object) -> Any:
    """Return what was packed, None for nothing; raises DamagedError where it is incomplete."""
    if blob is None:
        return None
    if not isinstance(blob, bytes) or hashlib.blake2b(blob[8:], digest_size=8).digest() != blob[:8]:
        raise DamagedError("an entry is incomplete")
    return json.loads(zlib.decompressobj(zdict=_COMMON).decompress(blob[8:]).decode("utf-8", "surrogatepass"))


def in_memory() -> sqlite3.Connection:
    """Return a database that is gone with the process."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    db.executescript(_SCHEMA)
    db.execute("BEGIN")
    return db


def open_database(file: Path) -> sqlite3.Connection:
    """Return the database in a file, in a transaction that nobody else can begin; raises sqlite3.DatabaseError."""
    db = sqlite3.connect(file, isolation_level=None, timeout=PATIENCE)
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
