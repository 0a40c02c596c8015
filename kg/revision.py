"""What git knows: which files differ from a revision, and what they were there."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from kg.errors import UsageError

__all__ = ["Repository"]

_HINT = "name a commit, branch or tag of the repository that holds the sources"


@dataclass(frozen=True, slots=True)
class Repository:
    """A git repository, by the folder at its top."""

    top: Path

    @classmethod
    def around(cls, folder: Path) -> Repository | None:
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
            message = f"{self.top}: no revision is called {revision!r}"
            shallow = (self.top / ".git" / "shallow").exists()
            raise UsageError(message, hint="fetch more of the history" if shallow else _HINT) from None
        return found.decode().strip()

    def untracked(self, folder: Path) -> set[Path]:
        """Return the files below `folder` that git does not keep, ignored ones too."""
        return self._paths("ls-files", "-z", "--others", "--full-name", "--", str(folder))

    def differing(self, folder: Path, *commits: str) -> set[Path]:
        """Return the files below `folder` that differ between two commits, or between one and the files there."""
        options = ("--name-only", "-z", "--no-renames", "--no-ext-diff", "--ignore-submodules")
        return self._paths("diff", *options, *commits, "--", str(folder))

    def files(self, commit: str, folder: Path) -> list[Path]:
        """Return the files below `folder` in a commit."""
        return sorted(
            self._paths("ls-tree", "-r", "-z", "--name-only", "--full-tree", commit, "--", self._inside(folder))
        )

    def export(self, commit: str, files: list[Path], target: Path) -> None:
        """Write files as they are in a commit into `target`, under their paths from the top of the repository."""
        names = [self._inside(file) for file in files]
        wanted = "".join(f"{commit}:{name}\n" for name in names if "\n" not in name)
        answer = _git(self.top, "cat-file", "--batch", given=os.fsencode(wanted))
        position = 0
        for name in names:
            line, position = _line(answer, position)
            fields = line.split(b" ")
            if len(fields) != 3 or fields[1] != b"blob":  # missing, or a submodule
                continue
            size = int(fields[2])
            path = target / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(answer[position : position + size])
            position += size + 1

    def _inside(self, path: Path) -> str:
        return os.path.relpath(path, self.top).replace(os.sep, "/")

    def _paths(self, *arguments: str) -> set[Path]:
        out = _git(self.top, *arguments)
        return {self.top / os.fsdecode(name) for name in out.split(b"\0") if name}


def _line(data: bytes, position: int) -> tuple[bytes, int]:
    end = data.index(b"\n", position)
    return data[position:end], end + 1


def _git(folder: Path, *arguments: str, given: bytes | None = None) -> bytes:
    """Run git, read-only; raises UsageError with its words when it fails."""
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    try:
        run = subprocess.run(  # noqa: S603 - no shell
            ["git", "-C", str(folder), *arguments],  # noqa: S607 - the user's own git
            input=given or b"",
            capture_output=True,
            check=False,
            env=environment,
        )
    except OSError as error:
        raise UsageError(f"git cannot be run: {error.strerror}", hint="install git") from None
    if run.returncode:
        reason = run.stderr.decode(errors="replace").strip().partition("\n")[0]
        raise UsageError(f"{folder}: git {arguments[0]} failed: {reason.removeprefix('fatal: ')}", hint=_HINT)
    return run.stdout
