"""`kg queries`: the catalogue of questions."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from kg.cli import completion
from kg.cli.query_run import catalogue_of, folder_of
from kg.errors import UsageError
from kg.suggestions import unknown

if TYPE_CHECKING:
    from kg.query.catalogue import Question

__all__ = ["command"]

_FORMATS = ("table", "tsv", "md", "json")


@click.command()
@click.argument("name", required=False, shell_complete=completion.complete_questions)
@click.option(
    "-f",
    "--format",
    "form",
    metavar="FORMAT",
    shell_complete=completion.among(_FORMATS),
    help="Output format: table, tsv, md or json.",
)
@click.option("-t", "--tag", metavar="TAG", help="List only questions with this tag.")
def command(name: str | None, form: str | None, tag: str | None) -> None:
    """List the questions in the catalogue.

    With NAME, show one question: its description, parameters and SPARQL.
    """
    if form is not None and form not in _FORMATS:
        raise unknown("format", form, _FORMATS)
    catalogue = catalogue_of(folder_of({}))
    if name is not None:
        question = catalogue.find(name)
        text = json.dumps(_plain(question), ensure_ascii=False, indent=1) if form == "json" else _page(question)
        click.echo(text)
        return
    found = [question for question in catalogue.questions() if tag is None or tag in question.tags]
    if not found:
        tags = sorted({tag for question in catalogue.questions() for tag in question.tags})
        raise UsageError(f"no question has the tag {tag!r}", hint=f"tags: {', '.join(tags)}")
    _list(found, form or ("table" if sys.stdout.isatty() else "tsv"))


def _list(questions: list[Question], form: str) -> None:
    from kg.query.tables import markdown, table

    if form == "json":
        click.echo(json.dumps([_plain(question) for question in questions], ensure_ascii=False, indent=1))
        return
    columns = ["name", "question", "parameters"]
    rows = [[question.name, question.question, " ".join(question.parameters)] for question in questions]
    if form == "tsv":
        click.echo("\n".join("\t".join(row) for row in [columns, *rows]))
    else:
        content = markdown(columns, rows) if form == "md" else table(columns, rows, terminal=sys.stdout.isatty())
        click.echo(content.decode(), nl=False)


def _page(question: Question) -> str:
    """Return one question as text: what it asks, what can be bound, an example, and the query itself."""
    from kg.query.run import body, written_out

    lines = [question.question, *([question.description] if question.description else []), ""]
    for parameter in question.parameters.values():
        default = f" [default: {parameter.default}]" if parameter.default is not None else ""
        lines.append(f"  -p {parameter.name}={parameter.type.upper()}  {parameter.description}{default}")
    examples = [f"-p {p.name}={p.example}" for p in question.parameters.values() if p.example][:1]
    lines += [
        "" if question.parameters else "  no parameters\n",
        " ".join(["  kg query", question.name, *examples]),
        "",
    ]
    return "\n".join([*lines, written_out(body(question.text))])


def _plain(question: Question) -> dict[str, Any]:
    parameters = {
        parameter.name: {
            "type": parameter.type,
            "default": parameter.default,
            "example": parameter.example,
            "description": parameter.description,
        }
        for parameter in question.parameters.values()
    }
    names = ("name", "summary", "question", "description", "tags", "file", "text")
    return {**{name: getattr(question, name) for name in names}, "parameters": parameters}
