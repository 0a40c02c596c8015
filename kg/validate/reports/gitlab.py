"""GitLab's code quality report: the subset of Code Climate's issue format that GitLab documents."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kg.findings import Severity, fingerprints

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.findings import Finding, Rule

__all__ = ["render"]

_SEVERITIES = {Severity.VIOLATION: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(findings: Sequence[Finding], rules: Mapping[str, Rule]) -> str:  # noqa: ARG001 - one signature for all formats
    """Return a JSON array, which is empty if there are no findings."""
    marks = fingerprints(findings)
    issues = [_issue(finding, mark) for finding, mark in zip(findings, marks, strict=True)]
    return json.dumps(issues, ensure_ascii=False, indent=2) + "\n"


def _issue(finding: Finding, mark: str) -> dict[str, object]:
    return {
        "description": finding.message,
        "check_name": finding.rule,
        "fingerprint": mark,
        "severity": _SEVERITIES[finding.severity],
        "location": {"path": finding.file or "", "lines": {"begin": finding.line or 1}},
    }
