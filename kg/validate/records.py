"""The record of a source: what its findings depend on, and the findings, in a form that can be stored."""

from __future__ import annotations

import hashlib
import os
from dataclasses import astuple, dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from kg.findings import Finding, Severity, Span, Terms
from kg.layout import PROPOSED, source_file
from kg.namespaces import GRAPHS, PART_KINDS, PREFIXES, ROW_KINDS, VOCABULARIES, kind_of, slug_of
from kg.rdf.quads import Assertion, nquads
from kg.reference.usage import ANY, Listener
from kg.sources.assertion import assert_source
from kg.validate.cache_database import digest_of
from kg.validate.integrity import check_each, facts_of, ties_of
from kg.validate.shacl.check import check_shapes
from kg.validate.shacl.visibility import nodes_of, sight_of, traits_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    import pyoxigraph as ox

    from kg.reference.lookup import Reference
    from kg.validate.integrity import Fact
    from kg.validate.shacl.engines import Engine
    from kg.validate.shacl.visibility import ReferenceIndex

__all__ = [
    "CheckedSource",
    "check_records",
    "facts_from",
    "finding_from",
    "finding_to",
    "read_record",
    "relative_to",
    "use_of",
]

_TYPE = VOCABULARIES["rdf"] + "type"
_OWN = {"source", *ROW_KINDS, *PART_KINDS}


@dataclass(slots=True)
class CheckedSource:
    """A source that has been read.

    `key` is a hash of everything that its findings depend on. `seen` is the part of the reference data that the shapes
    can see from it. `uses` are the names and nodes that it depends on. The files in `facts` are relative to the base.
    `quads` is its graph as N-Quads.
    """

    name: str
    path: Path
    assertion: Assertion
    content: str
    key: str
    seen: dict[ox.Quad, None]
    traits: frozenset[str]
    uses: set[str]
    facts: list[Fact]
    quads: bytes

    def data(self) -> dict[str, Any]:
        """Return the part that is stored in the cache."""
        facts = [[subject, predicate, value, span and _plain(span)] for subject, predicate, value, span in self.facts]
        return {"content": self.content, "key": self.key, "facts": facts}

    def ties(self) -> set[str]:
        """Return the terms that tie it to other sources."""
        return ties_of(self.facts)


def read_record(name: str, path: Path, content: str, reference: Reference, around: ReferenceIndex) -> CheckedSource:
    """Read the source at `path`; raises InputError when it cannot be read."""
    listener = Listener(reference)
    assertion = assert_source(path, listener)
    # Proposed rows are not in the graph yet, but the shapes check them too, for the benefit of the reviewer.
    triples = assertion.written()
    traits = traits_of(triples)
    nodes = nodes_of(triples)  # without classes: the ontology is part of the cache's frame
    seen, looked_up = around.seen_from(nodes, sight_of(traits))
    file = source_file(path)
    relative = relative_to(file, name)
    own = [finding_to(finding, relative) for finding in assertion.findings]
    graph = nquads(assertion.quads)
    said = [hashlib.sha256(part).hexdigest() for part in (graph, nquads(assertion.proposed))]
    # The names of the folder and the file are part of the key because messages and IRIs contain them. The path above
    # them is not, so another checkout has the same keys.
    key = digest_of(name, file.resolve().parts[-2:], content, own, said, looked_up)[:32]
    # A node whose name was looked up is already included by that name (see `ReferenceState.changed`).
    uses = listener.asked | {use_of(node) for node in nodes if slug_of(node.strip("<>")) not in listener.asked}
    if (file.parent / PROPOSED).is_dir():
        uses.add(ANY)  # names proposed beside the sheet are added to all known names
    facts = [(*fact[:3], fact[3] and _moved(fact[3], relative)) for fact in facts_of(assertion)]
    return CheckedSource(name, path, assertion, content, key, seen, traits, uses, facts, graph)


