"""The states of the world by name, adjective and capital, for those that the reference data does not have."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from kg.extract.lexicon import load_data

__all__ = ["Country", "countries"]


@dataclass(frozen=True, slots=True)
class Country:
    """A state: its slug, its name, the names that stand for it (capitals are among them), and its adjective."""

    slug: str
    name: str
    names: tuple[str, ...]
    demonyms: tuple[str, ...]


@lru_cache(maxsize=1)
def countries() -> tuple[Country, ...]:
    """Return the states that this package knows by itself."""
    found = []
    for slug, row in load_data("countries.yaml").items():
        also = (*row.get("also", ()), *filter(None, [row.get("capital")]))
        demonyms = tuple(filter(None, [row.get("demonym")]))
        found.append(Country(slug, row["name"], (row["name"], *also), demonyms))
    return tuple(found)
