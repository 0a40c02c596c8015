"""What this program keeps for a user of this machine, outside any repository: a key, and permissions.

The folder is `$XDG_STATE_HOME/kg` (`~/.local/state/kg`), or `kg` in `%LOCALAPPDATA%` on Windows. Nothing in it ever
comes from a repository, so everything there was decided on this machine.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import sys
from contextlib import suppress
from pathlib import Path

__all__ = ["KEY", "machine_key", "seal", "state_folder"]

#: The environment variable with a key that several machines share, for instance the jobs of one CI.
KEY = "KG_CACHE_KEY"
_BYTES = 32


def state_folder() -> Path:
    """Return the folder with this user's state; it may not exist yet."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "kg"
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "kg"


def machine_key() -> bytes | None:
    """Return the key of this user on this machine, created when first needed; None if it cannot be stored."""
    if given := os.environ.get(KEY):
        return hashlib.sha256(given.encode("utf-8", "surrogateescape")).digest()
    with suppress(OSError, RuntimeError):  # RuntimeError: no home folder
        file = state_folder() / "key"
        return _read(file) or _make(file)
    return None


def seal(*parts: bytes) -> str | None:
    """Return the HMAC-SHA-256 of all parts with the machine's key, in hexadecimal; None without a key."""
    key = machine_key()
    if key is None:
        return None
    made = hmac.new(key, digestmod=hashlib.sha256)
    for part in parts:
        made.update(len(part).to_bytes(8, "big") + part)  # so that different lists of parts never give the same bytes
    return made.hexdigest()


def _read(file: Path) -> bytes | None:
    """Return the key from the user's own file; None if it is missing, or somebody else could have written it."""
    with suppress(FileNotFoundError):
        descriptor = os.open(file, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(descriptor, "rb") as opened:
            status = os.fstat(opened.fileno())
            foreign = hasattr(os, "getuid") and (status.st_uid != os.getuid() or status.st_mode & 0o022)
            key = opened.read(_BYTES)
        return None if foreign or len(key) < _BYTES else key
    return None


def _make(file: Path) -> bytes | None:
    """Write a new key to a draft and link it into place, so that two processes that start together get the same key."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = file.with_name(f"key.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(secrets.token_bytes(_BYTES))
        with suppress(FileExistsError):
            os.link(draft, file)
        return _read(file)
    finally:
        draft.unlink()
