"""The files of a store as the build left them, so that later changes to them are noticed.

A query looks at the sizes and times of the files that it reads. A load, and `kg query --verify`, compare the hashes of
all files.
"""

from __future__ import annotations

import json
import os

from kg.errors import StoreError

TYPE_CHECKING = False  # not from typing, whose import would double the start-up time of a query
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

__all__ = ["altered", "describe", "file_hash", "hashes_of", "moved", "refuse_altered", "shared_hashes", "some"]

_LIST, _MANIFEST = "contents.json", "manifest.json"
#: A copied store has other times. Files up to this number of bytes are then read; for larger ones, the size is enough.
_READ = 64_000_000


def describe(path: str | os.PathLike[str], known: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Write the hashes of the store at `path` to its list, and return the description of its files for the manifest.

    `known` are the hashes of the files that it shares with another store (see `shared_hashes`).
    """
    root, known = os.fspath(path), known or {}
    hashes = {name: known.get(name) or file_hash(os.path.join(root, name)) for name in _files(root)}
    with open(os.path.join(root, _LIST), "w", encoding="utf-8") as file:
        file.write(json.dumps(hashes, sort_keys=True))  # without indents, which Python writes far more slowly
    return {"contents": file_hash(os.path.join(root, _LIST)), "stamps": _stamps(root)}


def shared_hashes(path: str | os.PathLike[str], other: str | os.PathLike[str]) -> dict[str, str]:
    """Return the hashes, as the list of another store has them, of the files that both stores have as hard links.

    A shared file that was changed since then differs from its hash in both.
    """
    try:
        with open(os.path.join(other, _MANIFEST), encoding="utf-8") as file:
            listed = hashes_of(other, json.load(file))
    except (OSError, ValueError):
        return {}
    there = _inodes(os.fspath(other))
    return {
        name: listed[name]
        for name, inode in _inodes(os.fspath(path)).items()
        if name in listed and there.get(name) == inode
    }


def _inodes(root: str, inside: str = "") -> dict[str, tuple[int, int]]:
    """Return the device and the inode of each file by its path, as its folder tells them, without a look at each."""
    device = os.stat(root).st_dev
    found: dict[str, tuple[int, int]] = {}
    with os.scandir(root) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                found |= _inodes(entry.path, f"{inside}{entry.name}/")
            else:
                found[inside + entry.name] = (device, entry.inode())
    return found


def hashes_of(path: str | os.PathLike[str], manifest: dict[str, Any]) -> dict[str, str]:
    """Return the hash of each file of a store by its path in it; nothing if the list is not the one from the build."""
    place = os.path.join(path, _LIST)
    try:
        if file_hash(place) != manifest.get("contents"):
            return {}
        with open(place, encoding="utf-8") as file:
            return {str(name): str(value) for name, value in json.load(file).items()}
    except (OSError, ValueError, AttributeError):
        return {}


def moved(path: str | os.PathLike[str], manifest: dict[str, Any]) -> list[str]:
    """Return the files of the triples whose size or time differs from the build, sorted.

    If only the time differs, as in a copy of the store, the file is read. For a store without stamps, the list is
    empty.
    """
    root, stamps = os.fspath(path), manifest.get("stamps") or {}
    there = _stamps(root) if stamps else {}
    # Sizes and times first: reading the whole store for each query would cost more than the query itself.
    names = [name for name in {*stamps, *there} if stamps.get(name) != there.get(name)]
    hashes = hashes_of(root, manifest) if names else {}
    return sorted(name for name in names if not _is_copy(root, name, stamps.get(name), there.get(name), hashes))


def altered(path: str | os.PathLike[str], manifest: dict[str, Any]) -> list[str]:
    """Return all files of a store whose hash differs from the build, sorted; if the list itself does, only that."""
    root, hashes = os.fspath(path), hashes_of(path, manifest)
    if not hashes:
        return [_LIST]
    there = set(_files(root))
    changed = {name for name in there.intersection(hashes) if file_hash(os.path.join(root, name)) != hashes[name]}
    return sorted(changed | (there ^ hashes.keys()))


def refuse_altered(path: str | os.PathLike[str], manifest: dict[str, Any]) -> None:
    """Raise StoreError if a file of a store differs from the build, by hash."""
    if names := altered(path, manifest):
        reason = f"{os.fspath(path)}: changed since it was built: {some(names)}"
        raise StoreError(reason, hint="delete this folder, and run `kg build`")


def some(names: list[str]) -> str:
    """Return the first names of a list, and the number of the others."""
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def file_hash(file: str) -> str:
    """Return the SHA-256 of a file in hexadecimal; OSError if it cannot be read."""
    import hashlib

    with open(file, "rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _is_copy(root: str, name: str, was: list[int] | None, now: list[int] | None, hashes: dict[str, str]) -> bool:
    if was is None or now is None or was[0] != now[0]:
        return False
    return now[0] > _READ or hashes.get(name) == file_hash(os.path.join(root, name))


def _stamps(root: str) -> dict[str, list[int]]:
    """Return the size and the modification time (nanoseconds) of each file of the triples."""
    with os.scandir(os.path.join(root, "oxigraph")) as entries:
        found = {entry.name: entry.stat() for entry in entries}
    return {f"oxigraph/{name}": [status.st_size, status.st_mtime_ns] for name, status in found.items()}


def _files(root: str) -> Iterator[str]:
    yield from (name for name in _inodes(root) if name not in (_LIST, _MANIFEST))
