"""Asks git which files differ from a revision, and for their content at that revision."""

from __future__ import annotations

import os
import re
import subprocess
import uuid
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING

from kg.errors import UsageError
from kg.redact import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["GitRepository"]

_NAMES = ("--name-only", "-z", "--no-renames", "--no-ext-diff", "--ignore-submodules")
#: Variables by which git passes its own repository and index to hooks; here the folder determines the repository.
_OF_CALLER = frozenset(
    f"GIT_{name}"
    for name in (
        *("DIR", "WORK_TREE", "INDEX_FILE", "PREFIX", "COMMON_DIR", "OBJECT_DIRECTORY", "INTERNAL_SUPER_PREFIX"),
        *(
            "ALTERNATE_OBJECT_DIRECTORIES",
            "QUARANTINE_PATH",
            "NAMESPACE",
            "SHALLOW_FILE",
            "GRAFT_FILE",
            "IMPLICIT_WORK_TREE",
        ),
        *("GLOB_PATHSPECS", "NOGLOB_PATHSPECS", "ICASE_PATHSPECS", "EXTERNAL_DIFF", "DIFF_OPTS", "ATTR_SOURCE"),
        *("TRACE", "TRACE2", "TRACE_SETUP", "TRACE_PERFORMANCE", "PAGER", "FLUSH"),
    )
)
_HINT = "name a commit, branch or tag of the repository that holds the sources"


@dataclass(frozen=True, slots=True)
class GitRepository:
    """A git repository, by the folder at its top."""

    top: Path

    @classmethod
    def around(cls, folder: Path) -> GitRepository | None:
        """Return the repository of a folder; None if there is none, or git is not installed."""
        try:
            found = _git(folder, "rev-parse", "--show-toplevel")
        except UsageError as error:
            if "not a git repository" in error.message or "git cannot be run" in error.message:
                return None
            raise
        return cls(Path(os.fsdecode(found.removesuffix(b"\n"))).resolve())

    def commit(self, revision: str) -> str:
        """Return the hash of the commit that `revision` names; UsageError if there is none."""
        try:
            # `--end-of-options`: a revision comes from a command line or a workflow, and one that begins with a dash is
            # no option.
            found = _git(self.top, "rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}")
        except UsageError as error:
            if error.hint != _HINT:
                raise  # not the name is wrong, but something else
            message = f"{self.top}: unknown git revision {revision!r}"
            shallow = _git(self.top, "rev-parse", "--is-shallow-repository").strip() == b"true"
            raise UsageError(message, hint="fetch more of the history" if shallow else _HINT) from None
        return found.decode().strip()

    def unlike_index(self, places: Sequence[Path]) -> tuple[set[Path], set[Path]]:
        """Return the files in `places` that differ from the index or are missing, and the untracked ones.

        Ignored files are among the untracked ones.
        """
        out = _git(self.top, "ls-files", "-z", "-t", "--modified", "--others", "--full-name", "--", *map(str, places))
        # -z, here and everywhere: without it git quotes names that are not ASCII.
        lines = [line.partition(b" ") for line in out.split(b"\0") if line]
        found: tuple[set[Path], set[Path]] = (set(), set())
        for tag, _, name in lines:
            found[tag == b"?"].add(self.top / os.fsdecode(name))
        return found

    def staged(self, places: Sequence[Path], commit: str) -> set[Path]:
        """Return the files in `places` that differ between a commit and the index."""
        return self._paths("diff", "--cached", *_NAMES, commit, "--", *map(str, places))

    def differing(self, places: Sequence[Path], *commits: str) -> set[Path]:
        """Return the files in `places` that differ between two commits, or between a commit and the present files."""
        return self._paths("diff", *_NAMES, *commits, "--", *map(str, places)) if places else set()

    def files(self, commit: str, folder: Path) -> list[Path]:
        """Return the files below `folder` in a commit."""
        return [path for path, _ in self._blobs(commit, [folder])]

    def contents(self, commit: str, places: Sequence[Path]) -> Iterator[tuple[Path, bytes]]:
        """Yield the files in `places` as a checkout of a commit would write them: with line ends and filters (LFS).

        git reports the size of a blob before filtering, so a request for a missing object marks the end of each file.
        """
        blobs = self._blobs(commit, places)
        if not blobs:
            return
        end = f"end-of-{uuid.uuid4()}".encode()
        asked = [b"%s %s\n%s\n" % (blob.encode(), os.fsencode(self._inside(path)), end) for path, blob in blobs]
        answer = _git(self.top, "cat-file", "--batch", "--filters", given=b"".join(asked))
        for (path, _), part in zip(blobs, answer.split(end + b" missing\n"), strict=False):
            line, _, content = part.partition(b"\n")
            # If it is left out, the file counts as absent at the revision, and its source is checked.
            if not line.endswith(b" missing"):  # possible in a partial clone
                yield path, content.removesuffix(b"\n")

    def export(self, commit: str, places: Sequence[Path], target: Path) -> None:
        """Write the files in `places`, as they are in a commit, to `target`, under their paths from the top."""
        self.write(self.contents(commit, places), target)

    def write(self, contents: Iterable[tuple[Path, bytes]], target: Path) -> None:
        """Write contents of files into `target`, under their paths from the top of the repository."""
        for file, content in contents:
            path = target / self._inside(file)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    def _blobs(self, commit: str, places: Sequence[Path]) -> list[tuple[Path, str]]:
        """Return the files in `places` in a commit, and the hashes of their contents; submodules are left out."""
        names = sorted({self._inside(place) for place in places})
        out = _git(self.top, "ls-tree", "-r", "-z", "--full-tree", commit, "--", *names) if names else b""
        lines = (line.partition(b"\t") for line in out.split(b"\0") if line)
        found = [(self.top / os.fsdecode(name), described.split(b" ")) for described, _, name in lines]
        return sorted((path, blob.decode()) for path, (_, kind, blob) in found if kind == b"blob")

    def _inside(self, path: Path) -> str:
        return os.path.relpath(path, self.top).replace(os.sep, "/")

    def _paths(self, *arguments: str) -> set[Path]:
        out = _git(self.top, *arguments)
        return {self.top / os.fsdecode(name) for name in out.split(b"\0") if name}


