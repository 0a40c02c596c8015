"""The page of all kinds without a page of their own: label, definition, properties in words, and incoming links."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from kg.namespaces import DP, VOCABULARIES
from kg.web.content.dates import day_in_words
from kg.web.content.parts import PARTS, owner
from kg.web.content.reading import is_said
from kg.web.templating import Page
from kg.web.views.parameters import read
from kg.web.views.passage import passage

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.web.content.edition import Edition
    from kg.web.content.reading import Node
    from kg.web.messages import Request

__all__ = ["Fact", "facts", "plain"]

_RDF, _RDFS, _SKOS, _XSD = (VOCABULARIES[name] for name in ("rdf", "rdfs", "skos", "xsd"))
#: Properties that are shown at the top of the page, or repeat what the page shows.
_SHOWN = {_RDFS + "label", _SKOS + "prefLabel", _SKOS + "definition", _RDFS + "isDefinedBy", DP + "evidence"}
_DATES = {_XSD + name for name in ("date", "dateTime", "gYearMonth", "gYear")}
#: Properties whose label or local name would be jargon to a reader.
_NAMES = {
    "altLabel": "also called",
    "containedInPlace": "lies in",
    "exactMatch": "the same elsewhere",
    "inScheme": "in the list",
    "isPartOf": "reported in",
    "postIn": "in",
    "topConceptOf": "at the top of",
    "type": "kind",
}
#: Properties read backwards, where `<property> of` would not be English.
_BACKWARDS = {
    "aboutEvent": "said about it",
    "act": "statements",
    "actKind": "acts of this kind",
    "broader": "narrower",
    "capacity": "counted in this capacity",
    "certainty": "statements",
    "choice": "ballots",
    "concerns": "propositions about it",
    "containedInPlace": "places in it",
    "country": "places in it",
    "deathsQualifier": "tolls",
    "defaultPolarity": "acts that imply it",
    "degree": "statements",
    "holds": "held by",
    "inScheme": "entries",
    "kind": "of this kind",
    "location": "events and claims",
    "mode": "reported in this way",
    "occurrence": "events",
    "polarity": "statements",
    "post": "terms of office",
    "side": "stances",
    "standing": "stances",
    "topConceptOf": "main entries",
    "wasDerivedFrom": "derived from it",
}
#: How many incoming links are listed for one property.
_MOST = 200


class Fact(NamedTuple):
    """A property in words, with the values: pairs of an IRI or None, and a text."""

    anchor: str
    name: str
    values: list[tuple[str | None, str]]
    more: int = 0


def plain(edition: Edition, request: Request, iri: str) -> Page:
    """Return the plain page of an IRI."""
    read(request)
    node = edition.reading.node(iri)
    source = node.one(VOCABULARIES["dcterms"] + "isPartOf")
    quote = edition.statements.quote(node) if node.one(DP + "evidence") else None
    segments, problem = passage(edition, request, source or "", quote) if quote else ([], "")
    context = {
        "iri": iri,
        "kind": (edition.addresses.kind(iri) or "").replace("-", " "),
        "definition": node.one(_SKOS + "definition"),
        "facts": facts(edition, node),
        "pointing": _pointing(edition, iri),
        "segments": segments,
        "problem": problem,
        "source": source,
        "anchor": edition.statements.anchor(iri, source) if source else "",
    }
    return Page("plain.html", edition.reading.label(iri), context)


def facts(edition: Edition, node: Node, hidden: Iterable[str] = ()) -> list[Fact]:
    """Return the properties of a node in words; parts are shown by their content, other nodes by their labels."""
    left_out = {*_SHOWN, *hidden}
    found = []
    for property_, terms in node.properties.items():
        if property_ not in left_out:
            values = [value for term in terms if (value := _value(edition, term))]
            found.append(Fact(_local(property_), name_of(edition, property_), values))
    return sorted((fact for fact in found if fact.values), key=lambda fact: fact.name.lower())


def name_of(edition: Edition, property_: str) -> str:
    """Return a property in words: its label, or else its local name split into words."""
    if name := _NAMES.get(_local(property_)):
        return name
    label = edition.reading.node(property_).one(_RDFS + "label")
    if label:
        return label
    return "".join(f" {c.lower()}" if c.isupper() else c for c in _local(property_)).strip()


def _value(edition: Edition, term: object) -> tuple[str | None, str] | None:
    if isinstance(term, ox.Literal):
        return None, day_in_words(term.value) if term.datatype.value in _DATES else term.value
    if not isinstance(term, ox.NamedNode):
        return None
    if edition.addresses.kind(term.value) in PARTS:
        return None, _in_words(edition, edition.reading.node(term.value))
    return term.value, _called(edition, term.value)


def _called(edition: Edition, iri: str) -> str:
    """Return the label of an IRI, or a readable short form for a foreign one."""
    if edition.addresses.folder(iri) or edition.reading.node(iri).one(_RDFS + "label"):
        return edition.reading.label(iri)
    return iri.removeprefix("https://").removeprefix("http://").removeprefix("www.")


def _in_words(edition: Edition, part: Node) -> str:
    """Return the content of a part on one line: the days of an interval, or the properties of anything else."""
    since, until = (edition.statements.bound(part, end) for end in ("hasBeginning", "hasEnd"))
    if since or until:
        days = (("since", since), ("until", until))
        return " ".join(f"{word} {day_in_words(day)}" for word, day in days if day)
    words = []
    for property_, terms in part.properties.items():
        if property_ != _RDF + "type":
            values = [value[1] for term in terms if (value := _plain_value(edition, term))]
            words.append(f"{name_of(edition, property_)}: {', '.join(values)}")
    return "; ".join(words) or edition.addresses.slug(part.iri)


def _plain_value(edition: Edition, term: object) -> tuple[None, str] | None:
    """Return a value of a part, without looking into it any further."""
    if isinstance(term, ox.NamedNode):
        part = edition.reading.node(term.value)
        bound = part.one(
            VOCABULARIES["time"] + "inXSDDate",
            VOCABULARIES["time"] + "inXSDgYearMonth",
            VOCABULARIES["time"] + "inXSDgYear",
        )
        return None, day_in_words(bound) if bound else edition.reading.label(term.value)
    return (None, term.value) if isinstance(term, ox.Literal) else None


def _pointing(edition: Edition, iri: str) -> list[Fact]:
    """Return the incoming links by property; instead of a part, its owner is shown."""
    found: dict[str, set[str]] = {}
    for quad in edition.store.quads_for_pattern(None, None, ox.NamedNode(iri), None):
        if isinstance(quad.subject, ox.NamedNode) and is_said(quad):
            name = quad.subject.value
            whole = owner(edition.reading, name)
            found.setdefault(quad.predicate.value, set()).add(whole[0] if whole else name)
    return [
        _listed(edition, property_, subjects - {iri})
        for property_, subjects in sorted(found.items())
        if subjects - {iri}
    ]


def _listed(edition: Edition, property_: str, subjects: Sequence[str] | set[str]) -> Fact:
    pairs = edition.reading.labelled(subjects)
    values: list[tuple[str | None, str]] = [(iri, label) for iri, label in pairs[:_MOST]]
    local = _local(property_)
    name = _BACKWARDS.get(local) or f"{name_of(edition, property_)} of"
    return Fact(f"to_{local}", name, values, max(0, len(pairs) - _MOST))


def _local(property_: str) -> str:
    return property_.replace("#", "/").rsplit("/", 1)[-1]
