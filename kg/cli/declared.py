"""Creates click commands from options that are declared once for click and for `fast_options`."""

from __future__ import annotations

from inspect import cleandoc
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from click.shell_completion import CompletionItem

    from kg.cli.fast_options import Option

    Complete = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]

__all__ = ["declared"]


def declared(
    answer: Callable[[dict[str, object]], None],
    options: Sequence[Option],
    complete: Mapping[str, Complete],
    argument: click.Argument | None = None,
) -> click.Command:
    """Return the command that passes its values, by key, to `answer`, whose docstring is the help.

    `complete` has the functions for shell completion by key; the key of the argument is `name`.
    """

    def call(**values: object) -> None:
        # click collects a repeated option in a tuple, `fast_options` in a list; `answer` always gets a list.
        answer({key: list(value) if isinstance(value, tuple) else value for key, value in values.items()})

    arguments = [argument] if argument else []
    parameters = [*arguments, *(_option(option, complete.get(option.key)) for option in options)]
    return click.Command(None, callback=call, params=parameters, help=cleandoc(answer.__doc__ or ""))


def _option(option: Option, complete: Complete | None) -> click.Option:
    return click.Option(
        [option.key, *option.names],
        help=option.help,
        metavar=option.metavar or None,
        is_flag=option.flag,
        multiple=option.many,
        type=None if option.flag else _Converted(option),
        shell_complete=complete,
    )


class _Converted(click.ParamType[object]):
    """A click type that converts like the option."""

    def __init__(self, option: Option) -> None:
        self.name, self._convert = option.key, option.convert

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> object:
        try:
            return self._convert(value)
        except ValueError:
            self.fail(f"{value!r} is not allowed here", param, ctx)
