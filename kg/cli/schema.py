"""`kg schema`: prints the JSON Schemas with which editors complete YAML, and the schema of findings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.suggestions import unknown

if TYPE_CHECKING:
    from kg.reference.lookup import Reference

__all__ = ["command"]


@click.command()
@click.argument("name", default="sheet")
@click.option(
    "--seeds",
    metavar="DIR",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Accept only names from this folder's reference/, and complete them with their labels.",
)
def command(name: str, seeds: Path | None) -> None:
    """Print the JSON Schema that editors check YAML with.

    NAME is `sheet` (the default), `table` for source.yaml, or a reference file such as `states` or `officials`. The
    schema is generated from the declarations that `kg` reads the files with. `findings` is the schema of
    `kg validate -f json`; `context` is the JSON-LD context of `kg export -f jsonld`.

    \b
    Example:
      kg schema sheet --seeds seeds > schema/sheet.json
    """  # noqa: D301  # to click, a backspace means: do not fold these lines
    click.echo(json.dumps(_schema(name, seeds), ensure_ascii=False, indent=2))


def _schema(name: str, seeds: Path | None) -> dict[str, object]:
    from kg.reference.fields import FILES
    from kg.sources.schema.json_schema import reference_schema, sheet_schema, table_schema
    from kg.validate.reports.json_format import SCHEMA
    from kg.vocabulary import Vocabulary

    if name == "findings":
        return SCHEMA
    if name == "context":
        from kg.export.jsonld import context

        return {"@context": context()}
    if name not in ("sheet", "table", *FILES):
        raise unknown("schema", name, ["sheet", "table", *FILES, "findings", "context"])
    vocabulary = Vocabulary.load()
    reference = _reference(seeds) if seeds else None
    if name in FILES:
        return reference_schema(name, vocabulary, reference)
    return (sheet_schema if name == "sheet" else table_schema)(vocabulary, reference)


def _reference(seeds: Path) -> Reference:
    from kg.layout import REFERENCE
    from kg.reference.shared import load_reference

    return load_reference(seeds / REFERENCE)
