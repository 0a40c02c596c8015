"""The text of a source: decoding it, and finding quotes in it by offsets in Unicode code points."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.findings import Span

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "CONTEXT",
    "INSTALLED",
    "SourceText",
    "decode",
    "is_web_page",
    "leads_out",
    "line_starts",
    "read_bytes",
    "read_inside",
    "refuse_outside",
    "repository_around",
]

#: How many code points of context a text quote selector has on each side.
CONTEXT = 32
_PAGE = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|body|article|\?xml)", re.IGNORECASE)
#: Where what is shipped with kg lies.
INSTALLED = os.path.dirname(os.path.abspath(__file__))


def is_web_page(data: bytes) -> bool:
    """Return whether the bytes of a file begin as HTML or XML does."""
    return _PAGE.match(data[:512]) is not None


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file; InputError with the reason when it cannot be read.

    A pipe is read only if the user's shell created it; any other pipe in place of a file could block for ever.
    """
    try:
        kind = path.stat().st_mode
        if not (stat.S_ISREG(kind) or stat.S_ISDIR(kind) or str(path).startswith(("/dev/", "/proc/self/fd/"))):
            raise InputError("is not a regular file", file=str(path))
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError("no such file", file=str(path)) from None
    except IsADirectoryError:
        raise InputError("is a folder, not a file", file=str(path)) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"cannot be read: {reason}", file=str(path)) from None


def read_inside(path: Path) -> bytes:
    """Return the bytes of a file in a repository; InputError also if a link leads out of the repository.

    Otherwise content of a file elsewhere could get into messages, and into the graph.
    """
    if leads_out(path):
        hint = "put the file itself in its place"
        raise InputError("is a link that leads out of the repository, which is not followed", file=str(path), hint=hint)
    return read_bytes(path)


def refuse_outside(path: Path, *, named: bool = False) -> None:
    """Raise InputError if a file would be written through a link that leads out of its repository.

    The place of what a user has `named` may be reached by a link, unless that is one of a repository.
    """
    if named and not repository_around(os.path.dirname(os.path.abspath(path))):
        return
    if leads_out(path):
        message = "is reached by a link that leads out of the repository, so nothing is written there"
        raise InputError(message, file=str(path), hint="put the folder itself in the place of the link")


def leads_out(path: Path) -> bool:
    """Return whether a path, or one of its folders, is a link out of its repository, or to what git keeps in it.

    The repository is the nearest folder with a git clone or a kg.toml; otherwise it is the folder of all sources.
    """
    real, absolute = os.path.realpath(path), os.path.abspath(path)
    if _is_in(absolute, INSTALLED):  # an environment that is reached by a link
        return False
    folder = os.path.dirname(absolute)
    # A clone's own configuration has tokens, and its hooks are run.
    if ".git" in real.split(os.sep) and ".git" not in absolute.split(os.sep):
        return True
    parent = os.path.dirname(folder)
    places = (repository_around(folder) or os.path.realpath(parent), *_seeds_around(parent))
    return not any(_is_in(real, place) for place in places)


@lru_cache(maxsize=256)
def _seeds_around(parent: str) -> tuple[str, ...]:
    """Return the folders of all sources among a folder and the one above it."""
    # They may themselves be reached by a link: they are the ones with the reference data.
    seeds = (place for place in (parent, os.path.dirname(parent)) if os.path.isdir(os.path.join(place, "reference")))
    return tuple(map(os.path.realpath, seeds))


def _is_in(real: str, folder: str) -> bool:
    return real.startswith(folder.rstrip(os.sep) + os.sep)


@lru_cache(maxsize=4096)
def repository_around(folder: str) -> str | None:
    """Return the nearest folder, at or above an absolute path, with a git clone or a kg.toml."""
    place = folder
    while os.path.dirname(place) != place:
        if any(os.path.exists(os.path.join(place, name)) for name in (".git", "kg.toml")):
            return os.path.realpath(place)
        place = os.path.dirname(place)
    return None


