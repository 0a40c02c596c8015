"""A pool of workers that always has the configured size, whatever happens to a worker.

Each place in the pool is a coroutine that lives as long as the pool. It only takes a job while it has a living worker
with the current store. If its worker was killed, crashed or wore out, it gets another one before it takes the next job.
So the number of free workers is always right: a client that leaves only cancels its own wait, not the place, whose
worker may finish within a second and is otherwise killed. A spare worker is kept ready, so that nobody has to wait for
the start of an interpreter after a kill.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
import traceback
from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.errors import StoreError
from kg.web.worker_process import CrashedError, WorkerProcess

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from kg.web.messages import Request, Response
    from kg.web.worker import Task

__all__ = ["NoWorkerError", "Pool", "TimedOutError"]

_TRIES = 3  # how many workers may get the same job if others were killed from outside
_UNKNOWN = 255  # the exit code that asyncio reports if subprocess.Popen.kill noticed the end of the process first
_FORSAKEN = 1.0  # seconds that an answer may still take if nobody waits for it: a kill costs more than most answers
_STARTING = 5.0  # seconds that the start of a worker may take on a busy machine


def _longest_queue(timeout: float) -> float:
    """Return the seconds that a job may wait: enough for two long ones before it, or the start of a worker."""
    return 2 * timeout + _STARTING


def _longest_wait(timeout: float) -> float:
    """Return the number of seconds after which every job has ended, if one answer may take `timeout` seconds."""
    return _longest_queue(timeout) + timeout + 1


class NoWorkerError(Exception):
    """The queue is full, or the job has waited longer than two jobs may take."""


class TimedOutError(Exception):
    """The answer took longer than is allowed, and the worker was killed."""


class _Job:
    """A request that waits for a worker, and the future on which its client waits."""

    __slots__ = ("data", "deadline", "result", "tries")

    def __init__(self, data: bytes, deadline: float) -> None:
        self.data, self.deadline, self.tries = data, deadline, 1
        self.result: asyncio.Future[Response] = asyncio.get_running_loop().create_future()

    @property
    def wanted(self) -> bool:
        return not self.result.done() and asyncio.get_running_loop().time() < self.deadline

    @contextlib.asynccontextmanager
    async def hurried(self, limit: asyncio.Timeout) -> AsyncIterator[None]:
        """Shorten a time limit when the client leaves, which cancels the result."""

        def hurry(_: object) -> None:
            soon = asyncio.get_running_loop().time() + _FORSAKEN
            if not limit.expired() and soon < (limit.when() or soon):
                limit.reschedule(soon)

        self.result.add_done_callback(hurry)
        try:
            yield
        finally:
            self.result.remove_done_callback(hurry)

    def finish(self, outcome: Response | Exception) -> None:
        if self.result.done():
            return  # its client has left
        if isinstance(outcome, Exception):
            self.result.set_exception(outcome)
        else:
            self.result.set_result(outcome)


class Pool:
    """`size` workers for one kind of task, a spare one, and a queue of at most `queue` jobs before them."""

    def __init__(self, task: Task, size: int, queue: int, log: Callable[[str], None]) -> None:
        self.size, self._task, self._queue_size, self._log = size, task, queue, log
        self._jobs: deque[_Job] = deque()
        self._free: deque[asyncio.Future[None]] = deque()
        self._workers: set[WorkerProcess] = set()
        self._spare: asyncio.Task[WorkerProcess] | None = None
        self._places: list[asyncio.Task[None]] = []
        self.idle = 0
        #: The reason why workers have not blocked the network, or None.
        self.network: str | None = None

    async def start(self) -> None:
        """Start the workers, and return when all are ready; raises StoreError if the store cannot be opened."""
        first = await self._spawn(self._task)
        self._spare = asyncio.create_task(self._lasting(self._task))
        self._places = [asyncio.create_task(self._place(first if number == 0 else None)) for number in range(self.size)]
        # Each place counts itself as idle once it has a worker; this waits for all of them.
        while self.idle < self.size:
            await asyncio.sleep(0.01)

    async def ask(self, request: Request) -> Response:
        """Return a worker's response; raises NoWorkerError, TimedOutError or CrashedError."""
        while self._jobs and not self._jobs[0].wanted:
            self._jobs.popleft().finish(NoWorkerError())
        if len(self._jobs) >= self._queue_size:
            raise NoWorkerError
        now, timeout = asyncio.get_running_loop().time(), self._task.timeout
        job = _Job(request.encoded(), now + _longest_queue(timeout))
        self._jobs.append(job)
        self._wake()
        try:
            # A safety net: whatever goes wrong with a place, its client gets an answer.
            async with asyncio.timeout_at(now + _longest_wait(timeout)):
                return await job.result
        except TimeoutError:
            raise NoWorkerError from None

    async def renew(self, store: str) -> None:
        """Answer all further jobs from another store; raises StoreError if it cannot be opened."""
        task = replace(self._task, store=store)
        fresh = await self._spawn(task)
        old, self._task, self._spare = self._spare, task, asyncio.create_task(_ready(fresh))
        if old:
            await self._discard(old)
        for place in self._free:
            if not place.done():
                place.set_result(None)
        self._free.clear()

    async def close(self) -> None:
        """Kill all workers."""
        tasks = [*self._places, *([self._spare] if self._spare else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.gather(*(worker.kill() for worker in list(self._workers)))

    def pids(self) -> list[int]:
        """Return the ids of the living worker processes."""
        return [worker.process.pid for worker in self._workers if worker.process.returncode is None]

    def _wake(self) -> None:
        """Wake one free place to look for a job."""
        while self._free:
            place = self._free.pop()  # the one whose worker answered last, since its memory is still cached
            if not place.done():
                place.set_result(None)
                return

    async def _place(self, worker: WorkerProcess | None) -> None:
        """Answer one job after another, for ever."""
        while True:
            if worker is None or not self._is_good(worker):
                worker = await self._replaced(worker)
            job = await self._next_job()
            if job is None or not self._is_good(worker):
                if job is not None:
                    self._jobs.appendleft(job)
                continue
            await self._run(worker, job)

    def _is_good(self, worker: WorkerProcess) -> bool:
        return worker.alive and not worker.worn and worker.store == self._task.store

    async def _next_job(self) -> _Job | None:
        """Return the next job that is still wanted, or None after waiting for one."""
        while self._jobs:
            job = self._jobs.popleft()
            if job.wanted:
                return job
            job.finish(NoWorkerError())
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._free.append(place)
        self.idle += 1
        try:
            await place
        finally:
            self.idle -= 1
        return None

    async def _run(self, worker: WorkerProcess, job: _Job) -> None:
        try:
            async with asyncio.timeout(self._task.timeout) as limit, job.hurried(limit):
                response, trace = await worker.answer(job.data, self._task.max_answer)
            if trace:
                self._log(trace.rstrip())
            job.finish(response)
        except TimeoutError:
            await worker.kill()
            job.finish(TimedOutError())
        except CrashedError:
            await worker.kill()
            self._crashed(worker, job)
        except Exception as error:  # noqa: BLE001  # a place that ended would never be filled again
            self._log("".join(traceback.format_exception(error)).rstrip())
            await worker.kill()
            job.finish(CrashedError())

    def _crashed(self, worker: WorkerProcess, job: _Job) -> None:
        """Repeat a job whose worker was killed from outside; a job that crashed its worker would do so again."""
        if worker.process.returncode in (-signal.SIGKILL, _UNKNOWN) and job.tries < _TRIES:
            job.tries += 1
            self._jobs.appendleft(job)
        else:
            job.finish(CrashedError())

    async def _replaced(self, worker: WorkerProcess | None) -> WorkerProcess:
        """Return a worker with the current store, to replace one that is no longer usable."""
        if worker is not None:
            await worker.kill()
            self._workers.discard(worker)
        while True:
            # The next spare worker is started before this one is taken, so that there is one after each of two kills in
            # a row.
            spare, self._spare = self._spare, asyncio.create_task(self._lasting(self._task))
            fresh = await spare if spare else await self._lasting(self._task)
            if self._is_good(fresh):
                return fresh
            await fresh.kill()
            self._workers.discard(fresh)

    async def _lasting(self, task: Task) -> WorkerProcess:
        """Start a worker, however long that takes."""
        pause = 0.2
        while True:
            try:
                return await self._spawn(task)
            except (StoreError, OSError) as error:
                self._log(f"a worker cannot be started: {error}")
                await asyncio.sleep(pause)
                pause, task = min(2 * pause, 5.0), self._task

    async def _spawn(self, task: Task) -> WorkerProcess:
        """Start a worker and wait until it has opened its store; raises StoreError with its message."""
        worker = await WorkerProcess.start(task)
        self._workers.add(worker)
        self.network = worker.network
        self._watch(worker)
        return worker

    def _watch(self, worker: WorkerProcess) -> None:
        """Notice the end of an idle worker, so that free places check theirs."""

        async def end() -> None:
            await worker.process.wait()
            self._workers.discard(worker)
            for place in self._free:
                if not place.done():
                    place.set_result(None)
            self._free.clear()

        worker.ended = asyncio.create_task(end())

    async def _discard(self, spare: asyncio.Task[WorkerProcess]) -> None:
        spare.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            worker = await spare
            await worker.kill()


async def _ready(worker: WorkerProcess) -> WorkerProcess:
    return worker
