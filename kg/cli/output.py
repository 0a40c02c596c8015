"""The output of commands: results to standard output or a file, messages to standard error."""

from __future__ import annotations

import os
import sys

from kg.errors import InputError, UsageError
from kg.files import replacing

TYPE_CHECKING = False  # not from typing, whose import would double the start-up time of a query
if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from typing import Any, TextIO

__all__ = [
    "BINARY", "be_quiet", "coloured", "complain", "is_quiet", "note", "note_places", "note_store", "progress",
    "refuse_mark", "refuse_terminal", "say", "write_output", "write_pieces",
]  # fmt: skip

#: Binary formats.
BINARY = ("xlsx", "parquet")


#: Whether --quiet was given, and whether the last thing on the terminal is a line of progress.
_STATE = {"quiet": False, "progress": False}


def be_quiet(quiet: bool = True) -> None:
    """Restrict messages on standard error to errors and questions that wait for an answer, or lift this restriction."""
    _STATE["quiet"] = quiet


def is_quiet() -> bool:
    """Return whether --quiet was given."""
    return _STATE["quiet"]


def complain(text: str) -> None:
    """Write something that the user has to know to standard error, even with --quiet."""
    progress(None)
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def say(text: str) -> None:
    """Write something for the user, not for a program, to standard error, unless --quiet was given."""
    if not _STATE["quiet"]:
        complain(text)


def note(line: str) -> None:
    """Write one line that begins with the name of the command."""
    say(f"kg: {line}")


def progress(step: str | None) -> None:
    """Show the current step on one line of a terminal; None clears it. Nothing is shown when piped, or with --quiet."""
    if (step or _STATE["progress"]) and not _STATE["quiet"] and sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{step[:78] if step else ''}")
        sys.stderr.flush()
        _STATE["progress"] = bool(step)


def coloured(stream: TextIO) -> bool:
    """Return whether to use colours: on a terminal that supports them, unless NO_COLOR is set."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def note_places(seeds: Path, store: str | None = None) -> None:
    """Report on which seeds of which repository, and with which store, a command works."""
    from kg.settings import SAMPLE, repository_of

    repository = repository_of(seeds)
    whose = repository.name if repository.id == SAMPLE else f"repository {repository.name}"
    note(f"reading {seeds} ({whose}){f'; store {store}' if store else ''}")


def note_store(folder: str, manifest: dict[str, Any]) -> None:
    """Report which store a command reads, and from which seeds and when it was built."""
    note(f"store {folder}, built from {manifest.get('seeds')} at {manifest.get('built')}")


def write_output(content: bytes, output: str | None) -> None:
    """Write to the file `output`, or to standard output if that is None or `-`; InputError if this fails.

    An existing file is only replaced when all of the new one is written.
    """
    write_pieces((content,), output)


def write_pieces(pieces: Iterable[bytes], output: str | None) -> None:
    """Write content that comes in pieces, like `write_output`."""
    if output is not None and output != "-":
        with replacing(output) as file:
            file.writelines(pieces)
        return
    try:
        sys.stdout.buffer.writelines(pieces)
        sys.stdout.buffer.flush()
    # A subclass of OSError, but not a failure: the reader has seen enough (`kg query ... | head`).
    except BrokenPipeError:
        raise
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror}", file="standard output") from None


def refuse_mark(form: str | None, *, excel: bool) -> None:
    """Raise UsageError if --excel is used for anything other than CSV."""
    if excel and form != "csv":
        raise UsageError(f"--excel needs csv, but the format is {form or 'not given'}", hint="-f csv, or -f xlsx alone")


def refuse_terminal(form: str | None, output: str | None) -> None:
    """Raise UsageError if a binary format would be written to a terminal."""
    if form in BINARY and output in (None, "-") and sys.stdout.isatty():
        raise UsageError(f"{form} is not for a terminal", hint=f"write it to a file with -o FILE.{form}")
