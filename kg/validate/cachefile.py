"""Whether a cache file can be trusted: only if this user wrote it on this machine, and nobody has changed it since.

Each file has a seal beside it: an HMAC over its bytes, with a key that is kept outside any repository (see
`kg.machine.state`). A cache that was committed, copied from elsewhere or manipulated is therefore not trusted. Machines
that share a key in `KG_CACHE_KEY`, such as CI jobs, trust each other's files.
"""

from __future__ import annotations

import hashlib
import hmac
from contextlib import suppress
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.files import write_file
from kg.machine.state import seal

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["clear", "discard", "is_plain", "is_signed", "write_seal"]

_BESIDE = ("-journal", "-wal", "-shm")


def is_signed(file: Path) -> bool:
    """Return whether a file has a valid seal of this machine's user and is unchanged since it was sealed."""
    with suppress(OSError):
        told = _seal_of(file).read_bytes()
        own = _made(file)
        return own is not None and hmac.compare_digest(own.encode(), told.strip())
    return False


def write_seal(file: Path) -> None:
    """Write the seal of a file; an unsealed file is deleted by the next run."""
    with suppress(OSError, InputError):
        if (own := _made(file)) is not None:
            write_file(_seal_of(file), own + "\n")


def clear(file: Path) -> None:
    """Remove journal files beside a file: SQLite would apply them to the file."""
    for suffix in _BESIDE:
        with suppress(OSError):
            file.with_name(file.name + suffix).unlink()


def discard(file: Path) -> None:
    """Delete a file, its journals and its seal."""
    clear(file)
    for path in (file, _seal_of(file)):
        with suppress(OSError):
            path.unlink()


def is_plain(file: Path) -> bool:
    """Return whether the path is a regular file and not a symbolic link."""
    return file.is_file() and not file.is_symlink()


def _seal_of(file: Path) -> Path:
    return file.with_suffix(".seal")


def _made(file: Path) -> str | None:
    if file.is_symlink():
        return None
    with file.open("rb") as content:
        return seal(b"cache", hashlib.file_digest(content, "sha256").digest())
