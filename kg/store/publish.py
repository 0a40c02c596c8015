"""Replacing the embedded store as a whole: at every moment either the old one is in force, or the new one.

The new store is written under a name that nobody reads, flushed to the disk, given its final name,
and only then named by `current`, in one atomic step. What an interrupted build has left behind, the next one removes.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

    from kg.store.folder import StoreFolder

__all__ = ["Draft", "building", "write_atomically"]


class Draft:
    """A store that is being written: put files into `path`, then `publish` it."""

    def __init__(self, folder: StoreFolder, previous: str | None) -> None:
        self._folder, self._previous = Path(folder.path), previous
        self.name = f"store-{_next_number(self._folder):06d}"
        self.path = self._folder / f"{self.name}.partial"

    def begin(self) -> Path:
        """Make the draft's folder, and return it."""
        self.path.mkdir()
        return self.path

    def publish(self, manifest: dict[str, Any]) -> None:
        """Put the draft in force; the store that was in force stays on disk for those who read it."""
        (self.path / "manifest.json").write_text(json.dumps(manifest, indent=1, sort_keys=True), encoding="utf-8")
        _sync_tree(self.path)
        self.path.rename(self._folder / self.name)
        _sync(self._folder)
        write_atomically(self._folder / "current", self.name + "\n")
        _clean(self._folder, {self.name, self._previous})


@contextmanager
def building(folder: StoreFolder) -> Iterator[Draft]:
    """Lock a store's folder against other builders, tidy it up, and hand out a draft.

    Raises StoreError when another process builds there, or the folder is something else than a store.
    """
    if folder.is_foreign():
        raise StoreError(f"{folder.path}: not empty, and not a store", hint="name another folder with --store")
    with _locked(folder):
        previous = _pointer(folder)
        _clean(Path(folder.path), {previous})
        draft = Draft(folder, previous)
        try:
            yield draft
        finally:
            shutil.rmtree(draft.path, ignore_errors=True)


def write_atomically(path: Path, text: str) -> None:
    """Replace a file so that a reader finds the old text or the new one, also after a power cut."""
    draft = path.with_name(path.name + ".new")
    with draft.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    _sync(path.parent)


@contextmanager
def _locked(folder: StoreFolder) -> Iterator[None]:
    """Hold the lock file; the kernel releases it however the process ends."""
    path = Path(folder.path) / "lock"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a+", encoding="utf-8")
    except OSError as error:
        raise StoreError(f"{folder.path}: cannot be written: {error.strerror}") from None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise StoreError(f"{folder.path}: locked: {_holder(file)}", hint="wait until it has ended") from None
        file.truncate(0)
        file.write(
            f"process {os.getpid()} has been building since {time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime())}"
        )
        file.flush()
        yield


def _holder(file: IO[str]) -> str:
    file.seek(0)
    return file.read(200).strip() or "another process is building"


def _pointer(folder: StoreFolder) -> str | None:
    """Return the store in force, or None where it cannot be used: a build mends what is damaged."""
    try:
        return Path(folder.current()).name
    except StoreError:
        return None


def _next_number(folder: Path) -> int:
    numbers = [path.name.removeprefix("store-").partition(".")[0] for path in folder.glob("store-*")]
    return max((int(number) for number in numbers if number.isdecimal()), default=0) + 1


def _clean(folder: Path, keep: set[str | None]) -> None:
    """Remove the stores that nobody needs: a later build removes those that a reader still holds."""
    for path in folder.glob("store-*"):
        if path.name not in keep and not _is_held(path):
            shutil.rmtree(path, ignore_errors=True)


def _is_held(store: Path) -> bool:
    """Say whether a reader that stays, as `kg serve` does, has a store locked; see `kg.web.worker`."""
    try:
        with (store / "manifest.json").open(encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False  # an unfinished draft has no manifest
    return False


def _sync_tree(folder: Path) -> None:
    for parent, _, names in os.walk(folder):
        for name in names:
            _sync(Path(parent) / name)
        _sync(Path(parent))


def _sync(path: Path) -> None:
    """Have the kernel write a file or a folder's list of names to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
