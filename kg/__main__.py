"""`python -m kg`, and the entry point of the `kg` command."""

from __future__ import annotations

import atexit
import os
import sys

from kg import cli

__all__ = ["main"]


def main() -> None:
    """Run the command, and end the process with its exit code."""
    try:
        cli.main()
    except SystemExit as end:
        if type(end.code) is int and _may_leave():
            _leave(end.code)
        raise


def _may_leave() -> bool:
    """Return whether nothing is left that only the end of Python would do or tell: threads, profilers, a shell."""
    threads = sys.modules.get("threading")
    alone = threads is None or threads.active_count() == 1
    flags = sys.flags
    watched = sys.getprofile() or sys.gettrace() or flags.interactive or flags.inspect or flags.dev_mode
    return alone and not watched and "PYTHONINSPECT" not in os.environ


def _leave(code: int) -> None:
    """End the process without taking it apart, which takes Python as long as a fifth of a question.

    Returns where what was written cannot be flushed: the end of Python reports that.
    """
    atexit._run_exitfuncs()  # there is no other way, and what is registered may write to files
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        return
    os._exit(code)


if __name__ == "__main__":
    main()
