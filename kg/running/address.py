"""The addresses that `--on` takes: this machine's processes, or the scheduler of a Dask cluster."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from kg.errors import UsageError

__all__ = ["PROCESSES", "is_loopback", "scheduler_address"]

#: The name for the processes of this machine.
PROCESSES = "processes"
_HINT = "--on takes `processes`, or an address such as tls://scheduler.example.org:8786"


def scheduler_address(on: str, *, insecure: bool) -> str:
    """Return the address of a scheduler for Dask, after checking it.

    Raises UsageError for an invalid address, and for one that would be reached over a network without encryption,
    unless `insecure` accepts that.
    """
    try:
        parts = urlsplit(on)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise UsageError(f"--on {on}: not an address", hint=_HINT) from None
    if parts.scheme not in ("tcp", "tls") or not host or parts.path or parts.query or parts.username is not None:
        raise UsageError(f"--on {on}: not the address of a Dask scheduler", hint=_HINT)
    if not port:
        raise UsageError(f"--on {on}: the port is missing", hint=f"a scheduler has 8786 by default: {on}:8786")
    if parts.scheme == "tcp" and not insecure and not is_loopback(host):
        risk = "anyone on the way could read your data, and have the workers run programs"
        hint = "use tls://, or add --insecure on a network that you trust"
        raise UsageError(f"--on {on}: tcp:// is neither encrypted nor authenticated, so {risk}", hint=hint)
    return on


def is_loopback(host: str) -> bool:
    """Return whether a host can be reached only from this machine; of names, only `localhost` is certain."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
