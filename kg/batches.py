"""Several sources given to the engine together, each finding given back to the source that it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.namespaces import GRAPHS
from kg.quads import Assertion
from kg.validation import check_assertions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.engines import Engine
    from kg.findings import Finding
    from kg.records import Record

__all__ = ["check_records"]


def check_records(records: Sequence[Record], engine: Engine) -> dict[str, list[Finding]]:
    """Return all findings of each source by itself: those made while reading it, and those of the shapes.

    The engine sees what the shapes can see of the reference data, and nothing else. Raises EngineError.
    """
    found = {record.name: list(record.assertion.findings) for record in records}
    placed = [record for record in records if record.assertion.spans.marks]
    batches = [placed, *([record] for record in records if not record.assertion.spans.marks)]
    for batch in filter(None, batches):
        owners = {file: record.name for record in batch for file in record.assertion.inputs}
        for finding in check_assertions([r.assertion for r in batch], _context(batch), engine):
            owner = batch[0].name if len(batch) == 1 else owners.get(finding.file or "") or _owner(batch, finding)
            found[owner].append(finding)
    return found


def _context(records: Sequence[Record]) -> Assertion:
    quads = {quad: None for record in records for quad in record.seen}
    return Assertion(GRAPHS["reference"], sorted(quads, key=str))


def _owner(records: Sequence[Record], finding: Finding) -> str:
    """Return the source of a finding without a place: the one that describes its focus."""
    described = ((r.name, {q.subject.value for q in r.assertion.quads if hasattr(q.subject, "value")}) for r in records)
    return next((name for name, subjects in described if finding.focus in subjects), records[0].name)
