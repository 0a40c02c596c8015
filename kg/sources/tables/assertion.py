"""Turns a folder of tables into the graph of a source, with findings about its description and its rows."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.findings import Finding, Severity, Span
from kg.forms.declared import value_of
from kg.forms.reader import Reader
from kg.forms.yaml_nodes import YamlNode, parse_yaml
from kg.namespaces import SLUG, iri
from kg.rdf.quads import Assertion, Quads
from kg.sources.tables.graph import TableGraph
from kg.sources.tables.intake import Intake
from kg.sources.tables.model import DESCRIPTION, STANCE_COLUMNS, Description
from kg.text import read_inside

if TYPE_CHECKING:
    from pathlib import Path

    from kg.forms.yaml_nodes import Document
    from kg.reference.lookup import Reference

__all__ = ["assert_tables", "read_description"]


def assert_tables(path: Path, reference: Reference) -> Assertion:
    """Return the graph of the tables that `path`, a source.yaml, describes.

    Its `quads` are a sample that represents all rows, which the shapes check; `whole` is the complete graph, or None if
    anything is wrong. Raises InputError for a table that cannot be read to its end.
    """
    document, description = read_description(path, reference)
    slug = path.resolve().parent.name
    inputs = {str(path): hashlib.sha256(document.content.encode()).hexdigest()}
    assertion = Assertion(iri("source", slug), findings=document.findings, inputs=inputs)
    # Then the tables are not read: their faults depend on what the columns mean.
    if description is None or document.findings:
        return assertion
    intake = Intake(path.parent, reference, description.source.published)
    intake.read(description.tables)
    hashes = {table.url: _hash(path.parent / table.url) for table in description.tables}
    assertion.inputs |= {str(path.parent / name): sha256 for name, sha256 in hashes.items()}
    assertion.findings = [*document.findings, *intake.faults.findings()]
    if not (intake.book.votes or intake.stances or assertion.findings):
        first = path.parent / description.tables[0].url
        message = "there is no row in any of the tables: were they cut off after the header?"
        assertion.findings.append(Finding.at(Span(str(first), 1, 1, 1, 2), "table-row", message))
    graph = TableGraph(description, intake.book, reference, _joined(hashes), intake.stances)
    quads = Quads(assertion.source, assertion.spans)
    graph.publication(quads, Span(str(path), 1, 1, 1, 2))
    graph.sample(quads, [str(path.parent / table.url) for table in description.tables])
    # A sample instead of a million quads: the shapes see one of each kind, and all cells were checked one by one.
    assertion.quads = quads.sorted()
    if not any(finding.severity is Severity.VIOLATION for finding in assertion.findings):
        assertion.whole = graph
    return assertion


def read_description(path: Path, reference: Reference) -> tuple[Document, Description | None]:
    """Return the content of source.yaml, None if it is unusable; the document has the findings."""
    document = parse_yaml(read_inside(path), str(path))
    reader = Reader(document, reference.vocabulary, reference)
    slug = path.resolve().parent.name
    root = document.root or YamlNode("mapping", 0, 0)
    row = reader.record(root, DESCRIPTION)
    if not SLUG.fullmatch(slug):
        message = f"`{slug}` cannot name a source: rename the folder to lower-case letters, digits and hyphens"
        reader.report(root, "source-slug", message)
    if row is None or document.findings:
        return document, None
    description = value_of(Description, row)
    description = replace(description, source=replace(description.source, slug=slug))
    _check_columns(description, root, reader)
    return document, description


def _check_columns(description: Description, root: YamlNode, reader: Reader) -> None:
    """Report tables whose columns fit neither votes and ballots nor stances."""
    tables = root.child("tables")
    nodes = tables.items if tables else []
    seen: set[str] = set()
    for table, node in zip(description.tables, nodes, strict=True):
        names = table.names
        place = node.child("columns") or node
        for name in _needed(names):
            if not set(name.split("` or `")) & set(names):
                reader.report(place, "missing-key", f"no column has the name `{name}`: add one", value=name)
        for name in names if table.has_stances else ():
            if name not in STANCE_COLUMNS:
                message = (
                    f"a table of stances has no column `{name}`: remove it, or put votes into a table of their own"
                )
                reader.report(place, "bad-value", message, value=name)
        for name in sorted({name for name in names if names.count(name) > 1}):
            reader.report(place, "duplicate-key", f"two columns have the name `{name}`: keep one of them", value=name)
        if table.url in seen:
            reader.report(node, "duplicate-key", f"`{table.url}` is described twice: keep one of the two")
        seen.add(table.url)


def _needed(names: list[str]) -> list[str]:
    """Return the columns that a table must have, given those that it has."""
    if "holder" in names:
        return ["proposition", "act` or `polarity", "quote` or `page"]
    return ["vote", *(["choice"] if "voter" in names else []), *(["voter"] if "choice" in names else [])]


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _joined(hashes: dict[str, str]) -> str:
    """Return the hash of one table; for several, the hash of the list that `sha256sum` would print."""
    if len(hashes) == 1:
        return next(iter(hashes.values()))
    lines = "".join(f"{sha256}  {name}\n" for name, sha256 in sorted(hashes.items()))
    return hashlib.sha256(lines.encode()).hexdigest()
