"""`kg review`: reviews the proposed rows of a sheet one by one."""

from __future__ import annotations

import getpass
import os
import re
import sys
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.output import complain, say
from kg.cli.review_names import Adoption, ask_about_names
from kg.cli.review_open import OpenPoints
from kg.cli.terminal import ask
from kg.errors import KgError
from kg.layout import REFERENCE
from kg.sources.adoption import ProposedNames

if TYPE_CHECKING:
    from kg.cli.trial import Place
    from kg.editing import Snapshot
    from kg.reference.lookup import Reference
    from kg.sources.review import Proposal, ReviewedSheet

__all__ = ["command"]

_KEYS = ("a accept", "e edit", "r reject", "s skip", "u undo", "q quit")


@click.command()
@click.argument("sheet", type=click.Path(path_type=Path))
@click.option(
    "--by", metavar="NAME", help="Name of the reviewer.  [default: $KG_REVIEWER, else the name of the account]"
)
@click.option(
    "--seeds",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder of seeds whose reference/ receives new names.",
)
def command(sheet: Path, by: str | None, seeds: Path | None) -> None:
    """Review the proposed rows of SHEET one by one.

    You can accept, edit, reject or skip each row. A row is shown in its paragraph, with the sentence of its
    proposition. Where a draft leaves something open, w gives the proposition a sentence, l links one of the known
    propositions that it may be, and c chooses who speaks. On a terminal, w and e put what is there, or the words of
    the text, into the line for you to correct. Every decision is checked, as by `kg validate`, before it is
    written, and nothing else in the file changes. Undo takes back the last decision of this run. Stop with q and
    continue later. An accepted row records who accepted it and when. New names that it uses are moved from
    reference.proposed/ into reference/ once you agree; names that are already known are linked, or you are asked about
    them.
    """
    from kg.cli.trial import Place

    file = sheet / "sheet.yaml" if sheet.is_dir() else sheet
    name = by or os.environ.get("KG_REVIEWER") or getpass.getuser()
    _Review(Place(file, _reference(file, seeds)), name).run()


def _reference(file: Path, seeds: Path | None) -> Path:
    from kg.paths import default_seeds

    if seeds is not None:
        return seeds / REFERENCE
    near = (folder / REFERENCE for folder in file.resolve().parents)
    return next((folder for folder in near if folder.is_dir()), None) or default_seeds() / REFERENCE


