"""The difference between two versions of the graph, in statements rather than triples.

A statement includes all nodes that belong to it (evidence, tolls, ballots), so a change of its quote is a change of the
statement. Literals are compared in the form that stores keep: see `kg.rdf.canonical`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import DP, PART_KINDS, PREFIXES, ROW_KINDS, kind_of, slug_of
from kg.rdf.canonical import canonical_literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    _Object = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
    _Subjects = Mapping[str, list[tuple[str, _Object]]]

__all__ = ["Changed", "Difference", "Record", "Version", "diff"]

_TYPE, _LABEL = PREFIXES["rdf"] + "type", ox.NamedNode(PREFIXES["rdfs"] + "label")
#: Properties that follow from others, or that describe a node rather than its content.
_DERIVED = frozenset(
    [
        DP + "attribution",
        DP + "hearsayDepth",
        PREFIXES["prov"] + "wasAttributedTo",
        PREFIXES["prov"] + "hadPrimarySource",
        PREFIXES["dcterms"] + "identifier",
        PREFIXES["oa"] + "hasSource",
        PREFIXES["oa"] + "prefix",
        PREFIXES["oa"] + "suffix",
    ]
)
_RENAMED = {"exact": "quote", "towards": "proposition", "isPartOf": "source", "type": "kind"}


@dataclass(slots=True)
class Version:
    """One side of a comparison: its name, its quads (of the sources and the reference data), and labels by IRI."""

    name: str
    quads: list[ox.Quad]
    labels: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Collect the labels."""
        for quad in self.quads:
            subject, value = quad.subject, quad.object
            if quad.predicate == _LABEL and isinstance(subject, ox.NamedNode) and isinstance(value, ox.Literal):
                self.labels.setdefault(subject.value, value.value)


@dataclass(frozen=True, slots=True)
class Record:
    """A statement, event or relation: its IRI, and the sorted values of its fields, as IRIs or texts."""

    iri: str
    fields: Mapping[str, tuple[str, ...]]

    def first(self, name: str) -> str | None:
        """Return the first value of a field, or None."""
        return next(iter(self.fields.get(name, ())), None)


@dataclass(frozen=True, slots=True)
class Changed:
    """A record that both versions have, and the names of the fields that differ."""

    old: Record
    new: Record
    fields: tuple[str, ...]


