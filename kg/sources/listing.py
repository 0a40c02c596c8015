"""The sources to check, their names, and whether their files have changed."""

from __future__ import annotations

import hashlib
import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.layout import (
    PROPOSED,
    SOURCE_FILES,
    holds_source,
    is_file,
    is_folder,
    is_member,
    is_rdf,
    lost_link,
    members_of,
    refuse_strays,
    source_file,
    unnameable,
    unread_beside,
    unread_source,
)
from kg.sources.stamps import appearance
from kg.text import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.findings import Finding

__all__ = ["Listing", "content_of", "is_linked", "readable_files", "stamp_of"]


class Listing:
    """The sources at given paths; a source's name is its path relative to `base`, the folder of seeds."""

    def __init__(self, paths: Iterable[Path], base: Path) -> None:
        """Take `paths` (folders of seeds, or folders or files of single sources); `base` is resolved.

        Raises InputError for a path that does not exist.
        """
        self.base = base
        self.folders: dict[Path, Path] = {}  # as resolved, as given
        self.single: dict[str, Path] = {}  # by name, as given
        self.unread: list[Finding] = []  # about folders that turned out not to be sources
        for path in paths:
            if path.is_dir():
                self.folders.setdefault(path.resolve(), path)
            else:
                read_bytes(path)
                self.single.setdefault(self._name_of_file(path), path)

    @cached_property
    def is_whole(self) -> bool:
        """Return whether these are exactly the sources of `base`."""
        return set(self.folders) == {self.base} and not self.single

    def all(self) -> dict[str, tuple[Path, str | None]]:
        """Return every source by name: its path as given, and the stamp of its files.

        Raises InputError if there are no sources.
        """
        found = {name: (path, stamp_of(path)) for name, path in self.single.items()}
        for resolved, given in self.folders.items():
            inside = self._inside(resolved, given)
            if not inside and not self.unread:
                hint = "put each source into a folder of its own, with a sheet.yaml"
                raise InputError("no sources found", file=str(given), hint=hint)
            found.update(inside)
        return found

    def covers(self, name: str) -> bool:
        """Return whether a source with that name would be among these if it existed."""
        # The common case needs no access to the file system, since this is called for every source.
        if self.is_whole and "/" not in name and name != "..":
            return True
        place = Path(os.path.normpath(self.base / name))
        return name in self.single or place in self.folders or place.parent in self.folders

    def path(self, name: str) -> Path | None:
        """Return the path, as given, of the source with that name; None if it no longer exists."""
        if name in self.single:
            return self.single[name]
        place = Path(os.path.normpath(self.base / name))
        given = self.folders.get(place)
        if given is None and place.parent in self.folders and is_member(place.name):
            given = self.folders[place.parent] / place.name
        return given if given is not None and holds_source(given) else None

    def look(self, name: str) -> tuple[Path, str | None] | None:
        """Return the path, as given, and the stamp of the source with that name; None if it no longer exists.

        Raises InputError if its folder has RDF that belongs to no source.
        """
        path = self.path(name)
        if path is not None:
            return path, stamp_of(path)
        place = self.base / name
        if is_member(place.name) and place.is_dir():
            self._pass_over(place, self.spell(name), readable_files(place))
        return None

    def touched(self, files: Iterable[Path]) -> set[str]:
        """Return the names of the sources that would contain one of the files, whether or not these exist."""
        found = set()
        for file in files:
            for parent in file.parents:
                near = file.parent in (parent, parent / PROPOSED)
                if parent.parent in self.folders or (near and parent in self.folders):
                    found.add(self.name_of(parent))
            found |= {name for name, path in self.single.items() if path.resolve().parent in file.parents}
        return found

    def name_of(self, place: Path) -> str:
        """Return the name of the source at a resolved path."""
        return os.path.relpath(place, self.base).replace(os.sep, "/")

    def spell(self, file: str) -> str:
        """Return the path of a file, given relative to `base`, in the user's spelling."""
        place = Path(os.path.normpath(self.base / file))
        for resolved, given in self.folders.items():
            # People see a path as they wrote it, with its links and dots, not the resolved one.
            if place.is_relative_to(resolved):
                return str(given / place.relative_to(resolved))
        for path in self.single.values():
            if place.parent == path.resolve().parent:
                return str(path.parent / place.name)
        here = Path.cwd()
        return str(place.relative_to(here) if place.is_relative_to(here) else place)

    def _inside(self, resolved: Path, given: Path) -> dict[str, tuple[Path, str | None]]:
        """Return the sources in a folder, or the folder if it is one; InputError for RDF that belongs to no source."""
        found, above = {}, self.name_of(resolved)
        if told := unnameable(str(given.parent), resolved.name):
            self.unread.append(told)
            return {}
        try:
            members = members_of(given)
            self.unread += filter(None, map(lost_link, () if holds_source(given) else members))
            children = [entry.name for entry in members if is_folder(entry)]
            unnameables = {child: told for child in children if (told := unnameable(str(given), child))}
            self.unread += unnameables.values()
            children = [child for child in children if child not in unnameables]
            for child in (".", *children):
                files = readable_files(given / child)
                if any(entry.name in SOURCE_FILES for entry in files):
                    name = child if above == "." else above if child == "." else f"{above}/{child}"
                    found[name] = (given / child, _stamp(files))
                    own = [entry.name for entry in files if os.path.basename(os.path.dirname(entry.path)) != PROPOSED]
                    self.unread += unread_beside(str(given / child), own)
                else:
                    self._pass_over(given / child, str(given / child), files)
        except OSError as error:
            raise InputError(f"cannot be read: {error.strerror}", file=str(error.filename)) from None
        return found

    def _pass_over(self, folder: Path, spelled: str, files: Iterable[os.DirEntry[str]]) -> None:
        """Note the ignored files of a folder without a source; raises InputError for RDF and sheets in it."""
        names = [entry.name for entry in files if os.path.basename(os.path.dirname(entry.path)) != PROPOSED]
        refuse_strays(os.path.join(spelled, name) for name in names)
        if folder.resolve() != self.base and not folder.name.startswith("."):
            inside = list(os.scandir(folder))
            folders = [entry.name for entry in inside if is_folder(entry)]
            names += [entry.name for entry in inside if not is_folder(entry) and not is_file(entry)]
            found = unread_source(spelled, names, folders)
            self.unread += [found] if found else []

    def _name_of_file(self, path: Path) -> str:
        place = path.resolve()
        try:
            main = source_file(place.parent) == place
        except InputError:
            main = False
        return self.name_of(place.parent if main else place)


