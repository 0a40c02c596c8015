"""`kg new`: creates the folder of a source, with its text and the head of its sheet."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.output import say
from kg.errors import UsageError

__all__ = ["command"]


@click.command()
@click.argument("text", type=click.Path(path_type=Path))
@click.option("--published", metavar="DAY", help="Date of publication, YYYY-MM-DD or with a time.  [required]")
@click.option(
    "--publisher",
    metavar="NAME",
    help="Publisher: a slug or name from the reference data.  [default: that of all other sources, or the only one]",
)
@click.option("--title", metavar="TEXT", help="Headline.  [default: the first line of the text]")
@click.option("--url", metavar="URL", help="Address at which it was published.")
@click.option("--licence", metavar="LICENCE", help="Licence of the text: an SPDX id, a URL or all-rights-reserved.")
@click.option(
    "--seeds", type=click.Path(path_type=Path), metavar="DIR", help="Folder of seeds.  [default: as for kg build]"
)
def command(text: Path, published: str | None, seeds: Path | None, **said: str | None) -> None:
    """Create a source folder from the text file TEXT.

    The folder gets a copy of the text and a sheet. Write rows into the sheet under `statements:`, or have them
    drafted by `kg extract SHEET`.

    \b
    Example:
      kg new talks.txt --published 2024-05-02 --publisher example-herald
    """  # noqa: D301  # to click, a backspace means: do not fold these lines
    from kg.layout import seeds_of
    from kg.paths import default_seeds
    from kg.sources.new_source import make_source

    folder = seeds_of(seeds or default_seeds())
    if not published:
        raise UsageError("--published is missing", hint=_day_in(text))
    sheet, taken, usual = make_source(text, folder, {"published": published, **said})
    click.echo(sheet)
    if taken:
        # It can be the invented publisher of the example, which is easily overlooked.
        say(f"{_line(sheet, 'publisher')}, {taken}: --publisher names another")
    if usual:
        # Only suggested: a person has to find out under which licence a text is.
        say(f"the other texts of this publisher have `licence: {usual}`: add it if that is true of this one")
    say(f"next: `kg extract {sheet}` drafts rows; or write them yourself, and run `kg validate {sheet.parent}`")


def _line(sheet: Path, key: str) -> str:
    """Return the value of a key in the head of a new sheet, as written."""
    return next(line.strip() for line in sheet.read_text("utf-8").splitlines() if line.startswith(f"  {key}:"))


def _day_in(text: Path) -> str:
    """Return the option with the day found at the top of the text; a person decides whether it is right."""
    from kg.extract.article.structure import find_blocks, find_date
    from kg.text import decode, read_bytes

    content = decode(read_bytes(text), str(text))
    day = find_date(content, find_blocks(content))
    return f"add --published {day}, if the day in the text is that of publication" if day else "add --published DAY"
