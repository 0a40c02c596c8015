"""Converts RDF of another repository for a merge: with new names, and without what is already known here."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

import pyoxigraph as ox

from kg.namespaces import PREFIXES, SHARED_KINDS, kind_of, slug_of
from kg.rdf.parse import SYNTAXES, parse_rdf
from kg.sources.kept import kept_text
from kg.text import read_inside

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from kg.compare.merge_names import MergedNames

__all__ = ["renamed_entries", "renamed_source"]

_TIMES = ("interval", "instant")
T = TypeVar("T")


def renamed_source(path: Path, names: MergedNames) -> bytes:
    """Return the RDF of a source with its new names: unchanged if no name changes, else in the same syntax."""
    data = read_inside(path)
    quads = parse_rdf(data, path)
    changed = [_renamed(quad, names) for quad in quads]
    return data if changed == quads else _written(changed, path)


def renamed_kept(quads: Iterable[ox.Quad], names: MergedNames, sheet: bytes) -> bytes:
    """Return the checked quads of a source without its text, with their new names, as those of the renamed `sheet`."""
    return kept_text(sheet, [_renamed(quad, names) for quad in quads])


def renamed_entries(path: Path, names: MergedNames, ours: Collection[str]) -> bytes:
    """Return an RDF reference file with its new names; empty if everything in it is already known here.

    `ours` are the IRIs of everything that this repository describes, which does not change. A file that is taken as a
    whole keeps its comments.
    """
    data = read_inside(path)
    quads = parse_rdf(data, path)
    changed = [_renamed(quad, names) for quad in quads]
    kept = _used([quad for quad in changed if _is_new(quad, {*names.known.values()}, ours)])
    if not kept:
        return b""
    return data if kept == quads else _written(kept, path)


def _renamed(quad: ox.Quad, names: MergedNames) -> ox.Quad:
    return ox.Quad(_new(quad.subject, names), quad.predicate, _new(quad.object, names), _new(quad.graph_name, names))


def _new(term: T, names: MergedNames) -> T:
    return cast("T", ox.NamedNode(names.iri(term.value))) if isinstance(term, ox.NamedNode) else term


def _is_new(quad: ox.Quad, known: Collection[str], ours: Collection[str]) -> bool:
    """Return whether a triple is about something new; a known person's tenures are left to that person's own entry."""
    name = getattr(quad.subject, "value", "")
    if kind_of(name) == "membership":
        member = name.replace("/id/membership/", "/id/actor/").partition(f".{slug_of(name).partition('.')[2]}")[0]
        return member not in known
    return name not in known and (kind_of(name) not in SHARED_KINDS or kind_of(name) in _TIMES or name not in ours)


def _used(quads: list[ox.Quad]) -> list[ox.Quad]:
    """Return the triples without those about times that no other triple refers to."""
    while True:
        named = {quad.object for quad in quads}
        left = [q for q in quads if kind_of(getattr(q.subject, "value", "")) not in _TIMES or q.subject in named]
        if len(left) == len(quads):
            return left
        quads = left


def _written(quads: Iterable[ox.Quad], path: Path) -> bytes:
    ordered = sorted(quads, key=str)
    text = " ".join(str(quad) for quad in ordered)
    syntax = SYNTAXES[path.suffix.lower()][1]
    prefixes = {prefix: name for prefix, name in PREFIXES.items() if f"<{name}" in text}
    return ox.serialize(ordered, format=syntax, prefixes=prefixes) or b""
