"""A worker process as the front process has it: started, asked, and killed.

Whatever comes from it is taken for what a stranger's query has made of it: frames of bounded size, JSON, bytes.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

from kg.errors import StoreError
from kg.machine.memory import faster_allocator
from kg.web.messages import Response
from kg.web.worker import FRAME

if TYPE_CHECKING:
    from kg.web.worker import Task

__all__ = ["CrashedError", "WorkerProcess"]

_START = 20.0  # seconds that a worker may take to open its store
_HEAD = 1 << 16  # bytes of the head of a response
#: What of the environment a worker needs: no secret that the operator keeps there reaches it.
_ENVIRONMENT = ("PATH", "PYTHONPATH", "PYTHONHOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "HOME")


def _environment() -> dict[str, str]:
    """Return the environment of a worker, with the allocator that it takes its memory from."""
    needed = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    allocator = faster_allocator()
    return needed | ({"LD_PRELOAD": allocator} if allocator else {"MALLOC_ARENA_MAX": "2"})


class CrashedError(Exception):
    """The worker ended without an answer."""


class WorkerProcess:
    """A running worker with the store of that name open, as the front process sees it."""

    def __init__(self, process: asyncio.subprocess.Process, store: str) -> None:
        self.process, self.store = process, store
        #: Whether the worker asked to be replaced.
        self.worn = False
        #: Why it has not closed the network, or None.
        self.network: str | None = None
        self.ended: asyncio.Task[None] | None = None

    @classmethod
    async def start(cls, task: Task) -> WorkerProcess:
        """Start a worker and wait until it has its store open; raises StoreError with its own words."""
        description = json.dumps({**asdict(task), "parent": os.getpid()})
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "kg.web.worker", description),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=1 << 20,
            process_group=0,  # a session of its own would be scheduled as a group of its own, past its niceness
            env=_environment(),
        )
        worker = cls(process, task.store)
        try:
            await worker._greeted()
        except BaseException:
            await worker.kill()
            raise
        return worker

    async def _greeted(self) -> None:
        """Wait for the worker's first frame; raises StoreError when that is a complaint, or does not come."""
        try:
            async with asyncio.timeout(_START):
                head, _ = await self.frame(0)
        except (CrashedError, TimeoutError):
            raise StoreError("a worker process ended before it was ready", hint="--memory may be too small") from None
        if "error" in head:
            raise StoreError(str(head["error"]))
        self.network = str(head["network"]) if head["network"] else None

    @property
    def alive(self) -> bool:
        """Whether the process runs and can still answer."""
        return self.process.returncode is None and not self._out.at_eof()

    @property
    def _out(self) -> asyncio.StreamReader:
        assert self.process.stdout  # noqa: S101  # it is a pipe
        return self.process.stdout

    async def frame(self, limit: int) -> tuple[dict[str, object], bytes]:
        """Read one frame; raises CrashedError when the process ends before, or sends something else."""
        try:
            size, length = FRAME.unpack(await self._out.readexactly(FRAME.size))
            if size > _HEAD or length > limit:
                raise CrashedError
            head = json.loads(await self._out.readexactly(size))
            return head, await self._out.readexactly(length)
        except (asyncio.IncompleteReadError, ValueError, OSError):
            raise CrashedError from None

    async def answer(self, data: bytes, limit: int) -> tuple[Response, str]:
        """Send a request, and return the response to it, with the traceback of a fault of ours."""
        assert self.process.stdin  # noqa: S101  # it is a pipe
        self.process.stdin.write(FRAME.pack(len(data), 0) + data)
        head, body = await self.frame(limit)
        self.worn = bool(head.get("worn"))
        try:
            return Response.joined(str(head["head"]).encode(), body), str(head.get("trace") or "")
        except (KeyError, TypeError, ValueError):
            raise CrashedError from None

    async def kill(self) -> None:
        """End the process now, and wait until it is gone."""
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        await self.process.wait()
