"""`kg query` as click sees it: help, mistakes and completion; what it does is in `kg.cli.query_run`."""

from __future__ import annotations

import click

from kg.cli import completion
from kg.cli.declared import declared
from kg.cli.query_run import OPTIONS, answer

__all__ = ["command"]

command = declared(
    answer,
    OPTIONS,
    {"params": completion.complete_parameters, "form": completion.formats, "at": completion.profiles},
    click.Argument(["name"], required=False, shell_complete=completion.complete_questions),
)
