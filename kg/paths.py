"""Paths on disk: data shipped with the package, and the default places of a user's data and store."""

from __future__ import annotations

import os

from kg.errors import UsageError

TYPE_CHECKING = False  # not from typing, and Path imported late: a query should start at once
if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["NO_SEEDS", "default_seeds", "default_store", "from_here", "shipped", "shipped_name"]

#: What a user can do outside a data repository.
NO_SEEDS = (
    "create a repository here with `kg init`, build the sample with `kg demo`, or give a folder of seeds with "
    "KG_SEEDS, `--seeds DIR` or `kg build DIR`"
)

_PACKAGE = os.path.dirname(os.path.realpath(__file__))
#: In a wheel, the data folders are inside the package; in a checkout, they are beside it.
_ROOT = os.path.join(_PACKAGE, "data") if os.path.isdir(os.path.join(_PACKAGE, "data")) else os.path.dirname(_PACKAGE)


def shipped(folder: str) -> Path:
    """Return a folder shipped with the package: `ontology`, `shapes`, `queries` or `seeds`.

    Raises UsageError when the installation lacks it.
    """
    from pathlib import Path

    return Path(shipped_name(folder))


def shipped_name(folder: str) -> str:
    """Return the path of a shipped folder as a string; see `shipped`."""
    path = os.path.join(_ROOT, folder)
    if not os.path.isdir(path):
        raise UsageError(f"{path}: this installation has no {folder}/", hint="install the package again")
    return path


def default_seeds() -> Path:
    """Return `$KG_SEEDS`, or else `./seeds`; never the sample, which has to be requested.

    Raises UsageError when there is neither.
    """
    from pathlib import Path

    if named := os.environ.get("KG_SEEDS"):
        return Path(named)
    if os.path.isdir("seeds"):
        return Path("seeds")
    raise UsageError("no folder `seeds` here, and KG_SEEDS is not set", hint=NO_SEEDS)


def default_store() -> str:
    """Return `$KG_STORE`, or else `./.kg`."""
    return os.environ.get("KG_STORE") or ".kg"


def from_here(path: Path) -> Path:
    """Return a path relative to the current folder if it is inside it; editors can open either form."""
    here = type(path).cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
