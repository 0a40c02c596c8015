"""`kg export`: the graph, or the flat table, as a file."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.completion import among
from kg.cli.output import write
from kg.cli.query_run import folder_of
from kg.errors import UsageError
from kg.suggestions import unknown

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
@click.option(
    "--site", metavar="DIR", help="Write the pages of `kg serve` into a folder, as files that need no server."
)
@click.option("--base", metavar="URL", help="Of --site: where it will be published; for its sitemap and commands.")
@click.option("--with-texts", is_flag=True, help="Of --site: include whole articles whatever their licences say.")
@click.option("-s", "--store", metavar="DIR", help="The store's folder.  [default: $KG_STORE, else ./.kg]")
def command(
    form: str | None,
    output: str | None,
    sources: tuple[str, ...],
    site: str | None,
    base: str | None,
    with_texts: bool,
    store: str | None,
) -> None:
    """Take the graph out of the store.

    csv is the flat table, one row per statement and holder, without what was withdrawn. A quotation is never
    altered: in a spreadsheet, import the columns as text. turtle (which merges the named graphs), trig, nquads
    and jsonld are everything that is in the store, or what the sources named with --source say. graphml and
    gexf are the network of actors and propositions, its ties signed, for Gephi and the like.

    --site writes a folder of pages with their data. It is put in place as a whole; files that have not changed are
    left alone. The texts of articles are in it only where their licence is an open one.
    """
    if site is None and (base or with_texts):
        raise UsageError("--base and --with-texts belong to --site", hint="add --site DIR")
    if site is not None:
        if form or output or sources:
            raise UsageError("--site writes a folder of its own", hint="leave out -f, -o and --source")
        export_site(folder_of({"store": store}), site, base, with_texts=with_texts)
        return
    from kg.export.table import export
    from kg.store.folder import StoreFolder

    chosen = _format(form, output)
    opened = StoreFolder(folder_of({"store": store})).read()
    write(export(opened, chosen, [source.removeprefix("source:") for source in sources]), output)


def export_site(store: str, site: str, base: str | None, *, with_texts: bool) -> None:
    """Write the pages into a folder, and say how many files changed; raises UsageError without the extra `web`."""
    try:
        from kg.web.site import Site, open_store, write
    except ModuleNotFoundError as error:
        hint = "pip install 'diplomatic-positions-kg[web]'"
        raise UsageError(f"--site needs the extra `web`: {error.name} is not installed", hint=hint) from None
    if base is not None and not (base.startswith(("http://", "https://")) and base.endswith("/")):
        raise UsageError(
            f"--base {base}: not a web address that ends with a slash", hint="such as https://example.org/kg/"
        )
    if with_texts:
        click.echo("warning: whole articles are included, whatever their licences say", err=True)
    outcome = write(Site(open_store(store), base, with_texts=with_texts), Path(site))
    for name in outcome.skipped:
        click.echo(f"warning: {name} cannot be the name of a folder, and has no page", err=True)
    click.echo(f"{outcome.files:,} files in {site}: {outcome.changed:,} written, {outcome.removed:,} removed", err=True)


def _format(form: str | None, output: str | None) -> str:
    """Return the format that -f names, else the one of the output's suffix, else csv."""
    from kg.export.table import FORMATS

    suffix = Path(output).suffix.lstrip(".").lower() if output else ""
    suffix = _ALIASES.get(suffix, suffix)
    if form is None:
        return suffix if suffix in FORMATS else "csv"
    chosen = _ALIASES.get(form.lower(), form.lower())
    if chosen not in FORMATS:
        raise unknown("format", form, [*FORMATS, *_ALIASES])
    return chosen
