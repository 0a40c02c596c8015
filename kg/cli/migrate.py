"""`kg migrate`: bring sheets of an older version of the ontology to this one."""

from __future__ import annotations

from pathlib import Path

import click

__all__ = ["command"]


@click.command()
@click.argument("seeds", required=False, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would change, and write nothing.")
def command(seeds: Path | None, dry_run: bool) -> None:  # click passes it by name
    """Bring the sheets in SEEDS to this version of the ontology.

    Only the words that have to change are rewritten: comments, order and line ends stay. Each change is printed with
    its file and line. Run `kg validate` afterwards.
    """
    from kg.paths import default_seeds
    from kg.sources.assertion import find_sources
    from kg.sources.migrate import migrate_sheet

    changes = 0
    for folder in find_sources(seeds or default_seeds()):
        for name in ("sheet.yaml", "sheet.yml"):
            for change in migrate_sheet(folder / name, write=not dry_run) if (folder / name).is_file() else ():
                click.echo(f"{change.file}:{change.line}:{change.column}: {change.message}")
                changes += 1
    click.echo(f"kg: {changes} changes{' to make' if dry_run else ''}", err=True)
