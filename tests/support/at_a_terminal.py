"""A command that runs at a terminal, where a person types."""

from __future__ import annotations

import os
import select
import subprocess
import sys
from typing import TYPE_CHECKING

from waiting import wait_for

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["AtATerminal"]


class AtATerminal:
    """`kg` with its input and output at a terminal of its own; `shown` has what it has written."""

    def __init__(self, *arguments: str) -> None:
        import pty  # POSIX only

        self.screen, inside = pty.openpty()
        command = [sys.executable, "-m", "kg", *arguments]
        # "dumb": readline then redraws by spaces and backspaces alone
        settings = {**os.environ, "TERM": "dumb", "INPUTRC": os.devnull}
        self.process = subprocess.Popen(command, stdin=inside, stdout=inside, stderr=inside, env=settings)
        os.close(inside)
        self.shown = ""

    def __enter__(self) -> AtATerminal:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: object, trace: TracebackType | None) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.screen)

    def wait(self, text: str) -> None:
        """Wait until the command has written a text since what was typed last."""
        wait_for(lambda: text in self._read(), what=f"{text!r}")

    def type(self, keys: str) -> None:
        """Type some keys."""
        self.shown = ""
        os.write(self.screen, keys.encode())

    def end(self) -> int:
        """Return the exit code once the command has ended."""
        wait_for(lambda: self._read() is not None and self.process.poll() is not None, what="the end")
        return self.process.returncode

    def _read(self) -> str:
        while select.select([self.screen], [], [], 0)[0]:
            try:
                new = os.read(self.screen, 65536)
            except OSError:  # Linux, once nobody has the other side open
                break
            if not new:
                break
            self.shown += new.decode("utf-8", "replace")
        return self.shown
