"""`kg rules`: explains each rule, and how to correct its findings."""

from __future__ import annotations

import sys

from kg.cli.fast_options import Option
from kg.cli.output import write_output
from kg.suggestions import unknown

TYPE_CHECKING = False  # not from typing, which takes time to load
if TYPE_CHECKING:
    import click
    from click.shell_completion import CompletionItem

    from kg.findings import Rule

__all__ = ["OPTIONS", "answer"]

OPTIONS = (Option("-f --format", "form", "text or json.  [default: text]", "FORMAT"),)


def answer(values: dict[str, object]) -> None:
    """List the rules that `kg validate` checks.

    With NAME, explain one rule: the problem, the solution and an example.

    \b
    Example:
      kg rules quote-not-found
    """  # noqa: D301  # to click, a backspace means: do not fold these lines
    from kg.validate.rulebook import rulebook, with_example

    name, form = values["name"], values["form"] or "text"
    if form not in ("text", "json"):
        raise unknown("format", str(form), ["text", "json"])
    if name is None:
        write_output((_list() if form == "text" else _json([*rulebook(examples=False).values()])).encode(), None)
        return
    rules = rulebook(examples=False)
    if name not in rules:
        raise unknown("rule", str(name), rules, "`kg rules` lists them")
    rule = with_example(rules[str(name)])
    write_output((rule.page() if form == "text" else _json([rule])).encode(), None)


def _json(rules: list[Rule]) -> str:
    """Return rules as a list of objects, also if there is only one."""
    import json
    from dataclasses import asdict

    plain = [{**asdict(rule), "severity": str(rule.severity)} for rule in rules]
    return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"


def _list() -> str:
    from kg.query.tables import table
    from kg.validate.rulebook import rulebook

    rows = [[rule.name, str(rule.severity), rule.title] for rule in rulebook(examples=False).values()]
    if sys.stdout.isatty():
        return table(["rule", "severity", "what it is about"], rows, terminal=True).decode()
    return "".join("\t".join(row) + "\n" for row in (["rule", "severity", "title"], *rows))


def _complete(_context: click.Context, _parameter: click.Parameter, typed: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    from kg.validate.rulebook import rulebook

    rules = rulebook(examples=False)
    return [CompletionItem(name, help=rule.title) for name, rule in rules.items() if name.startswith(typed)]


def __getattr__(name: str) -> click.Command:
    """Create the click command when it is first needed."""
    if name != "command":
        raise AttributeError(name)
    import click

    from kg.cli.completion import among
    from kg.cli.declared import declared

    return declared(
        answer,
        OPTIONS,
        {"form": among(("text", "json"))},
        click.Argument(["name"], required=False, shell_complete=_complete),
    )
