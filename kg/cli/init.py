"""`kg init`: creates a data repository."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.output import say

__all__ = ["command"]


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=".")
@click.option("--base", metavar="URL", help="Base IRI for data and graphs: a web address that you control.")
@click.option(
    "--from",
    "address",
    metavar="ADDRESS",
    help="Where CI and hooks install kg from.  [default: the origin of this installation]",
)
@click.option(
    "--update", is_flag=True, help="Update the workflows, hooks, editor settings and schemas of a repository."
)
def command(folder: Path, base: str | None, address: str | None, *, update: bool) -> None:
    """Create a data repository in FOLDER (default: here).

    The repository gets folders for sources and reference data with a small invented example, workflow files for GitHub
    and GitLab, a pre-commit configuration, and JSON Schemas for editors. Existing files are kept and listed, so you can
    start from a clone with README, LICENSE and .gitignore. With --update, files that `kg init` wrote and nobody has
    changed since are updated.

    \b
    Examples:
      kg init positions && cd positions && kg validate seeds
      kg init --update
    """  # noqa: D301  # to click, a backspace means: do not fold these lines
    from kg.cli.scaffold import create_repository, update_repository

    outcome = update_repository(folder, address) if update else create_repository(folder, base, address)
    for name in outcome.written:
        click.echo(folder / name)
    for name in outcome.left:
        say(f"kept: {folder / name}")
    if update and outcome.left:
        say("kept files were changed by hand, or are from a version that kept no record: delete one to get it anew")
    _advise(folder)
    if not update:
        there = "" if folder.resolve() == Path.cwd() else f"cd {folder} && "
        say(f"next: {there}kg build   or   kg new TEXT, for a first article")


def _advise(folder: Path) -> None:
    """Report what an existing file lacks."""
    # An existing .gitignore is not changed, but a store committed by mistake is hard to remove again.
    ignored = folder / ".gitignore"
    if ignored.is_file() and ".kg" not in ignored.read_text("utf-8", "replace"):
        say(f"add a line `.kg/` to {ignored}, and one `.kg-cache/`")
