"""`kg import`: creates sources from published data sets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.output import progress, say
from kg.suggestions import counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.bulk.un_votes import Account

__all__ = ["command"]

#: How many corrected texts are listed.
_LISTED = 5


def _into(default: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return the option for the folder of the source, by default one in the seeds folder."""
    told = f"Folder of the new source.  [default: {default} in the seeds folder]"
    return click.option("-o", "--output", type=click.Path(path_type=Path), metavar="DIR", help=told)


@click.group()
def command() -> None:
    """Turn published data sets into sources.

    Each data set has a command of its own, which writes tables that `kg build` reads.
    """


@command.command("un-votes")
@click.argument("place", type=click.Path(path_type=Path), metavar="FOLDER")
@_into("un-general-assembly")
def un_votes(place: Path, output: Path | None) -> None:
    """Write the roll calls of the UN General Assembly as tables that `kg build` reads.

    FOLDER contains the published files: un_votes, un_roll_calls and un_roll_call_issues of the package unvotes, and
    UNVotesPublished, each as .rda, .RData or .csv. Ballots found in both sets are joined and refer to both rows. Every
    record ends up in a table, or in left-out.csv.gz with the reason. States are named as in the package `world`.
    """
    from kg.bulk.un_votes import import_un_votes
    from kg.paths import default_seeds

    folder = output or default_seeds() / "un-general-assembly"
    done = import_un_votes(place, folder, tell=progress)
    progress(None)
    for account in done.accounts:
        click.echo(_line(account))
    for mended in done.mended[:_LISTED]:
        say(f"mended: {mended}")
    if len(done.mended) > _LISTED:
        say(f"mended: {counted(len(done.mended) - _LISTED, 'more text')} of the same kind")
    click.echo(_next(folder))


def _line(account: Account) -> str:
    """Return one line on what happened to the records of a set."""
    parts = [f"{account.taken:,} taken" + (f" ({account.joined:,} joined)" if account.joined else "")]
    parts += [f"{count:,} left out: {reason}" for reason, count in account.left.items()]
    return f"{account.file}: {counted(account.records, 'record')}, {', '.join(parts)}"


@command.command("un-vetoes")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE")
@_into("un-security-council-vetoes")
def un_vetoes(file: Path, output: Path | None) -> None:
    """Write a list of vetoes in the UN Security Council as a table that `kg build` reads.

    FILE is the list of the World Politics Data Lab (unsc_vetoes_1946_sept2022.csv), with a row for each draft. The
    table has a row for each veto. Rows that cannot be taken are listed with their line and the reason, and kept in
    left-out.csv; so are rows whose columns disagree, which are taken. States are named as in the package `world`.
    """
    from kg.bulk.un_vetoes import import_un_vetoes
    from kg.paths import default_seeds

    done = import_un_vetoes(file, output or default_seeds() / "un-security-council-vetoes")
    for problem in done.problems:
        say(f"{file}:{problem.line}: {'' if problem.taken else 'left out: '}{problem.message}")
    left = sum(not problem.taken for problem in done.problems)
    rows, vetoes = counted(done.rows, "row"), counted(done.vetoes, "veto", "vetoes")
    click.echo(f"{file.name}: {rows}, {done.drafts:,} taken ({vetoes}), {left:,} left out")
    click.echo(_next(done.folder))


def _next(folder: Path) -> str:
    return f"next: kg reference add united-nations   (reads package world)   and   kg validate {folder}"
