"""Imports reference data from an endpoint such as Wikidata's: states, their leaders and their foreign ministers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import httpx

from kg.errors import RemoteError
from kg.machine.network import HttpClient, TooLargeError, http_client, receive
from kg.machine.patience import BUSY, BusyError, Patience, seconds_in
from kg.namespaces import VOCABULARIES, slugify
from kg.redact import clean
from kg.reference.wikidata_queries import ALIASES, HEADS, MINISTERS, OFFICES, PREFIXES, STATES
from kg.reference.wikidata_tenures import certain_tenures

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping

__all__ = ["ENDPOINT", "Imported", "fetch"]

ENDPOINT = "https://query.wikidata.org/sparql"
_WD = VOCABULARIES["wd"]
Row = dict[str, str]
#: Titles by post, for a state, a kind of office and a person (or "" for anyone who held it).
Titles = dict[tuple[str, str, str], dict[str, str]]
_ADDRESS = "is this the address of a SPARQL endpoint?"
_AGENT = "diplomatic-positions-kg (kg reference import)"
_LARGEST = 500_000_000


@dataclass
class Imported:
    """Entries by slug for each file of the reference data, in the order of the endpoint's answer.

    `capitals` are the capitals of each state, by item; `called` are the aliases of each item.
    """

    states: dict[str, dict[str, object]] = field(default_factory=dict)
    places: dict[str, dict[str, object]] = field(default_factory=dict)
    officials: dict[str, dict[str, object]] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    capitals: dict[str, dict[str, Row]] = field(default_factory=dict)
    called: dict[str, list[str]] = field(default_factory=dict)


def fetch(
    endpoint: str = ENDPOINT,
    *,
    known: Mapping[str, str] | None = None,
    taken: Mapping[str, Container[str]] | None = None,
    timeout: int = 120,
    retry: float = 60,
    tell: Callable[[str], None] = lambda _: None,
) -> Imported:
    """Return the states of an endpoint with their heads of state and government and foreign ministers.

    `known` are slugs by Wikidata id, which are used for these items. `taken` are slugs of things without such an id,
    with the bodies in which each holds an office: only a person of the same name with an office in one of them gets its
    slug. `timeout` is in seconds, per query. Requests to a busy endpoint are repeated for `retry` seconds, which is
    reported to `tell`. Raises RemoteError when the endpoint cannot be reached, is busy for longer, or gives an
    unexpected answer.
    """
    imported = Imported()
    slugs = _Slugs({_WD + item: slug for item, slug in (known or {}).items()}, taken or {})
    with http_client(endpoint, timeout=timeout) as client:
        ask = partial(_ask, client, endpoint, timeout=timeout, patience=Patience(retry, first=1.0, tell=tell))
        for row in ask(STATES):
            _state(imported, slugs, row)
        _capitals(imported, slugs)
        for row in ask(ALIASES):
            imported.called.setdefault(row["item"], []).append(row["alias"])
        titles = _titles(ask(OFFICES))
        for row, days in certain_tenures((*ask(HEADS), *ask(MINISTERS)), imported.left_out):
            _official(imported, slugs, titles, row, days)
    _aliases(imported, slugs)
    # A person with three offices would be listed three times.
    imported.left_out = list(dict.fromkeys(imported.left_out))
    return imported


def _ask(client: HttpClient, endpoint: str, query: str, *, timeout: int, patience: Patience) -> list[Row]:
    response = patience.attempt(lambda: _send(client, endpoint, query, timeout))
    try:
        rows = response.json()["results"]["bindings"]
        return [{name: str(term["value"]) for name, term in row.items()} for row in rows]
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        kind = clean(response.headers.get("Content-Type", "of no type"))
        message = f"{endpoint}: the answer is {kind}, and no result of a SPARQL query"
        raise RemoteError(message, hint=_ADDRESS) from None


def _send(client: HttpClient, endpoint: str, query: str, timeout: int) -> httpx.Response:
    """Send a query as POST; with GET it would appear in the server's log, and could exceed length limits."""
    headers = {"Accept": "application/sparql-results+json", "User-Agent": _AGENT}
    request = client.build_request("POST", endpoint, data={"query": PREFIXES + query}, headers=headers)
    try:
        response = receive(client, request, seconds=timeout, most=_LARGEST)
    except httpx.TimeoutException:
        raise RemoteError(f"{endpoint}: no answer within {timeout} s", hint="increase --timeout") from None
    except (httpx.HTTPError, TooLargeError) as error:
        raise RemoteError(f"{endpoint}: {clean(str(error)) or type(error).__name__}", hint=_ADDRESS) from None
    if response.status_code in BUSY:
        after = seconds_in(response.headers.get("Retry-After"))
        hint = f"try again in {after:.0f} s" if after else "try again later"
        busy = BusyError(f"{endpoint}: the server is busy (HTTP {response.status_code})", after=after)
        busy.hint = hint
        raise busy
    if not response.is_success:
        words = clean(" ".join(response.text.split())[:200])
        raise RemoteError(f"{endpoint}: HTTP {response.status_code}: {words}", hint=_ADDRESS)
    return response


