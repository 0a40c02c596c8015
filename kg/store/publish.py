"""Replaces the whole embedded store: at any moment, either the old one or the new one is current.

The new store is written under a temporary name, flushed to disk, given its final name, and only then named in
`current`, in one atomic step. The next build removes what an interrupted one has left behind.
"""

from __future__ import annotations

import hmac
import json
import os
import shutil
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import StoreError
from kg.files import FULL, write_file
from kg.machine.locks import LockedError, locked
from kg.machine.state import seal
from kg.redact import clean
from kg.store.contents import describe, shared_hashes

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from kg.store.folder import StoreFolder

__all__ = ["NewStore", "building", "is_ours"]


#: How many files are synced at the same time.
_AT_ONCE = 16
_SOMEBODY = "another process is building"


class NewStore:
    """A store that is being written: put files into `path`, then call `publish`."""

    def __init__(self, folder: StoreFolder, previous: str | None) -> None:
        self._folder, self._previous = Path(folder.path), previous
        self.name = f"store-{_next_number(self._folder):06d}"
        self.path = self._folder / f"{self.name}.partial"

    def begin(self) -> Path:
        """Create the draft's folder, and return it."""
        self.path.mkdir()
        return self.path

    def publish(self, manifest: dict[str, Any]) -> None:
        """Make the draft current; the previous store stays on disk for its readers."""
        shared = shared_hashes(self.path, self._folder / self._previous) if self._previous else {}
        manifest = {**manifest, **describe(self.path, shared)}
        whole = {**manifest, "seal": _sealed(manifest)}
        (self.path / "manifest.json").write_text(json.dumps(whole, sort_keys=True), encoding="utf-8")
        # The order is essential: first all files reach the disk, then the folder gets its name, then `current` is
        # changed. After a power cut, the current store is either the old one or the new one.
        _sync_tree(self.path, shared)
        self.path.rename(self._folder / self.name)
        _sync(self._folder)
        write_file(self._folder / "current", self.name + "\n")
        _sync(self._folder)
        # The previous store stays: a reader that has just read `current` may be about to open it.
        _clean(self._folder, {self.name, self._previous})


@contextmanager
def building(folder: StoreFolder, *, wait: float = 0) -> Iterator[NewStore]:
    """Lock a store's folder, tidy it up, and yield a draft; wait up to `wait` seconds for another build.

    Raises StoreError when another process is building there, or the folder is not a store.
    """
    if folder.is_foreign():
        raise StoreError(f"{folder.path}: not empty and not a store", hint="name another folder with --store")
    with _locked(folder, wait):
        previous = _pointer(folder)
        _clean(Path(folder.path), {previous})
        draft = NewStore(folder, previous)
        try:
            yield draft
        except OSError as error:
            raise _named(error, folder.path) from None
        finally:
            shutil.rmtree(draft.path, ignore_errors=True)


def _named(error: OSError, folder: str) -> Exception:
    """Return the error of a full disk with the folder of the store, and others as they are."""
    reason = error.strerror or str(error)  # of RocksDB it is a sentence with the file in it, and no number
    if error.errno not in FULL and not any(os.strerror(number) in reason for number in FULL):
        return error
    hint = "make room, and run `kg build` again: it goes on from there, and the old store stays in use until then"
    return StoreError(f"{folder}: cannot be written: {reason}", hint=hint)


@contextmanager
def _locked(folder: StoreFolder, wait: float) -> Iterator[None]:
    """Hold the folder's lock, and record in a file beside it who has held it since when."""
    place = Path(folder.path)
    if place.is_symlink():
        raise StoreError(f"{folder.path}: is a link, which is not followed", hint="name its target with --store")
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{folder.path}: cannot be written: {error.strerror}") from None
    since = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    try:
        with locked(place / "lock", wait=wait):
            write_file(place / "holder", f"process {os.getpid()} has been building since {since}\n")
            yield
    except LockedError:
        raise StoreError(f"{folder.path}: locked: {_holder(place)}", hint="wait until it has finished") from None


def _holder(place: Path) -> str:
    with suppress(OSError, UnicodeDecodeError), (place / "holder").open(encoding="utf-8") as file:
        return clean(file.read(200).strip()) or _SOMEBODY
    return _SOMEBODY


def is_ours(manifest: dict[str, Any]) -> bool:
    """Return whether a store was built with the key of this machine's user, and not, for instance, cloned."""
    own = _sealed(manifest)
    return own is not None and hmac.compare_digest(own, str(manifest.get("seal")))


def _sealed(manifest: dict[str, Any]) -> str | None:
    """Return the seal over all other fields of a manifest; None if this machine has no key."""
    said = {key: value for key, value in manifest.items() if key != "seal"}
    return seal(b"store", json.dumps(said, sort_keys=True).encode("utf-8", "surrogatepass"))


def _pointer(folder: StoreFolder) -> str | None:
    """Return the name of the current store, or None if it is unusable: a build repairs a damaged store."""
    try:
        return Path(folder.current()).name
    except StoreError:
        return None


def _next_number(folder: Path) -> int:
    numbers = [path.name.removeprefix("store-").partition(".")[0] for path in folder.glob("store-*")]
    return max((int(number) for number in numbers if number.isdecimal()), default=0) + 1


def _clean(folder: Path, keep: set[str | None]) -> None:
    """Remove unneeded stores; one that a reader still uses is left to a later build."""
    for path in folder.glob("store-*"):
        if path.name not in keep and not _is_held(path):
            shutil.rmtree(path, ignore_errors=True)


def _is_held(store: Path) -> bool:
    """Return whether a long-running reader such as `kg serve` has a store locked; see `kg.web.worker`."""
    try:
        import fcntl
    except ImportError:
        return False  # on Windows, servers do not lock stores, and open files cannot be removed
    try:
        with (store / "manifest.json").open(encoding="utf-8") as file:
            # Long-running readers hold a shared lock, which conflicts with this exclusive one. Closing the file
            # releases it.
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False  # an unfinished draft has no manifest
    return False


def _sync_tree(folder: Path, synced: Container[str]) -> None:
    """Sync all files and folders but the files that are `synced`, by path in the folder."""
    from concurrent.futures import ThreadPoolExecutor  # here, since queries import this module but sync nothing

    parents = [(os.path.relpath(parent, folder).replace(os.sep, "/"), names) for parent, _, names in os.walk(folder)]
    files = (f"{parent}/{name}" for parent, names in parents for name in names)
    with ThreadPoolExecutor(_AT_ONCE) as pool:  # a file system can combine several syncs
        list(pool.map(_sync, (folder / file for file in files if file not in synced)))
    for parent, _ in parents:
        _sync(folder / parent)


def _sync(path: Path) -> None:
    """Make the kernel write a file or a directory to disk."""
    if os.name == "nt" and path.is_dir():
        return  # Windows cannot open a folder
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
