"""`kg --version -v` says what a result can depend on, wherever -v stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from data_repository import run

import kg

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("arguments", [("--version", "-v"), ("-v", "--version")])
def test_it_names_engines_java_and_ontology(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = run(tmp_path, "kg", *arguments)
    names = {line.rpartition(" ")[0].partition(" ")[0] for line in done.stdout.splitlines()}
    assert done.returncode == 0
    assert {"kg", "Python", "pyoxigraph", "pyshacl", "Java", "ontology", "package"} <= names


def test_the_plain_version_is_one_line(tmp_path: Path) -> None:
    assert run(tmp_path, "kg", "--version").stdout == f"kg {kg.__version__}\n"


def test_no_command_is_help_and_an_option_alone_is_wrong_usage(tmp_path: Path) -> None:
    assert "Commands:" in run(tmp_path, "kg").stdout
    assert run(tmp_path, "kg", "-v").returncode == 2
