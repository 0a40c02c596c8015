"""`kg migrate`: updates sheets of an older version of the ontology."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.output import say
from kg.suggestions import counted

if TYPE_CHECKING:
    from kg.findings import Finding

__all__ = ["command"]


@click.command()
@click.argument("seeds", required=False, type=click.Path(path_type=Path))
@click.option("-f", "--format", "form", type=click.Choice(["text", "json"]), default="text", help="Output format.")
@click.option("--baseline", type=click.Path(path_type=Path), help="Also update this baseline file of `kg validate`.")
@click.option("--dry-run", is_flag=True, help="Show what would change without writing anything.")
def command(seeds: Path | None, form: str, baseline: Path | None, *, dry_run: bool) -> None:
    """Update sheets and RDF in SEEDS to the current ontology version.

    Only the words that have to change are rewritten; comments, order and line endings stay. Each change is printed
    with its file and line. With --baseline, renamed rules are updated in a baseline file, so that its findings stay
    known. Run `kg validate` afterwards.
    """
    from kg.layout import RDF_SUFFIXES, seeds_of, source_folders
    from kg.paths import default_seeds
    from kg.sources.migrate import migrate_rdf, migrate_sheet

    if baseline:
        _read(baseline)  # before a sheet is written: a mistake in it should leave all as it is
    seeds = seeds_of(seeds or default_seeds())
    changes: list[Finding] = []
    for folder in source_folders(seeds).values():
        for name in ("sheet.yaml", "sheet.yml", *(f"sheet{suffix}" for suffix in RDF_SUFFIXES)):
            migrate = migrate_sheet if ".y" in name else migrate_rdf
            path = Path(folder, name)
            changes += migrate(path, write=not dry_run) if path.is_file() else ()
    if baseline and dry_run:
        # What is found in the migrated sheets decides, and nothing has been written.
        say(f"the changes to {baseline} are not known before the sheets are written")
    elif baseline:
        changes += _of_baseline(baseline, seeds)
    if form == "json":
        keys = ("file", "line", "column", "message")
        click.echo(json.dumps([{key: getattr(change, key) for key in keys} for change in changes], indent=1))
    else:
        for change in changes:
            click.echo(f"{change.file}:{change.line}:{change.column}: {change.message}")
    say(f"kg: {counted(len(changes), 'change')}{' to make' if dry_run else ''}")


def _read(path: Path) -> None:
    from kg.validate.baseline import Baseline

    Baseline.load(path)


def _of_baseline(path: Path, seeds: Path) -> list[Finding]:
    from kg.validate.old_baseline import migrate_baseline
    from kg.validate.run import default_cache, validate

    report = validate([seeds], cache=default_cache(), owl=False)
    return migrate_baseline(path, report.findings)
