"""Which files a store is built from, and whether they have changed since.

Used at every query, so it looks at sizes and times first, and reads a file only when they differ.
"""

from __future__ import annotations

import os

from kg.errors import InputError
from kg.layout import (
    REFERENCE,
    holds_source,
    members_of,
    refuse_strays,
    source_folders,
    unnameable,
    unread_beside,
    unread_source,
)

TYPE_CHECKING = False  # not from typing, whose import would double the start-up time of a query
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from kg.findings import Finding

    #: A file's SHA-256, its size in bytes, and the time of its last change in nanoseconds.
    Stamp = list[Any]

__all__ = [
    "changed_sources",
    "digest",
    "refuse_loose",
    "stamp_folder",
]


def refuse_loose(seeds: str | os.PathLike[str]) -> None:
    """Raise InputError for RDF or a sheet in a seeds folder that belongs to no source, since it would be ignored.

    Raises FindingsError for what was plainly meant as a sheet, and has another name.
    """
    from kg.errors import FindingsError

    found = [finding for finding in _unread(seeds) if finding.severity > 2]  # a text alone is a warning of `validate`
    if found:
        raise FindingsError(found)


def _unread(seeds: str | os.PathLike[str]) -> Iterator[Finding]:
    for entry in members_of(seeds):
        if not entry.is_dir():
            refuse_strays([entry.path])
        elif told := unnameable(os.fspath(seeds), entry.name):
            yield told
        elif not holds_source(entry.path):
            names = _listed(entry)
            refuse_strays(os.path.join(entry.path, name) for name in sorted(names))
            folders = {name for name in names if os.path.isdir(os.path.join(entry.path, name))}
            if finding := unread_source(entry.path, names - folders, folders):
                yield finding
        else:
            yield from unread_beside(entry.path, _listed(entry))


def _listed(entry: os.DirEntry[str]) -> set[str]:
    return set(os.listdir(entry.path))


def stamp_folder(path: str | os.PathLike[str]) -> dict[str, Stamp]:
    """Return a stamp for each file in a folder (or for the one file), keyed by path relative to it."""
    root = os.fspath(path)
    return {os.path.relpath(file, root): _stamp(file) for file in _files(root)}


def digest(*stamps: dict[str, Stamp]) -> str:
    """Return one SHA-256 over the names and contents of the stamped files."""
    import hashlib

    text = "\n".join(f"{name}\t{stamp[0]}" for group in stamps for name, stamp in sorted(group.items()))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def changed_sources(manifest: dict[str, Any]) -> list[str]:
    """Return the names of the sources (and `reference`) that changed, came or went since the store was built."""
    seeds = manifest["seeds"]
    if not os.path.isdir(seeds):
        return []  # a store may be used where its seeds are not
    known, there = manifest["sources"], source_folders(seeds)
    names = [name for name in sorted({*known, *there}) if name not in known or name not in there]
    names += [name for name, entry in known.items() if name in there and _differs(there[name], entry["files"])]
    if _differs(os.path.join(seeds, REFERENCE), manifest["reference"]):
        names.append("reference")
    return names


def _differs(root: str, stamps: dict[str, Stamp]) -> bool:
    files = {os.path.relpath(file, root): file for file in _files(root)}
    return files.keys() != stamps.keys() or any(_moved(files[name], stamp) for name, stamp in stamps.items())


def _moved(file: str, stamp: Stamp) -> bool:
    status = os.stat(file)
    # Read only where size or time differ: a clone, or `touch`, changes the time of everything.
    return [status.st_size, status.st_mtime_ns] != stamp[1:] and _stamp(file)[0] != stamp[0]


def _files(root: str) -> list[str]:
    if not os.path.isdir(root):
        return [root] if os.path.exists(root) else []
    walk = os.walk(root)
    return sorted(os.path.join(parent, name) for parent, _, names in walk for name in names if name[0] != ".")


def _stamp(file: str) -> Stamp:
    import hashlib

    try:
        status = os.stat(file)
        with open(file, "rb") as content:
            return [hashlib.sha256(content.read()).hexdigest(), status.st_size, status.st_mtime_ns]
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=file) from None
