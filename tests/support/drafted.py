"""What `kg extract` drafts from a short text, for tests of one row or one sentence."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

__all__ = ["DAY", "last_sentence", "rows_of", "sentences_of", "sides_of"]

#: When the texts of tests are published.
DAY = date(2023, 7, 13)


def rows_of(text: str, gazetteer: Gazetteer, *fields: str, day: date = DAY) -> list[tuple[object, ...]]:
    """Return fields of each drafted row, None for what a row has not; `sentence` is that of its proposition."""
    from kg.extract.draft.drafting import Drafter  # needs the extra `extract`

    draft = Drafter(text, gazetteer, day).draft()
    found = ({**row, "sentence": draft.propositions[str(row["proposition"])].sentence} for row in draft.statements)
    return [tuple(row.get(field) for field in fields) for row in found]


def sentences_of(text: str, gazetteer: Gazetteer) -> list[object]:
    """Return the sentence of each drafted row, empty where it is left blank."""
    return [sentence for (sentence,) in rows_of(text, gazetteer, "sentence")]


def last_sentence(text: str, gazetteer: Gazetteer) -> object:
    """Return the sentence of the last drafted row."""
    return sentences_of(text, gazetteer)[-1]


def sides_of(text: str, gazetteer: Gazetteer) -> list[tuple[object, ...]]:
    """Return the speaker and the act of each drafted row."""
    return rows_of(text, gazetteer, "speaker", "act")
