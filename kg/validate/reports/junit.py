"""JUnit XML, as Jenkins and GitLab read it: a suite for each file, a case for each finding.

A finding too mild to fail the run is a passed case with its message as output. Servers fail a build by this report as
well as by the exit code, so the two have to agree.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from kg.findings import UNREADABLE, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.findings import Finding, Rule

__all__ = ["render"]


def render(
    findings: Sequence[Finding],
    rules: Mapping[str, Rule],  # noqa: ARG001 - one signature for all formats
    least: Severity | None = Severity.VIOLATION,
) -> str:
    """Return the XML, in which findings of severity `least` or above are failures (None: none of them).

    Without findings it contains one passed case, since readers reject an empty report.
    """
    suites = ET.Element("testsuites", name="kg validate")
    by_file = groupby(sorted(findings, key=lambda finding: finding.file or ""), key=lambda finding: finding.file or "")
    for file, group in by_file:
        _suite(suites, file, list(group), least)
    if not findings:
        suite = ET.SubElement(suites, "testsuite", name="kg validate", tests="1", failures="0", errors="0")
        ET.SubElement(suite, "testcase", name="conforms", classname="kg.validate")
    ET.indent(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(suites, encoding="unicode") + "\n"


def _suite(suites: ET.Element, file: str, findings: Sequence[Finding], least: Severity | None) -> None:
    failing = [_fails(finding, least) for finding in findings]
    suite = ET.SubElement(suites, "testsuite", name=file or "(no file)")
    for name, count in (("tests", len(findings)), ("failures", sum(failing)), ("errors", 0)):
        suite.set(name, str(count))
    for finding, fails in zip(findings, failing, strict=True):
        _case(suite, file, finding, fails=fails)


def _fails(finding: Finding, least: Severity | None) -> bool:
    """Return whether a finding fails the run; unreadable files always do."""
    return finding.rule == UNREADABLE or (least is not None and finding.severity >= least)


def _case(suite: ET.Element, file: str, finding: Finding, *, fails: bool) -> None:
    place = f"line {finding.line}" if finding.line else "whole file"
    case = ET.SubElement(
        suite, "testcase", name=f"{finding.rule} ({place})", classname=file or "kg.validate", file=file
    )
    if finding.line:
        case.set("line", str(finding.line))
    text = _printable(f"{file}:{finding.line or 1}:{finding.column or 1}: {finding.message}")
    if fails:
        ET.SubElement(case, "failure", message=_printable(finding.message), type=finding.rule).text = text
    else:
        ET.SubElement(case, "system-out").text = f"{finding.severity}: {text}"


def _printable(text: str) -> str:
    """Replace characters that XML 1.0 does not allow (control characters) with the replacement character."""
    return "".join(char if char in "\t\n\r" or (char >= " " and char not in "￾￿") else "�" for char in text)
