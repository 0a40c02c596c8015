"""Checks that a row reflects a "may" or "if" in its quote: what is only possible must not count as firm."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.findings import Severity
from kg.sources.words.doubts import hedge_in
from kg.sources.words.lists import words_of
from kg.sources.words.negations import side_and_sentence

if TYPE_CHECKING:
    from kg.forms.reader import Reader
    from kg.forms.row import Row
    from kg.reference.lookup import Reference
    from kg.vocabulary import Vocabulary

__all__ = ["check_condition", "check_hedge"]

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
    if row.maybe("act") == "expects" and word.startswith("expected"):
        return  # that it is only expected is what the act says
    # A proposition may itself be about a possibility, and the proposition of a draft may have no sentence yet.
    if word and sentence and not hedge_in(sentence):
        message = (
            f"the quote says “{word}”, and the row is coded as certain: add `certainty: possible` (or `probable`), use "
            "`act: doubts` for the speaker's own doubt, or shorten the quote if the word belongs to something else"
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


def _condition_in(words: str) -> str:
    # "As if" compares, and "even if" makes no condition.
    found = next((found[1] for found in _conditions().finditer(words) if found[1]), "")
    inverted = re.match(r"\W*(Were|Should)\s+(?!not\b)[^.?]*,", words)
    return found or (inverted[1] if inverted else "")


@lru_cache(maxsize=1)
def _conditions() -> re.Pattern[str]:
    lasting = r"(?!\s+(?:it takes|necessary|needed|required|possible))"  # "as long as necessary" is a time
    # "Once Bland pays" is a condition, "was once the" is not.
    clause = r"(?=\s(?:(?:the|its?|they|s?he|all|this|that)\b|(?-i:[A-Z])))"
    once = rf"(?<=\w )(?<!is )(?<!are )(?<!was )(?<!were )once{clause}"
    words = "|".join((*words_of("conditions"), r"(?<=, )provided", once))
    return re.compile(rf"(?i)\b(?:(?:as|even|what) if|({words}){lasting})\b")