def use_of(node: str) -> str:
    """Return the name under which the use of a node is recorded; all nodes of a source count as one."""
    iri = node.strip("<>")
    narrator = f"{PREFIXES['actor']}narrator."
    if iri.startswith(narrator):
        return f"<{PREFIXES['source']}{iri.removeprefix(narrator)}>"
    if kind_of(iri) in _OWN:
        return f"<{PREFIXES['source']}{slug_of(iri).partition('.')[0]}>"
    return node


def relative_to(file: Path, name: str) -> Callable[[str], str]:
    """Return a function that makes the path of a source's file relative to the base of all names."""
    folder = str(file.parent)
    at = name if file.stem in ("sheet", "source") and not name.endswith(file.name) else os.path.dirname(name)

    @cache  # every fact has a place, but all of them are in two or three files
    def relative(path: str) -> str:
        return os.path.normpath(os.path.join(at, os.path.relpath(path, folder)))

    return relative


def finding_to(finding: Finding, place: Callable[[str], str]) -> list[Any]:
    """Return a finding as a JSON value, with its file paths changed by `place`."""
    related = [_plain(_moved(span, place)) for span in finding.related]
    file = None if finding.file is None else place(finding.file)
    at = (finding.line, finding.column, finding.end_line, finding.end_column)
    about = (finding.focus, finding.path, finding.value)
    terms = finding.terms and astuple(finding.terms)
    return [finding.rule, finding.message, int(finding.severity), file, *at, *about, related, terms]


def finding_from(row: list[Any], place: Callable[[str], str]) -> Finding:
    """Return the finding that `finding_to` turned into a JSON value."""
    rule, message, severity, file, line, column, end_line, end_column, focus, path, value, related, terms = row
    spans = tuple(_moved(Span(*span), place) for span in related)
    file = file and place(file)
    at = (file, line, column, end_line, end_column)
    return Finding(rule, message, Severity(severity), *at, focus, path, value, spans, terms and Terms(*terms))


def facts_from(rows: Iterable[list[Any]]) -> list[Fact]:
    """Return the facts stored in a record."""
    return [(subject, predicate, value, Span(*span) if span else None) for subject, predicate, value, span in rows]


def _plain(span: Span) -> tuple[str, int, int, int, int]:
    """Return the fields of a span; `dataclasses.astuple` takes ten times as long, since it copies each value."""
    return span.file, span.line, span.column, span.end_line, span.end_column


def _moved(span: Span, place: Callable[[str], str]) -> Span:
    return Span(place(span.file), span.line, span.column, span.end_line, span.end_column)


def check_records(records: Sequence[CheckedSource], engine: Engine) -> dict[str, list[Finding]]:
    """Return all findings of each source on its own: from reading it, from the `one-source` rules and from the shapes.

    The engine sees only the part of the reference data that the shapes can see. Raises EngineError.
    """
    own = check_each({record.name: record.assertion for record in records})
    found = {record.name: [*record.assertion.findings, *own.get(record.name, ())] for record in records}
    placed = [record for record in records if record.assertion.spans.marks]
    # In a batch, a finding is assigned to a source by its file. A source without places (JSON-LD) has findings without
    # a file, so it is checked separately.
    batches = [placed, *([record] for record in records if not record.assertion.spans.marks)]
    for batch in filter(None, batches):
        # A batch has many sources; the file of a finding determines its source.
        owners = {file: record.name for record in batch for file in record.assertion.inputs}
        for finding in check_shapes([r.assertion for r in batch], _context(batch), engine):
            owner = batch[0].name if len(batch) == 1 else owners.get(finding.file or "") or _owner(batch, finding)
            found[owner].append(finding)
    return found


def _context(records: Sequence[CheckedSource]) -> Assertion:
    views = {id(record.seen): record.seen for record in records}  # many records share one
    quads = {quad: None for seen in views.values() for quad in seen}
    return Assertion(GRAPHS["reference"], sorted(quads, key=str))


def _owner(records: Sequence[CheckedSource], finding: Finding) -> str:
    """Return the source of a finding without a place: the one that describes its focus node."""
    described = ((r.name, {q.subject.value for q in r.assertion.quads if hasattr(q.subject, "value")}) for r in records)
    return next((name for name, subjects in described if finding.focus in subjects), records[0].name)
