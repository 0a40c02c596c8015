"""Reads a table row by row, and stops with an error, and its position, at the first damaged row.

Rows are numbered as in RFC 7111: the header is row 1, and a row may span several lines.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import zlib
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any

from kg.errors import InputError, UsageError
from kg.forms.declared import Key
from kg.forms.types import Text
from kg.text import leads_out

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = ["Dialect", "TableRows", "row_of"]

#: How many rows of a Parquet file are held at a time.
_BATCH = 10_000
#: Control characters, also those of Unicode that break lines or reverse the order of what is read after them.
_UNSEEN = r"\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff"
_CONTROLS = re.compile(rf"[\x00-\x1f{_UNSEEN}]")
#: What is left of letters when a text was decoded wrongly: a mark in their place, or two letters for each of them.
_LOST, _DOUBLED = "\ufffd", r"[\xc2-\xc5\xe2][^\x00-\x7f]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How a table is written, if not as in RFC 4180 (commas, double quotes, UTF-8)."""

    delimiter: Annotated[str | None, Text(".|\\\\t", "one character, or `\\t`"), "The separator between cells."] = None
    quote: Annotated[str | None, Text(".", "one character"), "The quote character.", Key("quoteChar")] = None
    encoding: Annotated[str, Text(), "The character encoding (default: utf-8)."] = "utf-8"


class TableRows:
    """The rows of a table, in order; during iteration, `number` and `line` say where the current one begins.

    `header` is the first row. Raises InputError for a table that cannot be read to its end.
    """

    def __init__(self, path: Path, dialect: Dialect | None = None) -> None:
        """Read the header."""
        self.path, self._dialect = path, dialect
        self.number, self.line = 1, 1
        self._lines: list[str] = []
        self._read = 0
        if not path.is_file():
            raise InputError("no such file", file=str(path), hint="put the table beside source.yaml")
        if leads_out(path):
            raise InputError("is a link that leads out of the repository, which is not followed", file=str(path))
        # One search for a line, where a look at each cell would take most of the time that a large table takes.
        controls = r"\x00-\x08\x0a-\x1f" if self._delimiter() == "\t" else r"\x00-\x1f"
        self._odd = re.compile(rf"[{controls}{_UNSEEN}{_LOST}]|{_DOUBLED}")
        self._records = self._of_parquet() if ".parquet" in path.suffixes else self._of_text()
        self.header: Sequence[str] = next(self._records, [])
        if not self.header:
            raise InputError("empty table", file=str(path), line=1, column=1, hint="start it with a header row")

    def __iter__(self) -> Iterator[Sequence[str]]:
        """Yield each row after the header; blank lines are counted as rows and skipped."""
        for row in self._records:
            self.number += 1
            if row:
                yield row

    def records(self) -> Iterator[Sequence[str]]:
        """Yield each row after the header; a blank line is a row without cells."""
        return self._records

    def column(self, index: int) -> int:
        """Return the column (from 1, in characters) at which a cell of the current row begins in its first line."""
        if not self._lines:
            return 1
        line, delimiter, quote = self._lines[0], self._delimiter(), self._quote()
        # Only then do the cells begin where the pattern says; of a damaged line, the plain split is the better guess.
        if _well_quoted(line, delimiter, quote):
            return _offsets(line, delimiter, quote).get(index, 0) + 1
        return len(delimiter.join([*line.split(delimiter)[:index], ""])) + 1

    def is_plain(self, row: Sequence[str]) -> bool:
        """Return whether the current row is obviously well-formed, as most rows are."""
        if len(row) != len(self.header) or len(self._lines) != 1:
            return False
        line = self._lines[0]
        return '"' not in line and not self._odd.search(line, 0, len(line.rstrip("\r\n")))

    def damage(self, row: Sequence[str]) -> tuple[str, int] | None:
        """Return what is wrong with the syntax of the current row, and in which cell; None if nothing is."""
        if len(row) != len(self.header):
            message = f"this row has {len(row)} cells, but the header has {len(self.header)}"
            return f"{message}: look for a missing or stray separator or quote", 0
        for index, cell in enumerate(row):
            if "\n" in cell or "\r" in cell:
                return "a line break inside a cell: look for a stray quote before it", index
            if _CONTROLS.search(cell):
                return "a tab or another control character inside a cell: remove it", index
            # `csv` takes a quote inside an unquoted cell for a character, even with `strict`.
            if '"' in cell and self._lines and not _well_quoted(self._lines[0], self._delimiter(), self._quote()):
                return "a stray quote: put the whole cell in quotes and double the quotes inside it", index
        return None

    def misread(self, row: Sequence[str]) -> int | None:
        """Return the first cell whose text was once decoded with a wrong encoding, or None."""
        return next((index for index, cell in enumerate(row) if _LOST in cell or _is_misread(cell)), None)

    def _delimiter(self) -> str:
        given = self._dialect.delimiter if self._dialect else None
        return ("\t" if given == "\\t" else given) or ("\t" if ".tsv" in self.path.suffixes else ",")

    def _quote(self) -> str | None:
        given = self._dialect.quote if self._dialect else None
        return given or (None if ".tsv" in self.path.suffixes else '"')  # text/tab-separated-values has no quotes

    def _of_text(self) -> Iterator[Sequence[str]]:
        quote = self._quote()
        quoting: Any = csv.QUOTE_NONE if quote is None else csv.QUOTE_MINIMAL
        # `_next_line` keeps the lines of a row: csv gives the cells alone, and messages need their places.
        reader = csv.reader(self._text(), delimiter=self._delimiter(), quotechar=quote, quoting=quoting, strict=True)
        while True:
            self.line, self._lines = self._read + 1, []
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                message = f"not a row of a table: {error}"
                hint = "look for a stray or missing quote here"
                raise InputError(message, file=str(self.path), line=self.line, column=1, hint=hint) from None
            yield row

    def _text(self) -> Iterator[str]:
        encoding = self._dialect.encoding if self._dialect else "utf-8"
        # Excel begins its UTF-8 with a mark, which would otherwise be part of the first head.
        encoding = "utf-8-sig" if encoding.lower() in ("utf-8", "utf8") else encoding
        try:
            # Without translation of line ends: `csv` wants to see those inside quotes as they are.
            with _opened(self.path) as file, io.TextIOWrapper(file, encoding, newline="") as text:
                for line in text:
                    self._read += 1
                    self._lines.append(line)
                    yield line
        except UnicodeDecodeError:
            raise _not_encoded(self.path, encoding) from None
        except (OSError, EOFError, zlib.error) as error:
            raise InputError(f"damaged: {error}", file=str(self.path), line=self._read + 1) from None
        except LookupError:
            raise InputError(
                f"unknown encoding `{encoding}`", file=str(self.path), hint="correct `encoding:`"
            ) from None

    def _of_parquet(self) -> Iterator[Sequence[str]]:
        try:
            from pyarrow import ArrowException, parquet
        except ModuleNotFoundError:
            hint = "pip install 'diplomatic-positions-kg[bulk]'"
            raise UsageError(f"{self.path}: Parquet needs the extra `bulk`", hint=hint) from None
        try:
            file = parquet.ParquetFile(self.path)
            yield list(file.schema_arrow.names)
            for batch in file.iter_batches(_BATCH):
                for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                    self.line = self.number + 1
                    yield ["" if value is None else str(value) for value in row]
        except (ArrowException, OSError) as error:
            raise InputError(f"not Parquet: {str(error).splitlines()[0]}", file=str(self.path)) from None


