"""Where a command's result goes: standard output, or a file."""

from __future__ import annotations

import sys

from kg.errors import InputError, UsageError
from kg.files import write_file

TYPE_CHECKING = False  # not from typing, whose import would double the start-up time of a query
if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

__all__ = ["BINARY", "note", "note_places", "note_store", "refuse_mark", "refuse_terminal", "write_output"]

#: Formats that are no text.
BINARY = ("xlsx", "parquet")


def note(line: str) -> None:
    """Write one line for the reader, not for a program, to standard error."""
    sys.stderr.write(f"kg: {line}\n")
    sys.stderr.flush()


def note_places(seeds: Path, store: str | None = None) -> None:
    """Say which seeds, of which repository, a command works on, and with which store."""
    from kg.settings import repository_of

    into = f"; store {store}" if store else ""
    note(f"seeds {seeds} of {repository_of(seeds).name}{into}")


def note_store(folder: str, manifest: dict[str, Any]) -> None:
    """Say which store a command reads, from which seeds it was built, and when."""
    note(f"store {folder}, built from {manifest.get('seeds')} at {manifest.get('built')}")


def write_output(content: bytes, output: str | None) -> None:
    """Write to the file `output`, or to standard output where that is None or `-`; InputError when it cannot be.

    A file that was there stays as it was until all of the new one is written.
    """
    if output is not None and output != "-":
        write_file(output, content)
        return
    try:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror}", file="standard output") from None


def refuse_mark(form: str | None, *, excel: bool) -> None:
    """Raise UsageError where --excel is given for something else than CSV."""
    if excel and form != "csv":
        raise UsageError(
            f"--excel is for csv, and the format is {form or 'not given'}", hint="-f csv, or -f xlsx alone"
        )


def refuse_terminal(form: str | None, output: str | None) -> None:
    """Raise UsageError where a format that is no text would be written to a terminal."""
    if form in BINARY and output in (None, "-") and sys.stdout.isatty():
        raise UsageError(f"{form} is not for a terminal", hint=f"write it to a file with -o FILE.{form}")
