"""`kg review`: walk through the proposed rows of a sheet."""

from __future__ import annotations

import getpass
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.errors import KgError, UsageError
from kg.layout import REFERENCE

if TYPE_CHECKING:
    from kg.sources.review import Proposal, ReviewedSheet

__all__ = ["command"]

_KEYS = "a accept, e edit, r reject, s skip, q quit"


@click.command()
@click.argument("sheet", type=click.Path(path_type=Path))
@click.option("--by", metavar="NAME", help="Who reviews.  [default: $KG_REVIEWER, else the name of the account]")
@click.option(
    "--seeds", type=click.Path(path_type=Path), metavar="DIR", help="The seeds whose reference/ new names go into."
)
def command(sheet: Path, by: str | None, seeds: Path | None) -> None:
    """Go through the proposed rows of SHEET: each is shown in its paragraph, and accepted, edited, rejected or skipped.

    Every decision is written at once, and nothing else in the file changes; stop with q and go on later. An accepted
    row says who accepted it and when. Where it uses new names, they are moved from reference.proposed/ into reference/
    once you have agreed to it.
    """
    from kg.sources.review import ReviewedSheet

    file = sheet / "sheet.yaml" if sheet.is_dir() else sheet
    reviewed = ReviewedSheet(file)
    rows = reviewed.proposals()
    name = by or os.environ.get("KG_REVIEWER") or getpass.getuser()
    reference = _reference(file, seeds)
    done = {"accepted": 0, "rejected": 0, "skipped": 0}
    for number, row in enumerate(rows, 1):
        decision = _decide(reviewed, row, f"{number} of {len(rows)}", name, reference)
        if decision is None:
            break
        done[decision] += 1
    left = len(reviewed.proposals())
    click.echo(", ".join(f"{count} {what}" for what, count in done.items()) + f"; {left} left")


def _reference(file: Path, seeds: Path | None) -> Path:
    from kg.paths import default_seeds

    if seeds is not None:
        return seeds / REFERENCE
    near = (folder / REFERENCE for folder in file.resolve().parents)
    return next((folder for folder in near if folder.is_dir()), default_seeds() / REFERENCE)


def _decide(sheet: ReviewedSheet, row: Proposal, place: str, name: str, reference: Path) -> str | None:
    """Ask until something is decided about a row; None means: stop here."""
    while True:
        _show(sheet, row, place)
        answer = _ask(f"{_KEYS}? ").strip().casefold()[:1]
        if answer == "q":
            return None
        if answer == "s":
            return "skipped"
        if answer == "r":
            sheet.reject(row.id)
            return "rejected"
        if answer == "a" and _adopted(sheet, row, reference):
            sheet.accept(row.id, name, datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"))
            return "accepted"
        if answer == "e":
            row = _edited(sheet, row)


def _adopted(sheet: ReviewedSheet, row: Proposal, reference: Path) -> bool:
    """Move the new names that a row uses into the reference data, if the reviewer agrees."""
    names = sheet.new_names(row)
    if not names:
        return True
    click.echo(f"  new names: {', '.join(names)}")
    if _ask(f"  move them into {reference}? y/n ").strip().casefold()[:1] != "y":
        click.echo("  an accepted row needs known names: edit it, or skip it")
        return False
    for entry, file in names.items():
        sheet.adopt(entry, file, reference)
    return True


def _edited(sheet: ReviewedSheet, row: Proposal) -> Proposal:
    field = _ask("  field (empty: back)? ").strip()
    if field:
        value = _ask(f"  {field} (empty takes it out): ")
        try:
            sheet.change(row.id, field, value)
        except KgError as error:
            click.echo(f"  {error}", err=True)
    wanted = value.strip() if field == "id" else row.id
    return next((item for item in sheet.proposals() if item.id == wanted), row)


def _show(sheet: ReviewedSheet, row: Proposal, place: str) -> None:
    click.echo(f"\n{row.section[:-1]} {row.id} ({place})")
    context = sheet.context(row)
    if context is None:
        click.echo("  the quote does not stand in the text: edit or reject it")
    else:
        before, quote, after = (" ".join(part.split()) for part in context)
        marked = click.style(quote, bold=True) if _is_styled() else f">>{quote}<<"
        click.echo(f"  {before} {marked} {after}".rstrip())
    for key, value in row.fields:
        if key not in ("id", "quote", "prefix"):
            click.echo(f"    {key}: {value}")


def _is_styled() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def _ask(question: str) -> str:
    """Return a line from the terminal or a pipe; the end of the input means: stop."""
    click.echo(question, nl=False)
    line = sys.stdin.readline()
    if not line:
        click.echo()
        if question.startswith(_KEYS):
            return "q"
        raise UsageError("the input ended in the middle of a decision")
    return line.rstrip("\n")
