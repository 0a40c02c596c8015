"""Which files of a listing differ from a commit, as git tells without reading what is unchanged."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from kg.errors import UsageError
from kg.revision import Repository

if TYPE_CHECKING:
    from pathlib import Path

    from kg.listing import Listing

__all__ = ["Changes", "History"]

_MANY = 500


class Changes:
    """What git says has changed since a revision, in the folders that a listing covers."""

    def __init__(self, revision: str, listing: Listing) -> None:
        """Ask git; raises UsageError where there is no repository, no git, or no such revision."""
        found = Repository.around(listing.base)
        if found is None:
            hint = "leave --changed-since out, or check a clone"
            raise UsageError(f"{listing.base}: not in a git repository, so nothing is known of {revision!r}", hint=hint)
        self.repository, self.revision, self.listing = found, revision, listing
        self.commit = found.commit(revision)
        self.places = [listing.base, *(p for p in listing.folders if not p.is_relative_to(listing.base))]
        pool = ThreadPoolExecutor(2)  # git takes the longer the more files there are: meanwhile, others can work
        self._tracked, self._untracked = pool.submit(self.tracked, self.commit), pool.submit(self._not_kept)
        pool.shutdown(wait=False)

    @property
    def untracked(self) -> set[Path]:
        """The files that git does not keep; waits for git, and raises UsageError when that fails."""
        return self._untracked.result()

    @property
    def files(self) -> set[Path]:
        """The files that differ from the revision, untracked ones among them; waits for git likewise."""
        return self._tracked.result() | self.untracked

    def _not_kept(self) -> set[Path]:
        return {file for place in self.places for file in self.repository.untracked(place)}

    def tracked(self, *commits: str) -> set[Path]:
        """Return the files that differ between two commits, or between one and the files there now."""
        return {file for place in self.places for file in self.repository.differing(place, *commits)}

    def elsewhere(self, folder: Path) -> bool:
        """Tell whether anything that git keeps differs in a folder of this repository that holds no sources."""
        top = self.repository.top
        return folder.is_relative_to(top) and bool(self.repository.differing(folder, self.commit))


class History:
    """At which commit the sources are, and which of them differ from it: what the index is right for."""

    def __init__(self, changes: Changes, head: str) -> None:
        """Ask git for the sources that differ from the commit `head`."""
        self.changes, self.head = changes, head
        files = changes.files if head == changes.commit else changes.tracked(head) | changes.untracked
        self.dirty = changes.listing.touched(files)

    @classmethod
    def of(cls, listing: Listing, changes: Changes | None) -> History | None:
        """Return the state of the sources' repository, None where there is none, or no commit in it."""
        try:
            changes = changes or Changes("HEAD", listing)
            return cls(changes, changes.repository.commit("HEAD"))
        except UsageError:
            return None

    def since(self, known: dict[str, Any] | None) -> set[str] | None:
        """Return the names of the sources that may differ from what they were when `state` gave `known`.

        None when that cannot be told.
        """
        if known is None:
            return None
        try:
            between = self.changes.tracked(known["commit"], self.head) if known["commit"] != self.head else set()
        except UsageError:
            return None  # the commit is not there any more
        return self.changes.listing.touched(between) | self.dirty | set(known["dirty"])

    def state(self, read: set[str]) -> dict[str, Any]:
        """Return what is to be kept for the next run; `read` are the sources that were read meanwhile.

        These may have been caught in a state that git has not seen, and are looked at again: where they are many,
        git is asked for those that differ now.
        """
        if len(read) > _MANY:
            read = self.changes.listing.touched(self.changes.tracked(self.head))
        return {"commit": self.head, "dirty": sorted(self.dirty | read)}
