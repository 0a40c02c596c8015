"""The findings as JSON: `SCHEMA` is the schema of the format, and docs/validation.md describes it."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from kg.findings import Severity, fingerprints

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.findings import Finding, Rule

__all__ = ["SCHEMA", "render"]

_TEXT = {"type": ["string", "null"]}
_NUMBER = {"type": ["integer", "null"], "minimum": 1}
_PLACE = dict.fromkeys(("line", "column", "end_line", "end_column"), _NUMBER)

#: JSON Schema (draft 2020-12) of the result of `render`.
SCHEMA: dict[str, object] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://w3id.org/diplomatic-positions/schema/findings.json",
    "title": "Findings of kg validate",
    "type": "object",
    "required": ["conforms", "counts", "findings"],
    "additionalProperties": False,
    "properties": {
        "conforms": {"type": "boolean", "description": "true where no finding is a violation"},
        "counts": {
            "type": "object",
            "description": "the number of findings of each severity",
            "additionalProperties": False,
            "required": ["violation", "warning", "info"],
            "properties": {str(severity): {"type": "integer", "minimum": 0} for severity in Severity},
        },
        "findings": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["rule", "message", "severity", "fingerprint"],
                "properties": {
                    "rule": {"type": "string", "description": "stable name; `kg rules NAME` explains it"},
                    "message": {"type": "string"},
                    "severity": {"enum": [str(severity) for severity in Severity]},
                    "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
                    "file": _TEXT,
                    **_PLACE,
                    "focus": _TEXT,
                    "path": _TEXT,
                    "value": _TEXT,
                    "related": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "additionalProperties": False,
                            "properties": {"file": {"type": "string"}, **_PLACE},
                        },
                    },
                },
            },
        },
    },
}


def render(
    findings: Sequence[Finding],
    rules: Mapping[str, Rule],  # noqa: ARG001 - one signature for all formats
    counted: Sequence[Finding] | None = None,
) -> str:
    """Return one JSON object; `counted` are all findings if only some of them are written."""
    everything = findings if counted is None else counted
    counts = {str(severity): sum(finding.severity is severity for finding in everything) for severity in Severity}
    rows = [_row(finding, mark) for finding, mark in zip(findings, fingerprints(findings), strict=True)]
    report = {"conforms": counts["violation"] == 0, "counts": counts, "findings": rows}
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def _row(finding: Finding, mark: str) -> dict[str, object]:
    told = {name: value for name, value in asdict(finding).items() if name != "terms"}  # only for `turtle`
    return {**told, "severity": str(finding.severity), "fingerprint": mark}
