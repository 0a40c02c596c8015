"""Turns sheets, RDF files and reference data into named graphs: equal input gives equal quads in the same order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.layout import holds_source, is_rdf, is_table, source_file, source_folders
from kg.namespaces import GRAPHS, iri
from kg.rdf.quads import Assertion, Quads
from kg.reference.files import read_reference
from kg.reference.graph import write_reference
from kg.reference.lookup import Reference
from kg.reference.proposals import complete
from kg.reference.shared import read_packages, shared_quads
from kg.sources.kept import kept_quads, unchecked
from kg.sources.sheet import Places, read_sheet, slug_of_sheet
from kg.sources.sheet_graph import write_sheet
from kg.vocabulary import Vocabulary

if TYPE_CHECKING:
    from pathlib import Path

    from kg.reference.files import ReferenceReading
    from kg.sources.model import Sheet
    from kg.text import SourceText

__all__ = [
    "Assertion",
    "assert_reference",
    "assert_sheet",
    "assert_source",
    "find_sources",
]


def find_sources(seeds: Path) -> list[Path]:
    """Return the source folders in `seeds` (or `seeds` itself if it is one), sorted by name.

    A source folder contains one of `kg.layout.SOURCE_FILES`. Raises InputError if `seeds` is not a folder, or contains
    no source.
    """
    if not seeds.is_dir():
        raise InputError("no such folder" if not seeds.exists() else "is a file, not a folder", file=str(seeds))
    found = [seeds] if holds_source(seeds) else []
    found += [seeds / name for name in source_folders(seeds)]
    if not found:
        hint = "put each source into a folder of its own, with a sheet.yaml, or a sheet.ttl or other RDF"
        raise InputError("no sources found", file=str(seeds), hint=hint)
    return found


def assert_source(path: Path, reference: Reference) -> Assertion:
    """Return the graph of the source at `path`: its folder, its sheet, or an RDF file.

    Faulty content becomes findings; raises InputError only for what cannot be read or parsed.
    """
    file = source_file(path)
    if is_rdf(file):
        from kg.sources.rdf import assert_rdf

        return assert_rdf(file, reference)
    if is_table(file):
        from kg.sources.tables.assertion import assert_tables

        return assert_tables(file, reference)
    reading = read_sheet(file, reference)
    source = iri("source", slug_of_sheet(file))
    # A text that may not be passed on is missing legitimately: the quads from its last check take its place.
    missing = [finding for finding in reading.findings if finding.rule == "missing-text"]
    if missing and (quads := kept_quads(file)) is not None:
        rest = [finding for finding in reading.findings if finding not in missing]
        found = [unchecked(file, quads, missing[0].line), *rest]
        return Assertion(source, quads, findings=found, inputs=reading.inputs)
    if reading.sheet is None or reading.text is None:
        return Assertion(source, findings=reading.findings, inputs=reading.inputs)
    assertion = assert_sheet(reading.sheet, reading.text, reference, reading.places, reading.proposals)
    assertion.findings, assertion.inputs = reading.findings, reading.inputs
    assertion.faulty = frozenset(finding.focus for finding in reading.findings if finding.focus)
    return assertion


def assert_sheet(
    sheet: Sheet,
    text: SourceText,
    reference: Reference,
    places: Places | None = None,
    proposals: ReferenceReading | None = None,
) -> Assertion:
    """Return the graph of a sheet whose rows are known to be valid.

    `text` is the text of its source; `places` are the places of the rows, if they were read from a file;
    `proposals` are the new names that its proposed rows use.
    Raises ValueError when a quote does not stand in the text exactly once.
    """
    assertion = Assertion(iri("source", sheet.source.slug))
    quads = Quads(assertion.source, assertion.spans)
    proposed = Quads(assertion.source, assertion.spans)
    write_sheet(_decided(sheet, proposals), text, reference, places or Places(), quads, proposed)
    if proposals:
        write_reference(complete(proposals), proposed)
    assertion.take(quads, proposed)
    return assertion


def _decided(sheet: Sheet, proposals: ReferenceReading | None) -> Sheet:
    """Return a sheet without the proposed statements that lack a speaker or the wording of a proposition."""
    blank = {entry.slug for entry, row, _ in proposals.rows if row.maybe("sentence") == ""} if proposals else set()
    kept = (row for row in sheet.statements if row.holders and not blank & {row.proposition, row.condition})
    return replace(sheet, statements=tuple(kept))


def assert_reference(folder: Path, vocabulary: Vocabulary | None = None) -> tuple[Reference, Assertion]:
    """Return the reference data of a folder, as a lookup and as the graph `graph:reference`.

    What is wrong with an entry becomes a finding; the entry is known by name, and in the graph as far as it could be
    read, so that nothing that refers to it is found wrong as well.
    Raises InputError when the folder, or a file in it, cannot be read.
    """
    reference = Reference(vocabulary or Vocabulary.load())
    packages = read_packages(folder, reference)
    reading = read_reference(folder, reference)
    assertion = Assertion(GRAPHS["reference"], findings=reading.findings, inputs=reading.inputs)
    bad = [entry for entry, row, _ in reading.rows if not row.good]
    assertion.faulty = frozenset(reference.iri(entry.kind, entry.slug) for entry in bad)
    quads = Quads(assertion.source, assertion.spans)
    write_reference(reading, quads)
    assertion.spans.update(reading.spans)
    own = quads.sorted()
    # Entries that the repository repeats are its own, and are checked here.
    assertion.shared = frozenset(shared_quads(packages)) - set(own)
    assertion.quads = sorted((*own, *assertion.shared), key=str) if assertion.shared else own
    return reference, assertion