def stamp_of(path: Path) -> str | None:
    """Return the names, sizes and times of a source's files as one string; None if a time is too recent."""
    return _stamp(readable_files(path) if path.is_dir() else readable_files(path.parent, path.name))


def readable_files(folder: Path, file: str | None = None) -> list[os.DirEntry[str]]:
    """Return the files of a folder that may be read for a source, and those of the names proposed beside it."""
    found = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name == PROPOSED and is_folder(entry):
                with os.scandir(entry.path) as proposed:
                    found += [item for item in proposed if is_file(item)]
            elif _matters(entry.name, file) and is_file(entry):
                found.append(entry)
    return found


def _matters(name: str, file: str | None) -> bool:
    """Return whether a file of a folder may be read for the source in `file` (None: for the source of the folder)."""
    other = file is not None and (name.endswith((".yaml", ".yml")) or is_rdf(name))
    return name == file or not (name.startswith(".") or other)


def _stamp(files: Iterable[os.DirEntry[str]]) -> str | None:
    return appearance((entry.name, entry.stat()) for entry in files)


def is_linked(path: Path) -> bool:
    """Return whether git does not track the content of a source: links, or a repository inside the repository."""
    folder = path if path.is_dir() else path.parent
    return (
        folder.is_symlink() or (folder / ".git").exists() or any(entry.is_symlink() for entry in readable_files(folder))
    )


def content_of(path: Path) -> str:
    """Return one hash over the names and bytes of all files that a source is read from.

    Raises InputError if one cannot be read.
    """
    file = source_file(path)
    paths = sorted(Path(entry.path) for entry in readable_files(file.parent, file.name))
    parts = [f"{item.name}\0{hashlib.sha256(read_bytes(item)).hexdigest()}" for item in (file, *paths)]
    return hashlib.blake2b("\n".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
