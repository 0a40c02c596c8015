"""Runs the server: two pools of workers, the front process, and a watch for new stores."""

from __future__ import annotations

import asyncio
import gc
import hashlib
import resource
import signal
import socket
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import hypercorn.protocol
from hypercorn.asyncio import serve as serve_http
from hypercorn.config import Config

from kg.errors import StoreError, UsageError
from kg.machine.memory import give_memory_back
from kg.running.address import is_loopback
from kg.store.folder import StoreFolder
from kg.web.front import Front
from kg.web.http.connection import QUIET, Connection
from kg.web.pool import Pool
from kg.web.worker import Task

if TYPE_CHECKING:
    from kg.web.front import Policy

__all__ = ["Settings", "run"]

_MOMENT = 0.05  # seconds that a log line may wait for others
_LOOK = 0.2  # seconds between two checks for a new store
_STUCK = 30_000  # milliseconds for which a client may leave data unread
_LONGEST_HEAD = 100 * 1024  # bytes of a request's line and headers; the line may contain a query


@dataclass(frozen=True, slots=True)
class Settings:
    """Where to listen, what to serve, and with how many workers."""

    folder: str
    address: str
    port: int
    policy: Policy
    workers: int
    #: Whether only errors are logged, without a line for each request and each store.
    quiet: bool = False
    #: For tests of one protection without the other; see `kg.web.worker.Task`.
    guarded: bool = True
    filtered: bool = True


def run(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT; raises StoreError without a store, UsageError for a forbidden address."""
    try:
        asyncio.run(_Server(settings).run())
    finally:
        _log.flush()


class _Log:
    """Writes lines to standard error, several at a time: a write for each would cost as much as a 304."""

    def __init__(self) -> None:
        self._lines: list[str] = []

    def __call__(self, text: str) -> None:
        """Write a line, at the latest after `_MOMENT` seconds."""
        self._lines.append(f"{text}\n")
        if len(self._lines) == 1:
            asyncio.get_running_loop().call_later(_MOMENT, self.flush)

    def flush(self) -> None:
        """Write the pending lines."""
        lines, self._lines = self._lines, []
        sys.stderr.write("".join(lines))
        sys.stderr.flush()


_log = _Log()


class _Server:
    def __init__(self, settings: Settings) -> None:
        self._settings, self._folder = settings, StoreFolder(settings.folder)
        self._store = Path(self._folder.current()).name
        queue = 16 * settings.workers
        self._pages = Pool(self._task("pages", niceness=0), settings.workers, 2 * queue, _log)
        self._sparql = Pool(self._task("sparql", niceness=10), settings.workers, queue, _log)
        self._front = Front(settings.policy, self._pages, self._sparql, _log, quiet=settings.quiet)

    def _task(self, kind: str, *, niceness: int) -> Task:
        limits, settings = self._settings.policy.limits, self._settings
        return Task(
            kind=kind,
            folder=settings.folder,
            store=self._store,
            timeout=limits.timeout,
            memory=limits.memory,
            max_answer=limits.max_answer,
            niceness=niceness,
            parent=0,
            guarded=settings.guarded,
            filtered=settings.filtered,
        )

    async def run(self) -> None:
        stop = asyncio.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(name, stop.set)
        asyncio.get_running_loop().set_exception_handler(_complain)
        _raise_descriptor_limit()
        listener = _listener(self._settings)
        try:
            await asyncio.gather(self._pages.start(), self._sparql.start())
            self._check_network()
            self._front.put_in_force(self._store, self._digest(self._store))
            watch = asyncio.create_task(self._watch())
            gc.freeze()  # imported objects stay, so garbage collection need not look at them during requests
            self._tell(f"serving {self._settings.folder} ({self._store}) at {_address(listener)}")
            await serve_http(self._front, _config(listener), shutdown_trigger=stop.wait)  # type: ignore[arg-type]
            watch.cancel()
        finally:
            await asyncio.gather(self._pages.close(), self._sparql.close())

    def _tell(self, text: str) -> None:
        if not self._settings.quiet:
            _log(text)

    def _check_network(self) -> None:
        """Refuse public addresses if queries of strangers could access the network."""
        reason = self._sparql.network
        if reason is None:
            return
        if not is_loopback(self._settings.address) or self._settings.policy.public:
            hint = "listen on 127.0.0.1 without --host, or provide what is missing"
            raise UsageError(f"workers cannot be cut off from the network: {reason}", hint=hint)
        _log(f"warning: workers are not cut off from the network: {reason}. Only a filter on words refuses SERVICE.")

    def _digest(self, store: str) -> str:
        return hashlib.sha256(Path(self._folder.path, store, "manifest.json").read_bytes()).hexdigest()

    async def _watch(self) -> None:
        """Switch to a new store after a build."""
        failed, looks = "", 0
        while True:
            await asyncio.sleep(_LOOK)
            looks += 1
            if looks % 25 == 0:
                give_memory_back()  # after large bodies
            try:
                store = Path(self._folder.current()).name
                if store == self._store:
                    continue
                # Before the workers switch: a store without a readable manifest cannot be served.
                digest = self._digest(store)
                # Both pools before the front process: a page and its data must come from the same store.
                await asyncio.gather(self._pages.renew(store), self._sparql.renew(store))
            except (StoreError, OSError) as error:
                if str(error) != failed:
                    failed = str(error)
                    _log(f"the store in force cannot be served, {self._store} still is: {error}")
                continue
            self._store, failed = store, ""
            self._front.put_in_force(store, digest)
            self._tell(f"serving {store}")


def _listener(settings: Settings) -> socket.socket:
    """Return the bound socket; the kernel closes connections whose client does not read."""
    family = socket.AF_INET6 if ":" in settings.address else socket.AF_INET
    try:
        listener = socket.create_server((settings.address, settings.port), family=family, backlog=1024)
    except OSError as error:
        hint = "choose another --bind"
        raise UsageError(f"{settings.address}:{settings.port}: {error.strerror or error}", hint=hint) from None
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _STUCK)
    return listener


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def _config(listener: socket.socket) -> Config:
    hypercorn.protocol.H11Protocol = Connection  # type: ignore[attr-defined]  # what it has imported
    config = Config()
    config.bind = [f"fd://{listener.detach()}"]
    config.loglevel = "CRITICAL"  # mistakes of clients are not logged
    config.keep_alive_timeout = QUIET
    config.graceful_timeout = 1.0
    config.h11_max_incomplete_size = _LONGEST_HEAD
    config.max_app_queue_size = 0  # bodies are limited when they are read; a limit here would block after a refusal
    config.keep_alive_max_requests = 1_000_000
    config.include_server_header = False
    return config


def _raise_descriptor_limit() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _complain(_loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
    """Log an error that no coroutine handles in one line; broken connections are not logged."""
    error = context.get("exception")
    if not isinstance(error, (OSError, asyncio.CancelledError)):
        _log(f"{context.get('message')}: {error!r}")
