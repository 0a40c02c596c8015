"""Findings and rules: what a check reports, as plain values with a place in a file."""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["UNREADABLE", "Finding", "Rule", "Severity", "Span", "Spans", "Terms", "fingerprints", "one_line"]

#: The rule for files that cannot be read at all. Their other faults are unknown, so no baseline accepts it.
UNREADABLE = "unreadable"


class Severity(IntEnum):
    """The severity of a finding, in the three degrees of SHACL (sh:Info, sh:Warning, sh:Violation)."""

    INFO = 1
    WARNING = 2
    VIOLATION = 3

    def __str__(self) -> str:
        """Return the lower-case name that every report format prints."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Span:
    """A range of characters in a file; lines and columns count from 1, and the end is exclusive."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Terms:
    """The RDF terms of a finding, in N-Triples form; `component` is the IRI of the SHACL component that reported it."""

    focus: str | None = None
    path: str | None = None
    value: str | None = None
    component: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault or a doubtful point, and its place.

    `rule` is the stable name of the check (the local name of a SHACL shape, or a name such as `quote-not-found`);
    `focus`, `path` and `value` are IRIs or lexical forms if they apply. `related` are further places that explain it,
    such as the line of the article. `terms` are the terms themselves, for findings in RDF: a validation report gives
    these, with their datatypes.
    """

    rule: str
    message: str
    severity: Severity = Severity.VIOLATION
    file: str | None = None
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None
    focus: str | None = None
    path: str | None = None
    value: str | None = None
    related: tuple[Span, ...] = ()
    terms: Terms | None = None

    @classmethod
    def at(
        cls,
        span: Span | None,
        rule: str,
        message: str,
        *,
        severity: Severity = Severity.VIOLATION,
        focus: str | None = None,
        path: str | None = None,
        value: str | None = None,
        related: tuple[Span, ...] = (),
        terms: Terms | None = None,
    ) -> Finding:
        """Return a finding at `span`, or one without a place if `span` is None."""
        if span is None:
            return cls(rule, message, severity, focus=focus, path=path, value=value, related=related, terms=terms)
        place = (span.file, span.line, span.column, span.end_line, span.end_column)
        return cls(rule, message, severity, *place, focus, path, value, related, terms)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: a SHACL constraint, or a check made before or after the graph is checked against shapes.

    `shape` is the IRI of the SHACL shape, None for other checks; `wrong` and `right` are examples.
    """

    name: str
    title: str
    problem: str
    solution: str
    severity: Severity
    shape: str | None = None
    wrong: str = ""
    right: str = ""

    def page(self) -> str:
        """Return the rule's page in Markdown: Problem, Solution, and the two examples."""
        parts = [f"# {self.name}", f"{self.title} ({self.severity})"]
        parts += ["## Problem", self.problem, "## Solution", self.solution]
        for heading, example in (("Wrong", self.wrong), ("Right", self.right)):
            if example:
                parts += [f"## {heading}", f"```{'turtle' if self.shape else ''}\n{example.rstrip()}\n```"]
        return "\n\n".join(parts) + "\n"


def fingerprints(findings: Sequence[Finding]) -> list[str]:
    """Return a fingerprint for each finding, in their order: 32 hexadecimal digits, unique in the list.

    A fingerprint identifies a finding even after lines have moved: it is made from the rule and the subject of the
    finding. It leaves out lines and columns, and also the message, which may name a line. It includes the row of the
    finding, and the faulty value (for a missing key, the key). Equal findings in one file are distinguished by their
    order. It does not depend on the folder from which the file is named.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    marks = []
    for finding in findings:
        key = _key(finding)
        seen[key] += 1
        # The first of two equal findings has one fingerprint and the second another, so fixing one of them removes one.
        digest = hashlib.sha256("\x00".join((*key, str(seen[key]))).encode())
        marks.append(digest.hexdigest()[:32])
    return marks


def _key(finding: Finding) -> tuple[str, ...]:
    """Return the identity of a finding without its place."""
    file = _name(finding.file) if finding.file else ""
    return (finding.rule, file, finding.focus or "", finding.path or "", finding.value or "")


def _name(file: str) -> str:
    """Return the folder and name of a file; at the top of a checkout, which may be anywhere, only the name."""
    path = Path(os.path.abspath(file))
    return path.name if (path.parent / ".git").exists() else "/".join(path.parts[-2:])


def one_line(text: str, longest: int | None = None) -> str:
    """Return a text on one line: white space folded, control characters replaced, cut to the longest length."""
    folded = re.sub(r"[\x00-\x1f\x7f-\x9f]", "\N{REPLACEMENT CHARACTER}", " ".join(text.split()))
    return folded if longest is None or len(folded) <= longest else f"{folded[: longest - 1]}…"


Term = str  # the N-Triples form of a term, so that spans need no RDF library


@dataclass(slots=True)
class Spans:
    """The place of each asserted subject, property and value in its file.

    The keys are terms in N-Triples form (`<iri>`, `"literal"`), which all RDF libraries print alike.
    """

    marks: dict[tuple[Term, Term | None, Term | None], Span] = field(default_factory=dict)

    def mark(self, span: Span, subject: Term, predicate: Term | None = None, value: Term | None = None) -> None:
        """Record a place; the first one recorded for a key is kept."""
        self.marks.setdefault((subject, predicate, value), span)

    def find(self, subject: Term, predicate: Term | None = None, value: Term | None = None) -> Span | None:
        """Return the most specific place known: of the value, or else of the property, or else of the subject."""
        for key in ((subject, predicate, value), (subject, predicate, None), (subject, None, None)):
            if key in self.marks:
                return self.marks[key]
        return None

    def update(self, other: Spans) -> None:
        """Add the places of another file; those already recorded are kept."""
        for key, span in other.marks.items():
            self.marks.setdefault(key, span)
