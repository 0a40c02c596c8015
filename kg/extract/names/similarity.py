"""Measures the similarity of sentences by their word stems, to find a known proposition."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Sentences", "names_in", "stem", "stems"]

_WORD = re.compile(r"[\w][\w'’.-]*")
_EMPTY = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "in",
        "on",
        "to",
        "for",
        "and",
        "or",
        "be",
        "is",
        "are",
        "was",
        "were",
        "been",
        "being",
        "has",
        "have",
        "had",
        "do",
        "does",
        "did",
        "not",
        "no",
        "that",
        "this",
        "these",
        "those",
        "it",
        "its",
        "he",
        "she",
        "they",
        "his",
        "her",
        "their",
        "there",
        "with",
        "by",
        "from",
        "at",
        "as",
        "should",
        "would",
        "will",
        "can",
        "could",
        "may",
        "might",
        "must",
        "shall",
        "more",
        "than",
        "so",
        "such",
        "who",
        "which",
        "what",
        "when",
        "while",
        "after",
        "any",
        "all",
        "also",
        "some",
        "into",
        "up",
        "out",
        "over",
        "under",
        "between",
        "about",
        "if",
        "then",
        "than",
        "but",
        "say",
        "said",
        "tell",
        "call",
        "very",
        "own",
        "other",
    ]
)
_ENDINGS = (
    "ations",
    "ation",
    "ments",
    "ment",
    "ings",
    "ing",
    "ions",
    "ion",
    "ies",
    "ers",
    "er",
    "ed",
    "es",
    "s",
    "ly",
    "al",
    "ive",
    "e",
    "y",
)


@dataclass
class Sentences:
    """Known sentences by slug, indexed by the stems of their words; a rare stem weighs more than a common one."""

    stems: dict[str, frozenset[str]]
    names: dict[str, frozenset[str]]
    index: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index the stems and compute their weights."""
        counts = Counter(found for several in self.stems.values() for found in several)
        for slug, several in self.stems.items():
            for found in several:
                self.index.setdefault(found, []).append(slug)
        total = len(self.stems) + 1
        self.weights = {found: math.log(1 + total / count) for found, count in counts.items()}
        self.rare = math.log(1 + total)

    def weight(self, several: Iterable[str]) -> float:
        """Return the total weight of some stems."""
        weights, rare = self.weights, self.rare
        return sum([weights.get(found, rare) for found in several])

    def ranked(self, wanted: frozenset[str], told: frozenset[str]) -> list[tuple[str, float]]:
        """Return the sentences most similar to some stems, best first, each with its score (0 to 1).

        Leaves out sentences if at least half of their names are missing from the text (`told` are its stems).
        """
        found = []
        whole = self.weight(wanted)
        hits = Counter([slug for item in wanted for slug in self.index.get(item, ())])
        for slug, _ in hits.most_common(12):
            names, known = self.names[slug], self.stems[slug]
            if told and 2 * len(names - told) >= len(names) > 0:
                continue
            shared = self.weight(wanted & known)
            found.append((slug, 2 * shared / (whole + shared + self.weight(known - wanted - told) or 1)))
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))


def stems(words: str) -> frozenset[str]:
    """Return the rough stems of the words of a sentence, without function words."""
    return frozenset(stem(word) for word in _tokens(words) if word not in _EMPTY)


def _tokens(words: str) -> list[str]:
    return [word.removesuffix("'s").removesuffix("’s").strip(".'’") for word in _WORD.findall(words.casefold())]


def names_in(sentence: str) -> frozenset[str]:
    """Return the stems of the capitalised words of a sentence after its first word."""
    return stems(" ".join(word for word in sentence.split()[1:] if word[:1].isupper()))


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return a word in lower case without its ending."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word
