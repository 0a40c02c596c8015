"""Asks questions on the terminal; answers may also come from a pipe."""

from __future__ import annotations

import sys

import click

from kg.errors import UsageError

__all__ = ["ask"]


def ask(question: str, *, stop: str | None = None) -> str:
    """Return a line of answer; at the end of the input, return `stop`, or raise UsageError if that is None."""
    click.echo(question, nl=False)
    line = sys.stdin.readline()
    if line:
        return line.rstrip("\r\n")
    click.echo()
    if stop is None:
        raise UsageError("the input ended in the middle of a decision")
    return stop
