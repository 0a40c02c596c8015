"""What runs tasks: the processes of this machine, or those of others. Whoever has work to share takes either.

A job is begun once in each worker, and then called with each task. The two kinds of workers differ in one thing that
whoever makes the tasks has to know: those of other machines see no file of this one, so a task for them carries the
bytes that it is about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["Job", "Workers"]

T = TypeVar("T")
R = TypeVar("R")


class Job(Generic[T, R]):
    """What each worker does: `begin` is called once in it, and returns what is called with each task.

    `begin` and its arguments are pickled, so `begin` is a function of a module.
    """

    def __init__(self, begin: Callable[..., Callable[[T], R]], *arguments: object) -> None:
        """Keep the function and its arguments."""
        self._begin, self._arguments = begin, arguments

    def start(self) -> Callable[[T], R]:
        """Begin in this process."""
        return self._begin(*self._arguments)


class Workers(Protocol):
    """Runs tasks elsewhere. `shares_files` tells whether a worker can read the files of this machine."""

    @property
    def shares_files(self) -> bool:
        """Whether a task may name a file; else it carries the bytes."""
        ...

    def run(self, job: Job[T, R], tasks: Iterable[T], most: int | None = None) -> Iterator[R]:
        """Yield the result of each task, in the order of the tasks, from `most` workers at most.

        What a task raises is raised here; a task whose worker dies is done by another one.
        """
        ...
