"""SARIF 2.1.0 (OASIS, 2020): one run, its rules with their help, and a result for each finding."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kg import __version__
from kg.findings import Severity, fingerprints

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.findings import Finding, Rule, Span

__all__ = ["RELATED_WORDS", "render"]

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_STANDS = "a place in the text where the quote stands"
_AXIOM = "where another of the axioms is asserted"
#: The message for each related place of a finding, by its rule, unless it is the quotation of a row.
RELATED_WORDS = {
    "quote-ambiguous": _STANDS,
    "prefix-ambiguous": _STANDS,
    "prefix-not-found": _STANDS,
    "quote-characters": "the words as the text has them",
    "quote-not-found": "the words of the text that are nearest to the quote",
    "quote-offsets": "where the quote stands, or its offsets point",
    "duplicate-id": "where the same is asserted as well",
    "duplicate-text": "the other source with this text",
    "owl-inconsistent": _AXIOM,
    "owl-unsatisfiable": _AXIOM,
}


def render(findings: Sequence[Finding], rules: Mapping[str, Rule]) -> str:
    """Return a SARIF log; columns are counted in Unicode code points, and the log declares this."""
    used = sorted({finding.rule for finding in findings})
    index = {name: number for number, name in enumerate(used)}
    marks = fingerprints(findings)
    run = {
        "tool": {"driver": _driver([rules[name] for name in used if name in rules], used)},
        # Without this, readers count UTF-16 units, and every column after an emoji is off by one.
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, index, mark) for finding, mark in zip(findings, marks, strict=True)],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _driver(known: Sequence[Rule], used: Sequence[str]) -> dict[str, object]:
    described = {rule.name: rule for rule in known}
    return {
        "name": "kg",
        "fullName": "diplomatic-positions-kg",
        "semanticVersion": __version__,
        "informationUri": "https://w3id.org/diplomatic-positions/",
        "rules": [_rule(name, described.get(name)) for name in used],
    }


def _rule(name: str, rule: Rule | None) -> dict[str, object]:
    if rule is None:
        return {"id": name}
    return {
        "id": name,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.problem},
        "help": {"text": f"Problem: {rule.problem}\nSolution: {rule.solution}", "markdown": rule.page()},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(finding: Finding, index: Mapping[str, int], mark: str) -> dict[str, object]:
    result: dict[str, object] = {
        "ruleId": finding.rule,
        "ruleIndex": index[finding.rule],
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message},
        "partialFingerprints": {"finding/v1": mark},
    }
    if finding.file is not None:
        region = _region(finding.line, finding.column, finding.end_line, finding.end_column)
        result["locations"] = [_location(finding.file, region)]
    if finding.related:
        related = enumerate(finding.related, start=1)
        result["relatedLocations"] = [_related(number, span, finding.rule) for number, span in related]
    return result


def _related(number: int, span: Span, rule: str) -> dict[str, object]:
    """Return a related place with a message: text files hold quotations, all other files hold other assertions."""
    location = _location(span.file, _region(span.line, span.column, span.end_line, span.end_column))
    otherwise = "the text that is quoted" if span.file.endswith(".txt") else "what this does not go together with"
    return {"id": number, **location, "message": {"text": RELATED_WORDS.get(rule, otherwise)}}


def _location(file: str, region: dict[str, int]) -> dict[str, object]:
    physical: dict[str, object] = {"artifactLocation": {"uri": _uri(file)}}
    return {"physicalLocation": physical | ({"region": region} if region else {})}


def _uri(file: str) -> str:
    """Return a file name as a URI reference; a relative name stays relative."""
    from pathlib import Path
    from urllib.parse import quote

    path = Path(file)
    # A relative reference is resolved against the repository; a file:// URI from the runner's disk would match nothing
    # there.
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())


def _region(line: int | None, column: int | None, end_line: int | None, end_column: int | None) -> dict[str, int]:
    named = {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}
    return {name: number for name, number in named.items() if number is not None}
