"""A worker: a process with one open store that makes one response after another.

Started by `kg.web.pool` as a new interpreter, never forked from the front process, with its task as the only argument.
It reads requests from standard input and writes responses to standard output, in frames of a fixed form, until its
input ends. It trusts its input, which comes from the front process, but the front process does not trust its output.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import struct
import sys
import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import KgError
from kg.machine.memory import give_memory_back
from kg.web.limits import Limits, allow_processor_time, close_network, confine
from kg.web.messages import OpenStore, Request, Response

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["FRAME", "Task", "main"]

#: Lengths of the two parts of a frame: the head (JSON) and the body.
FRAME = struct.Struct(">II")
_F_SETPIPE_SZ, _PIPE = 1031, 1 << 20
_LONGEST_TRACE = 10_000  # characters
#: Bytes by which a worker may grow before it is replaced; pages cache what they have read of the store.
_GROWTH = {"sparql": 96 << 20, "pages": 256 << 20}


@dataclass(frozen=True, slots=True)
class Task:
    """The task of a worker; passed as JSON on its command line."""

    #: `pages`, or `sparql` for queries of strangers.
    kind: str
    folder: str
    store: str
    timeout: float
    memory: int
    max_answer: int
    niceness: int
    parent: int
    #: Whether to block the network, and whether to refuse the word SERVICE: both, except in tests of one of them.
    guarded: bool = True
    filtered: bool = True

    @property
    def limits(self) -> Limits:
        """Return the limits of one answer."""
        return Limits(self.timeout, self.memory, self.max_answer)


def main(description: str) -> None:
    """Confine this process, open the store, report that it is ready, and answer until the input ends."""
    task = Task(**json.loads(description))
    confine(task.memory, task.niceness, task.parent)
    # After `confine` and before the store is opened: nothing from outside has been read yet.
    reason = close_network() if task.guarded else "switched off"
    try:
        store, respond = _opened(task), _responder(task)
    except KgError as error:
        return _write({"error": str(error)})
    _write({"network": reason})
    _silence()
    return _serve(store, respond, task)


def _opened(task: Task) -> OpenStore:
    """Open the store of the task, and protect it from removal as long as this process lives."""
    from kg.store.folder import StoreFolder

    folder = StoreFolder(task.folder)
    path = os.path.join(task.folder, task.store)
    manifest = folder.manifest(path)
    held = os.open(os.path.join(path, "manifest.json"), os.O_RDONLY | os.O_CLOEXEC)
    fcntl.flock(held, fcntl.LOCK_SH)  # the kernel releases the lock however this process ends
    return OpenStore(folder.read(path), task.folder, task.store, manifest)


def _responder(task: Task) -> Callable[[OpenStore, Request], Response]:
    """Return the function that answers requests; imported now, so that the first request need not wait for it."""
    if task.kind == "sparql":
        from kg.web.endpoint import query

        return lambda store, request: query.respond_query(store, request, task.limits, filtered=task.filtered)
    from kg.web import pages
    from kg.web.endpoint import description

    def respond(store: OpenStore, request: Request) -> Response:
        # The page and the description of the endpoint do not need a query parser.
        about_endpoint = request.path.startswith("/sparql/")
        return description.respond_description(store, request) if about_endpoint else pages.respond(store, request)

    return respond


def _serve(store: OpenStore, respond: Callable[[OpenStore, Request], Response], task: Task) -> None:
    source = sys.stdin.buffer
    first, growth = _resident(), _GROWTH[task.kind]
    while len(head := source.read(FRAME.size)) == FRAME.size:
        length, _ = FRAME.unpack(head)
        # Renewed for each request: the kernel ends a worker if the front process can no longer do it.
        allow_processor_time(task.timeout)
        response, worn, trace = _answered(store, respond, Request.decoded(source.read(length)), task)
        worn = worn or (_resident() - first > growth and _trimmed() - first > growth)
        _write({"head": response.head().decode(), "worn": worn, "trace": trace}, response.body)
        if worn:
            return


def _answered(
    store: OpenStore, respond: Callable[[OpenStore, Request], Response], request: Request, task: Task
) -> tuple[Response, bool, str]:
    """Return the response, whether this process should end after it, and the traceback of an internal error."""
    try:
        response = respond(store, request)
    except MemoryError:
        return (
            Response.line(500, "the answer exceeds the memory limit: ask for less, or add a LIMIT"),
            True,
            "",
        )
    except RecursionError:
        return Response.line(400, "the query is nested too deeply: simplify it"), False, ""
    except KgError as error:
        return Response.line(400, str(error)), False, ""
    except Exception as error:  # noqa: BLE001  # whatever it is, the process that waits must be told
        trace = "".join(traceback.format_exception(error))[-_LONGEST_TRACE:]
        return Response.line(500, "internal error: see the log of the server"), False, trace
    if len(response.body) > task.max_answer:
        return Response.too_large(task.max_answer), False, ""
    return response, False, ""


def _silence() -> None:
    """Discard messages of native code that runs out of memory or stack: anybody can cause them, and fill the log."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def _write(head: dict[str, object], body: bytes = b"") -> None:
    """Send one frame."""
    data = json.dumps(head).encode()
    for part in (FRAME.pack(len(data), len(body)) + data, body):
        rest = memoryview(part)
        while rest:
            # A pipe accepts only as much as it has room for, which is often less than a whole answer.
            rest = rest[os.write(1, rest) :]


def _resident() -> int:
    """Return the number of bytes of memory that this process occupies; 0 if unknown."""
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def _trimmed() -> int:
    """Give freed memory back to the system, and return the number of bytes still occupied."""
    give_memory_back()
    return _resident()


def _widen_pipe() -> None:
    with contextlib.suppress(OSError):  # the system may allow less
        fcntl.fcntl(1, _F_SETPIPE_SZ, _PIPE)  # an answer of usual size is one write


if __name__ == "__main__":
    _widen_pipe()
    main(sys.argv[1])