@dataclass(slots=True)
class Difference:
    """The difference from `old` to `new`: records, and in `others` everything else that differs.

    Others are actors, places, propositions, the sources themselves; on the side that lacks one, it has no fields.
    `added_quads` and `removed_quads` are the whole difference as RDF.
    """

    old: Version
    new: Version
    added: list[Record] = field(default_factory=list)
    removed: list[Record] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    others: list[Changed] = field(default_factory=list)
    added_quads: list[ox.Quad] = field(default_factory=list)
    removed_quads: list[ox.Quad] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Return whether anything differs."""
        return bool(self.added_quads or self.removed_quads)

    def label(self, iri: str) -> str:
        """Return the label of a thing in the newer version that has one, or else its slug."""
        return self.new.labels.get(iri) or self.old.labels.get(iri) or slug_of(iri)


def diff(old: Version, new: Version) -> Difference:
    """Return the changes that turn `old` into `new`."""
    before, after = _canonical(old.quads), _canonical(new.quads)
    difference = Difference(old, new)
    difference.added_quads = [quad for key, quad in sorted(after.items()) if key not in before]
    difference.removed_quads = [quad for key, quad in sorted(before.items()) if key not in after]
    if difference:
        there, here = _by_subject(old.quads), _by_subject(new.quads)
        _compare_records(difference, _records(there), _records(here))
        difference.others = [_other(iri, there, here) for iri in _others(difference)]
    return difference


def _canonical(quads: Iterable[ox.Quad]) -> dict[str, ox.Quad]:
    """Return the quads by a canonical form, which is equal for quads with the same meaning."""
    return {f"{quad.subject} {quad.predicate} {_plain(quad.object)} {quad.graph_name}": quad for quad in quads}


def _plain(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    return str(canonical_literal(term)) if isinstance(term, ox.Literal) else str(term)


def _compare_records(difference: Difference, old: dict[str, Record], new: dict[str, Record]) -> None:
    added = {iri: record for iri, record in new.items() if iri not in old}
    removed = {iri: record for iri, record in old.items() if iri not in new}
    pairs = [(old[iri], new[iri]) for iri in sorted(old.keys() & new.keys())]
    # Renamed records are paired first: a new id is one change of a statement, not a removal and an addition.
    for gone, come in _renamed(removed, added):
        del removed[gone.iri], added[come.iri]
        pairs.append((gone, come))
    for before, after in pairs:
        if fields := _differing(before, after):
            difference.changed.append(Changed(before, after, fields))
    difference.added = [added[iri] for iri in sorted(added)]
    difference.removed = [removed[iri] for iri in sorted(removed)]


def _renamed(removed: Mapping[str, Record], added: Mapping[str, Record]) -> list[tuple[Record, Record]]:
    """Return the records that only have a new id: same kind, holders, words and source."""
    by_words: defaultdict[object, list[Record]] = defaultdict(list)
    for record in added.values():
        by_words[_words(record)].append(record)
    found = ((record, by_words[_words(record)]) for record in removed.values())
    # Only if it is unambiguous: two rows with the same words could be either.
    return [(record, same[0]) for record, same in found if len(same) == 1 and record.first("quote")]


def _words(record: Record) -> object:
    return tuple(record.fields.get(name) for name in ("kind", "holder", "quote", "source", "proposition"))


def _differing(old: Record, new: Record) -> tuple[str, ...]:
    # Only events get their labels from a person; labels of other records follow from their content.
    names = sorted({*old.fields, *new.fields} - ({"label"} if kind_of(new.iri) != "event" else set()))
    fields = tuple(name for name in names if old.fields.get(name) != new.fields.get(name))
    return ("id", *fields) if old.iri != new.iri else fields


def _by_subject(quads: Iterable[ox.Quad]) -> _Subjects:
    subjects: defaultdict[str, list[tuple[str, _Object]]] = defaultdict(list)
    for quad in quads:
        if isinstance(quad.subject, ox.NamedNode):
            subjects[quad.subject.value].append((quad.predicate.value, quad.object))
    return subjects


def _records(subjects: _Subjects) -> dict[str, Record]:
    """Return the statements, events and relations of a version by their IRIs."""
    found = (iri for iri in subjects if kind_of(iri) in ROW_KINDS)
    return {iri: Record(iri, _fields(iri, subjects)) for iri in found}


def _other(iri: str, old: _Subjects, new: _Subjects) -> Changed:
    before, after = (Record(iri, _fields(iri, subjects)) for subjects in (old, new))
    names = sorted({*before.fields, *after.fields})
    return Changed(before, after, tuple(name for name in names if before.fields.get(name) != after.fields.get(name)))


def _fields(iri: str, subjects: _Subjects) -> dict[str, tuple[str, ...]]:
    """Return the values of a node and of the nodes that belong to it, by the names of the properties."""
    values: defaultdict[str, set[str]] = defaultdict(set)
    waiting, seen = [(iri, "")], {iri}
    while waiting:
        node, prefix = waiting.pop()
        for predicate, value in subjects.get(node, ()):
            if predicate in _DERIVED or (node != iri and predicate == _TYPE):
                continue
            if isinstance(value, ox.NamedNode) and kind_of(value.value) in PART_KINDS:
                if value.value not in seen:
                    seen.add(value.value)
                    waiting.append((value.value, _part(value.value)))
            else:
                values[prefix + _name(predicate)].add(_value(value))
    return {name: tuple(sorted(found)) for name, found in values.items()}


def _part(iri: str) -> str:
    """Return the prefix for the fields of a part: two tolls or ballots of one statement are kept apart."""
    return f"{kind_of(iri)} {iri.rpartition('.')[2]} " if kind_of(iri) in ("toll", "ballot") else ""


def _name(predicate: str) -> str:
    local = predicate.replace("#", "/").rpartition("/")[2]
    return _RENAMED.get(local, local)


def _value(term: _Object) -> str:
    return canonical_literal(term).value if isinstance(term, ox.Literal) else str(getattr(term, "value", term))


def _others(difference: Difference) -> list[str]:
    """Return the IRIs of everything else that differs: actors, places, propositions, the sources themselves."""
    quads = (*difference.added_quads, *difference.removed_quads)
    names = {quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)}
    return sorted(name for name in names if kind_of(name) not in (*ROW_KINDS, *PART_KINDS, "interval", "instant"))
