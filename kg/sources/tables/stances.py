"""Reads the rows of a table of stances: who holds which stance on which proposition, since when, and where it is said.

The checks are those of the shapes (`shapes/statements.ttl`, `shapes/joins.ttl`), made cell by cell, as for ballots.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kg.sources.tables.reading import TableReading

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kg.reference.lookup import Reference
    from kg.sources.tables.faults import Faults
    from kg.sources.tables.model import TableFile

__all__ = ["BETWEEN", "StanceReading", "TableStance"]

#: The separator of cells if a row is itself the quotation, and in the text of a table.
BETWEEN = " | "
#: The shapes that a wrong date violates, by its fault.
_DATE, _LATE = "statement-said-to", "said-before-publication"
#: The acts that express no more than a side.
_PLAIN_ACTS = ("supports", "opposes")


def _is_late(said: str, published: str) -> bool:
    """Return whether a day is too late for a publication; elsewhere it may have been the next day already."""
    return said > published and (date.fromisoformat(said) - date.fromisoformat(published)).days > 1


@dataclass(frozen=True, slots=True)
class TableStance:
    """One row: names are slugs, `date` is an ISO 8601 day or empty.

    `quote` are its words, which begin at the character `start` of the table's text: one line per row, with `BETWEEN`
    between the cells.
    """

    table: int
    row: int
    line: int
    holder: str
    act: str
    polarity: str
    proposition: str
    mode: str
    date: str
    quote: str
    start: int

    def pattern(self) -> tuple[tuple[object, ...], ...]:
        """Return the values that shapes distinguish; each of them must be in the sample of a table."""
        return (
            ("holder", self.holder),
            ("act", self.act, self.polarity),
            ("proposition", self.proposition),
            ("mode", self.mode, bool(self.date)),
        )


class StanceReading(TableReading):
    """Reads the rows of one table of stances into `stances`; `published` is the day of publication."""

    def __init__(self, folder: Path, number: int, table: TableFile, reference: Reference, faults: Faults) -> None:
        """Read the header."""
        super().__init__(folder, table, reference, faults)
        self.number, self.vocabulary = number, reference.vocabulary
        self.published = ""
        self.stances: list[TableStance] = []
        self.start, self.before = len(BETWEEN.join(self.rows.header)) + 1, 1
        self.seen: dict[tuple[str, ...], list[TableStance]] = {}
        if "date" in self.cells:
            self.cells["date"].rule = _DATE

    def take(self, row: Sequence[str]) -> None:
        """Record a row, if it has no fault."""
        # Blank lines are skipped, but count as rows and as lines of the text.
        self.start += self.rows.number - self.before - 1
        start, self.before = self.start, self.rows.number
        self.start += len(BETWEEN.join(row)) + 1
        day = self.day(row)
        holder, proposition = self.required("holder", row, day), self.required("proposition", row, day)
        side, mode, date = self.side(row), self.mode(row), self.date(row)
        founded = self.founded(row)
        if holder is None or proposition is None or side is None or mode is None or date is None or not founded:
            return
        quote, offset = self.words(row)
        values = (holder, *side, proposition, mode, date, quote, start + offset)
        stance = TableStance(self.number, self.rows.number, self.rows.line, *values)
        if not self.repeated(stance, row):
            self.stances.append(stance)

    def required(self, name: str, row: Sequence[str], day: str) -> str | None:
        """Return the meaning of a required cell; names have their meaning on that day."""
        cells = self.cells[name]
        text = cells.text(row)
        if text:
            return self.value(cells, text, day)
        self.faults.add(self.rows, cells.index or 0, cells.rule, f"this row has no {name}: fill in the cell")
        return None

    def day(self, row: Sequence[str]) -> str:
        """Return the day of a row, on which the meaning of names depends; empty if there is none."""
        text = self.text("date", row)
        return (self.cells["date"].meaning(text) or "") if text else ""

    def text(self, name: str, row: Sequence[str]) -> str:
        """Return the text of a row in an optional column."""
        return self.cells[name].text(row) if name in self.cells else ""

    def side(self, row: Sequence[str]) -> tuple[str, str] | None:
        """Return the act and the polarity; if only one of them is given, the other is implied if possible."""
        act, polarity = (self.term(name, row) for name in ("act", "polarity"))
        if act is None or polarity is None:
            return None
        if not act and polarity not in _PLAIN_ACTS:
            name = "act" if "act" in self.cells else "polarity"
            self.faults.add(self.rows, self.at(name), "statement-act", "this row has no act: fill in the cell")
            return None
        act = act or polarity
        polarity = polarity or self.vocabulary.acts[act].polarity
        if polarity == "conditional":
            name = "polarity" if self.text("polarity", row) else "act"
            message = "tables have no conditions: put this stance into a sheet, with its `condition`"
            self.faults.add(self.rows, self.at(name), "statement-condition-given", message, self.text(name, row))
            return None
        return act, polarity

    def term(self, name: str, row: Sequence[str]) -> str | None:
        """Return a value from a list, empty if the row has none, None after a fault."""
        text = self.text(name, row)
        return self.value(self.cells[name], text) if text else ""

    def at(self, name: str) -> int:
        """Return the index of the cell of a column."""
        return self.cells[name].index or 0

    def mode(self, row: Sequence[str]) -> str | None:
        """Return the mode of the words; by default indirect speech."""
        return self.term("mode", row) if self.text("mode", row) else "indirect"

    def date(self, row: Sequence[str]) -> str | None:
        """Return the day on which it was said, empty if there is none, None after a fault."""
        text = self.text("date", row)
        found = self.value(self.cells["date"], text) if text else ""
        if found and _is_late(found, self.published):
            message = f"{found} is after the publication of the table ({self.published}): correct one of them"
            self.faults.add(self.rows, self.at("date"), _LATE, message, text)
            return None
        return found

    def founded(self, row: Sequence[str]) -> bool:
        """Return whether a row has evidence for its stance."""
        if self.text("quote", row) or self.text("page", row):
            return True
        name = "quote" if "quote" in self.cells else "page"
        message = f"this row has no {' or '.join(key for key in ('quote', 'page') if key in self.cells)}: fill it in"
        self.faults.add(self.rows, self.at(name), "row-founded", message)
        return False

    def words(self, row: Sequence[str]) -> tuple[str, int]:
        """Return the words of a row (its quote, or else the row itself), and their start in it."""
        quote, cells = self.text("quote", row), self.cells.get("quote")
        if not quote or cells is None or cells.index is None or quote not in row[cells.index]:
            return BETWEEN.join(row), 0
        before = "".join(cell + BETWEEN for cell in row[: cells.index])
        return quote, len(before) + row[cells.index].index(quote)

    def repeated(self, stance: TableStance, row: Sequence[str]) -> bool:
        """Report a row that repeats an earlier one, or takes another side in the same words."""
        where = self.text("quote", row) + "\0" + self.text("page", row)
        known = self.seen.setdefault((stance.holder, stance.proposition, stance.date, where), [])
        for other in known:
            if other.polarity != stance.polarity:
                message = f"the same words take the side `{other.polarity}` in row {other.row}: correct one of the rows"
                self.faults.add(self.rows, self.at("holder"), "stances-disagree", message)
                return True
            if other.act == stance.act:
                message = f"this row says the same as row {other.row}: remove one of them"
                self.faults.add(self.rows, self.at("holder"), "repeated-stance", message)
                return True
        known.append(stance)
        return False
