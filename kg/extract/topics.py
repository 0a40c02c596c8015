"""Propositions: known ones that say the same as a content, or a new sentence with its issues."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.extract.lexicon import load_data
from kg.namespaces import slugify

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Doc

    from kg.extract.gazetteer import Gazetteer

__all__ = ["Match", "Propositions", "issues_of"]

#: A content says the same as a known proposition when their words overlap by this much (weighted Dice).
SAME = 0.5
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


@dataclass(frozen=True, slots=True)
class Match:
    """A proposition for a content: its slug, whether it is known, and how alike they are (0 to 1)."""

    slug: str
    known: bool
    likeness: float


@dataclass
class Propositions:
    """Matches contents to propositions, and gathers the new ones by slug: (sentence, issues, concerns)."""

    gazetteer: Gazetteer
    new: dict[str, tuple[str, list[str], list[str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index the known propositions by their words."""
        self.stems = {slug: stems(sentence) for slug, (sentence, _, _) in self.gazetteer.propositions.items()}
        counts = Counter(stem for found in self.stems.values() for stem in found)
        self.index: dict[str, list[str]] = {}
        for slug, found in self.stems.items():
            for stem in found:
                self.index.setdefault(stem, []).append(slug)
        total = len(self.stems) + 1
        self.weights = {stem: math.log(1 + total / count) for stem, count in counts.items()}
        self.rare = math.log(1 + total)

    def weight(self, found: Iterable[str]) -> float:
        """Return how much some stems tell: rare ones more than common ones."""
        return sum(self.weights.get(stem, self.rare) for stem in found)

    def match(self, words: str, context: Iterable[str] = ()) -> Match | None:
        """Return the known proposition that says what `words` say, if any; `context` are slugs spoken of nearby."""
        wanted = stems(words)
        if not wanted:
            return None
        near = frozenset(stem for slug in context for stem in stems(slug.replace("-", " ")))
        best: Match | None = None
        hits = Counter(slug for stem in wanted for slug in self.index.get(stem, ()))
        whole = self.weight(wanted)
        for slug, _ in hits.most_common(12):
            known = self.stems[slug]
            shared = wanted & known
            rest = known - shared - near
            likeness = 2 * self.weight(shared) / (whole + self.weight(shared) + self.weight(rest) or 1)
            if best is None or likeness > best.likeness:
                best = Match(slug, True, likeness)
        return best if best and best.likeness >= SAME else None

    def propose(self, sentence: str, issues: list[str], concerns: list[str]) -> Match:
        """Return a new proposition for a normalised sentence; the same sentence gives the same one again."""
        slug = _short(sentence)
        base, number = slug, 2
        while slug in self.gazetteer.propositions or (slug in self.new and self.new[slug][0] != sentence):
            slug, number = f"{base}-{number}", number + 1
        self.new.setdefault(slug, (sentence, issues, concerns))
        return Match(slug, False, 0.0)


def stems(words: str) -> frozenset[str]:
    """Return the stems of the words of a sentence that mean something, cut roughly."""
    return frozenset(_stem(word) for word in _tokens(words) if word not in _EMPTY)


def _tokens(words: str) -> list[str]:
    return [re.sub(r"['’]s$", "", word.casefold()).strip(".'’") for word in _WORD.findall(words)]


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def _short(sentence: str) -> str:
    words = [word for word in slugify(sentence.rstrip(".")).split("-") if word]
    kept: list[str] = []
    for word in words:
        if sum(map(len, kept)) + len(kept) + len(word) > 60 and kept:
            break
        kept.append(word)
    while len(kept) > 3 and kept[-1] in ("the", "a", "of", "and", "to", "in", "for", "that", "with"):
        kept.pop()
    return "-".join(kept)[:70].strip("-") or "proposition"


@lru_cache(maxsize=1)
def _topics() -> dict[str, list[tuple[str, frozenset[str], int]]]:
    found: dict[str, list[tuple[str, frozenset[str], int]]] = {}
    for issue, words in load_data("topics.yaml").items():
        for phrase in words if isinstance(words, list) else ():
            parts = str(phrase).split()
            found.setdefault(_stem(parts[0]), []).append((issue, frozenset(_stem(part) for part in parts), len(parts)))
    return found


def issues_of(doc: Doc, tokens: Iterable[int], allowed: Iterable[str] = (), most: int = 2) -> list[str]:
    """Return the issues that the words of a content tell of, the likeliest first; never none."""
    words = [_stem(doc[i].lemma_.casefold()) for i in tokens]
    spread = set(words)
    scores: Counter[str] = Counter()
    for position, word in enumerate(words):
        for issue, parts, weight in _topics().get(word, ()):
            if parts <= spread:
                scores[issue] += weight + 1 / (position + 2)  # type: ignore[assignment]  # a Counter of weights
    kept = set(allowed)
    ranked = [issue for issue, _ in scores.most_common() if not kept or issue in kept]
    return ranked[:most] or ["diplomacy"]
