"""Finds the state of the outlet that published a text, since the press of a state names its offices without it.

What the user says comes first (`--country`), then the publisher's state in the reference data, then the country code
at the end of the address. What the text says itself comes before all of these (`ownpress.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kg.extract.grammar.lexicon import load_data
from kg.reference.countries import countries
from kg.suggestions import unknown

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

__all__ = ["Outlet", "outlet_of"]

_CODES = load_data("names/principals/outlets.yaml")
_ANYBODYS = frozenset(map(str, (*_CODES["generic"], *_CODES["sold"])))
#: Country codes of addresses that are not those of ISO 3166.
_OTHER_CODES = {"uk": "GB"}
_LONGEST_CHAIN = 5


@dataclass(frozen=True, slots=True)
class Outlet:
    """The state of the outlet of a text, and by what it is known; `told` if the user says so."""

    state: str
    by: str
    told: bool = False


def outlet_of(gazetteer: Gazetteer, country: str | None, publisher: str | None, url: str | None) -> Outlet | None:
    """Return the state of an outlet by the first of these that gives one.

    `country` is a name, slug or ISO 3166-1 code. Raises UsageError if no state is called so.
    """
    if country:
        return Outlet(_named(gazetteer, country), "--country", told=True)
    if publisher and (state := _of_publisher(gazetteer, publisher)) is not None:
        return Outlet(state, "the publisher")
    code = _code(url or "")
    state = _of_code(gazetteer, code) if code and code not in _ANYBODYS else None
    return Outlet(state, f"the address (.{code})") if state is not None else None


def _named(gazetteer: Gazetteer, name: str) -> str:
    found = [name] if name in gazetteer.known else [gazetteer.state(name), _of_code(gazetteer, name)]
    states = [slug for slug in found if slug is not None and gazetteer.known[slug].kind == "state"]
    if not states:
        known = [entry.label for entry in gazetteer.known.values() if entry.kind == "state"]
        raise unknown("state", name, known)
    return states[0]


def _of_publisher(gazetteer: Gazetteer, name: str) -> str | None:
    """Return the state to which a publisher belongs, also by way of other bodies."""
    found = [name] if name in gazetteer.known else gazetteer.find(name)
    for _ in range(_LONGEST_CHAIN):
        entry = gazetteer.known.get(found[0]) if len(found) == 1 else None
        if entry is None or entry.kind == "state":
            return entry.slug if entry is not None else None
        found = list(entry.part_of)
    return None


def _code(url: str) -> str:
    """Return the country code in which the host of an address ends; empty if it has none."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    last = host.rstrip(".").rpartition(".")[2]
    return last if len(last) == 2 and last.isalpha() else ""


def _of_code(gazetteer: Gazetteer, code: str) -> str | None:
    iso = _OTHER_CODES.get(code.lower(), code.upper())
    name = next((country.name for country in countries() if country.code == iso), None)
    return gazetteer.state(name) if name is not None else None
