"""Finds RDF that is not accepted: nodes without a name, lists, and triples about triples; each is reported once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.findings import Finding, Span
from kg.namespaces import VOCABULARIES
from kg.rdf.places import Nameless

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["findings_about", "is_named"]

_ADVICE = {
    "node": "a node without a name cannot be referred to, compared or corrected: give it an IRI",
    "list": "a list is made of nodes without a name, which cannot be referred to, compared or corrected: "
    "write its values one by one, with commas between them",
    "triple": "a triple about another triple (RDF 1.2) is not taken in: say it of a node that has an IRI",
}
_FIRST, _REST = (VOCABULARIES["rdf"] + name for name in ("first", "rest"))


def is_named(quad: ox.Quad) -> bool:
    """Return whether a quad has only named terms and literals, and no blank node or triple term."""
    return not any(isinstance(term, (ox.BlankNode, ox.Triple)) for term in _nodes(quad))


def _nodes(quad: ox.Quad) -> tuple[object, ...]:
    return quad.subject, quad.object, quad.graph_name


def findings_about(quads: Iterable[ox.Quad], written: Sequence[Nameless], file: str) -> list[Finding]:
    """Return one finding for each thing without a name, if some quad of `file` is not named.

    They are about `written`, the places in the text, if known; otherwise about the blank nodes of the quads, at the top
    of the file. The names that a parser gives to blank nodes are not used, since they differ in each run.
    """
    unnamed = [quad for quad in quads if not is_named(quad)]
    told = (written or _of_quads(unnamed, Span(file, 1, 1, 1, 1))) if unnamed else ()
    return [
        Finding.at(one.span, "blank-node", _ADVICE[one.kind], focus=one.focus, path=one.path, value=one.label)
        for one in told
    ]


def _of_quads(quads: Sequence[ox.Quad], top: Span) -> list[Nameless]:
    """Return the blank nodes in the order of the quads; for a list, only its head."""
    rests = {quad.object for quad in quads if quad.predicate.value == _REST}
    heads = {quad.subject for quad in quads if quad.predicate.value == _FIRST}
    holders = {quad.object: quad for quad in reversed(quads)}
    nodes = [node for quad in quads for node in _nodes(quad) if isinstance(node, (ox.BlankNode, ox.Triple))]
    found = []
    # Every cell of a list is a separate blank node, so a list of nine values would be nine findings.
    for node in dict.fromkeys(node for node in nodes if node not in rests):
        kind = "triple" if isinstance(node, ox.Triple) else "list" if node in heads else "node"
        holder = holders.get(node)
        focus = holder.subject.value if holder and isinstance(holder.subject, ox.NamedNode) else None
        found.append(Nameless(kind, top, focus, holder.predicate.value if holder else None))
    return found
