"""A draft: the rows of a sheet, and the new entries and propositions that they name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.extract.actors import Proposed

__all__ = ["Draft", "Row", "named_in", "one_or_more"]

#: A row of a sheet, in the order of its fields.
Row = dict[str, object]


@dataclass
class Draft:
    """What was found: rows of the three sections, and the new entries and propositions that they need."""

    statements: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    relations: list[Row] = field(default_factory=list)
    entries: list[Proposed] = field(default_factory=list)
    propositions: dict[str, tuple[str, list[str], list[str]]] = field(default_factory=dict)
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)


def one_or_more(slugs: list[str]) -> object:
    """Return one slug as it is, several as a list."""
    unique = list(dict.fromkeys(slugs))
    return unique[0] if len(unique) == 1 else unique


def named_in(row: Row) -> set[str]:
    """Return the actors that a row names."""
    found: set[str] = set()
    for key in (
        "speaker",
        "for",
        "addressee",
        "reported_by",
        "participants",
        "perpetrators",
        "victims",
        "between",
        "body",
    ):
        value = row.get(key)
        found |= set(value) if isinstance(value, list) else {str(value)} if value else set()
    ballots = row.get("ballots")
    return found | (set(ballots) if isinstance(ballots, dict) else set())
