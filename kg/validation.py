"""Assertions held against the shapes: one source at a time, with reference data and ontology as context."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.assertion import assert_reference, assert_source, find_sources, source_file
from kg.engines import Engine, PySHACL
from kg.paths import default_seeds

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    import pyoxigraph as ox
    import rdflib

    from kg.assertion import Assertion
    from kg.findings import Finding
    from kg.shapes import Triple

__all__ = ["Report", "check_assertions", "validate_paths"]


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, sorted by file and line, and how many sources were looked at."""

    findings: tuple[Finding, ...]
    sources: int


def validate_paths(paths: Sequence[Path], seeds: Path | None = None, engine: Engine | None = None) -> Report:
    """Check sheets, RDF files, folders of sources, folders of seeds and reference folders.

    Each is checked against the nearest enclosing `reference/`, unless `seeds` says whose. Raises
    InputError for what cannot be read, and EngineError when the engine fails.
    """
    groups: dict[Path, list[Path]] = {}
    for path in paths:
        groups.setdefault(_reference_for(path, seeds), []).append(path)
    findings: list[Finding] = []
    count = 0
    for folder, members in groups.items():
        reference, context = assert_reference(folder)
        files = {source_file(p): None for member in members if member.resolve() != folder for p in _sources(member)}
        assertions = [context, *(assert_source(file, reference) for file in files)]
        findings += [finding for assertion in assertions for finding in assertion.findings]
        findings += check_assertions(assertions, context, engine)
        count += len(files)
    return Report(tuple(sorted(findings, key=_place)), count)


def _sources(path: Path) -> list[Path]:
    return find_sources(path) if path.is_dir() else [path]


def _reference_for(path: Path, seeds: Path | None) -> Path:
    """Return the reference data that a path is to be checked against."""
    if seeds is not None:
        return (seeds / "reference").resolve()
    here = path.resolve()
    if here.is_dir() and here.name == "reference":
        return here
    near = (folder / "reference" for folder in (here, *here.parents))
    return next((folder for folder in near if folder.is_dir()), (default_seeds() / "reference").resolve())


def _place(finding: Finding) -> tuple[str, int, int, str]:
    return (finding.file or "", finding.line or 0, finding.column or 0, finding.rule)


def check_assertions(
    assertions: Sequence[Assertion], reference: Assertion, engine: Engine | None = None
) -> list[Finding]:
    """Return the findings of the shapes over each source, and over the reference data where it is among them.

    Raises EngineError when the engine fails.
    """
    engine, context = engine or PySHACL(), _triples(reference.quads)
    found: list[Finding] = []
    for assertion in assertions:
        found += _check(assertion, [] if assertion is reference else context, engine)
    return sorted(found, key=_place)


def _check(assertion: Assertion, context: list[Triple], engine: Engine) -> list[Finding]:
    import rdflib

    from kg.shapes import hierarchy, joins, shapes_for
    from kg.wording import finding_of

    own = _triples((*assertion.quads, *assertion.proposed))
    data = rdflib.Graph()
    for triple in (*own, *context, *hierarchy()):
        data.add(triple)
    subjects = {triple[0].n3() for triple in own if isinstance(triple[0], rdflib.URIRef)}
    results = engine.run(data, shapes_for({triple[2] for triple in own if triple[1] == rdflib.RDF.type}))
    return [finding_of(result, assertion, joins()) for result in results if result.focus in subjects]


def _triples(quads: Iterable[ox.Quad]) -> list[Triple]:
    return [(_term(quad.subject), _term(quad.predicate), _term(quad.object)) for quad in quads]


def _term(term: object) -> rdflib.term.Node:
    """Return the rdflib form of a term; literals are kept as they were written."""
    import pyoxigraph as ox
    import rdflib

    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.Literal):
        kind = None if term.language else rdflib.URIRef(term.datatype.value)
        if str(kind) == str(rdflib.XSD.string):
            kind = None  # rdflib compares a plain literal and an xsd:string as different terms
        return rdflib.Literal(term.value, lang=term.language, datatype=kind, normalize=False)
    return rdflib.BNode(str(getattr(term, "value", term)))
