"""Changing a text file here and there, with its line ends and byte order mark left as they are; and taking it back."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg import files
from kg.errors import InputError
from kg.text import decode, read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["EditedFile", "Snapshot", "scalar", "write_in_folder"]

_PLAIN = re.compile(r"[A-Za-z][\w .@-]*[\w.]|[A-Za-z]")
_MARK = "\ufeff"


def scalar(value: str) -> str:
    """Return a text as it is written in YAML: in quotes where it would mean something else."""
    return value if _PLAIN.fullmatch(value) else json.dumps(value, ensure_ascii=False)


class EditedFile:
    """A UTF-8 text as it is read (lines end with LF, no byte order mark), and as it stands in its file."""

    def __init__(self, path: Path) -> None:
        """Read the file; an absent one is empty. InputError when it cannot be read."""
        self.path = path
        data = read_bytes(path) if path.exists() else b""
        self.content = decode(data, str(path))
        self._raw = data.decode("utf-8")
        # Kept as they are: a review that changed all ends of lines would be a difference in every line.
        self._end = "\r\n" if "\r\n" in self._raw else "\n"

    def replace(self, start: int, end: int, words: str) -> None:
        """Put `words` in the place of a stretch of `content`, given in code points; new lines end as the others do."""
        first, last = self._place(start), self._place(end)
        self._raw = self._raw[:first] + words.replace("\n", self._end) + self._raw[last:]
        self.content = self.content[:start] + words + self.content[end:]

    @property
    def data(self) -> bytes:
        """The file as it will be written, with its line ends and byte order mark."""
        return self._raw.encode()

    def save(self) -> None:
        """Replace the file as a whole, so that an interruption leaves the old one or the new one."""
        write_in_folder(self.path, self.data)

    def _place(self, offset: int) -> int:
        """Return where an offset of `content` is in the raw text."""
        marked = 1 if self._raw.startswith(_MARK) else 0
        ends = [index for index, char in enumerate(self.content) if char == "\n"] if "\r\n" in self._raw else []
        shift, place = 0, marked
        for end in ends[: bisect_right(ends, offset - 1)]:
            shift += self._raw[end + shift + marked] == "\r" and self._raw[end + shift + marked + 1] == "\n"
        return place + offset + shift


@dataclass(frozen=True)
class Snapshot:
    """The bytes of some files at one time; None stands for a file that was not there."""

    files: dict[Path, bytes | None]

    @classmethod
    def of(cls, paths: Iterable[Path]) -> Snapshot:
        """Return what the files hold now."""
        return cls({path: read_bytes(path) if path.is_file() else None for path in paths})

    def restore(self) -> None:
        """Write back what differs."""
        for path, data in self.files.items():
            if data is None:
                path.unlink(missing_ok=True)
            elif not path.is_file() or path.read_bytes() != data:
                write_in_folder(path, data)


def write_in_folder(path: Path, data: bytes) -> None:
    """Replace a file as a whole; its folder is made. InputError when it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror}", file=str(path)) from None
    files.write_file(path, data)
