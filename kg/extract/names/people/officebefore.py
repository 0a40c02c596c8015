"""Tells the name of a person from an office that stands before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.names.actors import ROLES
from kg.extract.names.nametable import folded

if TYPE_CHECKING:
    from collections.abc import Container

__all__ = ["ROYAL", "without_office"]

#: Offices that are part of a name: "King Harald".
ROYAL = frozenset(["emir", "king", "monarch", "pope", "prince", "princess", "queen", "sultan"])


def without_office(name: str, people: Container[str]) -> str:
    """Return a name without an office before it, if the rest is a name: "Professor Burrows", "Kremlin aide Berg".

    `people` are the last names of those whom the text names.
    """
    first, _, rest = name.partition(" ")
    small = next((word for word in reversed(rest.split()[:-1]) if word in ROLES), None)
    if small is not None:
        return rest.rpartition(f"{small} ")[2]
    office = first.casefold() in ROLES - ROYAL and rest[:1].isupper()
    return rest if office and (" " in rest or folded(rest) in people) else name
