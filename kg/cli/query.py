"""The click command of `kg query`, for help, mistakes and completion; `kg.cli.query_run` does the work."""

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
