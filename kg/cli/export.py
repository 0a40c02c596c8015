"""`kg export`: the graph, or the flat table, as a file."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.completion import among
from kg.cli.output import write
from kg.cli.query_run import folder_of
from kg.errors import UsageError

__all__ = ["command"]

#: Other names that people know the formats by; suffixes of files are among them.
_ALIASES = {"ttl": "turtle", "nq": "nquads", "n-quads": "nquads", "json-ld": "jsonld"}


@click.command()
@click.option(
    "-f",
    "--format",
    "form",
    metavar="FORMAT",
    shell_complete=among(("csv", "turtle", "trig", "nquads", "jsonld", "graphml", "gexf")),
    help="csv, turtle, trig, nquads, jsonld, graphml or gexf.",
)
@click.option("-o", "--output", metavar="FILE", help="Write to a file; its suffix chooses the format unless -f does.")
@click.option("--source", "sources", multiple=True, metavar="SLUG", help="Only this source; may be repeated.")
@click.option("-s", "--store", metavar="DIR", help="The store's folder.  [default: $KG_STORE, else ./.kg]")
def command(form: str | None, output: str | None, sources: tuple[str, ...], store: str | None) -> None:
    """Take the graph out of the store.

    csv is the flat table, one row per statement and holder, without what was withdrawn. A quotation is never
    altered: in a spreadsheet, import the columns as text. turtle (which merges the named graphs), trig, nquads
    and jsonld are everything that is in the store, or what the sources named with --source say. graphml and
    gexf are the network of actors and propositions, its ties signed, for Gephi and the like.
    """
    from kg.export.table import export
    from kg.store.folder import StoreFolder

    chosen = _format(form, output)
    opened = StoreFolder(folder_of({"store": store})).read()
    write(export(opened, chosen, [source.removeprefix("source:") for source in sources]), output)


def _format(form: str | None, output: str | None) -> str:
    """Return the format that -f names, else the one of the output's suffix, else csv."""
    from kg.export.table import FORMATS
    from kg.query.catalogue import nearest

    suffix = Path(output).suffix.lstrip(".").lower() if output else ""
    suffix = _ALIASES.get(suffix, suffix)
    if form is None:
        return suffix if suffix in FORMATS else "csv"
    chosen = _ALIASES.get(form.lower(), form.lower())
    if chosen not in FORMATS:
        hint = nearest(form, [*FORMATS, *_ALIASES]) or f"known: {', '.join(FORMATS)}"
        raise UsageError(f"unknown format {form!r}", hint=hint)
    return chosen
