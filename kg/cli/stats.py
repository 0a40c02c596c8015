"""`kg stats`: counts the contents of a store or a repository."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kg.export.statistics import Counted
    from kg.store.folder import StoreFolder

__all__ = ["command"]

#: How many values of a property the table shows.
_SHOWN = 10


@click.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False))
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    help="Output format. A table shows only the most frequent values.  [default: table]",
)
@click.option("-o", "--output", metavar="FILE", help="Write to this file instead of standard output.")
@click.option("-s", "--store", metavar="DIR", help="The store's folder.  [default: $KG_STORE, else ./.kg]")
def command(folder: str | None, form: str | None, output: str | None, store: str | None) -> None:
    """Count the contents of a store or repository.

    FOLDER is a repository or a store. Statements are counted by kind, polarity, mode, act, issue, actor, source and
    year. Withdrawn and revised statements are not counted. A statement may have several actors and issues.

    \b
    Example:
      kg stats -f csv -o counts.csv
    """  # noqa: D301  # to click, a backspace means: do not fold these lines
    from kg.cli.output import write_output
    from kg.export.statistics import as_csv, counts_as_json, counts_of_store

    opened = _folder(folder, store)
    found = counts_of_store(opened.read())
    manifest = opened.manifest()
    about = {name: manifest.get(name) for name in ("seeds", "built", "quads")}
    text = as_csv(found) if form == "csv" else counts_as_json(found, about) if form == "json" else _table(found)
    write_output(text.encode(), output)


def _folder(folder: str | None, store: str | None) -> StoreFolder:
    from kg.api import store_at
    from kg.cli.query_run import folder_of
    from kg.errors import UsageError
    from kg.store.folder import StoreFolder

    if folder is not None and store is not None:
        raise UsageError("FOLDER and --store cannot be combined", hint="omit one of them")
    return StoreFolder(folder_of({"store": store})) if folder is None else store_at(folder)


def _table(found: list[Counted]) -> str:
    """Return a table of the totals, followed by the most frequent values of each property."""
    from kg.query.tables import table

    totals = [[count.name, str(count.count)] for count in found if count.by == "total"]
    rows: list[list[str]] = []
    for by in dict.fromkeys(count.by for count in found if count.by != "total"):
        group = [count for count in found if count.by == by]
        rows += [
            [by if not n else "", count.label or count.name, str(count.count)] for n, count in enumerate(group[:_SHOWN])
        ]
        if len(group) > _SHOWN:
            rows.append(["", f"and {len(group) - _SHOWN} more: -f csv shows all", ""])
    terminal = sys.stdout.isatty()
    parts = (
        table(["total", "count"], totals, terminal=terminal),
        table(["by", "of", "statements"], rows, terminal=terminal),
    )
    return "\n".join(part.decode() for part in parts)
