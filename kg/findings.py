"""What a check reports: a plain value that knows its place in a file."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import IntEnum

__all__ = ["UNREADABLE", "Finding", "Severity", "Span", "Spans", "Terms", "one_line"]

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
