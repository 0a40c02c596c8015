"""A connection to a Dask cluster (https://distributed.dask.org), whose workers are checked before use.

No worker gets a task before it has shown that it runs the same program as this machine.
"""

from __future__ import annotations

import logging
import time
import warnings
from contextlib import suppress
from queue import Empty, Queue
from threading import Thread
from typing import TYPE_CHECKING, Any

import dask
from distributed import Client
from distributed.security import Security

from kg.errors import RemoteError
from kg.running import worker_side
from kg.running.fingerprint import fingerprint, lacking_in
from kg.suggestions import counted

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import Self

__all__ = ["Cluster", "lost"]

#: Seconds to wait for the scheduler's answer, and for a first worker.
CONNECT, _FIRST_WORKER = 5.0, 10.0
#: How many workers are listed in a message.
_SHOWN = 3


class Cluster:
    """A connection to a cluster, as a context manager.

    `address` must have been checked by `kg.running.address`. `note` receives messages about workers that come and go.
    """

    def __init__(self, address: str, *, extraction: bool = False, note: Callable[[str], None] = lambda _: None) -> None:
        self.address, self.extraction, self.note = address, extraction, note
        self.workers: set[str] = set()
        self.refused: set[str] = set()

    def __enter__(self) -> Self:
        """Connect, and check all workers; raises RemoteError unless each matches this machine."""
        # Dask logs every lost connection, and asyncio every task that Dask gives up, with tracebacks; our own messages
        # have what matters.
        for name in ("distributed", "asyncio"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        # A table that is a single source is sent in one piece.
        dask.config.set({"distributed.admin.large-graph-warning-threshold": "4 GB"})
        self.client = _connected(self.address)
        try:
            self._await_worker()
            _refuse(self.look())
        except BaseException:
            self.client.close(timeout=1)
            raise
        self.note(f"{counted(len(self.workers), 'worker')} at {self.address}")
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        """Leave the cluster."""
        with suppress(OSError, RuntimeError):
            self.client.close(timeout=2)

    def look(self) -> dict[str, list[str]]:
        """Update the set of workers; return the differences of new workers that cannot be used."""
        try:
            present = set(self.client.nthreads())
            new = present - self.workers - self.refused
            found = self._asked(new) if new else {}
        except OSError:
            raise lost(self.address) from None
        lacking = {worker: lack for worker, lack in found.items() if lack}
        self.workers = (self.workers & present) | (found.keys() - lacking.keys())
        self.refused = (self.refused & present) | lacking.keys()
        return lacking

    def _asked(self, new: set[str]) -> dict[str, list[str]]:
        """Return how some workers differ from this machine; workers that are already gone are left out."""
        names = sorted(new)
        versions = self.client.get_versions()
        here, found = versions["client"], {}
        for name in names:
            there = versions["workers"].get(name)
            if there is not None:
                found[name] = _other_ground(there, here)
        # A worker can be asked for more only if it has the same Python and Dask.
        sound = [name for name, lack in found.items() if not lack]
        for name, answer in self._described(sound).items() if sound else ():
            if isinstance(answer, dict):
                found[name] = lacking_in(answer, fingerprint(extraction=self.extraction))
            elif isinstance(answer, OSError):
                del found[name]
            else:
                found[name] = [f"kg is missing, or another version that does not know --on ({answer})"]
        return found

    def _described(self, workers: list[str]) -> dict[str, Any]:
        return dict(
            self.client.run(
                worker_side.show_fingerprint, extraction=self.extraction, workers=workers, on_error="return"
            )
        )

    def _await_worker(self) -> None:
        end = time.monotonic() + _FIRST_WORKER
        while not self.client.nthreads():
            if time.monotonic() > end:
                hint = f"start some with: dask worker {self.address}"
                raise RemoteError(f"{self.address}: the scheduler has no workers", hint=hint)
            time.sleep(0.25)


def _connected(address: str) -> Client:
    """Return a client of the scheduler; RemoteError if none answers within seconds, or certificates are missing."""
    # In a thread, because Dask has no time limit for a port that accepts a connection but sends nothing.
    made: Queue[Client | Exception] = Queue()
    Thread(target=_connect, args=(address, made), daemon=True).start()
    try:
        client = made.get(timeout=CONNECT + 2)
    except Empty:
        client = TimeoutError("the port takes connections, and no scheduler speaks")
    if isinstance(client, TypeError):  # this is how Dask reports missing certificates
        hint = "set distributed.comm.tls.ca-file and distributed.comm.tls.client.cert and .key in Dask's configuration"
        raise RemoteError(f"{address}: no certificates are configured for tls://", hint=hint) from None
    if isinstance(client, Exception):
        hint = "is it running, and is the address right? `dask scheduler` starts one"
        raise RemoteError(f"{address}: no Dask scheduler answers: {client}", hint=hint) from None
    return client


def _connect(address: str, made: Queue[Client | Exception]) -> None:
    """Put a client into a queue, or the error."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about other versions, which are checked in a moment
            security = Security(require_encryption=address.startswith("tls"))
            made.put(Client(address, timeout=CONNECT, security=security, set_as_default=False, name="kg"))
    except Exception as error:  # noqa: BLE001  # many types, each with a text that describes the error
        made.put(error)


def _other_ground(there: dict[str, Any], here: dict[str, Any]) -> list[str]:
    """Return how a worker's Python or Dask differs from ours."""
    found = []
    theirs, ours = (str(item["host"]["python"]).split(".") for item in (there, here))
    # A patch release reads and writes the same data, and machines are seldom patched on the same day.
    if theirs[:2] != ours[:2]:
        found.append(f"Python {'.'.join(theirs[:3])} (here {'.'.join(ours[:3])})")
    for name in ("distributed", "cloudpickle"):
        theirs, ours = there["packages"].get(name), here["packages"].get(name)
        if theirs != ours:
            found.append(f"{name} {theirs or 'missing'} (here {ours})")
    return found


def _refuse(lacking: dict[str, list[str]]) -> None:
    """Raise RemoteError with the differences of workers, if there are any."""
    if not lacking:
        return
    said = [f"{worker}: {', '.join(lack)}" for worker, lack in sorted(lacking.items())]
    more = f"; and {len(said) - _SHOWN} more" if len(said) > _SHOWN else ""
    count = f"{counted(len(said), 'worker differs', 'workers differ')} from this machine"
    hint = "install there what is installed here, or stop these workers"
    raise RemoteError(f"{count}, so their results could differ: {'; '.join(said[:_SHOWN])}{more}", hint=hint)


def lost(address: str) -> RemoteError:
    """Return the error for a scheduler that no longer answers."""
    hint = "run the command again when it is back: what was finished before is not done again"
    return RemoteError(f"{address}: the connection to the scheduler is lost", hint=hint)
