"""What processes of tests do; they import it by name."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

from kg.errors import EngineError, InputError


def squares(folder: str, parent: int) -> Callable[[int], tuple[int, int]]:
    """Return what squares a number, and gives the process that did.

    The number 13 kills the process that meets it, and 60 takes a minute.
    """

    def square(number: int) -> tuple[int, int]:
        (Path(folder) / f"{number}.{os.getpid()}").touch()
        if number == 13 and os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        if number == 60:
            time.sleep(60)
        if number == 404:
            raise InputError("cannot be read", file="a.yaml", line=4, hint="mend it")
        if number == 500:
            raise EngineError("failed far away", hint="try again")
        return number * number, os.getpid()

    return square
