"""Counts the content of a store: statements by kind, issue, actor, source, year, polarity, mode and act."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import PREFIXES, localised, shorten
from kg.query.names import label_of

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Counted", "as_csv", "counts_as_json", "counts_of_store"]

#: The condition that something is in force: what was withdrawn or revised is not counted.
_STANDING = """FILTER NOT EXISTS { ?s prov:invalidatedAtTime ?withdrawn }
    FILTER NOT EXISTS { GRAPH graph:derived { ?s prov:hadRevision ?newer } }"""
_SAID = f"GRAPH ?g {{ ?s a ?class FILTER(?class IN (dp:Position, dp:Claim)) {_STANDING} }}"
_ACTORS = "?class rdfs:subClassOf* dp:Actor"
_ONTOLOGY = "GRAPH <https://w3id.org/diplomatic-positions/ontology>"
#: The totals, each with the pattern of what it counts.
_TOTALS = {
    "sources": "GRAPH ?g { ?s a dp:Source }",
    "statements": _SAID,
    "events": f"GRAPH ?g {{ ?s dp:occurrence ?any {_STANDING} }}",
    "relations": f"GRAPH ?g {{ ?s a dp:Relation {_STANDING} }}",
    "propositions": "GRAPH ?g { ?s a dp:Proposition }",
    "actors": f"GRAPH ?g {{ ?s a ?class }} {_ONTOLOGY} {{ {_ACTORS} }}",
    "stances": "GRAPH ?g { ?s a dp:Stance }",
}
#: The groups for counting statements: a pattern that binds ?name. A statement may be in several groups of a kind.
_GROUPS = {
    "kind": "BIND(?class AS ?name)",
    "polarity": "GRAPH ?g { ?s dp:polarity ?name }",
    "mode": "GRAPH ?g { ?s dp:mode ?name }",
    "act": "GRAPH ?g { ?s dp:act ?name }",
    "issue": "GRAPH ?g { ?s dp:towards ?about } GRAPH graph:reference { ?about dp:issue ?name }",
    "actor": "GRAPH ?g { ?s dp:holder ?name }",
    "source": "BIND(?g AS ?name)",
    "year": """
      GRAPH ?g { OPTIONAL { ?s dp:saidNotAfter ?day } OPTIONAL { ?s dcterms:isPartOf/dcterms:issued ?issued } }
      BIND(SUBSTR(STR(COALESCE(?day, ?issued)), 1, 4) AS ?name) FILTER(BOUND(?name))""",
}


@dataclass(frozen=True, slots=True)
class Counted:
    """A count; `name` is a prefixed name, a year, or the name of a total."""

    by: str
    name: str
    label: str
    count: int


def counts_of_store(store: ox.Store) -> list[Counted]:
    """Return the totals, and the statements by each of their properties, the most frequent value first."""
    found = [Counted("total", name, "", _number(store, pattern)) for name, pattern in _TOTALS.items()]
    for by, pattern in _GROUPS.items():
        found += sorted(_group(store, by, pattern), key=lambda count: (-count.count, count.name))
    return found


def _number(store: ox.Store, pattern: str) -> int:
    (row,) = _rows(store, f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ {pattern} }}")
    return int(row["n"].value)


def _group(store: ox.Store, by: str, pattern: str) -> list[Counted]:
    query = f"SELECT ?name (COUNT(DISTINCT ?s) AS ?n) {{ {_SAID} {pattern} }} GROUP BY ?name"
    return [_count(store, by, row["name"], int(row["n"].value)) for row in _rows(store, query)]


def _count(store: ox.Store, by: str, name: ox.NamedNode | ox.Literal, number: int) -> Counted:
    if isinstance(name, ox.Literal):
        return Counted(by, name.value, "", number)
    return Counted(by, shorten(name.value), label_of(store, name.value) or "", number)


def _rows(store: ox.Store, query: str) -> list[ox.QuerySolution]:
    found = store.query(localised(query), prefixes=PREFIXES)
    assert isinstance(found, ox.QuerySolutions)  # noqa: S101  # of a SELECT
    return list(found)


def as_csv(found: list[Counted]) -> str:
    """Return one line per count: property, name, label, number."""
    text = io.StringIO()
    rows = [(count.by, count.name, count.label, count.count) for count in found]
    csv.writer(text, lineterminator="\r\n").writerows([("by", "name", "label", "count"), *rows])
    return text.getvalue()


def counts_as_json(found: list[Counted], about: Mapping[str, object]) -> str:
    """Return one object: `about`, the totals by name, and a list for each property by which statements are counted."""
    total = {count.name: count.count for count in found if count.by == "total"}
    groups: dict[str, list[dict[str, object]]] = {name: [] for name in _GROUPS}
    for count in found:
        if count.by != "total":
            groups[count.by].append({"name": count.name, "label": count.label, "statements": count.count})
    return json.dumps({**about, "total": total, "statements_by": groups}, ensure_ascii=False, indent=1) + "\n"
