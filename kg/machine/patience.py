"""Retries after a failure that may be temporary: a lost connection, or a busy server."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, TypeVar

from kg.errors import RemoteError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["BUSY", "BusyError", "Patience", "seconds_in"]

T = TypeVar("T")

#: HTTP statuses after which the same request may succeed.
BUSY = frozenset({429, 502, 503, 504})
_LONGEST_WAIT = 60.0


class BusyError(RemoteError):
    """A failure that may be temporary: a lost connection or a busy server; `after` is the wait that it asks for."""

    def __init__(self, message: str, *, after: float | None = None) -> None:
        super().__init__(message)
        self.after = after


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to retry: `seconds` in total, with pauses that double from `first` to at most 4 s.

    The time of the first attempt does not count, because a server can take a minute to report that it is busy.
    """

    seconds: float = 60.0
    first: float = 0.1
    tell: Callable[[str], None] = lambda _: None

    def attempt(self, work: Callable[[], T]) -> T:
        """Return the result of `work`, calling it again while it raises BusyError and there is time left."""
        began = time.monotonic()
        for tries in count():
            try:
                return work()
            except BusyError as error:
                wait = self._pause(error, tries)
                # The time of the first attempt does not count: a proxy that takes a minute to return 504 would leave no
                # time for a second one.
                if wait + (time.monotonic() - began if tries else 0) > self.seconds:
                    raise
                self.tell(f"{error.message}; trying again in {wait:.1f} s")
                time.sleep(wait)
        raise AssertionError("count() does not end")

    def _pause(self, error: BusyError, tries: int) -> float:
        """Return the seconds until the next attempt: as requested by the server, or about twice the last pause."""
        pause = min(self.first * 2**tries, 4.0) * random.uniform(0.5, 1.5)  # noqa: S311  # no secret
        return error.after if error.after is not None else min(pause, _LONGEST_WAIT)


def seconds_in(retry_after: str | None) -> float | None:
    """Return the wait in seconds from a Retry-After header (RFC 9110), a number or a date; None without one."""
    if not retry_after:
        return None
    if retry_after.strip().isdecimal():
        return float(retry_after)
    from datetime import UTC, datetime
    from email.utils import parsedate_to_datetime

    try:
        when = parsedate_to_datetime(retry_after)
    except (ValueError, TypeError):
        return None
    return max(0.0, (when.replace(tzinfo=when.tzinfo or UTC) - datetime.now(UTC)).total_seconds())
