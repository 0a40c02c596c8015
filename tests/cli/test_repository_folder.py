"""The folder of a repository, given where seeds are expected, stands for its seeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from data_repository import SHEET, edit, new_repository, run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    return new_repository(tmp_path, world=False)


def test_it_is_validated_and_built(repository: Path) -> None:
    """`kg init` writes schema/sheet.json, which would be taken for a source beside reference/."""
    for command in (("validate", "."), ("validate", str(repository)), ("build", ".", "-s", "elsewhere")):
        done = run(repository, "kg", *command)
        assert (done.returncode, "1 source" in done.stdout + done.stderr) == (0, True), done


def test_a_new_source_goes_into_its_seeds(repository: Path) -> None:
    (repository / "talks.txt").write_text("Talks\n\nThey talked.\n")
    done = run(repository, "kg", "new", "talks.txt", "--published", "2024-06-01", "--seeds", ".")
    assert done.stdout == "seeds/2024-06-01-talks/sheet.yaml\n"


def test_what_is_old_in_it_is_migrated(repository: Path) -> None:
    edit(repository, "act: calls-for", "act: accuses\n    addressee: southland")
    assert run(repository, "kg", "migrate", ".", "--dry-run").stdout.startswith(f"{SHEET}:")
