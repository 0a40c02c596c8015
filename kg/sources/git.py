"""What git knows: which files differ from a revision, and what they were there."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING

from kg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["GitRepository"]

_NAMES = ("--name-only", "-z", "--no-renames", "--no-ext-diff", "--ignore-submodules")
_HINT = "name a commit, branch or tag of the repository that holds the sources"


@dataclass(frozen=True, slots=True)
class GitRepository:
    """A git repository, by the folder at its top."""

    top: Path

    @classmethod
    def around(cls, folder: Path) -> GitRepository | None:
        """Return the repository that a folder is in, or None, also where there is no git."""
        try:
            found = _git(folder, "rev-parse", "--show-toplevel")
        except UsageError as error:
            if "not a git repository" in error.message or "git cannot be run" in error.message:
                return None
            raise
        return cls(Path(os.fsdecode(found.removesuffix(b"\n"))).resolve())

    def commit(self, revision: str) -> str:
        """Return the hash of the commit that `revision` names; UsageError when there is none."""
        try:
            found = _git(self.top, "rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}")
        except UsageError:
            message = f"{self.top}: unknown git revision {revision!r}"
            shallow = (self.top / ".git" / "shallow").exists()
            raise UsageError(message, hint="fetch more of the history" if shallow else _HINT) from None
        return found.decode().strip()

    def unlike_index(self, places: Sequence[Path]) -> tuple[set[Path], set[Path]]:
        """Return the files in `places` that git keeps otherwise, or that are gone; and those that it does not keep.

        Ignored ones are among the latter.
        """
        out = _git(self.top, "ls-files", "-z", "-t", "--modified", "--others", "--full-name", "--", *map(str, places))
        lines = [line.partition(b" ") for line in out.split(b"\0") if line]
        found: tuple[set[Path], set[Path]] = (set(), set())
        for tag, _, name in lines:
            found[tag == b"?"].add(self.top / os.fsdecode(name))
        return found

    def staged(self, places: Sequence[Path], commit: str) -> set[Path]:
        """Return the files in `places` that differ between a commit and the index."""
        return self._paths("diff", "--cached", *_NAMES, commit, "--", *map(str, places))

    def differing(self, places: Sequence[Path], *commits: str) -> set[Path]:
        """Return the files in `places` that differ between two commits, or between one and the files there."""
        return self._paths("diff", *_NAMES, *commits, "--", *map(str, places)) if places else set()

    def files(self, commit: str, folder: Path) -> list[Path]:
        """Return the files below `folder` in a commit."""
        return [path for path, _ in self._blobs(commit, [folder])]

    def contents(self, commit: str, places: Sequence[Path]) -> Iterator[tuple[Path, bytes]]:
        """Yield the files in `places` as they are in a commit."""
        blobs = self._blobs(commit, places)
        if not blobs:
            return
        answer = _git(self.top, "cat-file", "--batch", given="".join(f"{blob}\n" for _, blob in blobs).encode())
        position = 0
        for path, _ in blobs:
            line, position = _line(answer, position)
            if not line.endswith(b" missing"):  # as it can be in a partial clone
                size = int(line.split(b" ")[2])
                yield path, answer[position : position + size]
                position += size + 1

    def export(self, commit: str, places: Sequence[Path], target: Path) -> None:
        """Write the files in `places` as they are in a commit into `target`, under their paths from the top."""
        self.write(self.contents(commit, places), target)

    def write(self, contents: Iterable[tuple[Path, bytes]], target: Path) -> None:
        """Write contents of files into `target`, under their paths from the top of the repository."""
        for file, content in contents:
            path = target / self._inside(file)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    def _blobs(self, commit: str, places: Sequence[Path]) -> list[tuple[Path, str]]:
        """Return the files in `places` in a commit, and the hashes of their contents; submodules are none."""
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


def _line(data: bytes, position: int) -> tuple[bytes, int]:
    end = data.index(b"\n", position)
    return data[position:end], end + 1


def _git(folder: Path, *arguments: str, given: bytes = b"") -> bytes:
    """Run git, read-only; raises UsageError with its words when it fails.

    It reads and writes files: a thread that attends to pipes waits for all others each time that something comes.
    """
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "GIT_LITERAL_PATHSPECS": "1", "LC_ALL": "C"}
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
        reason = words.decode(errors="replace").strip().partition("\n")[0]
        raise UsageError(f"{folder}: git {arguments[0]} failed: {reason.removeprefix('fatal: ')}", hint=_HINT)
    return out


def _all_of(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read()
