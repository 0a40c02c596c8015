"""Drops headline rows that add nothing to the text below them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.draft.drafts import named_in
from kg.extract.draft.noise.doubled import is_in_headline, without_doubles

if TYPE_CHECKING:
    from kg.extract.draft.drafts import Row, RowWriter

__all__ = ["without_bare_headlines"]


def without_bare_headlines(drafter: RowWriter) -> list[Row]:
    """Return the rows of a draft without headline rows that nobody could accept as they are.

    A headline row without a sentence or a speaker adds nothing if the same side also speaks in the text.
    """
    rows = drafter.result.statements
    below = {side for row in rows if not is_in_headline(drafter, row) for side in _sides(row)}
    kept = [row for row in rows if not (is_in_headline(drafter, row) and _is_bare(drafter, row, below))]
    kept = without_doubles(drafter, kept)
    ids = {row["id"] for row in kept}
    for row in kept:
        if row.get("retracts", row["id"]) not in ids:
            del row["retracts"]
    return kept


def _is_bare(drafter: RowWriter, row: Row, below: set[str]) -> bool:
    new = drafter.propositions.new.get(str(row["proposition"]))
    blank = new is not None and not new.sentence
    return ("speaker" not in row and bool(below)) or (blank and not below.isdisjoint(_sides(row)))


def _sides(row: Row) -> set[str]:
    """Return the speakers of a row and their principals."""
    return named_in({key: row[key] for key in ("speaker", "for") if key in row})
