"""The command `kg`: how it starts, and how an error reaches the user. `kg.cli.registry` lists the commands."""

from __future__ import annotations

import os
import sys

from kg.errors import FindingsError, KgError

TYPE_CHECKING = False  # not from typing, whose import would double the start-up time of a query
if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> None:
    """Run the command and leave the process with its exit code: see section 'Exit codes' of `kg --help`."""
    arguments = sys.argv[1:] if arguments is None else arguments
    _stand_in()
    verbose = _verbosity(arguments)
    code = _guarded(lambda: _run(arguments), verbose)
    sys.exit(code)


def _stand_in() -> None:
    """Put something in the place of a standard stream that the caller has closed."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "r" if name == "stdin" else "w", encoding="utf-8"))  # noqa: SIM115  # to the end


def _run(arguments: list[str]) -> int:
    """Run a plain query without click, and everything else with it."""
    if arguments[:1] == ["query"] and "_KG_COMPLETE" not in os.environ:
        from kg.cli import fast_options, query_run

        values = fast_options.read(query_run.OPTIONS, arguments[1:])
        if values is not None:
            query_run.answer(values)
            return 0
    from kg.cli.group import run

    return run(arguments)


def _guarded(work: Callable[[], int], verbose: int) -> int:
    """Turn every way in which work can end into an exit code and at most one line on standard error."""
    try:
        code = work()
        sys.stdout.flush()
    except KgError as error:
        return _fail(error, verbose)
    except BrokenPipeError:
        _discard_output()
        return 0
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        return _say(f"{where}the system refuses: {error.strerror or error}", 2, verbose)
    except RecursionError:
        return _say("nested too deeply to be read", 2, verbose)
    except SystemExit:
        raise
    except BaseException as error:  # noqa: BLE001  # the one place where nothing may get through, no panic in Rust either
        words = " ".join(f"{type(error).__name__}: {error}".split())
        return _say(f"internal error: {words} (run `kg -vv ...` for the traceback)", 2, verbose)
    return code


def _fail(error: KgError, verbose: int) -> int:
    if isinstance(error, FindingsError):
        from kg.validate.reports import render

        sys.stderr.write(render("text", error.findings, {}))
    return _say(str(error), error.exit_code, verbose)


def _say(message: str, code: int, verbose: int) -> int:
    if verbose > 1:
        import traceback

        traceback.print_exc()
    print("kg:", " ".join(message.split()), file=sys.stderr)  # noqa: T201  # a diagnostic, before click is there
    return code


def _verbosity(arguments: list[str]) -> int:
    """Count the -v before the command."""
    count = 0
    for word in arguments:
        if word == "--verbose":
            count += 1
        elif word.startswith("-v") and not word.strip("-v"):
            count += len(word) - 1
        else:
            break
    return count


def _discard_output() -> None:
    """Point standard output at nothing, so that its last flush does not fail as well."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
