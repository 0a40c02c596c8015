"""Reference data from an endpoint such as Wikidata's: states, and who headed them and their diplomacy."""

from __future__ import annotations

import io
import re
import urllib.error
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from kg.errors import InputError, RemoteError
from kg.files import write_file
from kg.namespaces import VOCABULARIES, slugify

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["ENDPOINT", "Imported", "fetch", "write_files"]

ENDPOINT = "https://query.wikidata.org/sparql"
_WD = VOCABULARIES["wd"]
_PREFIXES = """PREFIX wd: <http://www.wikidata.org/entity/> PREFIX wdt: <http://www.wikidata.org/prop/direct/>
PREFIX p: <http://www.wikidata.org/prop/> PREFIX ps: <http://www.wikidata.org/prop/statement/>
PREFIX pq: <http://www.wikidata.org/prop/qualifier/> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX wikibase: <http://wikiba.se/ontology#>
"""
_STATES = """SELECT ?state ?label ?iso ?capital ?capitalLabel ?demonym WHERE {
  ?state wdt:P31 wd:Q3624078 ; rdfs:label ?label . FILTER(LANG(?label) = "en")
  OPTIONAL { ?state wdt:P297 ?iso }
  OPTIONAL { ?state wdt:P36 ?capital . ?capital rdfs:label ?capitalLabel . FILTER(LANG(?capitalLabel) = "en") }
  OPTIONAL { ?state wdt:P1549 ?demonym . FILTER(LANG(?demonym) = "en") }
} ORDER BY ?state ?demonym"""
#: Head of state, head of government; the holders are statements of the state itself.
_HEADS = """SELECT ?state ?person ?label ?title ?since ?until WHERE {
  ?state wdt:P31 wd:Q3624078 .
  VALUES (?property ?value ?office) { (p:P35 ps:P35 wdt:P1906) (p:P6 ps:P6 wdt:P1313) }
  ?state ?property ?statement . ?statement ?value ?person .
  ?person rdfs:label ?label . FILTER(LANG(?label) = "en")
  OPTIONAL { ?state ?office ?post . ?post rdfs:label ?title . FILTER(LANG(?title) = "en") }
  OPTIONAL { ?statement pq:P580 ?since } OPTIONAL { ?statement pq:P582 ?until }
} ORDER BY ?state ?person ?since"""
#: Foreign ministers: positions of a person that are kinds of foreign minister (Q7330070), of a country.
_MINISTERS = """SELECT ?state ?person ?label ?title ?since ?until WHERE {
  ?post wdt:P279 wd:Q7330070 ; wdt:P1001|wdt:P17 ?state . ?state wdt:P31 wd:Q3624078 .
  ?person p:P39 ?statement . ?statement ps:P39 ?post . ?person rdfs:label ?label . FILTER(LANG(?label) = "en")
  BIND("Foreign Minister" AS ?title)
  OPTIONAL { ?statement pq:P580 ?since } OPTIONAL { ?statement pq:P582 ?until }
} ORDER BY ?state ?person ?since"""
_ALIASES = """SELECT ?item ?alias WHERE {
  { ?item wdt:P31 wd:Q3624078 } UNION { ?state wdt:P31 wd:Q3624078 ; (wdt:P35|wdt:P6) ?item }
  ?item skos:altLabel ?alias . FILTER(LANG(?alias) = "en")
} ORDER BY ?item ?alias"""

Row = dict[str, str]


@dataclass
class Imported:
    """Entries by slug for each file of the reference data, in the order of the endpoint's answer."""

    states: dict[str, dict[str, object]] = field(default_factory=dict)
    places: dict[str, dict[str, object]] = field(default_factory=dict)
    officials: dict[str, dict[str, object]] = field(default_factory=dict)


def fetch(endpoint: str = ENDPOINT, *, timeout: int = 120) -> Imported:
    """Return the states of an endpoint with their heads of state and government and foreign ministers.

    `timeout` is in seconds, per query. Raises RemoteError when the endpoint cannot be reached, or answers with
    something else.
    """
    imported = Imported()
    slugs: dict[str, str] = {}
    for row in _ask(endpoint, _STATES, timeout):
        _state(imported, slugs, row)
    for query in (_HEADS, _MINISTERS):
        for row in _ask(endpoint, query, timeout):
            _official(imported, slugs, row)
    for row in _ask(endpoint, _ALIASES, timeout):
        _alias(imported, slugs, row)
    return imported


