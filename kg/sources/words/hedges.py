"""Checks that a row reflects a "may" or "if" in its quote: what is only possible must not count as firm."""

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

__all__ = ["check_condition", "check_hedge", "hedge_in"]

#: These acts already express that nothing is firm, or report what somebody else alleges.
_KNOWING = ("accuses", "blames", "denies", "doubts", "fears", "hopes", "makes-condition", "rejects")
_FIRM = ("supports", "opposes")
#: These commit somebody, and do so only under a condition where the words have one.
_COMMITTING = ("agrees", "offers", "opposes", "promises", "refuses", "rejects", "supports")


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


def check_condition(row: Row, reader: Reader, vocabulary: Vocabulary, known: Reference) -> None:
    """Report a statement whose words commit somebody under a condition, and which is coded without one."""
    polarity, sentence = side_and_sentence(row, vocabulary, known)
    if polarity not in _FIRM or row.maybe("act") not in _COMMITTING or "quote" not in row.values:
        return
    word = _condition_in(row.text("quote"))
    if word and sentence and not _condition_in(sentence) and not {"condition", "certainty"} & row.nodes.keys():
        message = (
            f"the quote says “{word}”, and the row is coded without a condition: write `polarity: conditional` and "
            "`condition:`, or shorten the quote if the word belongs to something else"
        )
        reader.report(row.nodes["quote"], "lost-condition", message, severity=Severity.WARNING)


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


def _condition_in(words: str) -> str:
    # "As if" compares, and "even if" makes no condition.
    return next((found[1] for found in _conditions().finditer(words) if found[1]), "")


@lru_cache(maxsize=1)
def _conditions() -> re.Pattern[str]:
    return re.compile(rf"(?i)\b(?:(?:as|even|what) if|({'|'.join(words_of('conditions'))}))\b")
