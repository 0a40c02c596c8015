"""The click group of all commands."""

from __future__ import annotations

import os
from importlib import import_module

import click
from click.shell_completion import add_completion_class

from kg.cli import completion
from kg.cli.output import be_quiet
from kg.cli.registry import COMMANDS, SUMMARIES
from kg.errors import UsageError
from kg.suggestions import unknown

__all__ = ["group", "run_click"]


add_completion_class(completion.Bash)


def _hush(_context: click.Context, _parameter: click.Parameter, value: object) -> None:
    if value:
        be_quiet()


def _quiet_option() -> click.Option:
    return click.Option(
        ["--quiet"], is_flag=True, expose_value=False, callback=_hush,
        help="Write only errors and questions to standard error.",
    )  # fmt: skip  # as the options of commands are written


def _give_quiet(command: click.Command) -> None:
    """Add the option --quiet to a command and its subcommands."""
    if not any("--quiet" in parameter.opts for parameter in command.params):
        command.params.append(_quiet_option())
    for below in command.commands.values() if isinstance(command, click.Group) else ():
        _give_quiet(below)


class _Lazy(click.Group):
    """A group that imports the module of a command only when the command is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click passes it
        """Return the names in the order of the registry."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # click passes it
        """Return a command, or None if there is none with that name."""
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = import_module(COMMANDS[cmd_name]).command
        found.name = cmd_name
        _give_quiet(found)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands as click does, but without importing those whose summary is known."""
        limit = formatter.width - 6 - max(map(len, COMMANDS))
        # Importing all commands, for one line each, would take far longer than printing the page.
        known = {name: click.Command(name, help=summary) for name, summary in SUMMARIES.items()}
        rows = [(name, self._named(ctx, name, known).get_short_help_str(limit)) for name in COMMANDS]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def _named(self, ctx: click.Context, name: str, known: dict[str, click.Command]) -> click.Command:
        return known.get(name) or self.get_command(ctx, name) or click.Command(name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Refuse an unknown command, and suggest similar names."""
        # `resilient_parsing` means completion, where an incomplete word is not a mistake.
        if args[0] not in COMMANDS and not ctx.resilient_parsing:
            raise unknown("command", args[0], COMMANDS, "`kg --help` lists them")
        return super().resolve_command(ctx, args)


@click.group(
    cls=_Lazy,
    context_settings={"help_option_names": ["-h", "--help"]},
    invoke_without_command=True,
    no_args_is_help=True,
)
@click.option(
    "--version",
    "asked",
    is_flag=True,
    help="Show the version; with -v, also the versions of the engines, Java and the ontology.",
)
@click.option("-v", "--verbose", count=True, help="Repeat (-vv) to print the traceback of an error.")
@click.option("--quiet", is_flag=True, expose_value=False, callback=_hush, hidden=True, help="As of each command.")
@click.pass_context
def group(context: click.Context, verbose: int, *, asked: bool) -> None:
    """Record and query who holds which position on what, since when, on whose behalf, with the words that show it.

    To try it, run `kg demo`, then `kg query positions`. `kg queries` lists the questions you can ask. `kg init`
    creates a data repository of your own.

    \b
    Exit codes: 0 success; 1 findings; 2 wrong usage, unreadable input, or a failure;
    130, 143 interrupted by Ctrl-C or SIGTERM.
    Completion: eval "$(_KG_COMPLETE=bash_source kg)"   (or zsh_source, fish_source)
    Environment: KG_STORE and KG_SEEDS set the default folders; NO_COLOR is respected. Every command takes --quiet.
    """  # noqa: D301  # to click, a backspace means: do not fold these lines
    if asked:
        from kg.cli.versions import versions

        click.echo(versions(all_of_them=verbose > 0))
        context.exit()
    if context.invoked_subcommand is None:
        raise click.UsageError("Missing command.")


def run_click(arguments: list[str]) -> int:
    """Run click with the arguments; turn its own errors into a UsageError."""
    try:
        code = _invoke(arguments)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else "")
        # `kg` alone shows the help; `kg reference` alone lacks a command.
        return 0 if not arguments else 2
    except click.Abort:
        raise KeyboardInterrupt from None
    except click.NoSuchOption as error:
        raise unknown("option", error.option_name, _options(error.ctx), _help(error.ctx)) from None
    except click.ClickException as error:
        raise UsageError(error.format_message().rstrip("."), hint=_help(getattr(error, "ctx", None))) from None
    return code if isinstance(code, int) else 0


def _invoke(arguments: list[str]) -> object:
    """Like `click.Group.main`, except that this would turn a closed pipe into exit code 1."""
    if "_KG_COMPLETE" in os.environ:
        return group.main(arguments, prog_name="kg", standalone_mode=False)
    with group.make_context("kg", [*arguments]) as context:
        return group.invoke(context)


def _options(ctx: click.Context | None) -> list[str]:
    return (
        [name for parameter in ctx.command.get_params(ctx) for name in parameter.opts if name.startswith("--")]
        if ctx
        else []
    )


def _help(ctx: click.Context | None) -> str:
    return f"see `{ctx.command_path if ctx else 'kg'} --help`"
