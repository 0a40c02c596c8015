"""What the README shows is what the commands print. `python tests/journeys/test_readme.py` writes it anew."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
BLOCK = re.compile(r"(?<=```console\n)(.*?)(?=```)", re.DOTALL)

#: Which folders a command works on is different on every machine.
PLACES = re.compile(r"^kg: (reading|store) .*\n", re.MULTILINE)


def prepare(folder: Path) -> dict[str, str]:
    """Copy the seeds, build them, and return the environment in which the README's commands run."""
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    beside = Path(sys.executable).parent
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("KG_", "GITHUB_"))}
    environment["PATH"] = f"{beside}{os.pathsep}{environment['PATH']}"
    subprocess.run([beside / "kg", "build"], cwd=folder, env=environment, check=True, capture_output=True)
    return environment


def commands(block: str) -> list[str]:
    return [line[2:] for line in block.splitlines() if line.startswith("$ ")]


def shown(block: str, folder: Path, environment: dict[str, str]) -> str:
    """Return a block with what each of its commands prints, on either stream, below it."""
    parts = []
    for command in commands(block):
        done = subprocess.run(
            ["bash", "-c", command], cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        printed = done.stdout.decode().replace("\r\n", "\n")  # CSV ends its lines so
        printed = PLACES.sub("", printed)
        parts.append(f"$ {command}\n{printed}")
    return "".join(parts)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    folder = tmp_path_factory.mktemp("readme")
    return folder, prepare(folder)


BLOCKS = BLOCK.findall(README.read_text("utf-8"))


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.split(" -", 1)[0].strip("$ ").replace(" ", "-")[:40])
def test_the_readme_shows_what_is_printed(block: str, place: tuple[Path, dict[str, str]]) -> None:
    assert shown(block, *place) == block


def test_every_document_that_the_readme_names_is_there() -> None:
    names = re.findall(r"\]\(([^)#:]+)\)", README.read_text("utf-8"))
    assert names
    assert [name for name in names if not (ROOT / name).exists()] == []


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        environment = prepare(Path(folder))
        text = BLOCK.sub(lambda found: shown(found[1], Path(folder), environment), README.read_text("utf-8"))
        README.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
