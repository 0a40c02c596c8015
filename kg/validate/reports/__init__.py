"""Renders findings in formats for people and for continuous integration.

Each format is a module with one function, `render(findings, rules)`, which returns text; `text` is one of them. A
format makes no decisions: which findings are shown, and which of them fail the run, is decided before.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from kg.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.findings import Finding, Rule

__all__ = ["FORMATS", "MOST", "render_report"]

#: The name of each format and its purpose.
FORMATS = {
    "text": "for reading: the source line with a caret, and a summary",
    "json": "for programs: documented in docs/validation.md, with a JSON Schema",
    "sarif": "SARIF 2.1.0, for code scanning and editors",
    "junit": "JUnit XML, for test reports",
    "github": "GitHub workflow commands, which annotate the lines of a pull request",
    "gitlab": "GitLab code quality",
    "turtle": "the sh:ValidationReport of SHACL",
}
#: The most findings that a format's readers accept: GitHub rejects a whole SARIF run with more results.
MOST = {"sarif": 25_000}
#: Formats that are read by a server, which knows files by their path in the repository.
_OF_SERVERS = ("github", "gitlab", "sarif")


def render_report(
    form: str,
    findings: Sequence[Finding],
    rules: Mapping[str, Rule],
    most: int | None = None,
    least: Severity | None = Severity.VIOLATION,
    *,
    colour: bool = False,
) -> str:
    """Return the findings in the format `form`, one of FORMATS; ends with a line feed unless it is empty.

    At most `most` findings (1 or more) are shown, the most severe ones; the verdict still reflects all of them. No
    format shows more than its limit in MOST. Findings of severity `least` or above fail the run; with None, none does.
    `colour` is for text on a terminal.
    """
    module = import_module(
        f"kg.validate.reports.{form}_format" if form in ("json", "text") else f"kg.validate.reports.{form}"
    )
    limits = [limit for limit in (most, MOST.get(form)) if limit is not None]
    shown = _worst(findings, min(limits, default=None))
    if form in _OF_SERVERS:
        from kg.validate.reports.places import from_top

        shown = from_top(shown, form)
    more: dict[str, dict[str, object]] = {
        "json": {"counted": findings}, "junit": {"least": least}, "text": {"colour": colour},
    }  # fmt: skip  # one line of formats
    rendered: str = module.render(shown, rules, **more.get(form, {}))
    return rendered


def _worst(findings: Sequence[Finding], most: int | None) -> Sequence[Finding]:
    """Return the most severe findings, in their original order."""
    if most is None or len(findings) <= most:
        return findings
    worst = sorted(range(len(findings)), key=lambda place: -findings[place].severity)[:most]
    return [findings[place] for place in sorted(worst)]