class _Review:
    """One run of a review."""

    def __init__(self, place: Place, name: str) -> None:
        from kg.sources.review import ReviewedSheet

        self.place, self.name, self.sheet = place, name, ReviewedSheet(place.sheet)
        self.undone: list[tuple[Snapshot, str, str]] = []  # the state to restore, and the row and kind of each decision
        self.decided: dict[str, str] = {}
        self.seen = place.state()  # of the files, as this review read or wrote them

    @cached_property
    def reference(self) -> Reference:
        """The reference data at the start of the review: sentences of propositions that a draft uses or may mean."""
        from kg.reference.shared import load_reference

        return load_reference(self.place.reference)

    def run(self) -> None:
        """Ask about every proposed row, and count the decisions."""
        total = len(self.sheet.proposals())
        while row := next((row for row in self.sheet.proposals() if row.id not in self.decided), None):
            if not self._decide(row, f"{len(self.decided) + 1} of {total}"):
                break
        made = list(self.decided.values())
        counted = (f"{made.count(what)} {what}" for what in ("accepted", "rejected", "skipped"))
        left = len(self.sheet.proposals())
        click.echo(f"{', '.join(counted)}; {left} left")
        if not left and total:
            self._tidy()
            say("next: kg build")

    def _tidy(self) -> None:
        """Remove the proposed names that are no longer needed, if the reviewer agrees, once no proposed row is left."""
        folder = self.place.sheet.parent
        if len([*folder.glob("*.yaml")]) > 1:
            return  # other sheets in the folder may have proposed rows that share the names
        from kg.store.contents import some

        names = ProposedNames(folder)
        unused = names.unused(self.sheet.source_names())
        question = f"remove the proposed names that no row uses ({some(unused)})? y/n "
        agreed = unused and ask(question, stop="n").strip().casefold()[:1] == "y"
        names.tidy(unused if agreed else ())

    def _decide(self, row: Proposal, place: str) -> bool:
        """Ask until a row is decided or a decision undone; return False to stop the review."""
        while True:
            points = OpenPoints.of(self.sheet, row, self.reference)
            _show(self.sheet, row, place, points)
            given = ask(f"{', '.join((*_KEYS[:2], *points.keys, *_KEYS[2:]))}? ", stop="q").strip()
            answer = given.casefold()[:1]
            if answer == "q":
                return False
            if self.place.state() != self.seen:
                return self._reread()
            if answer == "s":
                self._take(row.id, "skipped")
                return True
            if answer == "r" and self._rejected(row):
                return True
            if answer == "a" and self._accepted(row, points):
                return True
            if answer == "u" and self._undo():
                return True
            row = self._edited(row) if answer == "e" else self._settled(row, points, answer, given[1:].strip())

    def _reread(self) -> bool:
        """Read again what another program has changed; earlier decisions can no longer be undone without losing it."""
        from kg.sources.review import ReviewedSheet

        complain("  the sheet or the reference data were changed by another program: read again")
        self.undone.clear()
        self.__dict__.pop("reference", None)
        self.sheet, self.seen = ReviewedSheet(self.place.sheet), self.place.state()
        return True

    def _rejected(self, row: Proposal) -> bool:
        """Take a row out of the sheet, if that can be done without the lines of others."""
        self._take(row.id, "rejected")
        try:
            self.sheet.reject(row.id)
        except KgError as error:
            complain(f"  {error}")
            self.undone.pop()
            del self.decided[row.id]
            return False
        self.seen = self.place.state()
        return True

    def _take(self, row: str, what: str) -> None:
        """Save the state before a decision."""
        from kg.editing import Snapshot

        self.undone.append((Snapshot.of(self.place.files()), row, what))
        if what != "edited":
            self.decided[row] = what

    def _undo(self) -> bool:
        from kg.sources.review import ReviewedSheet

        if not self.undone:
            click.echo("  nothing to undo")
            return False
        before, row, what = self.undone.pop()
        made = set(self.place.files()) - before.files.keys()
        before.restore()
        for path in made:
            path.unlink()
        self.decided.pop(row, None)
        # Read again: the files are now as they were before the decision.
        self.sheet, self.seen = ReviewedSheet(self.place.sheet), self.place.state()
        click.echo(f"  {row}: no longer {what}")
        return True

    def _accepted(self, row: Proposal, points: OpenPoints) -> bool:
        """Accept a row and its new names, if the reviewer agrees and the result is valid."""
        # Asked before anything about names, because those of a proposition without a sentence may still change.
        if points.missing:
            complain(f"  {points.missing}")
            return False
        when = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        names = ask_about_names(self.sheet, row, self.place.reference)
        if names is None:
            return False

        def accept(sheet: ReviewedSheet, reference: Path) -> str:
            names.carry_out(sheet, reference)
            points.settle(sheet)
            sheet.accept(row.id, self.name, when)
            return row.id

        # On a copy first: every decision is written at once, so that an interrupted review loses nothing, and the files
        # are always valid.
        if not self._is_valid(row.id, accept):
            return False
        self._take(row.id, "accepted")
        accept(self.sheet, self.place.reference)
        self.seen = self.place.state()
        return True

    def _edited(self, row: Proposal) -> Proposal:
        field = ask("  field (empty to go back)? ").strip()
        if not field:
            return row
        value = ask(f"  {field} (empty to remove it): ", begun=dict(row.fields).get(field, ""))
        wanted = value.strip() if field == "id" and value.strip() else row.id

        def change(sheet: ReviewedSheet, _: Path) -> str:
            sheet.change(row.id, field, value)
            return wanted

        return self._changed(row, change, wanted)

    def _settled(self, row: Proposal, points: OpenPoints, key: str, given: str) -> Proposal:
        """Word the proposition, link it, or choose the speaker: with the text after the key, or after asking for it."""
        asked = {"w": "sentence", "l": "number or name of a proposition", "c": "number or name of an actor"}
        if key not in asked:
            return row
        begun = points.begun if key == "w" else ""
        given = given or ask(f"  {asked[key]} (empty to go back)? ", begun=begun).strip()
        if not given:
            return row
        do = {"w": points.word, "l": points.link, "c": points.choose}[key]

        def change(sheet: ReviewedSheet, _: Path) -> str:
            do(given if key == "w" else points.picked(key, given), sheet)
            return row.id

        return self._changed(row, change, row.id)

    def _changed(self, row: Proposal, change: Adoption, wanted: str) -> Proposal:
        """Carry out a change if it is valid, and return the changed row."""
        try:
            if self._is_valid(row.id, change):
                self._take(row.id, "edited")
                change(self.sheet, self.place.reference)
                self.seen = self.place.state()
        except KgError as error:
            complain(f"  {error}")
        return next((item for item in self.sheet.proposals() if item.id == wanted), row)

    def _is_valid(self, row: str, decide: Adoption) -> bool:
        """Try a decision on a copy, and show any faults."""
        from kg.cli.trial import problems

        found = problems(self.place, row, decide)
        for line in found:
            complain(f"  {line}")
        if found:
            complain("  nothing was changed: the result would not be valid")
        return not found


def _show(sheet: ReviewedSheet, row: Proposal, place: str, points: OpenPoints) -> None:
    click.echo(f"\n{row.section[:-1]} {row.id} ({place})")
    context = sheet.context(row)
    if context is None:
        click.echo("  the quote is not in the text: edit or reject the row")
    else:
        # White space is folded, not removed, and none is added where the text has none, such as before a full stop.
        before, quote, after = (re.sub(r"\s+", " ", part) for part in context)
        marked = click.style(quote, bold=True) if _is_styled() else f">>{quote}<<"
        click.echo(f"  {before.lstrip()}{marked}{after.rstrip()}")
    for key, value in row.fields:
        if key not in ("id", "quote", "prefix"):
            click.echo(f"    {key}: {value}  {row.remarks.get(key, '')}".rstrip())
    for line in points.lines():
        click.echo(f"      {line}")


def _is_styled() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")
