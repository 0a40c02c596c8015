"""`kg export`: writes the graph or the flat table to a file."""

from __future__ import annotations

import os
from codecs import BOM_UTF8
from itertools import chain

from kg.cli.fast_options import Option
from kg.cli.output import note, refuse_mark, refuse_terminal, say, write_pieces
from kg.cli.query_run import folder_of
from kg.errors import UsageError
from kg.suggestions import unknown

TYPE_CHECKING = False  # not from typing, which takes time to load
if TYPE_CHECKING:
    import click

__all__ = ["OPTIONS", "answer"]

#: Other common names of the formats, including file suffixes.
_ALIASES = {"ttl": "turtle", "nq": "nquads", "n-quads": "nquads", "json-ld": "jsonld"}
OPTIONS = (
    Option("-f --format", "form", "csv, xlsx, parquet, turtle, trig, nquads, jsonld, graphml or gexf.", "FORMAT"),
    Option("-o --output", "output", "Write to this file. Without -f, its suffix decides the format.", "FILE"),
    Option("--excel", "excel", "Start csv with a byte order mark, so that Excel reads it as UTF-8.", flag=True),
    Option("--source", "sources", "Export only this source; may be repeated.", "SLUG", many=True),
    Option("--asserted-only", "asserted_only", "Leave derived triples out of RDF formats.", flag=True),
    Option("--site", "site", "Write the pages of `kg serve` to a folder as static files.", "DIR"),
    Option("--base", "base", "URL at which --site will be published, for its sitemap and commands.", "URL"),
    Option("--with-texts", "with_texts", "Include whole articles in --site regardless of their licences.", flag=True),
    Option("-s --store", "store", "The store's folder.  [default: $KG_STORE, else ./.kg]", "DIR"),
)


def answer(values: dict[str, object]) -> None:
    """Export the store to a file or a website.

    csv, xlsx and parquet contain the flat table: one row per statement and holder, without withdrawn and revised
    statements. Quotations are never altered. xlsx keeps text as text and dates as dates, whereas Excel may read text in
    a csv as a formula. turtle (which merges the named graphs), trig, nquads and jsonld contain the whole store, or only
    the sources given with --source. --asserted-only leaves out inferred classes, stances and plain edges, which `kg
    build` can derive again. graphml and gexf contain the signed network of actors and propositions, for tools such as
    Gephi.

    --site writes a folder of pages with their data. The folder is replaced as a whole, but unchanged files are not
    touched. The texts of articles are included only if their licence is open.
    """
    form, output, site, base = (_text(values[key]) for key in ("form", "output", "site", "base"))
    if site is None and (base or values["with_texts"]):
        raise UsageError("--base and --with-texts need --site", hint="add --site DIR")
    if site is not None:
        if form or output or values["sources"]:
            raise UsageError("--site cannot be combined with -f, -o or --source", hint="leave out -f, -o and --source")
        export_site(folder_of(values), site, base, with_texts=bool(values["with_texts"]))
        return
    from kg.export.table import export_pieces
    from kg.store.folder import StoreFolder

    chosen = _format(form, output)
    excel = bool(values["excel"])
    refuse_mark(chosen, excel=excel)
    refuse_terminal(chosen, output)
    opened = StoreFolder(folder_of(values)).read()
    sources = [str(source).removeprefix("source:") for source in values["sources"]]  # type: ignore[attr-defined]  # a list: see `many`
    asserted_only = bool(values["asserted_only"])
    if asserted_only:
        note("left out derived triples: inferred classes, stances, plain edges")
    pieces = export_pieces(opened, chosen, sources, asserted_only=asserted_only)
    write_pieces(chain((BOM_UTF8,) if excel else (), pieces), output)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def export_site(store: str, site: str, base: str | None, *, with_texts: bool) -> None:
    """Write the pages to a folder, and report how many files changed; raises UsageError without the extra `web`."""
    from pathlib import Path

    try:
        # Imported here, since only the pages need the extra `web`.
        from kg.web.site import Site, open_store, write_site
    except ModuleNotFoundError as error:
        hint = "pip install 'diplomatic-positions-kg[web]'"
        raise UsageError(f"--site needs the extra `web`: {error.name} is not installed", hint=hint) from None
    if base is not None and not (base.startswith(("http://", "https://")) and base.endswith("/")):
        raise UsageError(
            f"--base {base}: must be a web address ending with a slash", hint="such as https://example.org/kg/"
        )
    if with_texts:
        say("warning: whole articles are included, whatever their licences say")
    outcome = write_site(Site(open_store(store), base, with_texts=with_texts), Path(site))
    for name in outcome.skipped:
        say(f"warning: {name} cannot be used as a folder name, so it has no page")
    say(f"{outcome.files:,} files in {site}: {outcome.changed:,} written, {outcome.removed:,} removed")


def _format(form: str | None, output: str | None) -> str:
    """Return the format given with -f, else the one for the output's suffix, else csv."""
    from kg.export.table import FORMATS

    suffix = os.path.splitext(output)[1].lstrip(".").lower() if output else ""
    suffix = _ALIASES.get(suffix, suffix)
    if form is None:
        return suffix if suffix in FORMATS else "csv"
    chosen = _ALIASES.get(form.lower(), form.lower())
    if chosen not in FORMATS:
        raise unknown("format", form, [*FORMATS, *_ALIASES])
    return chosen


def __getattr__(name: str) -> click.Command:
    """Create the click command when it is first needed."""
    if name != "command":
        raise AttributeError(name)
    from kg.cli.completion import among
    from kg.cli.declared import declared

    return declared(
        answer,
        OPTIONS,
        {"form": among(("csv", "xlsx", "parquet", "turtle", "trig", "nquads", "jsonld", "graphml", "gexf"))},
    )
