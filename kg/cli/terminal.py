"""Asks questions on the terminal; answers may also come from a pipe."""

from __future__ import annotations

import sys
from contextlib import suppress

import click

from kg.errors import UsageError

__all__ = ["ask"]


def ask(question: str, *, stop: str | None = None, begun: str = "") -> str:
    """Return a line of answer; at the end of the input, return `stop`, or raise UsageError if that is None.

    On a terminal whose lines can be edited, `begun` stands in the line already, so that it only has to be corrected.
    """
    line = _edited(question, begun) if begun and _is_editable() else _typed(question)
    if line is not None:
        return line
    click.echo()
    if stop is None:
        raise UsageError("the input ended in the middle of a decision")
    return stop


def _typed(question: str) -> str | None:
    """Return the next line of the input without its end, or None after the last one."""
    click.echo(question, nl=False)
    line = sys.stdin.readline()
    return line.rstrip("\r\n") if line else None


def _is_editable() -> bool:
    """Return whether people type at a terminal, and Python has GNU readline, which Windows lacks."""
    with suppress(ImportError):
        import readline  # noqa: F401  # only loaded here: it takes time that no other command needs

        return sys.stdin.isatty() and sys.stdout.isatty()
    return False


def _edited(question: str, begun: str) -> str | None:
    """Return a line that the reader has edited, or None at the end of the input."""
    import readline

    readline.set_startup_hook(lambda: readline.insert_text(begun))
    try:
        return input(question)
    except EOFError:
        return None
    finally:
        readline.set_startup_hook()
