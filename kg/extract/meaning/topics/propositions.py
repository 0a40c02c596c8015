"""Links sentences to known propositions with the same meaning, suggests similar ones, and collects new ones."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.extract.meaning.encoder import Encoder, Nearest, encoder
from kg.extract.names.similarity import names_in, stem, stems
from kg.namespaces import slugify

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.extract.names.gazetteer import Gazetteer

__all__ = ["NewProposition", "Propositions", "says_the_same"]

#: Number of known propositions suggested to a reviewer, and their minimum similarity (weighted Dice).
_SUGGESTED, _LEAST = 3, 0.25
#: Minimum cosine for suggestions by meaning: it keeps nine in ten of the correct ones in the gold standard.
_NEAR = 0.4

_WISHED = re.compile(r"\b(should|must|shall|ought|needs? to|ha(?:s|ve) to)\b")
_COMING = re.compile(r"\b(will|would|going to)\b")
_POSSIBLE = re.compile(r"\b(may|might|can|could|possible|possibly|likely|probably)\b")
_DENIED = re.compile(r"\b(not|no|never|nobody|nothing|none|neither|nor|without|hardly|unlikely|cannot)\b|n['’]t\b")
#: Words that make no difference between two sentences.
_WEAK = frozenset(stem(word) for word in ("full", "fully", "immediate", "immediately", "now", "again", "new", "also"))


@dataclass(frozen=True, slots=True)
class NewProposition:
    """A proposition that nobody has checked: its sentence, its issues, and what it concerns.

    If no sentence could be made, it is empty and `words` has the words of the text. `suggested` lists known
    propositions that may have the same meaning, most likely first. `unclear` are the words of the sentence that only
    the text makes clear.
    """

    sentence: str
    issues: list[str]
    concerns: list[str]
    words: str = ""
    suggested: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()


@dataclass
class Propositions:
    """Finds known propositions for the sentences of a text, and collects the new ones by slug."""

    gazetteer: Gazetteer
    text: str = ""
    new: dict[str, NewProposition] = field(default_factory=dict)
    ranked: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Compute the stems of the text."""
        self.told = stems(self.text)

    def link(self, sentence: str) -> str | None:
        """Return the known proposition with the meaning of a sentence, including predicate and polarity, or None."""
        for slug in self._near(sentence, most=6):
            known = self.gazetteer.propositions[slug][0]
            if says_the_same(sentence, known, self.told):
                return slug
        return None

    def suggest(self, words: str) -> tuple[str, ...]:
        """Return known propositions on a similar subject, most likely first, for a person to choose from."""
        return tuple(self._near(words, most=_SUGGESTED))

    def is_worded(self, slug: str) -> bool:
        """Return whether a proposition is known or has a sentence."""
        return slug not in self.new or bool(self.new[slug].sentence)

    def offer(self, slugs: Iterable[str]) -> None:
        """Suggest known propositions of similar meaning for some new ones, if the extra `encoder` is installed."""
        asked = [slug for slug in slugs if slug in self.new]
        by_meaning = encoder()
        if by_meaning is None or not asked:
            return
        nearest = _nearest(by_meaning, tuple((slug, told[0]) for slug, told in self.gazetteer.propositions.items()))
        words = [self.new[slug].sentence or self.new[slug].words for slug in asked]
        # Twice as many as are shown, because those about other actors are removed.
        for slug, found in zip(asked, nearest.ranked(words, 2 * _SUGGESTED, _NEAR), strict=True):
            told = [other for other in found if not self._is_elsewhere(other)]
            self.new[slug] = replace(self.new[slug], suggested=tuple(told[:_SUGGESTED]))

    def _is_elsewhere(self, slug: str) -> bool:
        """Return whether at least half of the names in a known proposition are missing from the text."""
        names = self.gazetteer.sentences.names[slug]
        return 2 * len(names - self.told) >= len(names) > 0

    def _near(self, words: str, most: int) -> list[str]:
        if words not in self.ranked:  # cached, because both `link` and `suggest` need it
            found = self.gazetteer.sentences.ranked(stems(words), self.told)
            self.ranked[words] = [slug for slug, likeness in found if likeness >= _LEAST]
        return self.ranked[words][:most]

    def propose(self, proposition: NewProposition) -> str:
        """Return the slug of a new proposition; the same sentence always gets the same slug."""
        slug = _short(proposition.sentence or proposition.words)
        base, number = slug, 2
        while slug in self.gazetteer.propositions or (slug in self.new and not _is_same(self.new[slug], proposition)):
            slug, number = f"{base}-{number}", number + 1
        if slug not in self.new:
            suggested = self.suggest(proposition.sentence or proposition.words)
            self.new[slug] = replace(proposition, suggested=suggested)
        return slug


def _is_same(first: NewProposition, second: NewProposition) -> bool:
    return (first.sentence, first.words if not first.sentence else "") == (
        second.sentence,
        second.words if not second.sentence else "",
    )


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


@lru_cache(maxsize=4)
def _nearest(by_meaning: Encoder, known: tuple[tuple[str, str], ...]) -> Nearest:
    """Return an index of the known propositions by meaning, encoded once for all articles of a folder."""
    return Nearest(by_meaning, dict(known))


# -- whether two sentences mean the same
#
# Shared words are not enough: "Sanctions must end" and "There should be sanctions" share theirs. Two sentences count as
# the same proposition only if both express a wish, a fact or an expectation, both are affirmative or both negated, and
# they differ only in names and places that the text gives anyway. Sentences that are merely similar are suggested to a
# person.


def says_the_same(first: str, second: str, told: frozenset[str]) -> bool:
    """Return whether two sentences mean the same; `told` are the stems of the text from which the first was made."""
    if _side(first) != _side(second):
        return False
    mine, known = stems(first), stems(second)
    names = {*names_in(first), *names_in(second)}
    left = (mine ^ known) - _WEAK
    if not left <= names or not mine & known - names:
        return False
    if any(name in known and name not in told for name in left):
        return False
    return _order(first, mine & known) == _order(second, mine & known) and len(left & mine) <= 1


@lru_cache(maxsize=4096)
def _side(sentence: str) -> tuple[str, bool, bool]:
    """Return whether a sentence is a wish, a prediction or a fact, whether it is negated, and whether only possible."""
    low = sentence.casefold()
    kind = "wished" if _WISHED.search(low) else "coming" if _COMING.search(low) else "stated"
    return kind, len(_DENIED.findall(low)) % 2 == 1, bool(_POSSIBLE.search(low))


def _order(sentence: str, shared: frozenset[str]) -> list[str]:
    """Return the shared stems in the order of a sentence, because the order shows who acts on whom."""
    found = [stem(word.strip(".'’").casefold()) for word in re.findall(r"[\w][\w'’.-]*", sentence)]
    return [word for word in dict.fromkeys(found) if word in shared]
