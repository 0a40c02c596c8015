"""Imports reference data from an endpoint such as Wikidata's: states, their leaders and their foreign ministers."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import httpx
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from kg.errors import InputError, RemoteError
from kg.files import write_file
from kg.machine.network import HttpClient, TooLargeError, http_client, receive
from kg.machine.patience import BUSY, BusyError, Patience, seconds_in
from kg.namespaces import VOCABULARIES, slugify
from kg.redact import clean
from kg.reference.wikidata_queries import ALIASES, HEADS, MINISTERS, OFFICES, PREFIXES, STATES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

__all__ = ["ENDPOINT", "Imported", "fetch", "write_files"]

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
    """Entries by slug for each file of the reference data, in the order of the endpoint's answer."""

    states: dict[str, dict[str, object]] = field(default_factory=dict)
    places: dict[str, dict[str, object]] = field(default_factory=dict)
    officials: dict[str, dict[str, object]] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)


def fetch(
    endpoint: str = ENDPOINT, *, timeout: int = 120, retry: float = 60, tell: Callable[[str], None] = lambda _: None
) -> Imported:
    """Return the states of an endpoint with their heads of state and government and foreign ministers.

    `timeout` is in seconds, per query. Requests to a busy endpoint are repeated for `retry` seconds, which is reported
    to `tell`. Raises RemoteError when the endpoint cannot be reached, is busy for longer, or gives an unexpected
    answer.
    """
    imported = Imported()
    slugs: dict[str, str] = {}
    with http_client(endpoint, timeout=timeout) as client:
        ask = partial(_ask, client, endpoint, timeout=timeout, patience=Patience(retry, first=1.0, tell=tell))
        for row in ask(STATES):
            _state(imported, slugs, row)
        titles = _titles(ask(OFFICES))
        for row in (*ask(HEADS), *ask(MINISTERS)):
            _official(imported, slugs, titles, row)
        for row in ask(ALIASES):
            _alias(imported, slugs, row)
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


def _state(imported: Imported, slugs: dict[str, str], row: Row) -> None:
    if "label" not in row:
        imported.left_out.append(f"{_item(row['state'])}: it has no name in English")
        return
    slug = _slug(slugs, row["state"], row["label"])
    entry = imported.states.setdefault(slug, {"label": row["label"]})
    if demonym := row.get("demonym"):
        _append(entry, "demonyms", demonym)
    if re.fullmatch("[A-Z]{2}", row.get("iso", "")):
        entry.setdefault("iso", row["iso"])
    _identify(entry, row["state"])
    if "capitalLabel" in row and "capital" not in entry:
        place = _slug(slugs, row["capital"], row["capitalLabel"])
        entry["capital"] = place
        imported.places.setdefault(place, {"label": row["capitalLabel"], "country": slug})
        _identify(imported.places[place], row["capital"])


def _titles(rows: list[Row]) -> Titles:
    """Return the titles of each office of a state by kind, and the titles of those that each person has held."""
    titles: Titles = {}
    for row in rows:
        if title := row.get("title"):
            for key in ((row["state"], row["kind"], ""), (row["state"], row["kind"], row.get("person", ""))):
                titles.setdefault(key, {})[row["post"]] = title
    return titles


def _official(imported: Imported, slugs: dict[str, str], titles: Titles, row: Row) -> None:
    state = slugs.get(row["state"])
    if state is None:
        return
    if "label" not in row:
        imported.left_out.append(f"{_item(row['person'])}: it has no name in English")
        return
    if _is_unknown(row.get("until")):
        imported.left_out.append(f"{row['label']}: one tenure ended on a day that nobody knows")
        return
    slug = _slug(slugs, row["person"], row["label"])
    entry = imported.officials.setdefault(slug, {"label": row["label"]})
    _identify(entry, row["person"])
    title = row.get("title") or _title_of(row, titles)
    post = {"title": _title(title, str(imported.states[state]["label"])), "of": state}
    for key in ("since", "until"):
        if day := _day(row.get(key), row.get(f"{key}Precision")):
            post[key] = day
    _append(entry, "posts", post)


def _title_of(row: Row, titles: Titles) -> str:
    """Return the title of the only office that a person, or any head of this state, has held; else a neutral title."""
    for person in (row["person"], ""):
        found = titles.get((row["state"], row["kind"], person), {})
        if len(found) == 1:
            return next(iter(found.values()))
        if found:
            break
    return f"Head of {row['kind']}"


