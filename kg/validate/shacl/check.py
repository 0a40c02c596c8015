"""Checks assertions against the shapes, source by source, with reference data and ontology as context."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.validate.shacl.context import Context, SourceContext
from kg.validate.shacl.engines import engine_named
from kg.validate.shacl.grouping import group_sources

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyoxigraph as ox

    from kg.findings import Finding
    from kg.sources.assertion import Assertion
    from kg.validate.shacl.engines import Engine, ShapeResult

__all__ = ["check_shapes"]


def check_shapes(assertions: Sequence[Assertion], reference: Assertion, engine: Engine | None = None) -> list[Finding]:
    """Return the findings of the shapes for each source, and for the reference data if it is among the assertions.

    The default `engine` is the fastest one installed. Raises EngineError when it fails.
    """
    engine = engine or engine_named()
    sources = [assertion for assertion in assertions if assertion is not reference]
    found = _check(engine, (), [[reference]]) if len(sources) < len(assertions) else []
    groups = group_sources([assertion.written() for assertion in sources], [assertion.source for assertion in sources])
    found += _check(engine, reference.quads, [[sources[at] for at in members] for members in groups])
    return sorted(found, key=_place)


def _check(engine: Engine, context: Sequence[ox.Quad], groups: Sequence[Sequence[Assertion]]) -> list[Finding]:
    """Return the findings of assertions, given in groups that may be checked together."""
    if not groups:
        return []
    around, checker, found = Context(context), engine.prepare(context), []
    for members in groups:
        results = checker.check([_quads(assertion) for assertion in members])
        for assertion, part in zip(members, results, strict=True):
            found += _findings(part, assertion, around)
    return found


def _findings(results: Sequence[ShapeResult], assertion: Assertion, context: Context) -> list[Finding]:
    if not results:
        return []  # rdflib is not imported
    from kg.validate.shacl.messages import finding_of
    from kg.validate.shacl.shapes import joins, points

    faulty = {f"<{name}>" for name in assertion.faulty}  # their faults were already reported on reading
    told = [result for result in results if not {result.focus, result.value} & faulty]
    around = SourceContext(assertion, context)
    return [finding_of(result, around, joins(), points()) for result in told]


def _quads(assertion: Assertion) -> list[ox.Quad]:
    return [*assertion.quads, *assertion.proposed]


def _place(finding: Finding) -> tuple[str, int, int, str]:
    return (finding.file or "", finding.line or 0, finding.column or 0, finding.rule)
