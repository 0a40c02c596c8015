"""JUnit XML, as Jenkins and GitLab read it: a suite for each file, a case for each finding.

A warning or a note is a case that passed with its message as output, so that it is seen but does
not fail the report.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from kg.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.findings import Finding
    from kg.rules import Rule

__all__ = ["render"]


def render(findings: Sequence[Finding], rules: Mapping[str, Rule]) -> str:  # noqa: ARG001 - one signature for all formats
    """Return the XML; without findings it holds one case that passed, since readers reject an empty report."""
    suites = ET.Element("testsuites", name="kg validate")
    by_file = groupby(sorted(findings, key=lambda finding: finding.file or ""), key=lambda finding: finding.file or "")
    for file, group in by_file:
        _suite(suites, file, list(group))
    if not findings:
        suite = ET.SubElement(suites, "testsuite", name="kg validate", tests="1", failures="0", errors="0")
        ET.SubElement(suite, "testcase", name="conforms", classname="kg.validate")
    ET.indent(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(suites, encoding="unicode") + "\n"


def _suite(suites: ET.Element, file: str, findings: Sequence[Finding]) -> None:
    failures = sum(finding.severity is Severity.VIOLATION for finding in findings)
    suite = ET.SubElement(suites, "testsuite", name=file or "(no file)")
    for name, count in (("tests", len(findings)), ("failures", failures), ("errors", 0)):
        suite.set(name, str(count))
    for finding in findings:
        _case(suite, file, finding)


def _case(suite: ET.Element, file: str, finding: Finding) -> None:
    place = f"line {finding.line}" if finding.line else "whole file"
    case = ET.SubElement(
        suite, "testcase", name=f"{finding.rule} ({place})", classname=file or "kg.validate", file=file
    )
    if finding.line:
        case.set("line", str(finding.line))
    text = _printable(f"{file}:{finding.line or 1}:{finding.column or 1}: {finding.message}")
    if finding.severity is Severity.VIOLATION:
        ET.SubElement(case, "failure", message=_printable(finding.message), type=finding.rule).text = text
    else:
        ET.SubElement(case, "system-out").text = f"{finding.severity}: {text}"


def _printable(text: str) -> str:
    """Replace what XML 1.0 cannot hold (control characters) by the replacement character."""
    return "".join(char if char in "\t\n\r" or (char >= " " and char not in "￾￿") else "�" for char in text)
