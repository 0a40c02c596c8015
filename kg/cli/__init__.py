"""The command `kg`: starts commands and reports errors to the user. `kg.cli.registry` lists the commands."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import contextmanager, suppress

from kg import exits
from kg.cli.signals import Ended, ending
from kg.errors import FindingsError, KgError
from kg.files import FULL
from kg.redact import Redacted, clean
from kg.running import COLLECTED_AFTER

TYPE_CHECKING = False  # not from typing, whose import would double the start-up time of a query
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> None:
    """Run the command, and end the process with its exit code: see section 'Exit codes' of `kg --help`."""
    arguments = sys.argv[1:] if arguments is None else arguments
    gc.set_threshold(*COLLECTED_AFTER)
    if "kg.cli.output" in sys.modules:  # an earlier call in this process may have been quiet
        sys.modules["kg.cli.output"].be_quiet(quiet=False)
    _stand_in()
    verbose = _verbosity(arguments)
    command = next((word for word in arguments if not word.startswith("-")), "")
    # In this order, so that the output of signal handlers is masked too.
    with _redacted(), ending(command):
        code = _guarded(lambda: _run(arguments), verbose)
    _leave(code)


def _leave(code: int) -> None:
    """End the process; immediately if a thread is still inside a library."""
    # Only if it is already loaded: a query without a time limit should not have to import it.
    if "kg.query.deadline" in sys.modules:
        from kg.query.deadline import abandoned

        if abandoned():
            sys.stderr.flush()
            os._exit(code)
    sys.exit(code)


@contextmanager
def _redacted() -> Iterator[None]:
    """Mask secrets in everything written to standard error: messages, warnings of libraries, tracebacks."""
    stream = sys.stderr
    sys.stderr = Redacted(stream)
    try:
        yield
    finally:
        sys.stderr = stream


def _stand_in() -> None:
    """Replace standard streams that the caller has closed."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "r" if name == "stdin" else "w", encoding="utf-8"))  # noqa: SIM115  # open until the process ends


def _run(arguments: list[str]) -> int:
    """Run plain calls of some commands without click, and everything else with click."""
    from kg.cli import fast_options
    from kg.cli.registry import WITHOUT_CLICK

    place, argument = WITHOUT_CLICK.get("".join(arguments[:1]), (None, None))
    if place is not None and "_KG_COMPLETE" not in os.environ:
        __import__(place)  # without the module importlib, whose own import takes as long
        module = sys.modules[place]
        # None for anything else: then click reports a mistake, or shows the page for `--help`.
        values = fast_options.read_options(module.OPTIONS, arguments[1:])
        if values is not None and (argument is None or (values["name"] is not None) is argument):
            if values.pop("quiet", False):
                from kg.cli.output import be_quiet

                be_quiet()
            module.answer(values)
            return 0
    from kg.cli.group import run_click

    return run_click(arguments)


def _guarded(work: Callable[[], int], verbose: int) -> int:
    """Turn every outcome of `work` into an exit code and at most one line on standard error."""
    try:
        code = work()
        sys.stdout.flush()
    except KgError as error:
        return _fail(error, verbose)
    except (BrokenPipeError, KeyboardInterrupt, Ended) as end:
        _discard_output()
        return _code_of(end)
    except OSError as error:
        _discard_output()
        return _say(_of_system(error), exits.FAILED, verbose)
    except RecursionError:
        return _say("nested too deeply to be read", exits.FAILED, verbose)
    except SystemExit:
        raise
    except BaseException as error:  # noqa: BLE001  # the one place where nothing may get through, no panic in Rust either
        words = " ".join(f"{type(error).__name__}: {error}".split())
        return _say(f"internal error: {words} (run `kg -vv ...` for the traceback)", exits.FAILED, verbose)
    return code


def _of_system(error: OSError) -> str:
    """Return the error for a refusal of the operating system; a full disk without a file name is that of the output."""
    reason = error.strerror or str(error)
    if error.filename is None and error.errno in FULL:
        return f"standard output: cannot be written: {reason}"
    return f"{error.filename}: {reason}" if error.filename else reason


def _code_of(end: BaseException) -> int:
    """Return the exit code of a command that was ended from outside."""
    if isinstance(end, Ended):
        return exits.of_signal(end.number)
    return exits.INTERRUPTED if isinstance(end, KeyboardInterrupt) else exits.DONE


def _fail(error: KgError, verbose: int) -> int:
    if isinstance(error, FindingsError):
        from kg.cli.output import coloured, progress
        from kg.validate.reports import render_report

        progress(None)
        sys.stderr.write(render_report("text", error.findings, {}, colour=coloured(sys.stderr)))
    return _say(str(error), error.exit_code, verbose)


def _say(message: str, code: int, verbose: int) -> int:
    if verbose > 1:
        import traceback

        traceback.print_exc()
    if "kg.cli.output" in sys.modules:  # otherwise there cannot be a line of progress on the terminal
        sys.modules["kg.cli.output"].progress(None)
    print("kg:", clean(" ".join(message.split())), file=sys.stderr)  # noqa: T201  # a diagnostic, before click is there
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
    """Redirect standard output to the null device, so that the final flush does not fail as well."""
    with suppress(OSError, ValueError):  # a caller in this process may have replaced it
        # Python flushes once more at exit, and would print a traceback about a closed pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
