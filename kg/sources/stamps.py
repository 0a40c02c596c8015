"""Records the files that a store is built from, and checks whether they have changed since.

Used by every query, so it compares sizes and times first, and reads a file only if these differ. A build also compares
inodes (`look_of`), and hashes only the sources that look different since the last build.
"""

from __future__ import annotations

import os
import time

from kg.errors import InputError
from kg.layout import (
    REFERENCE,
    holds_source,
    is_folder,
    is_source_folder,
    lost_link,
    members_of,
    refuse_strays,
    unnameable,
    unread_beside,
    unread_source,
)

TYPE_CHECKING = False  # not from typing, whose import would double the start-up time of a query
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from kg.findings import Finding

    #: A file's SHA-256, its size in bytes, and the time of its last change in nanoseconds.
    Stamp = list[Any]

__all__ = [
    "appearance",
    "changed_sources",
    "digest",
    "look_of",
    "stamp_folder",
    "stamp_sources",
]

#: A file that changed less than this many seconds ago may change again without looking different.
UNSURE = 2.0


def _refuse_unread(seeds: str | os.PathLike[str], entries: Iterable[os.DirEntry[str]]) -> None:
    """Raise InputError for RDF or a sheet in a seeds folder that belongs to no source, since it would be ignored.

    Raises FindingsError for a file that was clearly meant as a sheet but has another name.
    """
    from kg.errors import FindingsError

    found = [one for one in _unread(seeds, entries) if one.severity > 2]  # `kg validate` warns about a text alone
    if found:
        raise FindingsError(found)


def _unread(seeds: str | os.PathLike[str], entries: Iterable[os.DirEntry[str]]) -> Iterator[Finding]:
    for entry in entries:
        if told := lost_link(entry):
            yield told
        elif not is_folder(entry):
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


