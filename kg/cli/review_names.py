"""Asks what to do with the new names of a row under review: add them to the reference data, link or rename them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.terminal import ask
from kg.paths import from_here
from kg.sources.adoption import ProposedNames
from kg.sources.review import ReviewedSheet

if TYPE_CHECKING:
    from kg.reference.lookup import Entry, Reference
    from kg.sources.review import Proposal

__all__ = ["Adoption", "NameDecisions", "ask_about_names"]

#: Changes a sheet and a folder of reference data, and returns the id of the changed row.
Adoption = Callable[[ReviewedSheet, Path], str]


@dataclass
class NameDecisions:
    """The decisions about proposed names: first renamed (old to new), then linked to known entries, or moved."""

    renamed: dict[str, str] = field(default_factory=dict)
    linked: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)

    def carry_out(self, sheet: ReviewedSheet, reference: Path) -> None:
        """Carry out the decisions for the proposed names beside a sheet."""
        names = ProposedNames(sheet.path.parent)
        for old, new in self.renamed.items():
            names.rename(old, new)
            sheet.rename(old, new)
        for name in self.linked:
            names.drop(name)
        for name in self.moved:
            names.move(name, reference)


def ask_about_names(sheet: ReviewedSheet, row: Proposal, folder: Path) -> NameDecisions | None:
    """Return the decisions about the new names that a row uses; None if the reviewer declines."""
    names = ProposedNames(sheet.path.parent)
    needed = names.needed(sheet.names(row))
    decisions = NameDecisions()
    if not needed:
        return decisions
    from kg.reference.shared import load_reference

    reference = load_reference(folder)
    for name, entry in names.taken(needed, reference).items():
        if not _decide(decisions, names, name, entry, _Naming(reference, sheet.path.parent.name)):
            return None
    decisions.moved = [decisions.renamed.get(name, name) for name in needed if name not in decisions.linked]
    if decisions.moved and not _agrees(decisions, folder):
        return None
    return decisions


@dataclass
class _Naming:
    """Finds unused slugs."""

    reference: Reference
    source: str

    def free(self, slug: str) -> str:
        """Return the slug with the name of the source appended, and a number if that is taken too."""
        wanted, number = f"{slug}-{self.source}", 2
        while self.reference.get(wanted) or self.reference.get(wanted, "proposition"):
            wanted, number = f"{slug}-{self.source}-{number}", number + 1
        return wanted


def _decide(decisions: NameDecisions, names: ProposedNames, name: str, entry: Entry, naming: _Naming) -> bool:
    """Decide about a taken name, without asking if the case is clear; False if the reviewer skips the row."""
    proposed = names.entries[name]
    if proposed.is_same(entry):
        decisions.linked.append(name)
        click.echo(f"  {name}: linked to the existing entry “{entry.label}”")
        return True
    # “A senior official” in two texts may be two people, so no question is asked.
    if proposed.described and entry.label.casefold() == proposed.label.casefold():
        decisions.renamed[name] = naming.free(name)
        click.echo(
            f"  {name}: already used for someone described in another text; renamed to {decisions.renamed[name]}"
        )
        return True
    click.echo(f"  {name} is taken by {entry.type} “{entry.label}” ({entry.file}); the new entry is “{proposed.label}”")
    answer = ask("  l link to the existing entry, r rename, s skip? ").strip().casefold()[:1]
    if answer == "l":
        decisions.linked.append(name)
    elif answer == "r":
        wanted = naming.free(name)
        decisions.renamed[name] = ask(f"  new slug (empty for {wanted})? ").strip() or wanted
    return answer in ("l", "r")


def _agrees(decisions: NameDecisions, folder: Path) -> bool:
    click.echo(f"  new names: {', '.join(decisions.moved)}")
    if ask(f"  add them to {from_here(folder.resolve())}? y/n ").strip().casefold()[:1] == "y":
        return True
    click.echo("  a row can only be accepted with known names: edit or skip it")
    return False