def _git(folder: Path, *arguments: str, given: bytes = b"") -> bytes:
    """Run git, read-only; raises UsageError with its message if it fails.

    Input and output are files, because a thread that serves pipes waits for all other threads at each read.
    """
    inherited = {name: value for name, value in os.environ.items() if name not in _OF_CALLER}
    # No lock, since an editor or a hook may be at work in the same clone; literal paths, since a folder may be called
    # `*`; the C locale, since the words of errors are looked at.
    environment = {**inherited, "GIT_OPTIONAL_LOCKS": "0", "GIT_LITERAL_PATHSPECS": "1", "LC_ALL": "C"}
    command = ["git", "-C", str(folder), *arguments]
    try:
        with TemporaryFile() as asked, TemporaryFile() as told, TemporaryFile() as wrong:
            asked.write(given)
            asked.seek(0)
            run = subprocess.run(command, stdin=asked, stdout=told, stderr=wrong, check=False, env=environment)  # noqa: S603 - no shell
            out, words = (_all_of(file) for file in (told, wrong))
    except OSError as error:
        raise UsageError(f"git cannot be run: {error.strerror}", hint="install git") from None
    if run.returncode:
        raise _failure(folder, arguments[0], words.decode(errors="replace").strip())
    return out


def _failure(folder: Path, command: str, words: str) -> UsageError:
    """Return the error for a message of git, with git's own advice as the hint if it gives any."""
    reason = words.partition("\n")[0].removeprefix("fatal: ")
    advice = re.search(r"git config --global --add safe\.directory \S.*", words)
    hint = f"if you trust its owner: {advice[0].strip()}" if advice else _HINT
    return UsageError(f"{folder}: git {command} failed: {clean(reason)}", hint=hint)


def _all_of(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read()
