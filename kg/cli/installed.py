"""Finds out where this installation of kg came from (PEP 610, `direct_url.json`), so that others can install it."""

from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError, distribution
from typing import Any

from kg.errors import UsageError

__all__ = ["DISTRIBUTION", "installed_from", "requirement"]

DISTRIBUTION = "diplomatic-positions-kg"
_HOW = "--from git+https://HOST/PROJECT@COMMIT sets where CI and hooks install kg from"


def installed_from() -> str | None:
    """Return the address given to pip, pinned to its commit; None if kg was installed by name from an index."""
    try:
        text = distribution(DISTRIBUTION).read_text("direct_url.json")
    except PackageNotFoundError:
        return None
    return _address(json.loads(text)) if text else None


def requirement(address: str | None, extra: str = "fast") -> str:
    """Return the requirement for pip, pre-commit and CI: the same kg, from `address` or the origin of this one.

    Raises UsageError if neither is known, or pip cannot use the address.
    """
    found = address or installed_from()
    if found is None:
        raise UsageError(
            "cannot determine where this kg was installed from, and there is no release in a package index yet",
            hint=_HOW,
        )
    # It is written into YAML and into shell commands of CI, where a quote or a space would have a meaning.
    if not found.startswith(("git+", "https://", "file://")) or any(char in found for char in " '\"\n"):
        raise UsageError(f"--from {found}: pip cannot install from this address", hint=_HOW)
    return f"{DISTRIBUTION}[{extra}] @ {found}"


def _address(direct: dict[str, Any]) -> str:
    """Return an address for pip; see https://packaging.python.org/en/latest/specifications/direct-url/."""
    url, vcs = str(direct["url"]), direct.get("vcs_info")
    if vcs:
        return f"{vcs['vcs']}+{url}@{vcs['commit_id']}"
    return url
