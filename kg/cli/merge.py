"""`kg merge`: copies another repository's sources and reference data into this one."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.output import say
from kg.errors import InputError
from kg.layout import REFERENCE, seeds_of
from kg.suggestions import counted

if TYPE_CHECKING:
    from kg.compare.merge import Merge
    from kg.reference.lookup import Entry

__all__ = ["command"]


@click.command()
@click.argument("other", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option(
    "--seeds", type=click.Path(path_type=Path), metavar="DIR", help="Folder of seeds.  [default: as for kg build]"
)
@click.option("--plan", is_flag=True, help="Only show what would be done.")
@click.option("-f", "--format", "form", type=click.Choice(["text", "json"]), default="text", help="Output format.")
@click.pass_context
def command(context: click.Context, other: Path, seeds: Path | None, form: str, *, plan: bool) -> None:
    """Copy the data of the repository OTHER into this one.

    Sources and reference data are copied. Entries that both repositories have are skipped: those with the same Wikidata
    id, or with the same kind and name and nothing against it (another id, country or office). If a slug means something
    else here, the copy gets the name of the other repository as a suffix. Nothing that is already here changes, and the
    result is validated.
    """
    from kg.compare.merge import plan_merge
    from kg.paths import default_seeds
    from kg.settings import repository_of

    theirs, ours = seeds_of(other), seeds_of(seeds or default_seeds())
    if not (theirs / REFERENCE).is_dir():
        raise InputError("not a data repository", file=str(other), hint="it has no folder seeds/reference")
    merge = plan_merge(theirs, ours, repository_of(theirs).name)
    if not plan:
        merge.carry_out()
    _tell_lacking(merge)
    click.echo(_json(merge) if form == "json" else _text(merge, "would be added" if plan else "added"))
    if not plan:
        context.exit(_checked(ours))


def _tell_lacking(merge: Merge) -> None:
    """Report where the other repository says more about an entry than this one; the entry is not changed."""
    if merge.lacking:
        number = counted(len(merge.lacking), "entry", "entries")
        say(f"{number} known here, with more in the other repository; copy by hand what is right:")
    for theirs, ours in merge.lacking:
        say(f"  {ours.slug}: {_place(theirs)}; here: {_place(ours)}")


def _place(entry: Entry) -> str:
    return f"{entry.file}:{entry.line}" if entry.line else entry.file or "a package"


def _text(merge: Merge, verb: str) -> str:
    here = {merge.names.entries[key] for key in merge.known}
    renamed = [f"{old} -> {new}{' (known here)' * (new in here)}" for old, new in merge.renamed()]
    added = counted(len(merge.added), "entry", "entries")
    known = len(merge.known) + len(merge.known_sources)
    counts = f"{counted(len(merge.sources), 'source')} and {added} {verb}, {known:,} known already"
    return "\n".join([*renamed, counts])


def _json(merge: Merge) -> str:
    """Return the additions under their new names, the renamed, the common ones, and those of which one says more."""
    renamed = [{"old": old, "new": new} for old, new in merge.renamed()]
    added = {"sources": sorted(merge.new_sources()), "entries": sorted(merge.new_entries())}
    lacking = [{"entry": own.slug, "there": _place(entry), "here": _place(own)} for entry, own in merge.lacking]
    known = sorted([slug for _, slug in merge.known] + merge.known_sources)
    said = {"renamed": renamed, **added, "known": known, "lacking": lacking}
    return json.dumps(said, ensure_ascii=False, indent=1)


def _checked(seeds: Path) -> int:
    """Check the result, print what is wrong, and return the exit code."""
    from kg.cli.output import coloured, complain
    from kg.findings import Severity
    from kg.validate.reports import render_report
    from kg.validate.run import validate

    findings = validate([seeds]).findings
    if findings:
        complain(render_report("text", findings, {}, colour=coloured(sys.stderr)).rstrip())
    wrong = any(finding.severity is Severity.VIOLATION for finding in findings)
    if wrong:
        say("the files were added all the same: correct them, or take them out again (`git status` lists them)")
    return int(wrong)
