"""Where a command's result goes: standard output, or a file."""

from __future__ import annotations

import sys

from kg.errors import InputError

__all__ = ["write"]


def write(content: bytes, output: str | None) -> None:
    """Write to the file `output`, or to standard output where that is None or `-`; InputError when it cannot be."""
    if output is None or output == "-":
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    try:
        with open(output, "wb") as file:
            file.write(content)
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror}", file=output) from None
