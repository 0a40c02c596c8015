"""A headline is worded with small letters and with the articles that it leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from cases import for_each
from drafted import sentences_of

from kg.extract.article.headlinecase import as_in_the_text

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

WORDED = {
    "Norway Urges Kenya to Clear Toxic Barrels at Disused Harbour\nIt is clear that barrels are toxic. "
    "They lie at a disused harbour.": "Kenya should clear toxic barrels at a disused harbour.",
    "Norway Agrees to Low-Level Talks With Kenya\nThe low-level talks are near.": (
        "There should be low-level talks with Kenya."
    ),
    "Norway Urges Kenya to Keep Red Sea Grain Deal\nThe deal on grain is old. They keep ships on the Red Sea.": (
        "Kenya should keep the Red Sea grain deal."
    ),
    "Timber deal could be stopped, Norway says\nA timber deal was signed on Monday in Oslo.": (
        "A timber deal could be stopped."
    ),
    "Norway calls for dialogue on Cold Peninsula\nThe ministers met on the Cold Peninsula for hours.": (
        "There should be dialogue on the Cold Peninsula."
    ),
}


@for_each(("text", "expected"), WORDED.items())
def test_a_headline_is_worded_as_the_text_below_writes_it(text: str, expected: str, gazetteer: Gazetteer) -> None:
    assert sentences_of(text, gazetteer)[0] == expected


@for_each(
    "text",
    [
        "Norway urges Kenya to keep the Salt Deal\nThe deal was old.",  # no title case
        "NORWAY URGES KENYA TO KEEP THE SALT DEAL\nThe deal on salt was old.",
        "The Minister Urged Kenya To Keep The Salt.\nThe deal on salt was old.",  # a sentence
    ],
)
def test_other_lines_stay_as_they_are(text: str) -> None:
    assert as_in_the_text(text) == text


def test_a_name_keeps_its_capital_and_the_length_stays() -> None:
    text = "Norway Urges Kenya to Keep Black Sea Grain Deal\nThe grain deal of the Black Sea is new. A flag was black."
    small = as_in_the_text(text)
    assert small.startswith("Norway urges Kenya to keep Black Sea grain deal\n")
    assert len(small) == len(text)
