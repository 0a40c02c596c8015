"""`kg schema`: the JSON Schemas that editors complete YAML with, and that of the findings."""

from __future__ import annotations

import json

import click

from kg.suggestions import unknown

__all__ = ["command"]


@click.command()
@click.argument("name", default="sheet")
def command(name: str) -> None:
    """Print the JSON Schema that editors check YAML with.

    NAME is `sheet` (the default), or a reference file such as `states` or `officials`. The schema is made from the
    same declarations that the files are read with. `findings` is what `kg validate -f json` prints.

    \b
    Example:
      kg schema sheet > schema/sheet.json
    """  # noqa: D301  # to click, a backspace means: do not fold these lines
    click.echo(json.dumps(_schema(name), ensure_ascii=False, indent=2))


def _schema(name: str) -> dict[str, object]:
    from kg.reference.fields import FILES
    from kg.sources.json_schema import reference_schema, sheet_schema
    from kg.validate.reports.json_format import SCHEMA
    from kg.vocabulary import Vocabulary

    if name == "findings":
        return SCHEMA
    if name != "sheet" and name not in FILES:
        raise unknown("schema", name, ["sheet", *FILES, "findings"])
    vocabulary = Vocabulary.load()
    return sheet_schema(vocabulary) if name == "sheet" else reference_schema(name, vocabulary)
