"""The options of commands that can share their work among machines: `--on` and `--insecure`."""

from __future__ import annotations

from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import click

from kg.errors import UsageError
from kg.running.address import PROCESSES, scheduler_address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.running.workers import Workers

__all__ = ["sharing_options", "workers_on"]


def sharing_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options to a command."""
    on = click.option(
        "--on",
        default=PROCESSES,
        metavar="WHERE",
        show_default=True,
        help="Where to run: processes, or the address of a Dask scheduler (tls://HOST:PORT, tcp://HOST:PORT).",
    )
    insecure = click.option(
        "--insecure", is_flag=True, help="Accept tcp:// to another host: neither encrypted nor authenticated."
    )
    return on(insecure(command))


@contextmanager
def workers_on(on: str, *, insecure: bool, extraction: bool = False) -> Iterator[Workers | None]:
    """Yield the workers that the options name; None for the processes of this machine.

    Raises UsageError for a wrong address or where Dask is missing, and RemoteError unless all workers can be used.
    """
    if on == PROCESSES:
        if insecure:
            raise UsageError("--insecure needs --on tcp://HOST:PORT", hint="leave it out")
        yield None
        return
    address = scheduler_address(on, insecure=insecure)
    if not find_spec("distributed"):
        raise UsageError("--on with an address needs Dask", hint="pip install 'diplomatic-positions-kg[machines]'")
    # Imported here: it takes half a second, and few calls need it.
    from kg.cli.output import note
    from kg.running.machines import Machines

    with Machines(address, extraction=extraction, note=note) as machines:
        yield machines
