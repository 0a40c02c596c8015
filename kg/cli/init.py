"""`kg init`: a new data repository."""

from __future__ import annotations

from pathlib import Path

import click

__all__ = ["command"]


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=".")
@click.option("--base", metavar="URL", help="How the names of its data and graphs begin; a web address of yours.")
def command(folder: Path, base: str | None) -> None:
    """Make a data repository of your own in FOLDER (default: here).

    It gets folders for sources and reference data with a small invented example, the workflow files of GitHub and
    GitLab, a pre-commit configuration, and the JSON Schemas with which editors complete sheets and reference data.
    Files that are there already are never touched.

    \b
    Example:
      kg init positions && cd positions && kg validate seeds
    """  # noqa: D301  # to click, a backspace means: do not fold these lines
    from kg.cli.scaffold import create_repository

    for name in create_repository(folder, base):
        click.echo(folder / name)