def _is_unknown(value: str | None) -> bool:
    """Return whether Wikidata marks the value as existing but unknown."""
    return value is not None and not re.match(r"[-+]?\d", value)


def _item(iri: str) -> str:
    return iri.removeprefix(_WD)


def _alias(imported: Imported, slugs: dict[str, str], row: Row) -> None:
    slug = slugs.get(row["item"], "")
    entry = imported.states.get(slug) or imported.officials.get(slug)
    if entry and row["alias"] != entry["label"]:
        _append(entry, "aliases", row["alias"])


def _slug(slugs: dict[str, str], item: str, label: str) -> str:
    """Return the slug of an item, made from its label, plus its id if another item already has that slug."""
    if item not in slugs:
        slug = slugify(label) or slugify(item.removeprefix(_WD))
        slugs[item] = slug if slug not in slugs.values() else f"{slug}-{item.removeprefix(_WD).lower()}"
    return slugs[item]


def _append(entry: dict[str, object], key: str, value: object) -> None:
    values = entry.setdefault(key, [])
    if isinstance(values, list) and value not in values:
        values.append(value)


def _identify(entry: dict[str, object], item: str) -> None:
    if re.fullmatch(r"Q[1-9]\d*", item.removeprefix(_WD)):
        entry.setdefault("wikidata", item.removeprefix(_WD))


def _title(title: str | None, state: str) -> str:
    """Return an office without the name of the state, capitalised: `president of Russia` is `President`."""
    words = re.sub(rf"\s+of\s+(?:the\s+)?{re.escape(state)}$", "", title or "Head", flags=re.IGNORECASE)
    return words[:1].upper() + words[1:]


def _day(value: str | None, precision: str | None) -> str | None:
    """Return an xsd:dateTime to its known precision: a day, a month, or a year; None if less is known.

    Wikidata writes unknown parts as 1: precision 11 is a day, 10 a month, 9 a year.
    """
    found = re.match(r"(\d{4})-(\d{2})-(\d{2})", value or "")
    if not found:
        return None
    # If the endpoint gives no precision, only the year of a first of January is trusted.
    if precision is None:
        return found[1] if found[0].endswith("-01-01") else found[0]
    return {"11": found[0], "10": found[0][:7], "9": found[1]}.get(precision.partition(".")[0])


def write_files(imported: Imported, folder: Path, known: Iterable[str] = ()) -> dict[str, int]:
    """Write `states.yaml`, `places.yaml` and `officials.yaml` into a folder; return the number of entries in each.

    Entries whose Wikidata id is in `known` are left out. Raises InputError when a file already exists, or cannot be
    written.
    """
    skip, counts = set(known), {}
    for name in ("states", "places", "officials"):
        entries = {slug: row for slug, row in getattr(imported, name).items() if row.get("wikidata") not in skip}
        path = folder / f"{name}.yaml"
        if path.exists():
            raise InputError("already exists", file=str(path), hint="name another folder, and merge by hand")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            write_file(path, "# From Wikidata (CC0).\n" + _yaml(entries))
        except OSError as error:
            raise InputError(f"cannot be written: {error.strerror}", file=str(path)) from None
        counts[name] = len(entries)
    return counts


def _yaml(entries: dict[str, dict[str, object]]) -> str:
    stream = io.StringIO()
    yaml = YAML()
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = 4096  # one line per value: these files are read by programs and compared by line
    yaml.dump(CommentedMap((slug, _flowing(row)) for slug, row in sorted(entries.items())), stream)
    return stream.getvalue()


def _flowing(row: dict[str, object]) -> CommentedMap:
    order = ("label", "aliases", "demonyms", "iso", "wikidata", "capital", "country", "posts")
    mapping = CommentedMap()
    for key in sorted(row, key=order.index):
        value = row[key]
        if isinstance(value, list):
            items = CommentedSeq(_inline(item) for item in value)
            if key != "posts":
                items.fa.set_flow_style()
            value = items
        mapping[key] = value
    return mapping


def _inline(value: object) -> object:
    if not isinstance(value, dict):
        return value
    found = CommentedMap(value)
    found.fa.set_flow_style()
    return found
