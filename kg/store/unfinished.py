"""Keeps what a build has read and checked until a build finishes: after a crash, the next build continues from there.

::

    findings/unfinished/
      journal             one line per source, in the order of completion
      <name>.nq           its graph; for tables only a part, with the rest compressed

A line has a seal, the source's name, a hash of everything else that the reading depends on, the content hash of its
files, and the reading as JSON, with the hashes of the graph. Lines are only ever appended, so a killed process loses at
most the last one. As with the cache, only data written by this user on this machine is trusted.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import shutil
from contextlib import suppress
from typing import TYPE_CHECKING, Any, BinaryIO

from kg.errors import InputError
from kg.files import link_or_copy
from kg.machine.state import machine_key
from kg.rdf.packed import PACKED
from kg.sources.listing import content_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from kg.validate.reading import ReadingTask, SourceReading

__all__ = ["BuildSink", "discard_unfinished"]

_FOLDER, _JOURNAL = "unfinished", "journal"
#: The seal and the name are within this many bytes of a line.
_HEAD = 600


class BuildSink:
    """Writes the graphs of the `wanted` sources to a folder, and remembers their readings until a build finishes.

    `recalled` are the names of the sources that an earlier build had read.
    """

    def __init__(self, wanted: set[str], target: Path, memory: Path) -> None:
        """Write graphs to `target`; `memory` is the folder with the findings of checks."""
        self._wanted, self._target, self._folder = wanted, target, memory / _FOLDER
        self.recalled: set[str] = set()
        # Without a key, our own data could not be distinguished from data that somebody else has put there.
        self._key = machine_key() if _is_own(memory, self._folder) else None
        self._lines: dict[str, tuple[int, int]] | None = None
        self._journal: BinaryIO | None = None

    @property
    def wanted(self) -> Collection[str]:
        """The names of the sources, and `reference` for the reference data."""
        return self._wanted

    def take(self, name: str, quads: bytes, rest: bytes | None = None) -> None:
        """Write the graph of a source."""
        (self._target / f"{name}.nq").write_bytes(quads)
        if rest is not None:
            (self._target / f"{name}{PACKED}").write_bytes(rest)

    def remember(self, reading: SourceReading, context: str) -> None:
        """Keep the reading of a source whose graph was taken, for the build that follows if this one is killed."""
        name = reading.task.name
        if self._key is None or reading.quads is None or name not in self._wanted:
            return
        # A full or read-only disk only makes the next build slower, and has no effect on this one.
        with suppress(OSError):
            for suffix in (".nq", PACKED) if reading.rest is not None else (".nq",):
                _replace(self._target / f"{name}{suffix}", self._folder / f"{name}{suffix}")
            body = json.dumps(_told(reading), ensure_ascii=False, separators=(",", ":"))
            line = "\t".join((name, context, reading.content, body)).encode("utf-8", "surrogatepass")
            self._opened().write(_sealed(self._key, line) + b"\t" + line + b"\n")

    def recall(self, task: ReadingTask, context: str) -> SourceReading | None:
        """Return what an unfinished build has read of a source, if reading it now would give the same."""
        if self._key is None or task.name not in self._wanted:
            return None
        place = self._index().get(task.name)
        try:
            found = place and self._reading(task, context, *place)
        except (OSError, InputError, ValueError):  # it is read again, and its faults are reported then
            return None
        if found is None or (found.rows is None and task.check):
            return None
        self.recalled.add(task.name)
        return found

    def _reading(self, task: ReadingTask, context: str, start: int, length: int) -> SourceReading | None:
        with (self._folder / _JOURNAL).open("rb") as file:
            file.seek(start)
            seal, _, line = file.read(length).partition(b"\t")
        if self._key is None or not hmac.compare_digest(seal, _sealed(self._key, line)):
            return None
        name, when, content, body = line.decode("utf-8", "surrogatepass").split("\t", 3)
        if (name, when) != (task.name, context) or content != content_of(task.path):
            return None
        return self._restored(task, content, json.loads(body))

    def _restored(self, task: ReadingTask, content: str, told: dict[str, Any]) -> SourceReading | None:
        graphs = [
            (self._folder / f"{task.name}{suffix}").read_bytes() if told[key] else None
            for key, suffix in (("quads", ".nq"), ("rest", PACKED))
        ]
        from kg.validate.reading import SourceReading  # here, since a build without changes needs no engine

        if [_hash(graph) for graph in graphs] != [told["quads"], told["rest"]]:
            return None
        return SourceReading(
            task,
            content,
            told["linked"],
            told["data"],
            set(told["uses"]),
            set(told["ties"]),
            frozenset(told["traits"]),
            told["rows"],
            summary=None if told["summary"] is None else frozenset(map(tuple, told["summary"])),
            quads=graphs[0],
            rest=graphs[1],
        )

    def _index(self) -> dict[str, tuple[int, int]]:
        """Return the start and length in bytes of each source's last line in the journal."""
        if self._lines is None:
            self._lines = {}
            with suppress(OSError), (self._folder / _JOURNAL).open("rb") as file:
                start = 0
                for line in file:
                    name = line[:_HEAD].split(b"\t", 2)[1:2]
                    if name and line.endswith(b"\n"):
                        self._lines[name[0].decode("utf-8", "replace")] = start, len(line) - 1
                    start += len(line)
        return self._lines

    def _opened(self) -> BinaryIO:
        if self._journal is None:
            self._index()  # index the existing lines
            # Unbuffered: data in a buffer would be lost with this process.
            self._journal = (self._folder / _JOURNAL).open("ab", buffering=0)
            if self._journal.tell():
                self._journal.write(b"\n")  # the last line may be incomplete
        return self._journal


def discard_unfinished(memory: Path) -> None:
    """Delete the readings, after a build has finished; `memory` is the folder with the findings of checks."""
    if _is_plain(memory):
        shutil.rmtree(memory / _FOLDER, ignore_errors=True)  # it follows no links


def _replace(kept: Path, target: Path) -> None:
    # Never write in place: the file may be hard-linked into a store.
    target.unlink(missing_ok=True)
    link_or_copy(kept, target)


def _is_own(memory: Path, folder: Path) -> bool:
    """Create the folder; return whether this was possible without following a link, which a clone may contain."""
    if not _is_plain(memory) or folder.is_symlink():
        return False
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return not (folder / _JOURNAL).is_symlink()


def _is_plain(memory: Path) -> bool:
    return not memory.is_symlink()


def _told(reading: SourceReading) -> dict[str, Any]:
    """Return the parts of a reading that are kept, as JSON values."""
    return {
        "linked": reading.linked,
        "data": reading.data,
        "uses": sorted(reading.uses),
        "ties": sorted(reading.ties),
        "traits": sorted(reading.traits),
        "rows": reading.rows,
        "summary": None if reading.summary is None else sorted(reading.summary),
        "quads": _hash(reading.quads),
        "rest": _hash(reading.rest),
    }


def _hash(content: bytes | None) -> str | None:
    return None if content is None else hashlib.sha256(content).hexdigest()


def _sealed(key: bytes, line: bytes) -> bytes:
    return hmac.digest(key, b"unfinished\n" + line, "sha256").hex().encode()
