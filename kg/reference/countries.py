"""The states of the world by name, adjective and capital, for states that the reference data does not have."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML

__all__ = ["Country", "countries"]


@dataclass(frozen=True, slots=True)
class Country:
    """A state: its slug, its name, all names that stand for it (including the capital), and its adjective."""

    slug: str
    name: str
    names: tuple[str, ...]
    demonyms: tuple[str, ...]


@lru_cache(maxsize=1)
def countries() -> tuple[Country, ...]:
    """Return the states that this package knows without reference data."""
    with Path(__file__).with_name("countries.yaml").open(encoding="utf-8") as file:
        rows = YAML(typ="safe").load(file)
    found = []
    for slug, row in rows.items():
        also = (*row.get("also", ()), *filter(None, [row.get("capital")]))
        demonyms = tuple(filter(None, [row.get("demonym")]))
        found.append(Country(slug, row["name"], (row["name"], *also), demonyms))
    return tuple(found)