class _Slugs(dict[str, str]):
    """The slugs of items, by IRI."""

    def __init__(self, known: Mapping[str, str], taken: Mapping[str, Container[str]]) -> None:
        super().__init__(known)
        self.taken, self.known = taken, frozenset(known.values())
        self.given = set(self.known)

    def of(self, item: str, label: str, body: str = "") -> str:
        """Return the slug of an item, made from its label, plus its id if something else already has that slug."""
        if item not in self:
            name = item.removeprefix(_WD).lower()
            slug = slugify(label) or slugify(name)
            other = slug in self.given or (slug in self.taken and body not in self.taken[slug])
            self[item] = f"{slug}-{name}" if other else slug
            self.given.add(self[item])
        return self[item]


def _state(imported: Imported, slugs: _Slugs, row: Row) -> None:
    if "label" not in row:
        imported.left_out.append(f"{_item(row['state'])}: it has no name in English")
        return
    slug = slugs.of(row["state"], row["label"])
    entry = imported.states.setdefault(slug, {"label": row["label"]})
    if demonym := row.get("demonym"):
        _append(entry, "demonyms", demonym)
    if re.fullmatch("[A-Z]{2}", row.get("iso", "")):
        entry.setdefault("iso", row["iso"])
    _identify(entry, row["state"])
    # The capital of a city state is the state itself, and what is a state here is no place.
    if "capitalLabel" in row and row["capital"] != row["state"]:
        imported.capitals.setdefault(slug, {})[row["capital"]] = row


def _capitals(imported: Imported, slugs: _Slugs) -> None:
    """Add the capitals of new states that have only one; which of several is the seat is not said."""
    new = {state: found for state, found in imported.capitals.items() if state not in slugs.known}
    for state, capitals in new.items():
        if len(capitals) > 1:
            names = ", ".join(sorted(row["capitalLabel"] for row in capitals.values()))
            imported.left_out.append(f"{imported.states[state]['label']}: it has several capitals ({names})")
            continue
        (row,) = capitals.values()
        place = slugs.of(row["capital"], row["capitalLabel"])
        imported.states[state]["capital"] = place
        imported.places.setdefault(place, {"label": row["capitalLabel"], "country": state})
        _identify(imported.places[place], row["capital"])


def _titles(rows: list[Row]) -> Titles:
    """Return the titles of each office of a state by kind, and the titles of those that each person has held."""
    titles: Titles = {}
    for row in rows:
        if title := row.get("title"):
            for key in ((row["state"], row["kind"], ""), (row["state"], row["kind"], row.get("person", ""))):
                titles.setdefault(key, {})[row["post"]] = title
    return titles


def _official(imported: Imported, slugs: _Slugs, titles: Titles, row: Row, days: dict[str, str]) -> None:
    state = slugs.get(row["state"])
    if state is None or state not in imported.states:
        return
    if "label" not in row:
        imported.left_out.append(f"{_item(row['person'])}: it has no name in English")
        return
    slug = slugs.of(row["person"], row["label"], state)
    entry = imported.officials.setdefault(slug, {"label": row["label"]})
    _identify(entry, row["person"])
    title = row.get("title") or _title_of(row, titles)
    _append(entry, "posts", {"title": _title(title, _names(imported, row["state"], state)), "of": state, **days})


def _names(imported: Imported, item: str, state: str) -> list[str]:
    """Return the names by which the title of an office may call a state, longest first."""
    entry = imported.states[state]
    # The slug of a known state says how it is called here: `united-states`.
    names = [str(entry["label"]), state.replace("-", " "), *imported.called.get(item, ())]
    return sorted(names, key=len, reverse=True)


def _title_of(row: Row, titles: Titles) -> str:
    """Return the title of the only office that a person, or any head of this state, has held; else a neutral title."""
    for person in (row["person"], ""):
        found = titles.get((row["state"], row["kind"], person), {})
        if len(found) == 1:
            return next(iter(found.values()))
        if found:
            break
    return f"Head of {row['kind']}"


def _item(iri: str) -> str:
    return iri.removeprefix(_WD) if iri.startswith(_WD) else "somebody unknown"


def _aliases(imported: Imported, slugs: _Slugs) -> None:
    for item, aliases in imported.called.items():
        slug = slugs.get(item, "")
        entry = imported.states.get(slug) or imported.officials.get(slug)
        for alias in aliases if entry else ():
            if entry and alias != entry["label"]:
                _append(entry, "aliases", alias)


def _append(entry: dict[str, object], key: str, value: object) -> None:
    values = entry.setdefault(key, [])
    if isinstance(values, list) and value not in values:
        values.append(value)


def _identify(entry: dict[str, object], item: str) -> None:
    if re.fullmatch(r"Q[1-9]\d*", item.removeprefix(_WD)):
        entry.setdefault("wikidata", item.removeprefix(_WD))


def _title(title: str, names: Iterable[str]) -> str:
    """Return an office without the name of the state, capitalised: `president of Russia` is `President`."""
    for name in names:
        title = re.sub(rf"\s+of\s+(?:the\s+)?{re.escape(name)}$", "", title, flags=re.IGNORECASE)
    return title[:1].upper() + title[1:]
