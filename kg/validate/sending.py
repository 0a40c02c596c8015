"""Sources as bytes: what another machine is sent to read a source as it would be read here, and how it comes back.

A worker puts the files into a folder of its own, under the names that they have here, and reads them there. In what it
found, its paths are replaced by those of this machine, so nobody can tell from a result where it was worked out.
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

#: How many bytes of files are sent together, and for how many sources at most a result is waited for.
_BYTES, _SOURCES = 16_000_000, 400


@dataclass(frozen=True, slots=True)
class SentSource:
    """A source with its files. `path` is how it is spelt here; `main` its file where that was named, else None.

    `folder` is the name of its folder; `files` are by their names in it. `check` asks the engine.
    """

    name: str
    path: str
    folder: str
    main: str | None
    files: dict[str, bytes]
    check: bool

    @classmethod
    def of(cls, task: ReadingTask) -> SentSource | None:
        """Return a source as bytes; None where it is better read here.

        That is a source that has not changed, one with links, which mean nothing elsewhere, and one that cannot be
        read, which is reported by whoever reads it.
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
    """There is something in the folder of a source that is neither a file nor a folder of proposed names."""


def _files_of(folder: Path, main: str | None) -> Iterator[tuple[str, Path]]:
    """Yield the files that a source can be read from, by their names in its folder."""
    proposed = folder / PROPOSED
    # Of a folder in the folder, and of an empty one, no copy would be the same.
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
    """Some sources, in order: those that are sent, and those that are kept here."""

    tasks: list[ReadingTask] = field(default_factory=list)
    sent: list[SentSource] = field(default_factory=list)
    kept: list[ReadingTask] = field(default_factory=list)
    size: int = 0

    def add(self, task: ReadingTask) -> None:
        """Take one more source."""
        source = SentSource.of(task)
        self.tasks.append(task)
        if source is None:
            self.kept.append(task)
        else:
            self.sent.append(source)
            self.size += sum(map(len, source.files.values()))

    def in_order(self, sent: Sequence[SourceReading], kept: Sequence[SourceReading]) -> Iterator[SourceReading]:
        """Yield what was read of the sources, in their order."""
        here, there = iter(kept), iter(sent)
        at_home = set(self.kept)
        for task in self.tasks:
            yield next(here) if task in at_home else replace(next(there), task=task)


def parcels(tasks: Sequence[ReadingTask], together: int) -> Iterator[Parcel]:
    """Yield sources in parcels: in each, `together` of them are sent at most."""
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
    """Write sources to disk while they are read; yield the tasks, and what gives readings the paths of the sender."""
    with TemporaryDirectory(prefix="kg-sources-") as root:
        spelt: dict[str, str] = {}
        tasks = []
        for number, source in enumerate(sources):
            # The name of the folder is that of the source; the number keeps two of the same name apart.
            folder = Path(root) / str(number) / source.folder
            for name, content in source.files.items():
                path = folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            spelt[str(folder)] = source.path
            tasks.append(ReadingTask(source.name, folder / source.main if source.main else folder, None, source.check))
        yield tasks, lambda reading: _respelt(reading, root, spelt)


def _respelt(reading: SourceReading, root: str, spelt: dict[str, str]) -> SourceReading:
    """Return a reading in whose findings and error the paths of this machine are those of the sender."""

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
