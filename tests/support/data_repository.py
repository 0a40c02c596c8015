"""A data repository made by `kg init`, and what its owner, its CI and its hooks do in it."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from in_process import kg_within

from kg.cli.scaffold import create_repository

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
SHEET = Path("seeds/2024-05-02-example-border-talks/sheet.yaml")
_AUTHOR = ("-c", "user.name=Coder", "-c", "user.email=coder@example.org")


def run(folder: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder, with this environment's programs first on the path; `kg` runs in this process."""
    settings = _settings(folder, environment)
    if command[0] == "kg":
        return kg_within(settings, folder, *command[1:])
    return subprocess.run(command, cwd=folder, env=settings, capture_output=True, text=True, timeout=240, check=False)


def start(folder: Path, *command: str, errors: Path) -> subprocess.Popen[str]:
    """Start a command as `run` does, and return at once; what it writes to standard error goes to a file."""
    with errors.open("w", encoding="utf-8") as file:
        settings = _settings(folder, {})
        return subprocess.Popen(command, cwd=folder, env=settings, stdout=subprocess.PIPE, stderr=file, text=True)


def _settings(folder: Path, environment: dict[str, str]) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("KG_", "GITHUB_", "GIT_"))}
    path = f"{BIN}{os.pathsep}{kept['PATH']}"
    return {**kept, "PATH": path, "PRE_COMMIT_HOME": str(folder.parent / "pre-commit"), **environment}


def try_git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run(folder, "git", *_AUTHOR, *arguments)


def git(folder: Path, *arguments: str) -> str:
    done = try_git(folder, *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def new_repository(parent: Path, *, world: bool = True) -> Path:
    """Return a folder `positions` as `kg init` makes it, in git; it is made once, and copied.

    Without `world` it does not use that package, of which building takes three seconds.
    """
    folder = Path(shutil.copytree(_initialised(), parent / "positions", symlinks=True))
    if not world:
        use_no_package(folder)
        git(folder, "commit", "-qam", "Use no package")
    return folder


def new_folder(folder: Path) -> Path:
    """Make a repository as `kg init` does, but that it uses no package; it is not in git."""
    create_repository(folder)
    use_no_package(folder)
    return folder


def use_no_package(folder: Path) -> None:
    """Leave out the package of the world: its 18,000 statements are read, built and sent as often as anything is."""
    edit(folder, 'reference = ["world"]', "reference = []", Path("kg.toml"))


@cache
def _initialised() -> Path:
    parent = Path(tempfile.mkdtemp(prefix="kg-tests-"))
    atexit.register(shutil.rmtree, parent, ignore_errors=True)
    folder = parent / "positions"
    assert run(parent, "kg", "init", "positions").returncode == 0
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "Start")
    return folder


def edit(folder: Path, old: str, new: str, file: Path = SHEET) -> None:
    text = (folder / file).read_text("utf-8")
    assert text.count(old) == 1
    (folder / file).write_text(text.replace(old, new), "utf-8")
