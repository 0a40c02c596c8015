"""Workers that run tasks: the processes of this machine, or those of other machines; the caller can use either.

A job is started once in each worker, and then called with each task. The two kinds of workers differ in one respect
that matters to the caller: workers on other machines see no files of this one, so their tasks must contain the bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["Job", "Workers"]

T = TypeVar("T")
R = TypeVar("R")


class Job(Generic[T, R]):
    """The work of each worker: `begin` is called once, and returns the function that is called with each task.

    `begin` and its arguments are pickled, so `begin` must be a module-level function.
    """

    def __init__(self, begin: Callable[..., Callable[[T], R]], *arguments: object) -> None:
        """Store the function and its arguments."""
        self._begin, self._arguments = begin, arguments

    def start(self) -> Callable[[T], R]:
        """Start the job in this process."""
        return self._begin(*self._arguments)


class Workers(Protocol):
    """Runs tasks elsewhere. `shares_files` is true if workers can read the files of this machine."""

    @property
    def shares_files(self) -> bool:
        """Whether a task may name a file; otherwise it must contain the bytes."""
        ...

    def run(self, job: Job[T, R], tasks: Iterable[T], most: int | None = None) -> Iterator[R]:
        """Yield the result of each task, in the order of the tasks, using at most `most` workers.

        Exceptions of tasks are raised here; if a worker dies, another one repeats its task.
        """
        ...
