"""`kg query`: ask the store a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli import completion
from kg.cli.query_run import OPTIONS, answer

if TYPE_CHECKING:
    from kg.cli.fast_options import Option

__all__ = ["command"]

_COMPLETE = {"params": completion.parameters, "form": completion.formats, "at": completion.profiles}


def _declare(option: Option) -> click.Option:
    """Return an option for click."""
    return click.Option(
        [option.key, *option.names],
        help=option.help,
        metavar=option.metavar or None,
        is_flag=option.flag,
        multiple=option.many,
        type=None if option.flag else _Converted(option),
        shell_complete=_COMPLETE.get(option.key),
    )


class _Converted(click.ParamType[object]):
    """A click type that converts as the option does."""

    def __init__(self, option: Option) -> None:
        self.name, self._convert = option.key, option.convert

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> object:
        try:
            return self._convert(value)
        except ValueError:
            self.fail(f"{value!r} is not allowed here", param, ctx)


@click.command(
    params=[click.Argument(["name"], required=False, shell_complete=completion.questions), *map(_declare, OPTIONS)]
)
def command(**values: object) -> None:
    """Ask the store a question.

    It is a NAME from the catalogue, a query file, or - for standard input.
    The answer is a table on a terminal and TSV when piped; triples are Turtle. The prefixes of the
    graph (dp:, actor:, proposition: ...) need no declaration. A parameter's value is a slug, a
    prefixed name, an IRI, or an exact label such as "Security Council".

    \b
      kg queries
      kg query positions
      kg query who-opposes -p proposition=humanitarian-access-in-syria
      kg query -q 'SELECT ?s { ?s a dp:Claim }' -f csv
    """  # noqa: D301  # to click, a backspace means: do not fold these lines
    answer({**values, "params": list(values["params"])})  # type: ignore[call-overload]  # click's multiple: a tuple
