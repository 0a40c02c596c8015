"""Where things are on disk: what the package ships, and where a user's data and store are by default."""

from __future__ import annotations

import os
from pathlib import Path

from kg.errors import UsageError

__all__ = ["default_seeds", "default_store", "shipped"]

_PACKAGE = Path(__file__).resolve().parent
#: In a wheel the data folders are inside the package; in a checkout they are beside it.
_ROOT = _PACKAGE / "data" if (_PACKAGE / "data").is_dir() else _PACKAGE.parent


def shipped(folder: str) -> Path:
    """Return a folder that the package ships: `ontology`, `shapes`, `queries` or `seeds`.

    Raises UsageError when the installation lacks it.
    """
    path = _ROOT / folder
    if not path.is_dir():
        raise UsageError(f"{path}: this installation has no {folder}/", hint="install the package again")
    return path


def default_seeds() -> Path:
    """Return `$KG_SEEDS`, else `./seeds` where there is one, else the seeds that the package ships."""
    if named := os.environ.get("KG_SEEDS"):
        return Path(named)
    return Path("seeds") if Path("seeds").is_dir() else shipped("seeds")


def default_store() -> Path:
    """Return `$KG_STORE`, else `./.kg`."""
    return Path(os.environ.get("KG_STORE") or ".kg")
