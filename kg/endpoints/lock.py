"""Allows only one load at a time: the lock is a claim in the triplestore itself, so that it works across machines.

A loader writes its claim and then reads all claims. If its own is the only one, it has the lock; otherwise it withdraws
the claim and waits. If two loaders write at once, at least one sees the other, whatever the store's isolation level.
The loader renews its claim between requests, so that nothing else writes while a graph is replaced. A claim is removed
if it stays unchanged for longer than any request takes, or if its process is dead.
"""

from __future__ import annotations

import getpass
import os
import random
import socket
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import KgError, RemoteError
from kg.namespaces import VOCABULARIES, iri

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from kg.endpoints.sparql import Endpoint

__all__ = ["Claimant", "Lock", "claimant", "lock_graph"]

_BY = VOCABULARIES["dcterms"] + "creator"
_SEPARATOR = " | "
#: Seconds after which the loader of an unchanged claim counts as dead: longer than both requests of a graph can take.
_STALE = 1800.0
#: How many times a claim is renewed in that period.
_RENEWALS = 60


def lock_graph() -> str:
    """Return the IRI of the graph with the claims of loads for the current base."""
    return iri("graph", "lock")


@dataclass(frozen=True, slots=True)
class Claimant:
    """Who is loading, since when (xsd:dateTime, UTC), and whether the process is known to have died."""

    who: str
    since: str
    dead: bool


def claimant(endpoint: Endpoint) -> Claimant | None:
    """Return the process that has the lock, or died while it had it; None if there is none. Raises RemoteError."""
    claims = _claims_in(endpoint)
    living = [claim for claim in claims if not _is_dead(claim)]
    for claim in [*living, *claims][:1]:
        _, who, _, since, *_ = [*claim.split(_SEPARATOR), *[""] * 5]
        return Claimant(who, since, dead=not living)
    return None


class Lock:
    """The lock of one store, as a context manager; raises RemoteError naming its holder after `wait` seconds.

    `repository` is the id of the loading repository, for people to read.
    `stale` is the number of seconds after which the loader of an unchanged claim counts as dead.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        wait: float = 120,
        stale: float = _STALE,
        tell: Callable[[str], None] = lambda _: None,
        repository: str = "",
    ) -> None:
        self._endpoint, self._wait, self._stale, self._tell = endpoint, wait, stale, tell
        self._token, self._beat, self._renewed = uuid.uuid4().hex, 0, 0.0
        self._repository = _plain(repository)
        self._since = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        self._seen: dict[str, float] = {}

    def __enter__(self) -> Lock:
        """Wait for the lock and take it."""
        end, told = time.monotonic() + self._wait, ""
        while others := self._try():
            holder = _described(others[0])
            if time.monotonic() > end:
                hint = f"wait until that load has ended; if it has died, --wait {self._stale:g} takes over from it"
                raise RemoteError(f"{self._endpoint.profile.name}: {holder}", hint=hint)
            if holder != told:
                self._tell(f"waiting: {holder}")
                told = holder
            time.sleep(random.uniform(0.1, 0.5))  # noqa: S311  # so that two waiting loaders do not keep step
        self._renewed = time.monotonic()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        """Release the lock; if the store cannot be reached, the claim stays there until it is stale."""
        with suppress(KgError):
            self._endpoint.update(_deletion(self._claim()))

    def keep(self) -> None:
        """Renew the claim well before it becomes stale; call this between requests.

        Raises RemoteError if another loader has assumed that this one is dead.
        """
        if time.monotonic() - self._renewed < self._stale / _RENEWALS:
            return
        if not any(claim.startswith(self._token) for claim in self._claims()):
            message = "another load assumed that this one had died, and may have loaded data since"
            raise RemoteError(f"{self._endpoint.profile.name}: {message}", hint="run the load again")
        old = self._claim()
        self._beat += 1
        # Both in one request, since another loader could see no claim in between.
        self._endpoint.update(f"{_deletion(old)} ; {_insertion(self._claim())}")
        self._renewed = time.monotonic()

    def _try(self) -> list[str]:
        """Try to claim the lock; return the claims of others, or an empty list if the lock is ours."""
        if others := self._others():
            return others
        self._endpoint.update(_insertion(self._claim()))
        if others := self._others():
            self._endpoint.update(_deletion(self._claim()))
        return others

    def _others(self) -> list[str]:
        """Return the claims of other live loaders, and remove those of dead ones."""
        claims = [claim for claim in self._claims() if not claim.startswith(self._token)]
        now = time.monotonic()
        # Measured with this machine's clock since the claim was first seen, because clocks may differ between machines.
        self._seen = {claim: self._seen.get(claim, now) for claim in claims}
        dead = [claim for claim in claims if now - self._seen[claim] > self._stale or _is_dead(claim)]
        for claim in dead:
            self._tell(f"removing the claim of a load that has died: {_described(claim)}")
            self._endpoint.update(_deletion(claim))
        return [claim for claim in claims if claim not in dead]

    def _claims(self) -> list[str]:
        return _claims_in(self._endpoint)

    def _claim(self) -> str:
        who = f"{getpass.getuser()}@{socket.gethostname()}"
        return _SEPARATOR.join(
            (self._token, _plain(who), str(os.getpid()), self._since, str(self._beat), self._repository)
        )


def _claims_in(endpoint: Endpoint) -> list[str]:
    rows = endpoint.select(f"SELECT ?by WHERE {{ GRAPH <{lock_graph()}> {{ <{lock_graph()}> <{_BY}> ?by }} }}")
    return sorted(by.value for (by,) in rows if by is not None)


def _plain(text: str) -> str:
    return "".join(char for char in text if char.isalnum() or char in "@.-_")


def _described(claim: str) -> str:
    _, who, process, since, _ = [*claim.split(_SEPARATOR), *[""] * 5][:5]
    return f"{who} (process {process}) has been loading since {since}"


def _is_dead(claim: str) -> bool:
    """Return whether the process of a claim was on this machine and no longer exists."""
    _, who, process, _, _ = [*claim.split(_SEPARATOR), *[""] * 5][:5]
    # A process id is only meaningful on its own machine.
    if who.partition("@")[2] != _plain(socket.gethostname()) or not process.isdecimal():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def _insertion(claim: str) -> str:
    return f'INSERT DATA {{ GRAPH <{lock_graph()}> {{ <{lock_graph()}> <{_BY}> "{claim}" }} }}'


def _deletion(claim: str) -> str:
    return f'DELETE DATA {{ GRAPH <{lock_graph()}> {{ <{lock_graph()}> <{_BY}> "{claim}" }} }}'
