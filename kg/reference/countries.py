"""The states and organisations of the package `world`, for those that the reference data does not have."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kg.reference.packages import shipped_entries

__all__ = ["Country", "Organisation", "countries", "organisations"]

#: Capitals whose names mean something else in the news: the European Union, a town elsewhere, a person, an adjective.
_AMBIGUOUS = frozenset(
    {
        *("Basseterre", "Brussels", "Castries", "Kingston", "Kingstown", "Lobamba", "Malé", "Moroni", "Roseau"),
        *("Saint John's", "San José", "San Salvador", "Santiago", "St. George's", "Tripoli", "Victoria"),
    }
)


@dataclass(frozen=True, slots=True)
class Country:
    """A state: its slug, name, all names that stand for it (including the capital), adjectives and ISO 3166-1 code."""

    slug: str
    name: str
    names: tuple[str, ...]
    demonyms: tuple[str, ...]
    code: str


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation of states: its slug, its name, and all names that stand for it."""

    slug: str
    name: str
    type: str
    names: tuple[str, ...]


@lru_cache(maxsize=1)
def countries() -> tuple[Country, ...]:
    """Return the states that are known without reference data: those that still exist of the package `world`."""
    states, places = (shipped_entries("world", name) for name in ("states.yaml", "places.yaml"))
    return tuple(_country(slug, row, places) for slug, row in states.items() if not _has_ended(row))


@lru_cache(maxsize=1)
def organisations() -> tuple[Organisation, ...]:
    """Return the international organisations that are known without reference data."""
    rows = shipped_entries("world", "organisations.yaml")
    return tuple(_organisation(slug, row) for slug, row in rows.items() if row["type"] == "international-organisation")


def _organisation(slug: str, row: dict[str, Any]) -> Organisation:
    return Organisation(slug, row["label"], row["type"], (row["label"], *row.get("aliases", ())))


def _country(slug: str, row: dict[str, Any], places: dict[str, dict[str, Any]]) -> Country:
    capital = places[row["capital"]]["label"] if "capital" in row else None
    also = (*row.get("aliases", ()), *([capital] if capital and capital not in _AMBIGUOUS else ()))
    names = tuple(dict.fromkeys((row["label"], *also)))
    return Country(slug, row["label"], names, tuple(row.get("demonyms", ())), row.get("iso", ""))


def _has_ended(row: dict[str, Any]) -> bool:
    """Return whether a state has ceased to exist: its capital and its adjective mean another one today."""
    times = row.get("independent", [])
    return bool(times) and all("until" in time for time in times)
