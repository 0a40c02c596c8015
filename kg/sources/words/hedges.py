"""Checks that a row reflects a "may" or "reportedly" in its quote, so that a possibility does not count as firm."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.findings import Severity
from kg.sources.words.lists import words_of
from kg.sources.words.negations import side_and_sentence

if TYPE_CHECKING:
    from kg.forms.reader import Reader
    from kg.forms.row import Row
    from kg.reference.lookup import Reference
    from kg.vocabulary import Vocabulary

__all__ = ["check_hedge", "hedge_in"]

#: These acts already express that nothing is firm, or report what somebody else alleges.
_KNOWING = ("accuses", "blames", "denies", "doubts", "fears", "hopes", "makes-condition", "rejects")
_FIRM = ("supports", "opposes")


def check_hedge(row: Row, reader: Reader, vocabulary: Vocabulary, known: Reference) -> None:
    """Report a statement whose words are only possible or alleged, and which is coded as certain."""
    polarity, sentence = side_and_sentence(row, vocabulary, known)
    if polarity not in _FIRM or row.maybe("act") in _KNOWING or "certainty" in row.nodes or "quote" not in row.values:
        return
    word = hedge_in(row.text("quote"))
    # A proposition may itself be about a possibility, and the proposition of a draft may have no sentence yet.
    if word and sentence and not hedge_in(sentence):
        message = (
            f"the quote says “{word}”, and the row is coded as certain: add `certainty: possible` (or `probable`), or "
            "shorten the quote if the word belongs to something else"
        )
        reader.report(row.nodes["quote"], "lost-hedge", message, severity=Severity.WARNING)


def hedge_in(words: str) -> str:
    """Return the first English word that makes a text only possible or alleged, empty if there is none."""
    found = _hedges().search(words)
    return found[0] if found else ""


@lru_cache(maxsize=1)
def _hedges() -> re.Pattern[str]:
    # "May" is a month, and a word in its own quotation marks is only mentioned.
    first = {word: f"(?i:{word[0]}){word[1:]}" for word in (*words_of("doubt"), *words_of("possibility"))}
    alternatives = "|".join("may" if word == "may" else pattern for word, pattern in first.items())
    return re.compile(rf"(?<!['‘“\"])\b(?:{alternatives})\b(?!['’”\"])")
