"""Propositions: known ones that say the same as a content, or a new sentence with its issues."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import load_data
from kg.extract.names.similarity import stem, stems
from kg.namespaces import slugify

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Doc

    from kg.extract.names.gazetteer import Gazetteer

__all__ = ["Match", "Propositions", "issues_of"]

#: A content says the same as a known proposition when their words overlap by this much (weighted Dice).
SAME = 0.5


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
    text: str = ""
    new: dict[str, tuple[str, list[str], list[str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Take the stems of the text."""
        self.told = stems(self.text)

    def match(self, words: str, context: Iterable[str] = ()) -> Match | None:
        """Return the known proposition that says what `words` say, if any; `context` are slugs spoken of nearby."""
        wanted = stems(words)
        if not wanted:
            return None
        near = frozenset(found for slug in context for found in stems(slug.replace("-", " ")))
        best = self.gazetteer.sentences.nearest(wanted, near, self.told)
        return Match(best[0], True, best[1]) if best and best[1] >= SAME else None

    def propose(self, sentence: str, issues: list[str], concerns: list[str]) -> Match:
        """Return a new proposition for a normalised sentence; the same sentence gives the same one again."""
        slug = _short(sentence)
        base, number = slug, 2
        while slug in self.gazetteer.propositions or (slug in self.new and self.new[slug][0] != sentence):
            slug, number = f"{base}-{number}", number + 1
        self.new.setdefault(slug, (sentence, issues, concerns))
        return Match(slug, False, 0.0)


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
    for issue, words in load_data("meaning/topics.yaml").items():
        for phrase in words if isinstance(words, list) else ():
            parts = str(phrase).split()
            found.setdefault(stem(parts[0]), []).append((issue, frozenset(stem(part) for part in parts), len(parts)))
    return found


def issues_of(doc: Doc, tokens: Iterable[int], allowed: Iterable[str] = (), most: int = 2) -> list[str]:
    """Return the issues that the words of a content tell of, the likeliest first; never none."""
    words = [stem(doc[i].lemma_.casefold()) for i in tokens]
    spread = set(words)
    scores: Counter[str] = Counter()
    for position, word in enumerate(words):
        for issue, parts, weight in _topics().get(word, ()):
            if parts <= spread:
                scores[issue] += weight + 1 / (position + 2)  # type: ignore[assignment]  # a Counter of weights
    kept = set(allowed)
    ranked = [issue for issue, _ in scores.most_common() if not kept or issue in kept]
    return ranked[:most] or ["diplomacy"]
