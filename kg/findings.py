"""What a check reports: a plain value that knows its place in a file."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

__all__ = ["UNREADABLE", "Finding", "Severity", "Span", "Spans"]

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
class Finding:
    """One thing that is wrong, or questionable, and where.

    `rule` is the stable name of the check (the local name of a SHACL shape, or a name such as
    `quote-not-found`); `focus`, `path` and `value` are IRIs or lexical forms where they apply.
    `related` are further places that explain it, such as the line of the article.
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
    ) -> Finding:
        """Return a finding at `span`, or one without a place where `span` is None."""
        if span is None:
            return cls(rule, message, severity, focus=focus, path=path, value=value, related=related)
        place = (span.file, span.line, span.column, span.end_line, span.end_column)
        return cls(rule, message, severity, *place, focus, path, value, related)


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
