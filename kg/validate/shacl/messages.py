"""Turns a SHACL result into a finding: where it is, what is wrong there, and what to do, in the words of the sheet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kg.findings import Finding, Severity, Terms
from kg.namespaces import PREFIXES
from kg.text import SourceText
from kg.validate.shacl.causes import cause_of
from kg.validate.shacl.labels import bare, word

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from kg.findings import Span
    from kg.validate.shacl.context import SourceContext
    from kg.validate.shacl.engines import ShapeResult

__all__ = ["finding_of"]

_SEVERITIES = {"Violation": Severity.VIOLATION, "Warning": Severity.WARNING, "Info": Severity.INFO}
_OA = PREFIXES["oa"]
_SELECTOR, _EXACT, _START, _END = (f"<{_OA}{name}>" for name in ("hasSelector", "exact", "start", "end"))


def finding_of(
    result: ShapeResult,
    around: SourceContext,
    joins: Collection[str] = (),
    points: Mapping[str, Sequence[str]] | None = None,
) -> Finding:
    """Return the finding for a result, at the most specific place known for the assertion.

    `joins` are the shapes that check a whole source at once: their focus node is the source, and their value is the
    faulty node. `points` are the properties at whose values a shape of a whole node is reported. Raises EngineError if
    pySHACL cannot check a node against an inner shape.
    """
    focus, path, value = result.focus, result.path, result.value
    # One query over a whole source is far cheaper than one per statement, but its focus is the source; the node to
    # correct is the value.
    if result.shape in joins and value is not None:
        focus, value = value, None
    place = _at(around, focus, (points or {}).get(result.shape, ()))
    return Finding.at(
        place or around.assertion.spans.find(focus, path, value),
        result.shape.rpartition("#")[2],
        _message(result, around, focus, value),
        severity=_SEVERITIES.get(result.severity, Severity.VIOLATION),
        focus=bare(focus),
        path=bare(path) if path else None,
        value=bare(value) if value else None,
        related=_quoted(around, focus),
        terms=Terms(result.focus, path, result.value, result.component or None),
    )


def _message(result: ShapeResult, around: SourceContext, focus: str, value: str | None) -> str:
    """Return what is wrong in this data, followed by the message of the shape."""
    if said := cause_of(result, around, focus):
        return f"{said}. {result.message}"
    here = f" (here it is {word(value)})" if value is not None and value != focus else ""
    return f"{word(focus)}: {result.message}{here}"


def _at(around: SourceContext, focus: str, properties: Sequence[str]) -> Span | None:
    """Return the place of the first value of one of these properties of a node."""
    for wanted in properties:
        for value in around.said.values(focus, wanted):
            return around.assertion.spans.find(focus, wanted, value)
    return None


def _quoted(around: SourceContext, focus: str) -> tuple[Span, ...]:
    """Return the place in the article of the quotation behind a row, or behind the row that a node is part of."""
    article = next((name for name in around.assertion.inputs if name.endswith(".txt")), None)
    evidence = around.said.evidence(focus)
    if article is None or evidence is None:
        return ()
    selectors = around.said.values(evidence, _SELECTOR)
    ends = [[bare(value) for key in (_START, _END) for value in around.said.values(node, key)] for node in selectors]
    # The offsets themselves may be wrong, so they are not trusted here.
    offsets = next((two for two in ends if len(two) == 2 and all(offset.isdigit() for offset in two)), None)
    text = SourceText.read(Path(article), inside=True)
    if offsets is None:  # then use the words, if they occur exactly once
        quotes = [bare(quote) for node in selectors for quote in around.said.values(node, _EXACT)]
        places = [place for quote in quotes[:1] for place in text.find(quote)]
        return (text.span(*places[0]),) if len(places) == 1 else ()
    start, end = map(int, offsets)
    return (text.span(start, end),) if start <= end <= len(text.content) else ()
