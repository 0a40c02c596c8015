"""Edits parts of a text file, keeping its line ends and byte order mark, and can restore earlier content."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg import files
from kg.errors import InputError
from kg.text import decode, read_bytes, read_inside, refuse_outside

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["EditedFile", "Snapshot", "scalar", "write_in_folder"]

_PLAIN = re.compile(r"[A-Za-z][\w .@-]*[\w.]|[A-Za-z]")
_MARK = "\ufeff"


def scalar(value: str) -> str:
    """Return a text as a YAML scalar, quoted if it would otherwise mean something else."""
    return value if _PLAIN.fullmatch(value) else json.dumps(value, ensure_ascii=False)


class EditedFile:
    """A UTF-8 text as it is read (lines end with LF, no byte order mark), and in its original form."""

    def __init__(self, path: Path) -> None:
        """Read the file; a missing one is empty. InputError when it cannot be read, or a link leads out to it."""
        self.path = path
        data = read_inside(path) if path.exists() else b""
        self.content = decode(data, str(path))
        self._raw = data.decode("utf-8")
        self._known = data
        # Kept, because a review that changed all line ends would show as a difference in every line.
        self._end = "\r\n" if "\r\n" in self._raw else "\n"

    def replace(self, start: int, end: int, words: str) -> None:
        """Replace a range of `content`, given in code points, by `words`; new lines get the file's line ends."""
        first, last = self._place(start), self._place(end)
        self._raw = self._raw[:first] + words.replace("\n", self._end) + self._raw[last:]
        self.content = self.content[:start] + words + self.content[end:]

    @property
    def data(self) -> bytes:
        """The bytes that will be written, with the original line ends and byte order mark."""
        return self._raw.encode()

    def save(self) -> None:
        """Replace the whole file, so that an interruption leaves either the old or the new one.

        Raises InputError if another program has changed it since it was read: that change would be lost.
        """
        if (read_bytes(self.path) if self.path.exists() else b"") != self._known:
            raise InputError("was changed by another program, so nothing was written: try again", file=str(self.path))
        write_in_folder(self.path, self.data)
        self._known = self.data

    def _place(self, offset: int) -> int:
        """Return the position in the raw text of an offset in `content`."""
        marked = 1 if self._raw.startswith(_MARK) else 0
        ends = [index for index, char in enumerate(self.content) if char == "\n"] if "\r\n" in self._raw else []
        shift, place = 0, marked
        for end in ends[: bisect_right(ends, offset - 1)]:
            shift += self._raw[end + shift + marked] == "\r" and self._raw[end + shift + marked + 1] == "\n"
        return place + offset + shift


@dataclass(frozen=True)
class Snapshot:
    """The bytes of some files at one time; None stands for a missing file."""

    files: dict[Path, bytes | None]

    @classmethod
    def of(cls, paths: Iterable[Path]) -> Snapshot:
        """Return the present contents of the files."""
        return cls({path: read_bytes(path) if path.is_file() else None for path in paths})

    def restore(self) -> None:
        """Restore the files that differ."""
        for path, data in self.files.items():
            if data is None:
                path.unlink(missing_ok=True)
            elif not path.is_file() or path.read_bytes() != data:
                write_in_folder(path, data)


def write_in_folder(path: Path, data: bytes) -> None:
    """Replace a whole file and create its folder if needed.

    Raises InputError when it cannot be written, or would be written through a link out of the repository.
    """
    refuse_outside(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror}", file=str(path)) from None
    files.write_file(path, data)
