"""The ontology on one page: every class and property, at the anchor given by its IRI."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.namespaces import DP, VOCABULARIES, shorten
from kg.web.templating import Page
from kg.web.views.parameters import read

if TYPE_CHECKING:
    from kg.web.content.edition import Edition
    from kg.web.messages import Request

__all__ = ["OntologyTerm", "terms"]

_RDFS, _SKOS = (VOCABULARIES[name] for name in ("rdfs", "skos"))


class OntologyTerm(NamedTuple):
    """A term of the ontology, with its broader terms, its domain and its range."""

    iri: str
    anchor: str
    label: str
    definition: str
    example: str
    counter_example: str
    #: Classes and properties, as pairs of IRI and name; those of other vocabularies with their prefix (`prov:Agent`).
    above: list[tuple[str, str]]
    domain: list[tuple[str, str]]
    range: list[tuple[str, str]]


def terms(edition: Edition, request: Request) -> Page:
    """Return the page of the ontology."""
    read(request)
    names = edition.column("terms", "term")
    groups: dict[str, list[OntologyTerm]] = {"Classes": [], "Properties": [], "Other terms": []}
    for name in names:
        groups[_group(edition, name)].append(_term(edition, name))
    for group in groups.values():
        group.sort(key=lambda term: term.label.lower())
    return Page("terms.html", "The terms of diplomatic positions", {"groups": groups})


def _group(edition: Edition, name: str) -> str:
    types = {type_.rpartition("#")[2] for type_ in edition.reading.types(name)}
    if "Class" in types:
        return "Classes"
    return "Properties" if any(type_.endswith("Property") for type_ in types) else "Other terms"


def _term(edition: Edition, name: str) -> OntologyTerm:
    node = edition.reading.node(name)
    return OntologyTerm(
        name,
        name.removeprefix(DP),
        edition.reading.label(name),
        node.one(_SKOS + "definition") or "",
        node.one(_SKOS + "example") or "",
        node.one(DP + "counterExample") or "",
        _named(edition, [*node.values(_RDFS + "subClassOf"), *node.values(_RDFS + "subPropertyOf")]),
        _named(edition, node.values(_RDFS + "domain")),
        _named(edition, node.values(_RDFS + "range")),
    )


def _named(edition: Edition, iris: list[str]) -> list[tuple[str, str]]:
    return [(iri, edition.reading.label(iri) if iri.startswith(DP) else shorten(iri)) for iri in iris]
