"""What a person writes for something that has names, and which thing it means.

A name is compared folded: without case, accents, punctuation and a leading article. It means whatever is called exactly
so; else whatever a weaker kind of name leads to, from an adjective of nationality to some words of the name. The first
kind that leads anywhere decides: where it leads to one thing, that is meant; where it leads to several, they are
the candidates, and none of them is taken silently.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["NameIndex", "Named", "fold"]

_ARTICLES = frozenset(("a", "an", "the"))
_SMALL = frozenset(("and", "for", "in", "of", "on", "the", "to", "with"))
_FEWEST = 3  # letters from which on a likeness says anything
_LIKE = 65.0  # percent of likeness from which on a name is worth suggesting (rapidfuzz's WRatio)
_FAR = 15.0  # percent by which a name may be less like than the best, and still be suggested
_WHOLE = 10.0  # percent by which a likeness of the whole name outweighs one of a part


@dataclass(frozen=True, slots=True)
class Named:
    """Something with its names: `key` tells it apart (a slug or an IRI), `names` are its label and aliases.

    `demonyms` are adjectives and names of its people, `seats` the capitals that stand for it in the news. With
    `abbreviated`, the first letters of its names are names too, as those of states and organisations are. Some words
    of its names lead to it only if `partial`: "Guinea" is no name for Papua New Guinea.
    """

    key: str
    names: tuple[str, ...]
    demonyms: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()
    abbreviated: bool = False
    partial: bool = True


@dataclass
class NameIndex:
    """All that can be named, by each way in which it can be."""

    _ways: tuple[dict[str, set[str]], ...] = field(default_factory=lambda: ({}, {}, {}, {}, {}), repr=False)
    _words: dict[str, set[str]] = field(default_factory=dict, repr=False)
    _shown: dict[str, set[str]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, things: Iterable[Named]) -> NameIndex:
        """Return an index of some things."""
        index = cls()
        for thing in things:
            index.add(thing)
        return index

    def add(self, thing: Named) -> None:
        """Add a thing under all its names."""
        called, seats, demonyms, acronyms, ends = self._ways
        # A name of punctuation alone folds to nothing, and would otherwise be found by everything that does.
        own = {folded for name in thing.names if (folded := fold(name))}
        for names, way in ((own, called), (map(fold, thing.seats), seats), (map(fold, thing.demonyms), demonyms)):
            for name in names:
                way.setdefault(name, set()).add(thing.key)
        for short in {short for name in thing.names for short in _acronyms(name)} if thing.abbreviated else ():
            acronyms.setdefault(short, set()).add(thing.key)
        for name in own:
            self._shown.setdefault(name, set()).add(thing.key)
            for word in name.split() if thing.partial else ():
                self._words.setdefault(word, set()).add(thing.key)
            for end in _ends(name) if thing.partial else ():
                ends.setdefault(end, set()).add(thing.key)
        for name in map(fold, thing.demonyms):
            self._shown.setdefault(name, set()).add(thing.key)

    def find(self, written: str) -> list[str]:
        """Return the keys of what `written` can mean, sorted: one where it is clear, several where it is not."""
        name = fold(written)
        if not name:
            return []
        called, seats, *others = self._ways
        exact = called.get(name, set())
        # A town is a thing of its own, and stands for its state as well: who says "Moscow" has to say which.
        if both := exact | seats.get(name, set()):
            return sorted(both)
        # The first kind of name that leads anywhere decides: an adjective counts for more than the end of somebody's
        # name.
        for way in others:
            if found := way.get(name):
                return sorted(found)
        return sorted(self._with_words(name.split()))

    def calls(self, key: str, written: str) -> bool:
        """Return whether `written` is a name of a thing as it stands, so that nothing had to be guessed."""
        return key in self._ways[0].get(fold(written), ())

    def nearest(self, written: str, most: int = 3) -> list[str]:
        """Return up to `most` keys of what is called nearly so, the likest first.

        Likeness is rapidfuzz's WRatio: the best of the edit distance of the whole, of parts, and of sorted words.
        """
        from rapidfuzz import fuzz, process

        name = fold(written)[:200]
        if len(name) < _FEWEST:
            return []
        near = process.extract(name, list(self._shown), scorer=fuzz.WRatio, limit=most * 4, score_cutoff=_LIKE)
        # WRatio likes a short name inside a long one nearly as much as the right one with a slip in it.
        scores = {choice: max(score, fuzz.ratio(name, choice) + _WHOLE) for choice, score, _ in near}
        best = max(scores.values(), default=0.0)
        near = sorted((item for item in near if scores[item[0]] > best - _FAR), key=lambda item: -scores[item[0]])
        likely = (choice for choice, _, _ in near if 2 * min(len(choice), len(name)) >= _FEWEST + 1 and len(choice) > 2)
        return list(dict.fromkeys(key for choice in likely for key in sorted(self._shown[choice])))[:most]

    def _with_words(self, words: list[str]) -> set[str]:
        """Return what has all of these words in its names."""
        sets = [self._words.get(word, set()) for word in words if word not in _SMALL]
        return set.intersection(*sets) if sets else set()


def fold(text: str) -> str:
    """Return a name without case, accents, punctuation and a leading article, its words with one space between them."""
    # Compatible forms first: the fold of a case is defined for letters, and ℂ is one only once it is C.
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    plain = re.sub(r"(?<=\b\w)\.(?=\w\b)", "", plain)  # U.S. and u.n. are one word each
    words = re.sub(r"[^\w]+|_", " ", re.sub(r"['’]s\b|['’]", "", plain)).split()
    while len(words) > 1 and words[0] in _ARTICLES:
        words = words[1:]
    return " ".join(words)


def _ends(name: str) -> Iterator[str]:
    """Yield the ends of a name of several words: a surname, or `security council`."""
    words = name.split()
    yield from (" ".join(words[at:]) for at in range(1, len(words)))


def _acronyms(name: str) -> set[str]:
    """Return the first letters of a name of several words in capitals, with and without the small ones."""
    words = fold(name).split()
    if len(words) < 2 or name.endswith("."):  # a sentence has none
        return set()
    shouted = {fold(word) for word in re.findall(r"\b[A-Z]{2,}\b", name)}  # UN Security Council is UNSC
    first = [(word, word if word in shouted else word[0]) for word in words]
    return {"".join(letter for word, letter in first if word not in _SMALL), "".join(letter for _, letter in first)}
