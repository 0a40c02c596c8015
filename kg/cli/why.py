"""`kg why`: the proof of a statement."""

from __future__ import annotations

import sys
from os import environ
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from kg.cli.completion import among
from kg.cli.output import write
from kg.cli.query_run import folder_of
from kg.errors import KgError
from kg.suggestions import unknown

if TYPE_CHECKING:
    from kg.proof.prove import Edge, Proof

__all__ = ["command"]


def _identifiers(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001  # click's
    """Complete the ids of the store."""
    from kg.namespaces import slug_of
    from kg.proof.node_facts import NodeReader
    from kg.store.folder import StoreFolder

    try:
        facts = NodeReader(StoreFolder(folder_of(ctx.params)).read())
    except KgError:
        return []
    slugs = ((slug_of(node), node) for node in facts.identified())
    return [CompletionItem(slug, help=facts.label(node)) for slug, node in slugs if incomplete in slug]


@click.command()
@click.argument("name", metavar="ID", shell_complete=_identifiers)
@click.option(
    "-f",
    "--format",
    "form",
    default="text",
    metavar="FORMAT",
    shell_complete=among(("text", "json", "md")),
    help="text, json or md.  [default: text]",
)
@click.option("-o", "--output", metavar="FILE", help="Write to a file.")
@click.option("-s", "--store", metavar="DIR", help="The store's folder.  [default: $KG_STORE, else ./.kg]")
@click.option("--seeds", type=click.Path(path_type=Path), metavar="DIR", help="Where the texts and the sheets are.")
def command(name: str, form: str, output: str | None, store: str | None, seeds: Path | None) -> None:
    """Print the proof of a statement.

    It says who said so, through whom, when, in which words, and where they are written. ID is the id of a
    statement, an event or a relation in its sheet, with its source (SOURCE.ID) where several sources have that
    id, or a prefixed name or IRI; a number N is row N of the table that was shown last. For a derived edge,
    such as edge:russia.opposes.x, everything that it was derived from is proved.
    """
    from kg.proof.prove import Edge, locate, prove
    from kg.proof.view import FORMATS
    from kg.store.folder import StoreFolder
    from kg.store.last_answer import recall

    if form not in FORMATS:
        raise unknown("format", form, FORMATS)
    folder = StoreFolder(folder_of({"store": store}))
    if name.isascii() and name.isdecimal():
        name = recall(folder, int(name[:9]))
    proved = prove(folder.read(), name)
    there = _near(seeds or Path(environ.get("KG_SEEDS") or folder.manifest()["seeds"]))
    for proof in proved.proofs if isinstance(proved, Edge) else [proved]:
        locate(proof, there)
    write(_shown(proved, form, terminal=output is None and sys.stdout.isatty()).encode(), output)


def _near(path: Path) -> Path:
    """Return a path as seen from here, where it is below the current folder: editors jump to either."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _shown(proved: Proof | Edge, form: str, *, terminal: bool) -> str:
    from kg.proof.view import as_json, as_markdown, as_text, bold

    if form == "json":
        return as_json(proved)
    if form == "md":
        return as_markdown(proved)
    if not terminal:
        return as_text(proved)
    marks = None if environ.get("NO_COLOR") else bold()
    return as_text(proved, marks=marks, width=max(40, min(120, get_terminal_size().columns) - 1))
