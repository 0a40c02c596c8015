"""`kg init`: a new data repository."""

from __future__ import annotations

from pathlib import Path

import click

__all__ = ["command"]


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=".")
def command(folder: Path) -> None:
    """Make a data repository of your own in FOLDER (default: here).

    It gets folders for sources and reference data with a small invented example, the workflow files of GitHub and
    GitLab, a pre-commit configuration, and the JSON Schemas with which editors complete sheets and reference data.
    Files that are there already are never touched.

    \b
    Example:
      kg init positions && cd positions && kg validate seeds
    """  # noqa: D301  # to click, a backspace means: do not fold these lines
    from kg.cli.scaffold import create_repository

    for name in create_repository(folder):
        click.echo(folder / name)
