"""Resolves a name written by a person to the thing that it means.

Names are compared in folded form: without case, accents, punctuation and a leading article. A name means whatever has
exactly this name, or else whatever a weaker kind of name leads to, from an adjective of nationality to some words of
the name. The first kind with a match decides. If it matches one thing, this is the result; if it matches several, they
are the candidates, and none is chosen silently.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["FULL_STOPS", "NameIndex", "Named", "fold", "plain_letters"]

#: The full stops of scripts: Latin, Chinese and Japanese (three widths), Devanagari, Urdu, Armenian, Ethiopic, Burmese
#: and Khmer. The shape of propositions has the same.
FULL_STOPS = (".", *"\u3002\uff61\uff0e\u0964\u06d4\u0589\u1362\u104b\u17d4")

#: Latin letters that Unicode does not take apart, and how they are written where they are not to be had.
_SMALL_LETTERS = {
    "ł": "l",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "æ": "ae",
    "œ": "oe",
    "ħ": "h",
    "ŧ": "t",
    "ŋ": "n",
    "ə": "a",
}
#: Two are apart: the capital of "ı" is an ordinary "I", and "ß" is capitalised as "SS".
_PLAIN = str.maketrans(
    {"ı": "i", "ß": "ss"}
    | _SMALL_LETTERS
    | {letter.upper(): plain.capitalize() for letter, plain in _SMALL_LETTERS.items()}
)
_ARTICLES = frozenset(("a", "an", "the"))
_SMALL = frozenset(("and", "for", "in", "of", "on", "the", "to", "with"))
_AUXILIARY = frozenset(("are", "be", "been", "has", "have", "is", "must", "should", "was", "were", "will"))
_FEWEST = 3  # letters from which similarity is meaningful
_LIKE = 55.0  # least similarity of a candidate, in percent (rapidfuzz's WRatio)
_CANDIDATES = 60  # most names that are compared word by word
_NEAR, _NEARER = 72.0, 80.0  # least likeness of a suggested name, in percent, and of a demonym or capital
_FAR = 15.0  # by how many percent a suggested name may be less like than the best one
_MOST_WORDS, _HALF = 0.75, 0.5  # how many of the words have to be like one of a name, and of a sentence
_SURE = 95.0  # likeness from which a word is the same, or the beginning of it
_SHORT = 4  # letters of a word that may be the end of any name
_PART = 5.0  # by how many percent likeness of the words counts less than of the whole name


@dataclass(frozen=True, slots=True)
class Named:
    """Something with its names: `key` identifies it (a slug or an IRI), `names` are its label and aliases.

    `demonyms` are adjectives and names of its people, `seats` the capitals that stand for it in the news. With
    `abbreviated`, the initials of its names are names too, as for states and organisations. Some words of its names
    match it only if `partial`: "Guinea" is not a name for Papua New Guinea.
    """

    key: str
    names: tuple[str, ...]
    demonyms: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()
    abbreviated: bool = False
    partial: bool = True


@dataclass
class NameIndex:
    """All named things, by each kind of name."""

    _ways: tuple[dict[str, set[str]], ...] = field(default_factory=lambda: ({}, {}, {}, {}, {}), repr=False)
    _words: dict[str, set[str]] = field(default_factory=dict, repr=False)
    _shown: dict[str, set[str]] = field(default_factory=dict, repr=False)
    #: Whether parts of a name count, and whether it is a sentence.
    _sorts: dict[str, tuple[bool, bool]] = field(default_factory=dict, repr=False)

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
        # A name of only punctuation folds to nothing, and would match every other such name.
        own = {folded for name in thing.names if (folded := fold(name))}
        sentences = {fold(name) for name in thing.names if name.endswith(FULL_STOPS)}
        for names, way in ((own, called), (map(fold, thing.seats), seats), (map(fold, thing.demonyms), demonyms)):
            for name in names:
                way.setdefault(name, set()).add(thing.key)
        for short in {short for name in thing.names for short in _acronyms(name)} if thing.abbreviated else ():
            acronyms.setdefault(short, set()).add(thing.key)
        for name in own:
            self._shown.setdefault(name, set()).add(thing.key)
            self._sorts[name] = thing.partial, name in sentences
            for word in name.split() if thing.partial else ():
                self._words.setdefault(word, set()).add(thing.key)
            for end in _ends(name) if thing.partial else ():
                ends.setdefault(end, set()).add(thing.key)
        for name in map(fold, (*thing.demonyms, *thing.seats)):
            self._sorts.setdefault(name, (False, False))
            self._shown.setdefault(name, set()).add(thing.key)

    def find(self, written: str) -> list[str]:
        """Return the keys of the things that `written` can mean, sorted: one if it is clear, several if not."""
        name = fold(written)
        if not name:
            return []
        called, seats, *others = self._ways
        exact = called.get(name, set())
        # A city is a thing itself, and also stands for its state: for "Moscow", the user has to say which one.
        if both := exact | seats.get(name, set()):
            return sorted(both)
        # The first kind of name with a match decides: an adjective counts more than the end of somebody's name.
        for way in others:
            if found := way.get(name):
                return sorted(found)
        # "Russians" and "Houthis" are their people too, whose names are kept in the singular.
        return sorted(self._with_words(name.split())) or (self.find(name[:-1]) if _is_plural(name) else [])

    def calls(self, key: str, written: str) -> bool:
        """Return whether `written` is an exact name of a thing, so that nothing had to be guessed."""
        return key in self._ways[0].get(fold(written), ())

    def has(self, written: str) -> bool:
        """Return whether something has exactly this name."""
        return fold(written) in self._ways[0]

    def is_part(self, written: str) -> bool:
        """Return whether `written` is only a part of a name, and no name, seat, adjective or acronym itself."""
        called, seats, people, acronyms, _ = self._ways
        return not any(fold(written) in way for way in (called, seats, people, acronyms))

    def nearest(self, written: str, most: int = 3) -> list[str]:
        """Return up to `most` keys of things with similar names, the most similar first; none if none is near.

        rapidfuzz's WRatio finds candidates quickly among many names. It rates "NATO" as near to "North Korea", so
        that what counts is the likeness of the whole name, or of each word to a word of the name.
        """
        from rapidfuzz import fuzz, process

        name = fold(written)[:200]
        if len(name) < _FEWEST:
            return []
        found = process.extract(name, list(self._shown), scorer=fuzz.WRatio, limit=_CANDIDATES, score_cutoff=_LIKE)
        scores = {choice: _likeness(name, choice, *self._sorts[choice]) for choice, _, _ in found}
        called = self._ways[0]
        # An adjective or a capital is a way round to the state, so that it has to be nearer: Nassau is not Assad.
        scores = {
            choice: score for choice, score in scores.items() if score >= (_NEAR if choice in called else _NEARER)
        }
        best = max(scores.values(), default=0.0)
        if not scores and (words := name.split())[1:] and len(words[-1]) > _SHORT:
            return self.nearest(words[-1], most)  # "foreign minister" is part of no name
        near = sorted((choice for choice in scores if scores[choice] > best - _FAR), key=lambda item: -scores[item])
        return list(dict.fromkeys(key for choice in near for key in sorted(self._shown[choice])))[:most]

    def _with_words(self, words: list[str]) -> set[str]:
        """Return the things that have all these words in their names."""
        sets = [self._words.get(word, set()) for word in words if word not in _SMALL]
        return set.intersection(*sets) if sets else set()


def _likeness(written: str, name: str, in_part: bool, sentence: bool) -> float:  # as they are kept
    """Return how alike a name and what was written are, in percent: the whole or, `in_part`, each word and one of it.

    Of a `sentence`, half of the words are enough.
    """
    from rapidfuzz import fuzz

    words, own = ([word for word in text.split() if word not in _SMALL | _AUXILIARY] for text in (written, name))
    alike = [max((_alike(word, other) for other in own), default=0.0) for word in words]
    # Of a sentence some words may be missing, and of two words none.
    close = [score for score in alike if score >= _NEAR]
    share = len(close) / len(alike) if in_part and alike else 0.0
    parts = sum(close) / len(close) - _PART if share >= _MOST_WORDS else 0.0
    if sentence and share >= _HALF and max(alike) >= _SURE:
        parts = max(parts, _NEAR + share)  # "nuclear deal", of a sentence on the nuclear agreement
    joined = fuzz.ratio(written.replace(" ", ""), name.replace(" ", ""))  # "Wiki News"
    whole = max(fuzz.ratio(written, name), joined if joined >= _SURE else 0.0)
    return max(whole, parts) + whole / 1000  # of names with the same words, the shorter one


def _alike(word: str, other: str) -> float:
    from rapidfuzz import fuzz

    # A word that was not written to its end: "venez".
    return 100.0 if len(word) > _FEWEST and other.startswith(word) else fuzz.ratio(word, other)


def _is_plural(name: str) -> bool:
    return " " not in name and len(name) > _FEWEST + 1 and name.endswith("s") and not name.endswith("ss")


def plain_letters(text: str) -> str:
    """Return a text without marks on its letters: `Walesa` for `Wałęsa`, `Kilicdaroglu` for `Kılıçdaroğlu`."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(char for char in apart if not unicodedata.combining(char)).translate(_PLAIN)


