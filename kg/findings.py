"""What a check reports: the rule that was broken, and a plain value that knows its place in a file."""

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

#: The rule of what cannot be read at all. Nobody knows what else is wrong there: no baseline accepts it.
UNREADABLE = "unreadable"


class Severity(IntEnum):
    """How bad a finding is, in the three degrees of SHACL (sh:Info, sh:Warning, sh:Violation)."""

    INFO = 1
    WARNING = 2
    VIOLATION = 3

    def __str__(self) -> str:
        """Return the lower-case name that every report format prints."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Span:
    """A range of characters in a file; lines and columns count from 1, the end is exclusive."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Terms:
    """What RDF a finding is about, in N-Triples form; `component` is the IRI of the SHACL component that tells it."""

    focus: str | None = None
    path: str | None = None
    value: str | None = None
    component: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, or questionable, and where.

    `rule` is the stable name of the check (the local name of a SHACL shape, or a name such as
    `quote-not-found`); `focus`, `path` and `value` are IRIs or lexical forms where they apply.
    `related` are further places that explain it, such as the line of the article. `terms` are the terms
    themselves, for what was found in RDF: a validation report tells those, with their datatypes.
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
        """Return a finding at `span`, or one without a place where `span` is None."""
        if span is None:
            return cls(rule, message, severity, focus=focus, path=path, value=value, related=related, terms=terms)
        place = (span.file, span.line, span.column, span.end_line, span.end_column)
        return cls(rule, message, severity, *place, focus, path, value, related, terms)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: a SHACL constraint, or a check that is made before or after there is a graph to hold against shapes.

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

    A fingerprint makes a finding the same finding after lines have moved: it stands for the rule and what it is
    about. It leaves out lines and columns, and the message too, which may name a line. It has the row that the
    finding is about, and the value that it complains of (of a key that is missing, the key). Equal findings of one
    file are told apart by their order. It is the same from whichever folder the file is named.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    marks = []
    for finding in findings:
        key = _key(finding)
        seen[key] += 1
        # The first of two equal findings has one fingerprint and the second another: mending one of them mends one.
        digest = hashlib.sha256("\x00".join((*key, str(seen[key]))).encode())
        marks.append(digest.hexdigest()[:32])
    return marks


def _key(finding: Finding) -> tuple[str, ...]:
    """Name the finding without its place."""
    file = _name(finding.file) if finding.file else ""
    return (finding.rule, file, finding.focus or "", finding.path or "", finding.value or "")


def _name(file: str) -> str:
    """Return the folder and the name of a file, or its name alone in the root of a checkout, which may lie anywhere."""
    path = Path(os.path.abspath(file))
    return path.name if (path.parent / ".git").exists() else "/".join(path.parts[-2:])


def one_line(text: str, longest: int | None = None) -> str:
    """Return a text on one line: runs of white space folded, control characters replaced, the end cut off."""
    folded = re.sub(r"[\x00-\x1f\x7f-\x9f]", "\N{REPLACEMENT CHARACTER}", " ".join(text.split()))
    return folded if longest is None or len(folded) <= longest else f"{folded[: longest - 1]}…"


Term = str  # the N-Triples form of a term, so that spans need no RDF library


@dataclass(slots=True)
class Spans:
    """Where each asserted subject, property and value stands in the files that asserted it.

    Terms are keyed by their N-Triples form (`<iri>`, `"literal"`), which every RDF library prints alike.
    """

    marks: dict[tuple[Term, Term | None, Term | None], Span] = field(default_factory=dict)

    def mark(self, span: Span, subject: Term, predicate: Term | None = None, value: Term | None = None) -> None:
        """Record a place; the first one that was recorded for the same key stands."""
        self.marks.setdefault((subject, predicate, value), span)

    def find(self, subject: Term, predicate: Term | None = None, value: Term | None = None) -> Span | None:
        """Return the most specific place known: of the value, else of the property, else of the subject."""
        for key in ((subject, predicate, value), (subject, predicate, None), (subject, None, None)):
            if key in self.marks:
                return self.marks[key]
        return None

    def update(self, other: Spans) -> None:
        """Take over the places of another file; those already recorded stand."""
        for key, span in other.marks.items():
            self.marks.setdefault(key, span)
