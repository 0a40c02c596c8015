"""Looks up the values of one column, each only once however many rows contain it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from kg.forms.types import Name
from kg.sources.tables.model import FORMATS
from kg.suggestions import suggest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.reference.lookup import Reference
    from kg.sources.tables.model import Column

__all__ = ["Cells"]

#: The kind of names in a column, and the shape that checks them in the graph.
_NAMES = {
    "voter": (Name(("Actor",), labels=True), "ballot-voter"),
    "body": (Name(("Organisation",), labels=True), "vote-body"),
    "motion": (Name(("Proposition",)), "vote-motion"),
    "holder": (Name(("Actor",), labels=True), "statement-holder"),
    "proposition": (Name(("Proposition",), labels=True), "statement-proposition"),
}
#: The list of the ontology from which the values of a column come.
_TERMS = {
    "choice": ("choice", "ballot-choice"),
    "issues": ("issue", "event-issue"),
    "act": ("act", "statement-act"),
    "polarity": ("polarity", "statement-polarity"),
    "mode": ("mode", "row-mode"),
}
RULES = {"date": "event-from", **{name: rule for name, (_, rule) in {**_NAMES, **_TERMS}.items()}}


class Cells:
    """The meaning of one column: `index` is its position in the rows, None if every row has the default.

    The meaning of a value is a slug, a day or a text; None if it is unknown.
    """

    def __init__(self, column: Column, header: Sequence[str], reference: Reference) -> None:
        """Find the column in the header; `missing` is whether it is absent."""
        self.column, self.name, self.reference = column, column.name, reference
        # Column titles are compared without the spaces that spreadsheets leave at their ends.
        heads = [head.strip() for head in header]
        self.missing = column.titles is not None and column.titles not in heads
        self.index = heads.index(column.titles) if column.titles in heads else None
        self.rule = RULES.get(self.name, "table-row")
        self._known: dict[tuple[str, str], str | None] = {}
        self._explained: dict[str, str] = {}

    def text(self, row: Sequence[str]) -> str:
        """Return the text of a row in this column, empty if there is none."""
        value = "" if self.index is None else row[self.index].strip()
        return (self.column.default or "") if not value or value in self.column.null else value

    def is_dated(self, text: str) -> bool:
        """Return whether the meaning of a name depends on the day."""
        return bool(self.column.until and text in self.column.until)

    def meaning(self, text: str, day: str = "") -> str | None:
        """Return the meaning of a text on a day, None if it is unknown."""
        # The day is only used for names whose meaning has changed; otherwise each name would be looked up again for
        # each day.
        key = (text, day if self.is_dated(text) else "")
        if key not in self._known:
            self._known[key] = self._meaning(*key)
        return self._known[key]

    def each(self, text: str) -> list[str]:
        """Return the values in a cell."""
        if self.name != "issues":
            return [text]
        parts = text.split(self.column.separator) if self.column.separator else text.split()
        return [part.strip() for part in parts if part.strip()]

    def explain(self, text: str) -> str:
        """Return why a text is not accepted, with similar names; computed once for all rows with the same text."""
        if text not in self._explained:
            self._explained[text] = self._explain(text)
        return self._explained[text]

    def _explain(self, text: str) -> str:
        name = self._renamed(text, "")
        if self.name in _NAMES:
            return self.reference.explain(name, _NAMES[self.name][0])
        if self.name in _TERMS:
            return f"unknown {_TERMS[self.name][0]} `{name[:100]}`: {suggest(name, self._terms())}"
        return f"`{text[:100]}` is not a valid date in the format {self.column.format}"

    def _meaning(self, text: str, day: str) -> str | None:
        name = self._renamed(text, day)
        if self.name in _NAMES:
            return self.reference.resolve(name, _NAMES[self.name][0])
        if self.name in _TERMS:
            return name if name in self._terms() else None
        return _day(name, FORMATS[self.column.format]) if self.name == "date" else name

    def _terms(self) -> Sequence[str]:
        return sorted(self.reference.vocabulary.lists[_TERMS[self.name][0]])

    def _renamed(self, text: str, day: str) -> str:
        """Return the meaning of a text in the description: that of the day, else the general one, else the text."""
        for last, name in sorted((self.column.until or {}).get(text, {}).items()):
            if day and day <= last:
                return name
        return (self.column.values or {}).get(text, text)


def _day(text: str, form: str) -> str | None:
    try:
        return datetime.strptime(text, form).date().isoformat()  # a day has no time zone
    except ValueError:
        return None