def row_of(path: Path, number: int, dialect: Dialect | None = None) -> tuple[list[str], list[str]] | None:
    """Return the header of a table and the cells of the row with a number; None if there is no such row."""
    rows = TableRows(path, dialect)
    found = next(islice(rows.records(), number - 2, None), None) if number > 1 else rows.header
    return None if found is None else (list(rows.header), list(found))


def _is_misread(text: str) -> bool:
    """Return whether a text is UTF-8 that was read as Windows-1252 or Latin-1: `CÃ´te` for `Côte`."""
    if not re.search(_DOUBLED, text):
        return False
    for encoding in ("cp1252", "latin-1"):
        try:
            return text.encode(encoding).decode("utf-8") != text
        except ValueError:
            continue
    return False


def _opened(path: Path) -> Any:
    return gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb")


def _not_encoded(path: Path, encoding: str) -> InputError:
    """Return the error for a table in another encoding, with the position of the first invalid byte."""
    hint = "save it in that encoding, or give its encoding with `dialect: {encoding: ...}`"
    message = f"not {encoding.removesuffix('-sig').upper()} text"
    with _opened(path) as file:
        # Read once more, by bytes: the decoder works on blocks, and does not say in which line it failed.
        for number, line in enumerate(file, 1):
            try:
                line.decode(encoding)
            except UnicodeDecodeError as error:
                column = len(line[: error.start].decode(encoding, "replace")) + 1
                message += f" (byte 0x{line[error.start]:02X})"
                return InputError(message, file=str(path), line=number, column=column, hint=hint)
    return InputError(message, file=str(path), hint=hint)


def _cells(delimiter: str, quote: str | None) -> re.Pattern[str]:
    """Return a pattern for a cell and the separator after it: fully quoted, or without any quote."""
    mark, quoted = re.escape(delimiter), re.escape(quote or "\0")
    return re.compile(
        rf"(?:{quoted}(?:[^{quoted}]|{quoted}{quoted})*{quoted}|[^{quoted}{mark}\r\n]*)(?:{mark}|\r?\n|$)"
    )


def _well_quoted(line: str, delimiter: str, quote: str | None) -> bool:
    if quote is None:
        return True
    cell, at = _cells(delimiter, quote), 0
    while at < len(line):
        found = cell.match(line, at)
        if found is None or found.end() == at:
            return False
        at = found.end()
    return True


def _offsets(line: str, delimiter: str, quote: str | None) -> dict[int, int]:
    """Return where the cells of a line begin, by index, as far as its syntax is correct."""
    starts: dict[int, int] = {}
    cell, at = _cells(delimiter, quote), 0
    while found := cell.match(line, at):
        starts[len(starts)] = at
        if found.end() == at or at >= len(line):
            break
        at = found.end()
    return starts
