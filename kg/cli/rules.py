"""`kg rules`: what each rule is about, and how to mend what it finds."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem

from kg.suggestions import unknown

__all__ = ["command"]


def _complete(_context: click.Context, _parameter: click.Parameter, typed: str) -> list[CompletionItem]:
    from kg.validate.rulebook import rulebook

    return [CompletionItem(name, help=rule.title) for name, rule in rulebook().items() if name.startswith(typed)]


@click.command()
@click.argument("name", required=False, shell_complete=_complete)
def command(name: str | None) -> None:
    """List the rules that `kg validate` checks.

    With NAME, explain one of them: its problem, its solution, an example.

    \b
    Example:
      kg rules quote-not-found
    """  # noqa: D301  # to click, a backspace means: do not fold these lines
    from kg.validate.rulebook import rulebook

    if name is None:
        _list()
        return
    if name not in rulebook():
        raise unknown("rule", name, rulebook(), "`kg rules` lists them")
    click.echo(rulebook()[name].page(), nl=False)


def _list() -> None:
    import sys

    from kg.query.tables import table
    from kg.validate.rulebook import rulebook

    rows = [[rule.name, str(rule.severity), rule.title] for rule in rulebook().values()]
    if sys.stdout.isatty():
        click.echo(table(["rule", "severity", "what it is about"], rows, terminal=True).decode(), nl=False)
    else:
        click.echo("\n".join("\t".join(row) for row in (["rule", "severity", "title"], *rows)))
