"""Finds who has a name, whatever its case and accents; initials mean nobody where they are written as a word."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache

from kg.names import plain_letters

__all__ = ["NameTable", "folded"]

_WORD = re.compile(r"\w[\w.’'-]*\w|\w", re.UNICODE)
#: Initials of up to three letters are written in capitals ("WHO", not "who" or "Who"); longer ones also as "Nato".
_SHORT = 3


class NameTable:
    """The slugs by their names.

    By their first word in folded form, `firsts` has the number of words of the longest one, `spellings` how it is
    written.
    """

    def __init__(self) -> None:
        """Begin without names."""
        self._slugs: defaultdict[str, list[str]] = defaultdict(list)
        self._initials: set[tuple[str, str]] = set()
        self.firsts: dict[str, int] = {}
        self.spellings: dict[str, str] = {}

    def add(self, name: str, slug: str) -> None:
        """Add a name of an entry; the same name in another spelling counts once."""
        plain = folded(name)
        new = slug not in self._slugs[plain]
        if new:
            self._slugs[plain].append(slug)
        if not _is_initials(name):
            self._initials.discard((plain, slug))
        elif new:
            self._initials.add((plain, slug))
        if words := plain.split():
            self.firsts[words[0]] = max(self.firsts.get(words[0], 0), len(words))
            own = (word.replace(".", "") for word in name.split() if folded(word) == words[0])  # "UN" of "U.N. envoy"
            spelling = next(own, words[0].title())
            if not self.spellings.get(words[0], "").istitle():  # a name wins over initials: "Man", not "MAN"
                self.spellings[words[0]] = spelling

    def find(self, name: str) -> list[str]:
        """Return the slugs of those who have a name, ignoring an article and a genitive ending."""
        plain = folded(name)
        slugs = self._slugs.get(plain, [])
        if not slugs or _may_be_initials(name):
            return slugs
        return [slug for slug in slugs if (plain, slug) not in self._initials]


def _is_initials(name: str) -> bool:
    letters = name.replace(".", "")
    return letters.isalpha() and letters.isupper()


def _may_be_initials(name: str) -> bool:
    """Return whether a name in a text is written as initials are: "WHO", "U.N.'s", "Nato", but not "who" or "Un"."""
    letters = [letter for letter in name.removeprefix("the ").removesuffix("'s").removesuffix("’s") if letter.isalpha()]
    return letters[:1] != [] and letters[0].isupper() and (len(letters) > _SHORT or all(map(str.isupper, letters)))


@lru_cache(maxsize=20_000)
def folded(name: str) -> str:
    """Return a name normalised for comparison: lower case, no article, full stops, accents or genitive ending."""
    if not name.isascii():
        name = plain_letters(name)
    words = _WORD.findall(name.replace("’", "'"))
    words = [word[:-2] if word.endswith("'s") and index == len(words) - 1 else word for index, word in enumerate(words)]
    plain = [word.casefold().replace(".", "").replace("co-op", "coop").replace("-", " ") for word in words]
    return " ".join(plain[1:] if len(plain) > 1 and plain[0] == "the" else plain)
