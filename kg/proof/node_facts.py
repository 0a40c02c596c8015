"""Reads a store node by node, and resolves the names that users give to nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import NotFoundError, UsageError
from kg.namespaces import DP, GRAPHS, ID, KINDS, PREFIXES, ROW_KINDS, VOCABULARIES, iri, shorten, slug_of
from kg.query.run import run_query
from kg.query.terms import is_iri
from kg.rdf.labels import enumeration, is_plural, verb
from kg.suggestions import similar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.query.catalogue import Question

__all__ = ["NodeReader", "day_or_bounds", "resolve_node", "term_named"]

_IDENTIFIER = VOCABULARIES["dcterms"] + "identifier"
_LABELS = (VOCABULARIES["rdfs"] + "label", VOCABULARIES["skos"] + "prefLabel")
_INSTANT = tuple(VOCABULARIES["time"] + name for name in ("inXSDDate", "inXSDgYearMonth", "inXSDgYear"))
#: The kinds of nodes that rows of a sheet become; a name without a kind is tried with each of them, in this order.
_PROVABLE = (*ROW_KINDS, "edge")
#: Other kinds of nodes with names, tried after all row ids.
_NAMED = ("stance", "period", "towards", "ground", "record", "actor", "place", "proposition")
#: The kinds of nodes that people call by name; one word is more often an actor than a word of a proposition.
_CALLED = ("actor", "proposition", "place")
_MOST = 8  # candidates that a message lists

#: The properties of a row whose values are parts of it.
_PARTS = ("attribution", "ballot", "toll", "evidence")
#: The ends of an interval in words.
_ENDS = (("from", "hasBeginning"), ("to", "hasEnd"))


class NodeReader:
    """Reads a store node by node, across all graphs."""

    def __init__(self, store: ox.Store) -> None:
        """Read from `store`, which must stay open and unchanged."""
        self._store = store
        #: Graphs whose triples only restate those of other graphs with more general terms.
        self._entailed = frozenset(ox.NamedNode(GRAPHS[name]) for name in ("entailed", "aligned"))
        #: The graphs of all that is derived.
        self._derived = self._entailed | {ox.NamedNode(GRAPHS[name]) for name in ("derived", "voting")}

    def values(self, subject: str, predicate: str) -> list[str]:
        """Return the values of a property as IRIs and lexical forms, sorted, without those that are only entailed."""
        found = self._store.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(predicate), None, None)
        return sorted({quad.object.value for quad in found if quad.graph_name not in self._entailed})  # type: ignore[union-attr]  # no triple terms, by the shapes

    def one(self, subject: str, *predicates: str) -> str | None:
        """Return the first value of the first property that has one."""
        return next((value for predicate in predicates for value in self.values(subject, predicate)), None)

    def properties(self, subject: str) -> list[str]:
        """Return the properties of a node, sorted."""
        found = self._store.quads_for_pattern(ox.NamedNode(subject), None, None, None)
        return sorted({quad.predicate.value for quad in found})

    def subjects(self, predicate: str, value: str | ox.Literal) -> list[str]:
        """Return the subjects that have a value, sorted."""
        term = value if isinstance(value, ox.Literal) else ox.NamedNode(value)
        found = self._store.quads_for_pattern(None, ox.NamedNode(predicate), term, None)
        return sorted({quad.subject.value for quad in found})  # type: ignore[union-attr]  # as above

    def resolve(self, name: str, kind: str | None = None) -> str:
        """Return the IRI that a name refers to, if given of a kind. Raises the same errors as `resolve_node`."""
        if kind is None:
            return resolve_node(self._store, name)
        found = [node for node in _spelled_out(name, (kind,)) if self.exists(node)]
        found = found or _called(self._store, name, (kind,))
        if not found:
            near = _did_you_mean(_nearly_called(self._store, name, (kind,)))
            raise NotFoundError(f"there is no {kind} `{name}`", hint=near or f"`kg query {kind}s` lists them")
        return found[0]

    def types(self, subject: str) -> list[str]:
        """Return the classes of a node, including entailed ones, sorted."""
        kind = ox.NamedNode(VOCABULARIES["rdf"] + "type")
        found = self._store.quads_for_pattern(ox.NamedNode(subject), kind, None, None)
        return sorted({quad.object.value for quad in found})  # type: ignore[union-attr]  # as below

    def ask(self, question: Question, bindings: Mapping[str, str]) -> Iterator[ox.QuerySolution]:
        """Yield the result rows of a catalogue question, with its variables bound to the IRIs of `bindings`."""
        terms = {name: ox.NamedNode(value) for name, value in bindings.items()}
        found = run_query(self._store, question.text, terms, file=question.file)
        if isinstance(found, ox.QuerySolutions):
            yield from found

    def identified(self) -> list[str]:
        """Return all nodes with an identifier from a sheet: statements, events and relations."""
        found = self._store.quads_for_pattern(None, ox.NamedNode(_IDENTIFIER), None, None)
        return sorted({quad.subject.value for quad in found})  # type: ignore[union-attr]  # as above

    def label(self, name: str) -> str:
        """Return the label of a node, or its slug if it has none."""
        return self.one(name, *_LABELS) or slug_of(name)

    def labels(self, names: Iterable[str]) -> str:
        """Return the labels of several nodes as an enumeration."""
        return enumeration([self.label(name) for name in names])

    def verb(self, term: str, subjects: Sequence[str]) -> str:
        """Return the label of an act, side or edge as a verb after its subjects: `Arab states call for`."""
        group = DP + "Group"
        several = any(group in self.types(name) and is_plural(self.label(name)) for name in subjects)
        return verb(self.label(term), plural=len(subjects) > 1 or several)

    def exists(self, name: str) -> bool:
        """Return whether the store has any triple about a node."""
        return next(iter(self._store.quads_for_pattern(ox.NamedNode(name), None, None, None)), None) is not None

    def holds(self, subject: str, predicate: str, value: str | ox.Literal) -> bool:
        """Return whether a triple is in any graph."""
        return bool(self._graphs(subject, predicate, value))

    def asserts(self, subject: str, predicate: str, value: str | ox.Literal) -> bool:
        """Return whether a source, the reference data or the ontology assert a triple."""
        return bool(self._graphs(subject, predicate, value) - self._derived)

    def _graphs(self, subject: str, predicate: str, value: str | ox.Literal) -> set[object]:
        term = value if isinstance(value, ox.Literal) else ox.NamedNode(value)
        found = self._store.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(predicate), term, None)
        return {quad.graph_name for quad in found}

    def graphs_about(self, node: str) -> set[str]:
        """Return the graphs with asserted triples about a node."""
        found = self._store.quads_for_pattern(ox.NamedNode(node), None, None, None)
        return {graph.value for quad in found if (graph := quad.graph_name) not in self._derived}  # type: ignore[union-attr]  # every quad has a named graph

    def owners(self, node: str) -> list[str]:
        """Return the nodes that have a node as a value in an asserted triple, sorted."""
        found = self._store.quads_for_pattern(None, None, ox.NamedNode(node), None)
        named = (quad.subject for quad in found if quad.graph_name not in self._derived)
        return sorted({subject.value for subject in named if isinstance(subject, ox.NamedNode)})

    def object_named(self, subject: str, predicate: str, written: str, kind: str | None) -> str | ox.Literal:
        """Return the value of a property that is written so, or else the node (if given of a kind) that has this name.

        Raises the same errors as `resolve_node`, and NotFoundError if the values are other texts, numbers or days.
        """
        wanted = {written, written.strip('"<>'), term_named(written)}
        found = self._store.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(predicate), None, None)
        terms = [quad.object for quad in found if isinstance(quad.object, ox.NamedNode | ox.Literal)]
        for term in terms:
            if term.value in wanted:
                return term if isinstance(term, ox.Literal) else term.value
        if texts := sorted({term.value for term in terms if isinstance(term, ox.Literal)}):
            raise NotFoundError(f"{shorten(subject)} {shorten(predicate)} is {', '.join(texts)}, not {written}")
        return self.resolve(written, kind)

    def is_written(self, node: str) -> bool:
        """Return whether a node has words or a row of a table of its own."""
        return bool(self.values(node, DP + "evidence") or self.values(node, DP + "row"))

    def rows_of(self, node: str) -> list[str]:
        """Return the rows that a node is, or is a part of, such as a link of the chain of a statement."""
        if self.is_written(node):
            return [node]
        owners = (owner for part in _PARTS for owner in self.subjects(DP + part, node))
        return sorted({owner for owner in owners if self.is_written(owner)})

    def bound(self, interval: str, end: str) -> str | None:
        """Return the day, month or year at one end of an interval (`hasBeginning`, `hasEnd`), or None if it is open."""
        instant = self.one(interval, VOCABULARIES["time"] + end)
        return self.one(instant, *_INSTANT) if instant else None


def term_named(name: str) -> str:
    """Return the IRI of a term as it is written; empty if it has no prefix, or one that is not known."""
    if "://" in name:
        return name.strip("<>")
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local if local and prefix in PREFIXES else ""


def day_or_bounds(facts: NodeReader, node: str) -> str:
    """Return the known period of a membership, as precisely as it was given: `from 2004-03-09 to 2012`."""
    interval = facts.one(node, VOCABULARIES["org"] + "memberDuring")
    ends = [(word, facts.bound(interval, end)) for word, end in _ENDS] if interval else []
    return " ".join(f"{word} {day}" for word, day in ends if day)


def resolve_node(store: ox.Store, name: str) -> str:
    """Return the IRI that `name` refers to: a row id, `<source>.<id>`, a prefixed name, or an IRI.

    A name as people write it (`lavrov`, `foreign intervention`) is resolved as in a question, if nothing has it as an
    id. Raises UsageError if several nodes have the name, NotFoundError if there is none.
    """
    facts = NodeReader(store)
    candidates = [candidate for candidate in _spelled_out(name) if facts.exists(candidate)]
    # The order matters: a full name is unique, a row id may occur in several sources, and the slug of an actor may also
    # be a row id.
    candidates = candidates or facts.subjects(_IDENTIFIER, ox.Literal(name))
    candidates = candidates or [node for node in _spelled_out(name, _NAMED) if facts.exists(node)]
    if len(candidates) > 1:
        names = ", ".join(slug_of(candidate) for candidate in candidates)
        raise UsageError(f"`{name}` is not unique: {names}", hint="name the source too, as <source>.<id>")
    candidates = candidates or _called(store, name, _CALLED)
    if not candidates:
        near = _did_you_mean([*_nearest(facts, name), *_nearly_called(store, name, _CALLED)])
        hint = near or "`kg query statements` lists them all"
        raise NotFoundError(f"there is no statement, event, relation or edge `{name}`", hint=hint)
    return candidates[0]


def _called(store: ox.Store, name: str, kinds: Sequence[str]) -> list[str]:
    """Return the thing that people mean by a name, none or one; UsageError if it may be one of several."""
    from kg.query.names import index_of  # takes time, and most names are ids
    from kg.query.offices import actors_meant

    indices = ((kind, index_of(store, kind)) for kind in kinds)
    meant = (actors_meant(store, index, name) if kind == "actor" else index.find(name) for kind, index in indices)
    found = next(filter(None, meant), [])
    if len(found) > 1:
        raise UsageError(f"`{name}` is ambiguous", hint=f"choose one: {', '.join(map(shorten, found[:_MOST]))}")
    return found


def _spelled_out(name: str, kinds: tuple[str, ...] = _PROVABLE) -> list[str]:
    bare = name.removeprefix("<").removesuffix(">")
    prefix, colon, local = bare.partition(":")
    if colon and prefix in PREFIXES:
        spelled = [PREFIXES[prefix] + local, *([f"{ID}{prefix}/{local}"] if prefix in KINDS else [])]
    elif colon:
        spelled = [bare]
    else:
        spelled = [iri(kind, bare) for kind in kinds]
    return [candidate for candidate in dict.fromkeys(spelled) if is_iri(candidate)]


def _nearest(facts: NodeReader, name: str) -> list[str]:
    """Return the ids of statements, events and relations that look like a name."""
    whole = [slug_of(node) for node in facts.identified()]
    short = {slug.partition(".")[2]: slug for slug in whole}
    wanted = slug_of(_spelled_out(name)[0]) if _spelled_out(name) else name
    return similar(wanted, whole) + [short[item] for item in similar(wanted, short)]


def _nearly_called(store: ox.Store, name: str, kinds: Sequence[str]) -> list[str]:
    """Return the things of the first of these kinds that has any whose names look like a name."""
    from kg.query.names import index_of

    near = (index_of(store, kind).nearest(name) for kind in kinds)
    return [slug_of(node) for node in next(filter(None, near), [])]


def _did_you_mean(names: Iterable[str]) -> str:
    listed = " or ".join(dict.fromkeys(names))
    return f"did you mean {listed}?" if listed else ""