def _ask(endpoint: str, query: str, timeout: int) -> list[Row]:
    from SPARQLWrapper import JSON, POST, SPARQLWrapper
    from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

    client = SPARQLWrapper(endpoint, agent="diplomatic-positions-kg (kg reference import)")
    client.setMethod(POST)  # a GET would put the query into the server's log, and run into limits of length
    client.setReturnFormat(JSON)
    client.setTimeout(timeout)
    client.setQuery(_PREFIXES + query)
    try:
        answer: Any = client.query().convert()
        rows = answer["results"]["bindings"]
        return [{name: str(term["value"]) for name, term in row.items()} for row in rows]
    except (SPARQLWrapperException, urllib.error.URLError, OSError) as error:
        words = " ".join(str(error).split())[:200] or type(error).__name__
        raise RemoteError(f"{endpoint}: {words}", hint="is this the address of a SPARQL endpoint?") from None
    except (KeyError, TypeError, ValueError, AttributeError):
        raise RemoteError(f"{endpoint}: the answer is no result of a SPARQL query") from None


def _state(imported: Imported, slugs: dict[str, str], row: Row) -> None:
    slug = _slug(slugs, row["state"], row["label"])
    entry = imported.states.setdefault(slug, {"label": row["label"]})
    if demonym := row.get("demonym"):
        _append(entry, "demonyms", demonym)
    if re.fullmatch("[A-Z]{2}", row.get("iso", "")):
        entry.setdefault("iso", row["iso"])
    _identify(entry, row["state"])
    if "capital" in row and "capital" not in entry:
        place = _slug(slugs, row["capital"], row["capitalLabel"])
        entry["capital"] = place
        imported.places.setdefault(place, {"label": row["capitalLabel"], "country": slug})
        _identify(imported.places[place], row["capital"])


def _official(imported: Imported, slugs: dict[str, str], row: Row) -> None:
    state = slugs.get(row["state"])
    if state is None:
        return
    slug = _slug(slugs, row["person"], row["label"])
    entry = imported.officials.setdefault(slug, {"label": row["label"]})
    _identify(entry, row["person"])
    post = {"title": _title(row.get("title"), str(imported.states[state]["label"])), "of": state}
    for key in ("since", "until"):
        if day := _day(row.get(key)):
            post[key] = day
    _append(entry, "posts", post)


def _alias(imported: Imported, slugs: dict[str, str], row: Row) -> None:
    slug = slugs.get(row["item"], "")
    entry = imported.states.get(slug) or imported.officials.get(slug)
    if entry and row["alias"] != entry["label"]:
        _append(entry, "aliases", row["alias"])


def _slug(slugs: dict[str, str], item: str, label: str) -> str:
    """Return the slug of an item: from its label, and with its id where another item has that already."""
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
    """Return an office without the name of the state, with a capital: `president of Russia` is `President`."""
    words = re.sub(rf"\s+of\s+(?:the\s+)?{re.escape(state)}$", "", title or "Head", flags=re.IGNORECASE)
    return words[:1].upper() + words[1:]


def _day(value: str | None) -> str | None:
    """Return the day of an xsd:dateTime; Wikidata writes a year that is all it knows as its first of January."""
    found = re.match(r"(\d{4})-(\d{2})-(\d{2})", value or "")
    if not found:
        return None
    return found[1] if found[0].endswith("-01-01") else found[0]


def write_files(imported: Imported, folder: Path, known: Iterable[str] = ()) -> dict[str, int]:
    """Write `states.yaml`, `places.yaml` and `officials.yaml` into a folder; return how many entries each has.

    Entries whose Wikidata id is among `known` are left out. Raises InputError when a file is there already, or cannot
    be written.
    """
    skip, counts = set(known), {}
    for name in ("states", "places", "officials"):
        entries = {slug: row for slug, row in getattr(imported, name).items() if row.get("wikidata") not in skip}
        path = folder / f"{name}.yaml"
        if path.exists():
            raise InputError("is there already", file=str(path), hint="name another folder, and merge by hand")
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
    yaml.width = 4096  # one value, one line: these files are read by machines and compared by line
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
