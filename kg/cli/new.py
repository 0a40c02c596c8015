"""`kg new`: the folder of a source, with its text and the head of its sheet."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.output import say

__all__ = ["command"]


@click.command()
@click.argument("text", type=click.Path(path_type=Path))
@click.option("--published", required=True, metavar="DAY", help="Date of publication, YYYY-MM-DD or with a time.")
@click.option(
    "--publisher", metavar="NAME", help="Publisher: a slug from the reference data.  [default: the only one there]"
)
@click.option("--title", metavar="TEXT", help="Headline.  [default: the first line of the text]")
@click.option("--url", metavar="URL", help="Address at which it was published.")
@click.option("--licence", metavar="LICENCE", help="Licence of the text: an SPDX id, a URL or all-rights-reserved.")
@click.option(
    "--seeds", type=click.Path(path_type=Path), metavar="DIR", help="Folder of seeds.  [default: as for kg build]"
)
def command(text: Path, published: str, seeds: Path | None, **said: str | None) -> None:
    """Create a source folder from the text file TEXT.

    The folder gets a copy of the text and a sheet. Add rows to the sheet under `statements:`, or draft
    them with `kg extract`.

    \b
    Example:
      kg new talks.txt --published 2024-05-02 --publisher example-herald
    """  # noqa: D301  # to click, a backspace means: do not fold these lines
    from kg.paths import default_seeds
    from kg.sources.new_source import make_source

    sheet = make_source(text, seeds or default_seeds(), {"published": published, **said})
    click.echo(sheet)
    say(f"next: write rows into it and run `kg validate {sheet.parent}`")
