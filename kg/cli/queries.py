"""`kg queries`: lists the questions of the catalogue."""

from __future__ import annotations

import json
import sys

from kg.cli.fast_options import Option
from kg.cli.output import write_output
from kg.cli.query_run import catalogue_of, folder_of
from kg.errors import UsageError
from kg.suggestions import unknown

TYPE_CHECKING = False  # not from typing, which takes time to load
if TYPE_CHECKING:
    from typing import Any

    import click

    from kg.query.catalogue import Question

__all__ = ["OPTIONS", "answer"]

_FORMATS = ("table", "tsv", "md", "json")


OPTIONS = (
    Option("-f --format", "form", "Output format: table, tsv, md or json.", "FORMAT"),
    Option("-t --tag", "tag", "List only questions with this tag.", "TAG"),
)


def answer(values: dict[str, object]) -> None:
    """List the questions in the catalogue.

    With NAME, show one question: its description, parameters and SPARQL.
    """
    name, form, tag = values["name"], values["form"], values["tag"]
    if form is not None and form not in _FORMATS:
        raise unknown("format", str(form), _FORMATS)
    catalogue = catalogue_of(folder_of({}))
    if name is not None:
        question = catalogue.find(str(name))
        text = json.dumps(_plain(question), ensure_ascii=False, indent=1) if form == "json" else _page(question)
        write_output(f"{text}\n".encode(), None)
        return
    found = [question for question in catalogue.questions() if tag is None or tag in question.tags]
    if not found:
        tags = sorted({tag for question in catalogue.questions() for tag in question.tags})
        raise UsageError(f"no question has the tag {tag!r}", hint=f"tags: {', '.join(tags)}")
    write_output(_list(found, str(form or ("table" if sys.stdout.isatty() else "tsv"))), None)


def _list(questions: list[Question], form: str) -> bytes:
    from kg.query.tables import markdown, table

    if form == "json":
        plain = [_plain(question) for question in questions]
        return f"{json.dumps(plain, ensure_ascii=False, indent=1)}\n".encode()
    columns = ["name", "question", "parameters"]
    rows = [[question.name, question.question, " ".join(question.parameters)] for question in questions]
    if form == "tsv":
        return "".join("\t".join(row) + "\n" for row in [columns, *rows]).encode()
    return markdown(columns, rows) if form == "md" else table(columns, rows, terminal=sys.stdout.isatty())


def _page(question: Question) -> str:
    """Return one question as text: its description, its parameters, an example, and the query itself."""
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


def __getattr__(name: str) -> click.Command:
    """Create the click command when it is first needed."""
    if name != "command":
        raise AttributeError(name)
    import click

    from kg.cli.completion import among, complete_questions
    from kg.cli.declared import declared

    argument = click.Argument(["name"], required=False, shell_complete=complete_questions)
    return declared(answer, OPTIONS, {"form": among(_FORMATS)}, argument)
