"""Functions that run on the workers of a Dask cluster. A worker finds them by name in its own installation of kg.

A worker is first asked for its fingerprint. If this matches, it gets the job, and with it a resource with the job's
name: Dask sends tasks that require this resource only to such workers.
"""

from __future__ import annotations

import os
import pickle
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.namespaces import naming
from kg.running.fingerprint import fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable

    from distributed import Worker

__all__ = ["dismiss", "employ", "perform", "show_fingerprint"]


@dataclass(slots=True)
class _Employment:
    """A job that this worker has received, pickled; it is started with its first task."""

    job: bytes
    base: str
    work: Callable[[Any], Any] | None = None


_employments: dict[str, _Employment] = {}
#: The base of names is global to the process, for all its threads and clients, so only one task runs at a time.
_ALONE = threading.Lock()


def show_fingerprint(*, extraction: bool) -> dict[str, str]:
    """Return this worker's fingerprint (see `kg.running.fingerprint`)."""
    return fingerprint(extraction=extraction)


async def employ(name: str, job: bytes, base: str, dask_worker: Worker) -> None:
    """Accept a job, and tell the scheduler that its tasks may come here, one at a time."""
    _employments.setdefault(name, _Employment(job, base))
    await dask_worker.set_resources(**{name: 1})


async def dismiss(name: str, dask_worker: Worker) -> None:
    """Forget a job."""
    _employments.pop(name, None)
    await dask_worker.set_resources(**{name: 0})


def perform(name: str, task: Any) -> Any:
    """Return the result of a task of a job."""
    with _ALONE:
        employment = _employments[name]
        with naming(employment.base):
            if employment.work is None:
                os.environ["KG_JOBS"] = "1"  # other processors of this machine have their own workers
                employment.work = pickle.loads(employment.job).start()  # noqa: S301  # anyone who can reach a worker can run anything on it
            return employment.work(task)
