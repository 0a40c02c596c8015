"""GitHub workflow commands: `::error file=...,line=...::message` annotates the line in a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.findings import Finding, Rule

__all__ = ["render"]

_COMMANDS = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(findings: Sequence[Finding], rules: Mapping[str, Rule]) -> str:
    """Return one line per finding."""
    # Each command must be one line: an unescaped line feed in a message would start a new command.
    return "".join(_command(finding, rules.get(finding.rule)) + "\n" for finding in findings)


def _command(finding: Finding, rule: Rule | None) -> str:
    title = rule.title if rule else finding.rule
    named = {
        "file": finding.file,
        "line": finding.line,
        "col": finding.column,
        "endLine": finding.end_line,
        "endColumn": finding.end_column,
        "title": title,
    }
    properties = ",".join(f"{key}={_property(str(value))}" for key, value in named.items() if value is not None)
    return f"::{_COMMANDS[finding.severity]} {properties}::{_data(finding.message)} [{finding.rule}]"


def _data(text: str) -> str:
    """Escape a message for the runner's command parser (actions/toolkit, command.ts)."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Escape a property value, which a colon or a comma would end."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
