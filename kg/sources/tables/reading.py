"""Reads one table row by row, resolves its columns, and reports damaged rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.findings import Severity
from kg.forms.table_rows import TableRows
from kg.sources.tables.cells import Cells
from kg.suggestions import suggest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kg.reference.lookup import Reference
    from kg.sources.tables.faults import Faults
    from kg.sources.tables.model import TableFile

__all__ = ["TableReading"]


class TableReading:
    """One table; subclasses process its rows one by one, and all faults go to `faults`."""

    def __init__(self, folder: Path, table: TableFile, reference: Reference, faults: Faults) -> None:
        """Read the header. Raises InputError for a table that cannot be read."""
        self.rows = TableRows(folder / table.url, table.dialect)
        self.cells = {column.name: Cells(column, self.rows.header, reference) for column in table.columns}
        self.faults = faults

    def read(self) -> None:
        """Process all well-formed rows, unless a column is missing."""
        missing = [cells for cells in self.cells.values() if cells.missing]
        if missing and len(missing) == sum(cells.column.titles is not None for cells in self.cells.values()):
            # If all are missing, the table is not in the described dialect, so the columns are not reported one by one.
            message = f"the header has none of the columns: {_why(self.rows.header)}"
            self.faults.add(self.rows, 0, "missing-column", message)
            return
        for cells in missing:
            title = cells.column.titles or ""
            message = f"the table has no column `{title}`: {suggest(title, self.rows.header)}"
            self.faults.add(self.rows, 0, "missing-column", message, title)
        for head in {head for head in self.rows.header if list(self.rows.header).count(head) > 1}:
            self.faults.add(self.rows, 0, "missing-column", f"two columns have the header `{head}`: rename one", head)
        if missing:
            return
        for row in self.rows:
            if self.rows.is_plain(row):
                self.take(row)
            elif not self._damaged(row):
                self._doubt(row)
                self.take(row)

    def take(self, row: Sequence[str]) -> None:
        """Process a row."""
        raise NotImplementedError

    def value(self, cells: Cells, text: str, day: str = "") -> str | None:
        """Return the meaning of a text, None after a fault."""
        found = cells.meaning(text, day)
        if found is None:
            self.faults.add(self.rows, cells.index or 0, cells.rule, cells.explain(text), text)
        return found

    def _doubt(self, row: Sequence[str]) -> None:
        """Warn about letters that were lost before the table was published; the text is used as it is."""
        cell = self.rows.misread(row)
        if cell is not None:
            message = f"`{row[cell][:60]}` was decoded in a wrong encoding: correct it from the original"
            self.faults.add(self.rows, cell, "table-row", message, row[cell], severity=Severity.WARNING)

    def _damaged(self, row: Sequence[str]) -> bool:
        damage = self.rows.damage(row)
        if damage:
            message, cell = damage
            self.faults.add(self.rows, cell, "table-row", message, row[cell] if cell else "")
        return damage is not None


def _why(header: Sequence[str]) -> str:
    """Return a likely reason why the header of a table is not recognised."""
    text = "".join(header)
    if text.startswith(("PK\x03\x04", "<", "%PDF", "{", "[")):
        return "it is a workbook or document: save it as csv"
    if "\0" in text:
        return "it seems to be UTF-16 (`dialect: {encoding: utf-16-le}`), or no text at all"
    if text.startswith("sep="):
        return "remove the first line, which only spreadsheets understand"
    for mark, name in ((";", ";"), ("\t", "\\t"), ("|", "|"), (",", ",")):
        if mark in text:
            return f'its cells seem to be separated by `{name}` (`dialect: {{delimiter: "{name}"}}`)'
    return "correct `titles`, or add a header"
