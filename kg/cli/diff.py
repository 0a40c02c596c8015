"""`kg diff`: shows what changed between two versions, in statements."""

from __future__ import annotations

from pathlib import Path

import click

from kg import exits
from kg.cli.output import note, write_output

__all__ = ["command"]


@click.command()
@click.argument("old", metavar="A")
@click.argument("new", metavar="B")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["text", "md", "json", "patch"]),
    default="text",
    help="Output format; patch is an RDF patch.",
)
@click.option("-o", "--output", metavar="FILE", help="Write to this file instead of standard output.")
@click.option(
    "--seeds", metavar="DIR", type=click.Path(path_type=Path), help="Folder to compare inside a git revision."
)
@click.option("--exit-code", is_flag=True, help="Exit with 1 if anything differs.")
@click.pass_context
def command(
    context: click.Context, old: str, new: str, form: str, output: str | None, seeds: Path | None, *, exit_code: bool
) -> None:
    """Show what changed from A to B: statements added, removed or changed.

    A and B are files, folders, git revisions (main, v1.2, HEAD~3, main:seeds), `store` for the embedded store, or
    profiles of triplestores. Two sheets or folders of one source each are compared with their reference data.

    \b
      kg diff HEAD seeds
      kg diff main HEAD -f md
      kg diff store local --exit-code
      kg diff HEAD~1:seeds/2012-03-11-x seeds/2012-03-11-x -f patch
    """  # noqa: D301  # to click, a backspace means: do not fold these lines
    from kg.compare.statements import diff
    from kg.compare.versions import find_version
    from kg.compare.view import show

    difference = diff(*(find_version(name, seeds=seeds, tell=note) for name in (old, new)))
    write_output(show(difference, form).encode(), output)
    if exit_code and difference:
        context.exit(exits.FINDINGS)
