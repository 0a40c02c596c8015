"""The exit codes of every command, in one table; `kg --help` shows it, and CI jobs rely on it.

======  ================  =====================================================================================
code    name              when
======  ================  =====================================================================================
0       DONE              done and conforming; also where whoever read the output has stopped reading
1       FINDINGS          findings at or above --fail-on, a difference that --exit-code asks for, or no such
                          statement, name or result where one was demanded; a draft of which a part was lost
2       FAILED            wrong usage, input that cannot be read or parsed, an engine or a server that failed
129     HUNG_UP           ended by SIGHUP
130     INTERRUPTED       ended by Ctrl-C (SIGINT)
143     TERMINATED        ended by SIGTERM
======  ================  =====================================================================================

Input that cannot be parsed is always 2, whichever command reads it: nothing is known of it.
"""

from __future__ import annotations

__all__ = ["DONE", "ENDING", "FAILED", "FINDINGS", "HUNG_UP", "INTERRUPTED", "TERMINATED", "of_signal"]

DONE, FINDINGS, FAILED = 0, 1, 2
HUNG_UP, INTERRUPTED, TERMINATED = 129, 130, 143
#: The names of the signals that end a command; a system may lack some.
ENDING = ("SIGINT", "SIGTERM", "SIGHUP")


def of_signal(number: int) -> int:
    """Return the exit code of a command that a signal has ended, as shells count it."""
    return 128 + number
