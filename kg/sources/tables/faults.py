"""Collects the faults of tables cell by cell, and reports each kind of fault once for each value."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.findings import Finding, Severity, Span
from kg.suggestions import counted

if TYPE_CHECKING:
    from kg.forms.table_rows import TableRows

__all__ = ["Fault", "Faults"]

#: How many findings of one rule are reported for a table; a table that is wrong throughout would have millions.
_MOST = 200


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault in a cell or a row: `rule` is the name of the shape that it would violate in the graph.

    `value` is the text of the cell; rows are counted as in RFC 7111.
    """

    rule: str
    message: str
    file: str
    row: int
    line: int
    column: int = 1
    value: str = ""
    severity: Severity = Severity.VIOLATION
    related: tuple[Span, ...] = ()

    def finding(self, more: int = 0) -> Finding:
        """Return the finding; `more` is the number of other rows with the same wrong value."""
        same = f" ({counted(more, 'more row')} with the same fault)" if more else ""
        place = Span(self.file, self.line, self.column, self.line, self.column + max(1, len(self.value)))
        value = self.value or None
        return Finding.at(
            place, self.rule, self.message + same, severity=self.severity, value=value, related=self.related
        )


@dataclass(slots=True)
class Faults:
    """All faults of the tables of one source, in the order in which they were found."""

    found: list[Fault] = field(default_factory=list)

    def add(
        self,
        rows: TableRows,
        cell: int,
        rule: str,
        message: str,
        value: str = "",
        *,
        severity: Severity = Severity.VIOLATION,
        related: tuple[Span, ...] = (),
    ) -> None:
        """Add a fault in a cell of the row that was read last."""
        place = (str(rows.path), rows.number, rows.line, rows.column(cell))
        self.found.append(Fault(rule, message, *place, value, severity, related))

    def findings(self) -> list[Finding]:
        """Return the findings: one for each value, and only the first few of each rule in a table."""
        grouped: dict[tuple[str, ...], list[Fault]] = {}
        for fault in self.found:
            # One misspelt name in ten thousand rows is one mistake. A fault without a value is a separate mistake in
            # each row.
            key = (fault.rule, fault.file, fault.value or f"\0{fault.row}", fault.message if fault.related else "")
            grouped.setdefault(key, []).append(fault)
        counts: dict[tuple[str, str], int] = {}
        told = []
        for faults in grouped.values():
            first = faults[0]
            counts[first.rule, first.file] = number = counts.get((first.rule, first.file), 0) + 1
            told += [first.finding(len(faults) - 1)] if number <= _MOST else []
        return [*told, *(self._rest(key, count - _MOST) for key, count in counts.items() if count > _MOST)]

    def _rest(self, key: tuple[str, str], count: int) -> Finding:
        rule, file = key
        severity = max(fault.severity for fault in self.found if (fault.rule, fault.file) == key)
        return Finding(rule, f"{count:,} more findings of this rule in this table", severity, file, line=1, column=1)
