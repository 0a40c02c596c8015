"""Asks git which files of a listing differ from a commit, without reading unchanged files."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from kg.errors import UsageError
from kg.sources.git import GitRepository

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from kg.sources.listing import Listing

__all__ = ["Changes", "History"]

_MANY = 500
_FEW = 20

P = ParamSpec("P")
T = TypeVar("T")


class Changes:
    """What git says has changed since a revision, in the folders that a listing covers."""

    def __init__(self, revision: str, listing: Listing) -> None:
        """Ask git; raises UsageError if there is no repository, no git, or no such revision."""
        found = GitRepository.around(listing.base)
        if found is None:
            hint = "leave --changed-since out, or check a clone"
            raise UsageError(f"{listing.base}: not in a git repository, so nothing is known of {revision!r}", hint=hint)
        self.repository, self.revision, self.listing = found, revision, listing
        self.places = [listing.base, *(p for p in listing.folders if not p.is_relative_to(listing.base))]
        # The more files there are, the longer it takes. One process does both, so that others can work meanwhile,
        # even where there are no more than two processors.
        self._working = _meanwhile(found.unlike_index, self.places)
        self.commit = found.commit(revision)
        self._files = _meanwhile(self.since, self.commit)
        self._head = _meanwhile(found.commit, "HEAD")
        self._before = _meanwhile(self._read_ahead)

    @property
    def files(self) -> set[Path]:
        """The files that differ from the revision, including untracked ones; UsageError if git fails."""
        return self._files.result()

    @property
    def head(self) -> str:
        """The commit that is checked out; UsageError if there is none."""
        return self._head.result()

    def before(self, folders: Sequence[Path]) -> Iterator[tuple[Path, bytes]]:
        """Yield the files in folders of sources as they were at the revision."""
        ahead, contents = self._before.result()
        yield from contents if ahead.intersection(folders) else ()
        yield from self.repository.contents(self.commit, [folder for folder in folders if folder not in ahead])

    def _read_ahead(self) -> tuple[set[Path], list[tuple[Path, bytes]]]:
        """Return the folders of the sources that changed, and their earlier files if these are few."""
        names = [name for name in self.listing.touched(self.files) if name != "." and self.listing.path(name)]
        folders = [self.listing.base / name for name in names] if len(names) <= _FEW else []
        return set(folders), list(self.repository.contents(self.commit, folders))

    def since(self, commit: str) -> set[Path]:
        """Return the files that differed from a commit when git was asked, including untracked ones.

        A file that was changed in the index, and then again, may have its original content, so git has to compare it.
        """
        staged = self.repository.staged(self.places, commit)
        edited, untracked = self._working.result()
        # The index differs from the commit, and the file differs from the index: the two changes may cancel out.
        both = sorted(staged & edited)
        places = both if len(both) <= _MANY else self.places
        return (staged ^ edited) | self.repository.differing(places, commit) | untracked

    def tracked(self, *commits: str) -> set[Path]:
        """Return the files that differ between two commits, or between a commit and the present files."""
        return self.repository.differing(self.places, *commits)

    def elsewhere(self, folder: Path) -> bool:
        """Return whether any tracked file differs in a folder of this repository without sources."""
        top = self.repository.top
        return folder.is_relative_to(top) and bool(self.repository.differing([folder], self.commit))

    def anything(self, places: Sequence[Path]) -> set[Path]:
        """Return the files that differ from the revision in places without sources, including untracked ones."""
        if not places:
            return set()
        return self.repository.differing(places, self.commit) | self.repository.unlike_index(places)[1]


class History:
    """The commit that is checked out, and the sources that differ from it: the state for which the index is valid."""

    def __init__(self, changes: Changes, head: str) -> None:
        """Ask git for the sources that differ from the commit `head`."""
        self.changes, self.head = changes, head
        self.dirty = changes.listing.touched(changes.files if head == changes.commit else changes.since(head))

    @classmethod
    def of(cls, listing: Listing, changes: Changes | None) -> History | None:
        """Return the state of the sources' repository; None if there is no repository, or it has no commit."""
        try:
            changes = changes or Changes("HEAD", listing)
            return cls(changes, changes.head)
        except UsageError:
            return None

    def since(self, known: dict[str, Any] | None) -> set[str] | None:
        """Return the names of the sources that may have changed since `state` returned `known`.

        Returns None if that is unknown.
        """
        if known is None:
            return None
        try:
            between = self.changes.tracked(known["commit"], self.head) if known["commit"] != self.head else set()
        except UsageError:
            return None  # the commit no longer exists
        return self.changes.listing.touched(between) | self.dirty | set(known["dirty"])

    def state(self, read: set[str]) -> dict[str, Any]:
        """Return the state to keep for the next run; `read` are the sources that were read in the meantime.

        They may have been read in a state that git has not seen, so the next run looks at them again; if there are
        many, only at those that differ now according to git.
        """
        # The next run would look at each of them again, and after a first run that means all sources.
        if len(read) > _MANY:
            read = self.changes.listing.touched(self.changes.tracked(self.head))
        return {"commit": self.head, "dirty": sorted(self.dirty | read)}


def _meanwhile(work: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> Future[T]:
    """Start a call that waits for git in a thread, and return its future."""
    pool = ThreadPoolExecutor(1)
    try:
        # The pool is shut down at once, without waiting: the thread ends by itself with its one task.
        return pool.submit(work, *arguments, **options)
    finally:
        pool.shutdown(wait=False)
