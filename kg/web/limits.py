"""The limits of a request, and their enforcement by the kernel in a worker process.

Parsing a query with pyoxigraph can crash the process, take minutes, fill the memory, or call any address through
SERVICE, and none of this can be disabled there. So only workers parse queries, and before its first query each worker
gives up what it does not need: memory beyond a limit, core files, and, by a seccomp filter, the network and the start
of programs.
"""

from __future__ import annotations

import ctypes
import os
import re
import resource
import signal
import socket
import sys
from dataclasses import dataclass

__all__ = [
    "Limits",
    "allow_processor_time",
    "close_network",
    "confine",
    "mentions_service",
    "parse_size",
]

MEBIBYTE = 1 << 20

#: System calls that a worker does not need: those that open a way out, or reach another process.
_REFUSED = (
    *("socket", "socketpair", "connect", "bind", "listen", "accept", "accept4", "sendto", "sendmsg", "sendmmsg"),
    *("io_uring_setup", "io_uring_enter", "io_uring_register"),  # would open sockets despite the filter
    *("execve", "execveat", "fork", "vfork", "ptrace", "process_vm_readv", "process_vm_writev", "pidfd_getfd"),
    *("kill", "tkill", "pidfd_send_signal", "bpf", "mount", "umount2", "unshare", "setns"),
)
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE = 1, 4


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one request."""

    #: Seconds that a worker may take for one answer.
    timeout: float = 10.0
    #: Bytes of address space of a worker.
    memory: int = 1024 * MEBIBYTE
    #: Bytes of an answer.
    max_answer: int = 64 * MEBIBYTE
    #: Bytes of a request's body.
    max_body: int = 256 * 1024


def parse_size(text: str) -> int:
    """Return the number of bytes for `512M`, `1G` or a plain number; raises ValueError."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([KMGT]?)(?:i?B)?", text.strip(), re.IGNORECASE)
    if not match:
        raise ValueError(f"{text!r} is not a size such as 512M or 1G")
    return int(float(match[1]) * 1024 ** " KMGT".index(match[2].upper() or " "))


def confine(memory: int, niceness: int, parent: int) -> None:
    """Limit this process: `memory` in bytes of address space, no core file, and its end when `parent` ends.

    Raises OSError or ValueError if the system does not allow it.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in a terminal is for the front process
    # A core file is as large as the memory of a worker, and anybody can crash a worker.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(niceness)
    if sys.platform == "linux":  # elsewhere, address space cannot be limited, and a child cannot be tied to its parent
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
        if os.getppid() != parent:  # the parent ended before the kernel was told
            os._exit(1)


def allow_processor_time(seconds: float) -> None:
    """Limit the further processor time of this process, in seconds for each core; then the kernel ends it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    # The limit includes what all threads have used since the start of the process.
    allowed = used.ru_utime + used.ru_stime + (seconds + 1) * (os.cpu_count() or 1)
    resource.setrlimit(resource.RLIMIT_CPU, (int(allowed) + 1, resource.RLIM_INFINITY))


def close_network() -> str | None:
    """Block the network and the start of programs for this process; return why this is impossible here, or None."""
    try:
        import pyseccomp
    except (ImportError, RuntimeError) as error:  # not Linux, or no libseccomp2
        return f"{error} (on Debian: apt install libseccomp2)"
    try:
        guard = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
        for name in _REFUSED:
            _refuse(guard, pyseccomp.ERRNO(1), name)
        guard.load()
    except (OSError, RuntimeError) as error:
        return f"the kernel refuses a seccomp filter: {error}"
    # Tested, because a filter that is loaded but has no effect would look the same.
    return None if _is_closed() else "a socket could be opened in spite of the seccomp filter"


def _refuse(guard: object, action: int, name: str) -> None:
    try:
        guard.add_rule(action, name)  # type: ignore[attr-defined]  # pyseccomp.SyscallFilter
    except (OSError, ValueError):
        if name in ("socket", "connect"):
            raise  # some may be unknown to an older library or another processor


def _is_closed() -> bool:
    try:
        socket.socket(socket.AF_INET, socket.SOCK_STREAM).close()
    except PermissionError:
        return True
    except OSError:
        return False
    return False


_SKIPPED = re.compile(
    r"""
    \\.                                                     # an escape in a name: what follows opens nothing
  | \"{3}(?:(?:"|"")?(?:[^"\\]|\\.))*\"{3} | '{3}(?:(?:'|'')?(?:[^'\\]|\\.))*'{3}
  | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*'
  | <[^<>"{}|^`\\\x00-\x20)]*>                              # without `)`: `1<2)SERVICE#>` is no IRI to the parser
  | \#[^\n\r]*
  | [?$]\w+
    """,
    re.VERBOSE | re.DOTALL,
)


def mentions_service(query: str) -> bool:
    """Return whether the letters SERVICE occur outside strings, IRIs, comments and variables.

    This is for a clear message, and it is the only protection if the kernel cannot block the network. It refuses too
    much rather than too little (also `ex:service`).
    """
    if "service" not in query.lower():
        return False
    return "service" in _SKIPPED.sub(" ", query).lower()
