"""The reference data of a repository together with its packages.

Reading the YAML of a large package takes a second for each check of a repository. A package may therefore have a
compiled form as well: `compiled.json` has its entries, `compiled.nt.gz` their triples. The description has the hashes
of both, which guarantees that they belong to its YAML.
"""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.findings import Spans
from kg.namespaces import GRAPHS, base_in_force, kind_of, naming, slug_of
from kg.rdf.quads import Quads, node
from kg.reference.files import ReferenceReading, read_reference
from kg.reference.graph import write_reference
from kg.reference.lookup import Entry, Reference
from kg.reference.packages import packages_of
from kg.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.reference.packages import Package

__all__ = ["compile_package", "load_reference", "read_packages", "shared_quads"]

_ENTRIES, _TRIPLES = "compiled.json", "compiled.nt.gz"
_NT = ox.RdfFormat.N_TRIPLES
_LABEL = node("rdfs:label")


def load_reference(folder: Path, vocabulary: Vocabulary | None = None) -> Reference:
    """Return the reference data of a folder of YAML and Turtle files; faulty content is left out.

    Raises InputError for an unreadable file. `kg.sources.assertion.assert_reference` also returns the findings.
    """
    reference = Reference(vocabulary or Vocabulary.load())
    read_packages(folder, reference)
    read_reference(folder, reference)
    return reference


def read_packages(folder: Path, reference: Reference) -> list[ReferenceReading]:
    """Read the packages that the repository of a folder of reference data lists into `reference`, in their order.

    Raises InputError for one that is missing or has been changed.
    """
    packages = packages_of(folder.parent)
    reference.packages = tuple(package.name for package in packages)
    return [_read(package, reference) for package in packages]


def shared_quads(readings: list[ReferenceReading]) -> Iterator[ox.Quad]:
    """Yield the triples of packages as quads, except those that the repository's own entries replace.

    They come in no particular order, and a triple of two packages comes twice.
    """
    graph = ox.NamedNode(GRAPHS["reference"])
    labels = {slug: label for reading in readings for slug, label in reading.labels.items()}
    for reading in readings:
        # Checking each triple takes as long as reading it, and few repositories replace a shared entry.
        if any(entry.own for entry in (*reading.reference.named.values(), *reading.reference.propositions.values())):
            with naming(reading.base):
                reading.triples = [
                    _relabelled(quad, reading.reference, labels)
                    for quad in reading.triples
                    if not _is_replaced(quad, reading.reference)
                ]
        if reading.rows:
            quads = Quads(graph.value, Spans())
            # Posts and memberships get names below the current base, so for a package this has to be its own base.
            with naming(reading.base):
                write_reference(reading, quads)
            yield from quads.sorted()
        else:
            yield from (ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in reading.triples)


def compile_package(folder: Path, base: str, *needed: Path) -> list[str]:
    """Write the compiled form of a package, and return the names of its files.

    `needed` are the folders of packages whose entries it refers to, with the same base.
    """
    folder = folder.resolve()  # the places of entries are written relative to it
    reference = Reference(Vocabulary.load())
    for other in needed:
        read_reference(other, reference, base=base)
    known = set(reference.named)
    reading = read_reference(folder, reference, base=base)
    quads = Quads(GRAPHS["reference"], Spans())
    with naming(base):
        write_reference(reading, quads)
    entries = [
        entry for entry in (*reference.named.values(), *reference.propositions.values()) if entry.slug not in known
    ]
    rows = [_as_row(entry, folder) for entry in entries]
    (folder / _ENTRIES).write_text(json.dumps(rows, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    triples = sorted(f"{quad.triple} .\n" for quad in quads.sorted())
    # mtime=0, because the description has the hash of this file.
    (folder / _TRIPLES).write_bytes(gzip.compress("".join(triples).encode(), mtime=0))
    return [_ENTRIES, _TRIPLES]


def _read(package: Package, reference: Reference) -> ReferenceReading:
    base = package.base or base_in_force()
    if not {_ENTRIES, _TRIPLES} <= package.files.keys():
        return read_reference(package.folder, reference, base=base)
    rows = json.loads((package.folder / _ENTRIES).read_text(encoding="utf-8"))
    for row in rows:
        reference.add(_from_row(row, package.folder, base))
    quads = list(ox.parse(gzip.decompress((package.folder / _TRIPLES).read_bytes()), format=_NT))
    return ReferenceReading(reference, triples=quads, base=base, labels={row[0]: row[3] for row in rows})


def _as_row(entry: Entry, folder: Path) -> list[object]:
    file = str(folder.joinpath(entry.file).relative_to(folder))
    return [entry.slug, entry.kind, entry.type, entry.label, entry.aliases, entry.demonyms, file, entry.line]


def _from_row(row: list[Any], folder: Path, base: str) -> Entry:
    slug, kind, type_, label, aliases, demonyms, file, line = row
    return Entry(slug, kind, type_, label, tuple(aliases), tuple(demonyms), f"{folder}/{file}", line, base)


def _is_replaced(quad: ox.Quad, reference: Reference) -> bool:
    """Return whether a triple is about something for which the repository has its own entry."""
    name = getattr(quad.subject, "value", "")
    kind, slug = kind_of(name), slug_of(name).partition(".")[0]
    if kind not in ("actor", "place", "proposition", "membership"):
        return False
    entry = reference.get(slug, "proposition" if kind == "proposition" else "actor")
    return entry is not None and bool(entry.base) and entry.own


def _relabelled(quad: ox.Quad, reference: Reference, labels: dict[str, str]) -> ox.Quad:
    """Return the label of a post with the name that the repository's own entry gives to the state or organisation.

    The repository may know holders of the same post, and a post has one label. `labels` are those of the packages.
    """
    name, label = getattr(quad.subject, "value", ""), quad.object
    if quad.predicate != _LABEL or kind_of(name) != "post" or not isinstance(label, ox.Literal):
        return quad
    body = slug_of(name).partition(".")[0]
    entry = reference.get(body)
    if entry is None or not entry.own or body not in labels:
        return quad
    told = label.value.removesuffix(labels[body]) + entry.label
    return ox.Quad(quad.subject, quad.predicate, ox.Literal(told, language=label.language))
