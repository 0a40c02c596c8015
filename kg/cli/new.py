"""`kg new`: the folder of a source, with its text and the head of its sheet."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.output import say

__all__ = ["command"]


@click.command()
@click.argument("text", type=click.Path(path_type=Path))
@click.option(
    "--published", required=True, metavar="DAY", help="When the text was published: YYYY-MM-DD, or with a time."
)
@click.option(
    "--publisher", metavar="NAME", help="Who published it, as in the reference data.  [default: the only one]"
)
@click.option("--title", metavar="TEXT", help="The headline.  [default: the first line of the text]")
@click.option("--url", metavar="URL", help="Where it was published.")
@click.option(
    "--licence", metavar="LICENCE", help="What may be done with the text: an SPDX id, URL or all-rights-reserved."
)
@click.option("--seeds", type=click.Path(path_type=Path), metavar="DIR", help="The seeds.  [default: as for kg build]")
def command(text: Path, published: str, seeds: Path | None, **said: str | None) -> None:
    """Make the folder of a new source from the file TEXT: the text, and the head of its sheet.

    The text stays as it is, and the sheet has its hash. Then write rows below `statements:`, or draft them with
    `kg extract`.

    \b
    Example:
      kg new talks.txt --published 2024-05-02 --publisher example-herald
    """  # noqa: D301  # to click, a backspace means: do not fold these lines
    from kg.paths import default_seeds
    from kg.sources.new_source import make_source

    sheet = make_source(text, seeds or default_seeds(), {"published": published, **said})
    click.echo(sheet)
    say(f"next: write rows into it and run `kg validate {sheet.parent}`")
