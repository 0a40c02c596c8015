"""Runs tasks on the workers of a Dask cluster: results come in order, and none is lost.

Dask repeats a task whose worker dies. This module adds two things: a worker that joins later is checked before it gets
a task, and a task left without any worker is submitted again when there is one.
"""

from __future__ import annotations

import pickle
import time
import uuid
from collections import deque
from concurrent.futures import CancelledError
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from distributed import KilledWorker, wait

from kg.errors import EngineError, KgError, RemoteError
from kg.namespaces import base_in_force
from kg.running import worker_side
from kg.running.cluster import Cluster, lost

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from distributed import Future

    from kg.running.workers import Job

__all__ = ["Machines"]

T = TypeVar("T")
R = TypeVar("R")
#: Seconds to wait for another worker when none is left, and between two checks of the workers.
_ANOTHER_WORKER, _LOOK = 60.0, 1.0
#: How many tasks each worker has waiting, in addition to its current one.
_AHEAD = 2
#: How often a task left without a worker is submitted again. Dask has its own limit for the workers that a task may
#: kill (`distributed.scheduler.allowed-failures`).
_MOST_TIMES = 4


class Machines(Cluster):
    """The workers of a Dask cluster, as a context manager that cancels all remaining tasks at its end."""

    shares_files = False

    def run(self, job: Job[T, R], tasks: Iterable[T], most: int | None = None) -> Iterator[R]:  # noqa: ARG002  # all are used
        """Yield the result of each task, in the order of the tasks; exceptions of tasks are raised here.

        Raises RemoteError when the scheduler is gone, or no worker is left, and EngineError for a task that has killed
        several workers.
        """
        return _Run(self, job).results(tasks)


@dataclass(slots=True)
class _Sent:
    """A submitted task: how often, and whether the last check found it without a worker.

    `patience` is the number of seconds that its result may take to arrive from the worker that has it.
    """

    task: Any
    future: Future
    times: int = 1
    is_idle: bool = False
    patience: float = 0.5


class _Run:
    """The tasks of one job."""

    def __init__(self, cluster: Cluster, job: Job[Any, Any]) -> None:
        self.cluster, self.client = cluster, cluster.client
        # The name is new for each run, so a worker never reuses anything from another run.
        self.name, self.job, self.base = f"kg-{uuid.uuid4().hex}", pickle.dumps(job), base_in_force()
        self.employed: set[str] = set()
        self.waiting: deque[_Sent] = deque()
        self.last_look, self.last_worker = 0.0, time.monotonic()

    def results(self, tasks: Iterable[Any]) -> Iterator[Any]:
        try:
            self._look()
            for task in tasks:
                self.waiting.append(_Sent(task, self._submitted(task)))
                # Results come out in order, so one slow task could let all others pile up in memory behind it.
                if len(self.waiting) > len(self.employed) * (1 + _AHEAD):
                    yield self._first()
            while self.waiting:
                yield self._first()
        except CancelledError:
            raise lost(self.cluster.address) from None
        finally:
            self._end()

    def _submitted(self, task: Any) -> Future:
        key = f"{self.name}-{uuid.uuid4().hex}"
        return self.client.submit(worker_side.perform, self.name, task, key=key, pure=False, resources={self.name: 1})

    def _first(self) -> Any:
        """Return the result of the first task, once it is there."""
        while True:
            first = self.waiting[0]
            if time.monotonic() - self.last_look > _LOOK:
                self._look()
            try:
                with self.client.as_current():
                    wait(first.future, timeout=_LOOK)
                # The worker that has the result may have died; or it may be far away, and the result large.
                first.patience *= 2
                result = first.future.result(timeout=first.patience)
            except TimeoutError:
                if first.future.status == "error":  # raised by the task itself
                    raise
                self._rescue()
                continue
            except KilledWorker as error:
                raise _fatal(error.last_worker.address) from None
            self.waiting.popleft()
            return result

    def _look(self) -> None:
        """Give the job to new workers, and report lost ones; raises RemoteError when none is left."""
        for worker, lack in self.cluster.look().items():
            self.cluster.note(f"{worker} is not used: {', '.join(lack)}")
        workers = self.cluster.workers
        for worker in sorted(self.employed - workers):
            self.cluster.note(f"{worker} is gone: its work goes to the others")
        self.employed &= workers
        if new := sorted(workers - self.employed):
            answers = self.client.run(
                worker_side.employ, self.name, self.job, self.base, workers=new, on_error="return"
            )
            self.employed |= {worker for worker, answer in answers.items() if answer is None}
        self.last_look = time.monotonic()
        if self.employed:
            self.last_worker = self.last_look
        elif self.last_look - self.last_worker > _ANOTHER_WORKER:
            hint = "run the command again when there are workers: what was finished before is not done again"
            raise RemoteError(f"{self.cluster.address}: no worker is left", hint=hint)

    def _rescue(self) -> None:
        """Submit tasks again that were left without a worker: Dask does not retry when one gets the resource."""
        with suppress(OSError):
            self._refuse_fatal()
            idle = self._idle()
            # Idle twice, since a task has no worker for a moment when its worker has just died.
            left = [sent for sent in self.waiting if sent.is_idle and sent.future.key in idle]
            for sent in self.waiting:
                sent.is_idle = sent.future.key in idle
            if left and self.employed:
                # A restarted worker may have the address of the one that died, but does not have the job.
                self.cluster.workers.clear()
                self.employed.clear()
                self._look()
            for sent in left if self.employed else ():
                self._hand_out_again(sent)

    def _refuse_fatal(self) -> None:
        """Raise EngineError if a task has killed too many workers: there may be none left for the tasks before it."""
        for sent in self.waiting:
            if sent.future.status == "error" and isinstance(error := sent.future.exception(timeout=1), KilledWorker):
                raise _fatal(error.last_worker.address)

    def _idle(self) -> set[str]:
        """Return the keys of the tasks that no worker has, and whose results no worker has."""
        futures = [sent.future for sent in self.waiting if sent.future.status != "error"]
        held = {str(key) for key, workers in self.client.who_has(futures).items() if workers}
        busy = {str(key) for keys in self.client.processing().values() for key in keys}
        return {future.key for future in futures} - held - busy

    def _hand_out_again(self, sent: _Sent) -> None:
        if sent.times == _MOST_TIMES:
            raise _fatal("each of them")
        sent.future.cancel()
        sent.future, sent.times, sent.is_idle = self._submitted(sent.task), sent.times + 1, False

    def _end(self) -> None:
        """Cancel the remaining tasks, and let the workers forget the job."""
        with suppress(OSError, RuntimeError, CancelledError, KgError):
            self.client.cancel([sent.future for sent in self.waiting])
            self.waiting.clear()
            # A scheduler tries for half a minute to reach a worker that is gone.
            if workers := sorted(self.employed & set(self.client.nthreads())):
                self.client.run(worker_side.dismiss, self.name, workers=workers, on_error="ignore")


def _fatal(last: str) -> EngineError:
    hint = "give the workers more memory, or run the command without --on to see where it fails"
    return EngineError(f"a task ended several workers, the last one {last}: most often for want of memory", hint=hint)
