"""Assertions held against the shapes: source by source, with reference data and ontology as context."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.assertion import assert_reference, assert_source, find_sources, source_file
from kg.engines import engine_named
from kg.grouping import group
from kg.paths import default_seeds

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pyoxigraph as ox

    from kg.assertion import Assertion
    from kg.engines import Checker, Engine
    from kg.findings import Finding

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

    Without an `engine`, the fastest one that is installed is taken. Raises EngineError when it fails.
    """
    engine = engine or engine_named()
    sources = [assertion for assertion in assertions if assertion is not reference]
    found = _check([reference], engine.prepare(())) if len(sources) < len(assertions) else []
    if sources:
        checker = engine.prepare(reference.quads)
        parts = [_quads(assertion) for assertion in sources]
        for members in group(parts, [assertion.source for assertion in sources]):
            found += _check([sources[at] for at in members], checker)
    return sorted(found, key=_place)


def _check(assertions: Sequence[Assertion], checker: Checker) -> list[Finding]:
    """Return the findings of assertions that may be looked at together."""
    results = checker.check([_quads(assertion) for assertion in assertions])
    if not any(results):
        return []
    from kg.shapes import joins
    from kg.wording import finding_of

    pairs = zip(assertions, results, strict=True)
    return [finding_of(result, assertion, joins()) for assertion, part in pairs for result in part]


def _quads(assertion: Assertion) -> list[ox.Quad]:
    return [*assertion.quads, *assertion.proposed]
