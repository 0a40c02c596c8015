"""Checks that a statement has a denial only once: in its polarity, or in the sentence of its proposition."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.findings import Severity
from kg.sources.words.doubts import without_settled_doubts
from kg.sources.words.lists import words_of

if TYPE_CHECKING:
    from kg.forms.reader import Reader
    from kg.forms.row import Row
    from kg.reference.lookup import Reference
    from kg.vocabulary import Vocabulary

__all__ = ["check_negation", "denials", "side_and_sentence"]

#: With these the polarity itself says "no", or takes no side.
_AGAINST = ("opposes", "neutral", "conditional")


def check_negation(row: Row, reader: Reader, vocabulary: Vocabulary, known: Reference) -> None:
    """Report a statement that denies twice, or that has lost the denial in its words."""
    polarity, sentence = side_and_sentence(row, vocabulary, known)
    if not polarity or not sentence or "quote" not in row.values:
        return
    denied = denials(sentence) > 0
    key = next(name for name in ("polarity", "proposition") if name in row.nodes)
    if polarity == "opposes" and denied:
        message = (
            f"`opposes` a proposition that is itself negative (“{sentence}”): affirm it in the proposition, or use "
            "`supports` if the speaker agrees with it as it stands"
        )
        reader.report(row.nodes[key], "negative-proposition", message, severity=Severity.WARNING)
    # Two denials in a quote cancel out more often than not, so only an odd number of them is missed.
    elif _turned_down(row.text("quote")) % 2 and polarity not in _AGAINST and not (denied or _is_inherent(sentence)):
        message = (
            f"the quote has a negation that neither the polarity (`{polarity}`) nor the proposition (“{sentence}”) "
            "has: check that the row does not say the opposite of its words"
        )
        reader.report(row.nodes[key], "lost-negation", message, severity=Severity.WARNING)


def side_and_sentence(row: Row, vocabulary: Vocabulary, known: Reference) -> tuple[str | None, str]:
    """Return the side that a row takes, its own or that of its act, and the sentence of its proposition.

    The side is None where neither has one; the sentence is empty for an unknown proposition, and one not worded yet.
    """
    act = vocabulary.acts.get(row.maybe("act") or "")
    entry = known.get(row.maybe("proposition") or "", "proposition")
    return row.maybe("polarity") or (act.polarity if act else None), entry.label if entry else ""


def denials(words: str) -> int:
    """Return how many times some English words deny something."""
    negations, strengthening, *_ = _words()
    # “Not only” and “nobody doubts” deny nothing, so they are removed before counting.
    return len(negations.findall(strengthening.sub(" ", without_settled_doubts(words.casefold()))))


def _turned_down(words: str) -> int:
    """Return how many times some English words deny something, or turn it down: "refused", "far from", "unlikely"."""
    return denials(words) + len(_words()[3].findall(words.casefold()))


def _is_inherent(sentence: str) -> bool:
    """Return whether a sentence contains an implicit denial: "fails to", "without"."""
    return bool(_words()[2].search(sentence.casefold()))


@lru_cache(maxsize=1)
def _words() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    denying = words_of("negations")
    plain = "|".join(re.escape(word) for word in denying if "'" not in word)
    short = "|".join(re.escape(word).replace("'", "['’]") for word in denying if "'" in word)
    negations = re.compile(rf"\b(?:{plain})\b(?!['’])|(?:{short})\b")
    refusing = (*words_of("negative"), *words_of("refusals"), *words_of("phrases"))
    return (
        negations,
        _any_of(words_of("strengthening")),
        _any_of((*refusing, *words_of("inherent"))),
        _any_of(tuple(word for word in refusing if word != "without")),  # talks without preconditions are talks
    )


def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b")