def stamp_sources(seeds: str | os.PathLike[str], known: Mapping[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return for each source in a folder of seeds the stamps of its `files`, and how they `look`.

    `known` is an earlier result for these seeds: a source that looks the same is neither read nor checked again. Raises
    InputError for RDF or a sheet that belongs to no source, since it would be ignored, and FindingsError for a file
    that was clearly meant as a sheet but has another name.
    """
    found, others = {}, []
    for entry in members_of(seeds):
        look, was = look_of(entry.path), known.get(entry.name)
        if look and was and was.get("look") == look:
            found[entry.name] = was
        else:
            others.append((entry, look))
    _refuse_unread(seeds, [entry for entry, _ in others])
    for entry, look in others:
        if is_source_folder(entry):
            # Determined before the files are read, so that a change in the meantime is noticed next time.
            found[entry.name] = {"files": stamp_folder(entry.path), "look": look}
    return found


def look_of(folder: str) -> str | None:
    """Return one hash over all names in a folder, and over the sizes, times and inodes of its files.

    Returns None if a file is so recent that it could change again without looking different, or is inaccessible.
    """
    try:
        return appearance(_statuses(folder))
    except OSError:
        return None


def _statuses(folder: str, inside: str = "") -> Iterator[tuple[str, os.stat_result | None]]:
    """Yield the name of each entry of a folder and of those in it, with its status if it is a file."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield f"{inside}{entry.name}/", None
                yield from _statuses(entry.path, f"{inside}{entry.name}/")
            else:
                yield inside + entry.name, entry.stat()


def appearance(files: Iterable[tuple[str, os.stat_result | None]]) -> str | None:
    """Return one hash over names and statuses of files; None if the time of one is too recent.

    File systems count time in steps (FAT in two seconds): a file written in the current step can change again without
    looking different. The inode's time counts too, because `touch` and `cp -p` can set the other one back.
    """
    import hashlib

    parts, latest = [], time.time_ns() - int(UNSURE * 1e9)
    for name, status in files:
        if status is None:
            parts.append(name)
            continue
        if max(status.st_mtime_ns, status.st_ctime_ns) > latest:
            return None
        parts.append(f"{name}\0{status.st_size}\0{status.st_mtime_ns}\0{status.st_ino}\0{status.st_ctime_ns}")
    return hashlib.blake2b("\n".join(sorted(parts)).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def stamp_folder(path: str | os.PathLike[str]) -> dict[str, Stamp]:
    """Return a stamp for each file in a folder (or for the one file), keyed by path relative to it."""
    root = os.fspath(path)
    return {os.path.relpath(file, root): stamp_file(file) for file in _files(root)}


def digest(*stamps: dict[str, Stamp]) -> str:
    """Return one SHA-256 over the names and contents of the stamped files."""
    import hashlib

    text = "\n".join(f"{name}\t{stamp[0]}" for group in stamps for name, stamp in sorted(group.items()))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def changed_sources(manifest: dict[str, Any]) -> list[str]:
    """Return the sources that were changed, added or removed since the store was built.

    Among them are `reference`, packages of the repository, and `kg.toml` if it names other packages or another base.
    """
    seeds = manifest["seeds"]
    if not os.path.isdir(seeds):
        return []  # a store may be used without its seeds
    known, there = manifest["sources"], {entry.name: entry for entry in members_of(seeds)}
    # What was a source is compared as a whole; only what has come has to be a source at all.
    names = [
        name
        for name in sorted({*known, *there})
        if name not in there or (name not in known and is_source_folder(there[name]))
    ]
    names += [name for name, entry in known.items() if name in there and _differs(there[name].path, entry["files"])]
    if _differs(os.path.join(seeds, REFERENCE), manifest["reference"]):
        names.append("reference")
    packages = manifest.get("packages", {})
    names += [os.path.basename(folder) for folder, stamps in packages.items() if _differs(folder, stamps)]
    return [*names, "kg.toml"] if _is_set_otherwise(manifest) else names


def _is_set_otherwise(manifest: dict[str, Any]) -> bool:
    """Return whether the settings of the repository name other packages, or another base, than those of the build."""
    built = manifest.get("settings")
    if not built or not _differs(built["file"], built["stamps"]):
        return False  # parsed only if it was edited
    from kg.settings import repository_of

    try:
        now = repository_of(manifest["seeds"])
    except InputError:
        return True
    return bool(list(now.reference) != built["reference"] or now.base != manifest["base"])


def _differs(root: str, stamps: dict[str, Stamp]) -> bool:
    flat = _differs_flat(root, stamps)
    if flat is not None:
        return flat
    files = {os.path.relpath(file, root): file for file in _files(root)}
    return files.keys() != stamps.keys() or any(
        _moved(files[name], stamp, os.stat(files[name])) for name, stamp in stamps.items()
    )


def _differs_flat(root: str, stamps: dict[str, Stamp]) -> bool | None:
    """Do what `_differs` does for a folder without folders, in a fourth of the time; None for any other."""
    count = 0
    try:
        with os.scandir(root) as entries:
            for entry in entries:
                if is_folder(entry):
                    return None
                if entry.name[0] != "." and not _is_lost(entry.path, link=entry.is_symlink()):
                    count += 1
                    stamp = stamps.get(entry.name)
                    if stamp is None or _moved(entry.path, stamp, entry.stat()):
                        return True
    except OSError:  # the folder is gone, or a link in it leads to nothing
        return None
    return count != len(stamps)


def _moved(file: str, stamp: Stamp, status: os.stat_result) -> bool:
    # Read only if the size or time differs: a clone, or `touch`, changes all times.
    return [status.st_size, status.st_mtime_ns] != stamp[1:] and stamp_file(file)[0] != stamp[0]


def _files(root: str) -> list[str]:
    if not os.path.isdir(root):
        return [root] if os.path.exists(root) else []
    found = (os.path.join(parent, name) for parent, _, names in os.walk(root) for name in names if name[0] != ".")
    return sorted(file for file in found if not _is_lost(file, link=os.path.islink(file)))


def _is_lost(file: str, *, link: bool) -> bool:
    """Return whether a file is a link to nothing; it is never read, and must not keep a build from what is."""
    return link and not os.path.exists(file)


def stamp_file(file: str) -> Stamp:
    """Return the present stamp of a file; raises InputError if it cannot be read."""
    import hashlib

    try:
        status = os.stat(file)
        with open(file, "rb") as content:
            return [hashlib.sha256(content.read()).hexdigest(), status.st_size, status.st_mtime_ns]
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=file) from None
