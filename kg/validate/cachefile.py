"""Whether a cache file is evidence: only one that this user of this machine has written, and nobody has changed since.

Beside each file lies its seal, an HMAC over its bytes under a key that is kept outside any repository (see
`kg.machine.state`). So a cache that somebody committed, copied here or doctored is not believed; machines that share
a key in `KG_CACHE_KEY`, as the jobs of one CI may, believe each other.
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
    """Return whether a file has the seal of this machine's user, and is as it was when it got it."""
    with suppress(OSError):
        told = _seal_of(file).read_bytes()
        own = _made(file)
        return own is not None and hmac.compare_digest(own.encode(), told.strip())
    return False


def write_seal(file: Path) -> None:
    """Write the seal of a file; without it, the file is thrown away the next time."""
    with suppress(OSError, InputError):
        if (own := _made(file)) is not None:
            write_file(_seal_of(file), own + "\n")


def clear(file: Path) -> None:
    """Remove a journal that lies beside a file: SQLite would write what it holds into the file."""
    for suffix in _BESIDE:
        with suppress(OSError):
            file.with_name(file.name + suffix).unlink()


def discard(file: Path) -> None:
    """Remove a file and all that belongs to it."""
    clear(file)
    for path in (file, _seal_of(file)):
        with suppress(OSError):
            path.unlink()


def is_plain(file: Path) -> bool:
    """Return whether there is a file at a path that is no link."""
    return file.is_file() and not file.is_symlink()


def _seal_of(file: Path) -> Path:
    return file.with_suffix(".seal")


def _made(file: Path) -> str | None:
    if file.is_symlink():
        return None
    with file.open("rb") as content:
        return seal(b"cache", hashlib.file_digest(content, "sha256").digest())
