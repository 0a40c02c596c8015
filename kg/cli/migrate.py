"""`kg migrate`: bring sheets of an older version of the ontology to this one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.output import say

if TYPE_CHECKING:
    from kg.findings import Finding

__all__ = ["command"]


@click.command()
@click.argument("seeds", required=False, type=click.Path(path_type=Path))
@click.option("-f", "--format", "form", type=click.Choice(["text", "json"]), default="text", help="Output format.")
@click.option("--dry-run", is_flag=True, help="Show what would change, and write nothing.")
def command(seeds: Path | None, form: str, *, dry_run: bool) -> None:
    """Bring the sheets in SEEDS to this version of the ontology.

    Only the words that have to change are rewritten: comments, order and line ends stay. Each change is printed with
    its file and line. Run `kg validate` afterwards.
    """
    from kg.paths import default_seeds
    from kg.sources.assertion import find_sources
    from kg.sources.migrate import migrate_sheet

    changes: list[Finding] = []
    for folder in find_sources(seeds or default_seeds()):
        for name in ("sheet.yaml", "sheet.yml"):
            changes += migrate_sheet(folder / name, write=not dry_run) if (folder / name).is_file() else ()
    if form == "json":
        keys = ("file", "line", "column", "message")
        click.echo(json.dumps([{key: getattr(change, key) for key in keys} for change in changes], indent=1))
    else:
        for change in changes:
            click.echo(f"{change.file}:{change.line}:{change.column}: {change.message}")
    say(f"kg: {len(changes)} changes{' to make' if dry_run else ''}")