def decode(data: bytes, file: str) -> str:
    """Return UTF-8 `data` as text: without byte order mark, with every CRLF and CR read as LF.

    Raises InputError with the line and column of the first byte that is not UTF-8, or of a NUL.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        start = data[: error.start].decode("utf-8-sig", "replace")
        raise _not_text(start, f"not UTF-8 text (byte 0x{data[error.start]:02X})", file) from None
    if (nul := text.find("\0")) >= 0:
        raise _not_text(text[:nul], "a binary file, not text", file)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _not_text(before: str, message: str, file: str) -> InputError:
    before = before.replace("\r\n", "\n").replace("\r", "\n")
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return InputError(message, file=file, line=line, column=column, hint="save it as UTF-8 text")


def line_starts(text: str) -> list[int]:
    """Return the offset at which each line of `text` begins."""
    return [0, *(match.end() for match in re.finditer("\n", text))]


@dataclass(slots=True)
class _Flat:
    """A text with each run of whitespace as one space, and a mapping back to its original offsets."""

    text: str
    starts: list[int] = field(default_factory=list)
    shifts: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, text: str) -> _Flat:
        flat, shift = cls(""), 0
        spaced = re.sub(r"\s", " ", text)
        for run in re.finditer(r" {2,}", spaced):
            flat.starts.append(run.start() + 1 - shift)
            shift += len(run[0]) - 1
            flat.shifts.append(shift)
        flat.text = re.sub(r" {2,}", " ", spaced)
        return flat

    def offset(self, position: int) -> int:
        """Return the offset in the original text of the character at `position`."""
        index = bisect_right(self.starts, position)
        return position + (self.shifts[index - 1] if index else 0)


@dataclass(frozen=True)
class SourceText:
    """A decoded text with the file it came from and the SHA-256 of that file's bytes."""

    content: str
    file: str = ""
    sha256: str = ""

    @classmethod
    def read(cls, path: Path, *, inside: bool = False) -> SourceText:
        """Return the text in the file `path`; InputError when it is missing, binary or not UTF-8.

        With `inside`, it belongs to a repository, and no link may lead out of that.
        """
        data = read_inside(path) if inside else read_bytes(path)
        return cls(decode(data, str(path)), str(path), hashlib.sha256(data).hexdigest())

    def find(self, quote: str) -> list[tuple[int, int]]:
        """Return every place of `quote`, including overlapping ones, as (start, end) in code points, end exclusive.

        A run of whitespace in the quote matches any run of whitespace in the text; whitespace around the quote is
        ignored.
        """
        wanted, places, position = " ".join(quote.split()), [], -1
        while wanted and (position := self._flat.text.find(wanted, position + 1)) >= 0:
            last = self._flat.offset(position + len(wanted) - 1)
            places.append((self._flat.offset(position), last + 1))
        return places

    def preceded(self, start: int, prefix: str) -> bool:
        """Return whether `prefix` is directly before the offset `start`; all whitespace runs are equivalent."""
        # The prefix may be spaced differently from the text: twice its length and some more is enough, and avoids
        # splitting a whole article for each of its quotes.
        before = " ".join(self.content[max(0, start - 2 * len(prefix) - 200) : start].split())
        return before.endswith(" ".join(prefix.split()))

    def context(self, start: int, end: int) -> tuple[str, str]:
        """Return up to CONTEXT code points before `start` and after `end`."""
        return self.content[max(0, start - CONTEXT) : start], self.content[end : end + CONTEXT]

    def line(self, offset: int) -> int:
        """Return the line, counted from 1, of the code point at `offset`."""
        return bisect_right(self._lines, offset)

    def span(self, start: int, end: int) -> Span:
        """Return the place of `content[start:end]` in the file."""
        first, last = self.line(start), self.line(end)
        column, end_column = start - self._lines[first - 1] + 1, end - self._lines[last - 1] + 1
        return Span(self.file, first, column, last, end_column)

    @cached_property
    def _flat(self) -> _Flat:
        return _Flat.of(self.content)

    @cached_property
    def _lines(self) -> list[int]:
        return line_starts(self.content)
