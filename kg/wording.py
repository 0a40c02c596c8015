"""From a SHACL result to a finding: where it is, and in the words of the sheet what is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.findings import Finding, Severity
from kg.namespaces import DP, PREFIXES, kind_of, shorten, slug_of
from kg.text import SourceText

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from kg.assertion import Assertion
    from kg.engines import Result
    from kg.findings import Span

__all__ = ["finding_of"]

_SEVERITIES = {"Violation": Severity.VIOLATION, "Warning": Severity.WARNING, "Info": Severity.INFO}
#: Kinds whose slugs start with the source's, which a reader of its sheet need not be told.
_OF_A_SOURCE = ("statement", "event", "relation", "evidence", "selector", "attribution", "toll", "ballot")
_EVIDENCE, _SELECTOR = f"<{DP}evidence>", f"<{PREFIXES['oa']}hasSelector>"
_START, _END = f"<{PREFIXES['oa']}start>", f"<{PREFIXES['oa']}end>"


def finding_of(
    result: Result, assertion: Assertion, joins: Collection[str] = (), points: Mapping[str, Sequence[str]] | None = None
) -> Finding:
    """Return the finding of a result, at the most specific place that the assertion knows.

    `joins` are the shapes that look at a whole source at once: their focus node is the source, and
    their value is the node that is wrong. `points` are the properties at whose values a shape of a whole node is told.
    """
    focus, path, value = result.focus, result.path, result.value
    if result.shape in joins and value is not None:
        focus, value = value, None
    said = f" (here it is {_word(value)})" if value is not None and value != focus else ""
    return Finding.at(
        _at(assertion, focus, (points or {}).get(result.shape, ())) or assertion.spans.find(focus, path, value),
        result.shape.rpartition("#")[2],
        f"{_word(focus)}: {result.message}{said}",
        severity=_SEVERITIES.get(result.severity, Severity.VIOLATION),
        focus=_bare(focus),
        path=_bare(path) if path else None,
        value=_bare(value) if value else None,
        related=_quoted(assertion, focus),
    )


def _at(assertion: Assertion, focus: str, properties: Sequence[str]) -> Span | None:
    """Return the place of the first value that a node has for one of the properties."""
    for wanted in properties:
        for quad in (*assertion.quads, *assertion.proposed):
            if str(quad.predicate) == wanted and str(quad.subject) == focus:
                return assertion.spans.find(focus, wanted, str(quad.object))
    return None


def _word(term: str) -> str:
    """Return what a person calls a term: the name that a sheet uses for it, or the text of a literal."""
    bare = _bare(term)
    if not term.startswith("<"):
        return f"`{bare[:80]}`"
    kind = kind_of(bare)
    if kind is None:
        return f"`{shorten(bare)}`"
    name = slug_of(bare)
    return f"{kind} `{name.partition('.')[2] or name}`" if kind in _OF_A_SOURCE else f"{kind} `{name}`"


def _bare(term: str) -> str:
    """Return the IRI, the label of a blank node, or the lexical form of a literal in N-Triples."""
    if not term.startswith('"'):
        return term.strip("<>")
    (triple,) = ox.parse(f"<x:s> <x:p> {term} .", format=ox.RdfFormat.N_TRIPLES)
    return triple.object.value if isinstance(triple.object, ox.Literal) else term


def _quoted(assertion: Assertion, focus: str) -> tuple[Span, ...]:
    """Return the place of the quotation in the article, where a row rests on one that can be looked up."""
    said: dict[tuple[str, str], list[str]] = {}
    for quad in (*assertion.quads, *assertion.proposed):
        said.setdefault((str(quad.subject), str(quad.predicate)), []).append(str(quad.object))
    evidence = said.get((focus, _EVIDENCE), [focus])[0]
    for selector in said.get((evidence, _SELECTOR), [focus]):
        offsets = [_bare(value) for key in (_START, _END) for value in said.get((selector, key), [])]
        article = next((name for name in assertion.inputs if name.endswith(".txt")), None)
        if article and len(offsets) == 2 and all(offset.isdigit() for offset in offsets):
            return _span(Path(article), *map(int, offsets))
    return ()


def _span(article: Path, start: int, end: int) -> tuple[Span, ...]:
    text = SourceText.read(article)
    return (text.span(start, end),) if start <= end <= len(text.content) else ()