def fold(text: str) -> str:
    """Return a name without case, accents, punctuation and leading article, with single spaces between words."""
    # Compatibility forms first: case folding is defined for letters, and ℂ is one only once it is C.
    plain = plain_letters(unicodedata.normalize("NFKD", text).casefold())
    plain = re.sub(r"(?<=\b\w)\.(?=\w\b)", "", plain)  # U.S. and u.n. are one word each
    words = re.sub(r"[^\w]+|_", " ", re.sub(r"['’]s\b|['’]", "", plain)).split()
    while len(words) > 1 and words[0] in _ARTICLES:
        words = words[1:]
    return " ".join(words)


def _ends(name: str) -> Iterator[str]:
    """Yield the ends of a name of several words (a surname, `security council`) and of its part before a preposition.

    What follows a preposition names something else: "critics of Bolsonaro" are critics, and not Bolsonaro.
    """
    words = name.split()
    first = next((at for at, word in enumerate(words) if word in _SMALL), len(words))
    yield from (" ".join(words[at:]) for at in range(1, first))
    if first < len(words):
        yield from (" ".join(words[at:first]) for at in range(first))


def _acronyms(name: str) -> set[str]:
    """Return the initials of a name of several words, with and without those of small words."""
    words = fold(name).split()
    if len(words) < 2 or name.endswith(FULL_STOPS):  # sentences have none
        return set()
    shouted = {fold(word) for word in re.findall(r"\b[A-Z]{2,}\b", name)}  # UN Security Council is UNSC
    first = [(word, word if word in shouted else word[0]) for word in words]
    return {"".join(letter for word, letter in first if word not in _SMALL), "".join(letter for _, letter in first)}
