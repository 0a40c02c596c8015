"""Sources as bytes: how another machine receives a source to read, and how the result comes back.

A worker writes the files into a temporary folder under their original names and reads them there. In the result, its
paths are replaced by those of this machine, so it does not show where it was computed.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from kg.errors import InputError
from kg.layout import PROPOSED, source_file
from kg.sources.listing import content_of, is_linked, readable_files
from kg.validate.reading import ReadingTask

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kg.validate.reading import SourceReading

__all__ = ["Parcel", "SentSource", "opened", "parcels"]

#: Most bytes of files in one parcel, and most sources whose result is waited for together.
_BYTES, _SOURCES = 16_000_000, 400


@dataclass(frozen=True, slots=True)
class SentSource:
    """A source with its files. `path` is its path here; `main` is its file if that was named, else None.

    `folder` is the name of its folder; `files` maps names in it to contents. With `check`, the engine checks it.
    """

    name: str
    path: str
    folder: str
    main: str | None
    files: dict[str, bytes]
    check: bool

    @classmethod
    def of(cls, task: ReadingTask) -> SentSource | None:
        """Return a source as bytes; None if it is better read here.

        This applies to an unchanged source, to one with links (they mean nothing on another machine), and to an
        unreadable one, which is reported when it is read here.
        """
        try:
            if is_linked(task.path) or (task.known and content_of(task.path) == task.known):
                return None
            file = source_file(task.path)
            named = None if task.path.is_dir() else file.name
            files = {name: path.read_bytes() for name, path in _files_of(file.parent, named)}
            above = str(file.parent if named else task.path)
            place = file.resolve()
            usable = above != "." and file.name in files
            return cls(task.name, above, place.parent.name, named, files, task.check) if usable else None
        except (InputError, OSError, _OddError):
            return None


class _OddError(Exception):
    """The folder of a source contains something other than files and a folder of proposed names."""


def _files_of(folder: Path, main: str | None) -> Iterator[tuple[str, Path]]:
    """Yield the files that a source can be read from, with their names relative to its folder."""
    proposed = folder / PROPOSED
    # A folder inside it, or an empty one, could not be copied faithfully.
    if proposed.is_dir() and (proposed.is_symlink() or not _has_only_files(proposed)):
        raise _OddError
    if main is None and any(not entry.is_file() and entry.name != PROPOSED for entry in os.scandir(folder)):
        raise _OddError
    for entry in readable_files(folder, main):
        yield os.path.relpath(entry.path, folder), Path(entry.path)


def _has_only_files(folder: Path) -> bool:
    entries = list(os.scandir(folder))
    return bool(entries) and all(entry.is_file() for entry in entries)


@dataclass(slots=True)
class Parcel:
    """A sequence of sources: those that are sent, and those that are read here."""

    tasks: list[ReadingTask] = field(default_factory=list)
    sent: list[SentSource] = field(default_factory=list)
    kept: list[ReadingTask] = field(default_factory=list)
    size: int = 0

    def add(self, task: ReadingTask) -> None:
        """Add a source."""
        source = SentSource.of(task)
        self.tasks.append(task)
        if source is None:
            self.kept.append(task)
        else:
            self.sent.append(source)
            self.size += sum(map(len, source.files.values()))

    def in_order(self, sent: Sequence[SourceReading], kept: Sequence[SourceReading]) -> Iterator[SourceReading]:
        """Yield the readings of the sources, in the order of the sources."""
        here, there = iter(kept), iter(sent)
        at_home = set(self.kept)
        for task in self.tasks:
            yield next(here) if task in at_home else replace(next(there), task=task)


def parcels(tasks: Sequence[ReadingTask], together: int) -> Iterator[Parcel]:
    """Yield sources in parcels; in each, at most `together` are sent."""
    parcel = Parcel()
    for task in tasks:
        parcel.add(task)
        if len(parcel.sent) >= together or len(parcel.tasks) >= _SOURCES or parcel.size >= _BYTES:
            yield parcel
            parcel = Parcel()
    if parcel.tasks:
        yield parcel


@contextmanager
def opened(
    sources: Sequence[SentSource],
) -> Iterator[tuple[list[ReadingTask], Callable[[SourceReading], SourceReading]]]:
    """Write sources to disk while they are read; yield tasks, and a function that restores the sender's paths."""
    with TemporaryDirectory(prefix="kg-sources-") as root:
        spelt: dict[str, str] = {}
        tasks = []
        for number, source in enumerate(sources):
            # The folder has the name of the source's own; the number keeps two of the same name apart.
            folder = Path(root) / str(number) / source.folder
            for name, content in source.files.items():
                path = folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            spelt[str(folder)] = source.path
            tasks.append(ReadingTask(source.name, folder / source.main if source.main else folder, None, source.check))
        yield tasks, lambda reading: _respelt(reading, root, spelt)


def _respelt(reading: SourceReading, root: str, spelt: dict[str, str]) -> SourceReading:
    """Return a reading whose findings and error have the sender's paths."""

    def change(value: Any) -> Any:
        if isinstance(value, list):
            return [change(item) for item in value]
        if isinstance(value, str) and root in value:
            for here, there in spelt.items():
                value = value.replace(here, there)
        return value

    reading.rows = change(reading.rows)
    if (error := reading.error) is not None:
        reading.error = type(error)(
            change(error.reason), file=change(error.file), line=error.line, column=error.column, hint=change(error.hint)
        )
    return reading
