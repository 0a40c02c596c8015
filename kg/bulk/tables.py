"""Writes tables of imported data, so that the same records give the same bytes."""

from __future__ import annotations

import csv
import gzip
import io
from contextlib import contextmanager, nullcontext
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _csv import Writer
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

__all__ = ["writing_table"]


@contextmanager
def writing_table(path: Path, *heads: str) -> Iterator[Writer]:
    """Write a table, beginning with its header; `.gz` at the end of its name compresses it."""
    with path.open("wb") as raw, _packed(raw, path.name) as file:
        text = io.TextIOWrapper(file, "utf-8", newline="", write_through=True)
        rows = csv.writer(text, lineterminator="\n")
        rows.writerow(heads)
        yield rows
        text.flush()
        # If garbage-collected with its buffer, the wrapper would close a file that the `with` closes.
        text.detach()


def _packed(raw: IO[bytes], name: str) -> AbstractContextManager[Any]:
    # No name or time in the gzip header, which would differ in each run.
    return gzip.GzipFile("", "wb", 6, raw, mtime=0) if name.endswith(".gz") else nullcontext(raw)
