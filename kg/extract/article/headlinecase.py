"""Prepares headlines in title case for the parser, which takes "Urges" in "Agency Urges Kenya to Go" for a name."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.extract.grammar.inflection import third_person
from kg.extract.grammar.lexicon import lexicon

__all__ = ["with_small_verb"]

_WORD = re.compile(r"[^\W\d_]+")
#: The share of the longer words with a capital letter in a headline in title case, and the fewest words.
_SHARE, _LEAST = 0.8, 5


def with_small_verb(text: str) -> str:
    """Return a text as long as before, with the first verb of saying of a headline in title case in small letters."""
    start = len(text) - len(text.lstrip())
    stop = text.find("\n", start)
    line = text[start:stop] if stop >= 0 else ""
    words = list(_WORD.finditer(line))
    long = [word[0] for word in words if len(word[0]) > 3]
    if len(words) < _LEAST or not long or line.isupper() or line.rstrip()[-1:] in ".!?":
        return text
    if sum(word[0].isupper() for word in long) < _SHARE * len(long):
        return text
    verb = next((word for word in words[1:] if word[0].istitle() and word[0].lower() in _third_persons()), None)
    if verb is None:
        return text
    at = start + verb.start()
    return text[:at] + text[at].lower() + text[at + 1 :]


@lru_cache(maxsize=1)
def _third_persons() -> frozenset[str]:
    """Return "urges", "denies" and so on, for all verbs that attribute something."""
    return frozenset(third_person(verb) for verb in lexicon().verbs)
