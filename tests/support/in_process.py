"""`kg` in the process of the tests: all that a process of its own does but to start, which takes half a second."""

from __future__ import annotations

import io
import os
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from subprocess import CompletedProcess
from types import SimpleNamespace
from typing import TYPE_CHECKING
from unittest.mock import patch

from kg.cli import main
from kg.namespaces import base_in_force, naming

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["kg", "kg_here", "kg_within", "output_of"]


def kg(*arguments: str | Path, stdin: bytes = b"", **environment: str) -> SimpleNamespace:
    """Run the command here, with these variables besides all others; returns what `kg` of small_store returns."""
    code, raw, err = _ended({**os.environ, **environment}, Path.cwd(), [*map(str, arguments)], stdin)
    return SimpleNamespace(code=code, out=raw.decode(errors="replace"), err=err, raw=raw)


def kg_here(folder: Path, *arguments: str, **environment: str) -> CompletedProcess[str]:
    """Run the command in a folder with further variables; those of CI on which reports depend are left out."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("GITHUB_", "CI"))}
    return kg_within({**kept, **environment}, folder, *arguments)


def kg_within(environment: Mapping[str, str], folder: Path, *arguments: str) -> CompletedProcess[str]:
    """Run the command in a folder with these variables and no others."""
    code, raw, err = _ended(environment, folder, [*arguments])
    return CompletedProcess(("kg", *arguments), code, raw.decode(), err)


def _ended(
    environment: Mapping[str, str], folder: Path, arguments: list[str], stdin: bytes = b""
) -> tuple[int, bytes, str]:
    """Run the command, and return its exit code and what it wrote."""
    out, err, code = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO(), None
    settings = patch.dict(os.environ, environment, clear=True)
    # Without an input, who is asked says nothing.
    given = patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8"))
    # A command takes over the base of its repository for the rest of its process, which this one is not to keep.
    with naming(base_in_force()), chdir(folder), settings, given, redirect_stdout(out), redirect_stderr(err):
        try:
            main(arguments)
        except SystemExit as ended:
            code = ended.code
    out.flush()
    assert isinstance(code, int), "the command always ends with an exit code"
    return code, out.buffer.getvalue(), err.getvalue()


def output_of(folder: Path, *arguments: str) -> str:
    """Run the command in a folder, and return what it writes; it has to do what it is asked."""
    done = kg_here(folder, *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout
