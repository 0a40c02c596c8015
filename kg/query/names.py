"""The names of everything of one kind in a store, as an index that recognises a user's own spelling."""

from __future__ import annotations

from collections import defaultdict

import pyoxigraph as ox

from kg.namespaces import PREFIXES, kind_of, slug_of

TYPE_CHECKING = False  # not from typing, whose import would double the start-up time of a query
if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.names import NameIndex

__all__ = ["LABELS", "PEOPLE", "SEAT", "has_title", "index_of", "instances", "label_of", "labelled", "of_other_kinds"]

#: Properties with names, the preferred one first.
LABELS = tuple(
    ox.NamedNode(PREFIXES[prefix] + name)
    for prefix, name in (
        ("rdfs", "label"),
        ("skos", "prefLabel"),
        ("skos", "altLabel"),
        ("dcterms", "title"),
        ("dcterms", "identifier"),
        ("dp", "iso3166"),
    )
)
#: Adjectives for a state and names of its people, and its seat of government: names that lead to the state.
PEOPLE, SEAT = ox.NamedNode(PREFIXES["dp"] + "demonym"), ox.NamedNode(PREFIXES["dp"] + "capital")
_TERRITORY = ox.NamedNode(PREFIXES["dp"] + "territory")
_TYPE, _SUBCLASS = ox.NamedNode(PREFIXES["rdf"] + "type"), ox.NamedNode(PREFIXES["rdfs"] + "subClassOf")


def index_of(store: ox.Store, kind: str) -> NameIndex:
    """Return an index of everything of a kind (`actor`, `proposition` ...) that has a name; its keys are IRIs."""
    from kg.names import Named, NameIndex  # only if a name is neither a slug nor an exact label

    names, people, seats = _literals(store, LABELS, kind), _literals(store, (PEOPLE,), kind), _seats(store, kind)
    lands = _lands(store, LABELS) if kind == "place" else {}
    states, bodies = (instances(store, name) if kind == "actor" else set() for name in ("State", "Organisation"))
    return NameIndex.of(
        Named(
            name,
            (slug_of(name), *called, *lands.get(name, ())),
            tuple(people.get(name, ())),
            tuple(seats.get(name, ())),
            # With initials of persons, half of all two-letter words would be a name; those of states, bodies and the
            # few issues are in common use.
            abbreviated=name in states or name in bodies or kind == "issue",
            partial=name not in states and not has_title(slug_of(name)),
        )
        for name, called in names.items()
    )


def of_other_kinds(store: ox.Store, written: str, kind: str) -> str:
    """Return what has this very name and is of another kind, in words: "`sudan` is an actor"; empty if nothing has."""
    indices = ((other, index_of(store, other)) for other in _ARTICLES if other != kind)
    named = ((other, name) for other, index in indices for name in index.find(written) if index.calls(name, written))
    return next((f"`{slug_of(name)}` is {_ARTICLES[other]} {other}" for other, name in named), "")


#: The kinds of things that people name in questions, each with its article.
_ARTICLES = {"actor": "an", "place": "a", "issue": "an", "proposition": "a", "source": "a"}


def has_title(slug: str) -> bool:
    """Return whether an actor is a narrator, called by the whole title of an article, whose words are about others."""
    return slug.startswith("narrator.")


def label_of(store: ox.Store, name: str) -> str:
    """Return the label of a node, empty if it has none."""
    for label in LABELS[:4]:
        for quad in store.quads_for_pattern(ox.NamedNode(name), label, None, None):
            if isinstance(quad.object, ox.Literal):
                return quad.object.value
    return ""


def labelled(store: ox.Store, kind: str) -> set[str]:
    """Return the IRIs of everything of a kind (`proposition`, `issue` ...) that has a label or a title."""
    return set(_literals(store, LABELS[:4], kind))


def _literals(store: ox.Store, predicates: Iterable[ox.NamedNode], kind: str) -> dict[str, list[str]]:
    """Return the values of these properties by the IRI of the subject."""
    found: dict[str, list[str]] = defaultdict(list)
    for predicate in predicates:
        for quad in store.quads_for_pattern(None, predicate, None, None):
            if isinstance(quad.object, ox.Literal) and (name := _name_of(quad.subject, kind)):
                found[name].append(quad.object.value)
    return found


def _seats(store: ox.Store, kind: str) -> dict[str, list[str]]:
    """Return the names of capitals by the IRI of the state."""
    found: dict[str, list[str]] = defaultdict(list)
    for quad in store.quads_for_pattern(None, SEAT, None, None):
        if isinstance(quad.object, ox.NamedNode) and (name := _name_of(quad.subject, kind)):
            found[name].append(label_of(store, quad.object.value) or slug_of(quad.object.value))
    return found


def _lands(store: ox.Store, labels: Iterable[ox.NamedNode]) -> dict[str, list[str]]:
    """Return the names of states by the IRI of their territory: "in Syria" is in the land of that name."""
    states = _literals(store, labels, "actor")
    found = store.quads_for_pattern(None, _TERRITORY, None, None)
    return {
        quad.object.value: [slug_of(quad.subject.value), *states.get(quad.subject.value, ())]
        for quad in found
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode)
    }


def instances(store: ox.Store, class_: str) -> set[str]:
    """Return the IRIs of the instances of an ontology class (`State` ...), or of one below it."""
    kinds = {ox.NamedNode(PREFIXES["dp"] + class_)}
    waiting = list(kinds)
    while waiting:
        below = set(_subjects(store, _SUBCLASS, waiting.pop())) - kinds
        kinds |= below
        waiting += below
    return {subject.value for kind in kinds for subject in _subjects(store, _TYPE, kind)}


def _subjects(store: ox.Store, predicate: ox.NamedNode, value: ox.NamedNode) -> list[ox.NamedNode]:
    found = store.quads_for_pattern(None, predicate, value, None)
    return [quad.subject for quad in found if isinstance(quad.subject, ox.NamedNode)]


def _name_of(subject: object, kind: str) -> str | None:
    """Return the IRI of a subject of this kind; None for any other."""
    return subject.value if isinstance(subject, ox.NamedNode) and kind_of(subject.value) == kind else None
