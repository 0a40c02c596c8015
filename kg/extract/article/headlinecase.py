"""Prepares headlines in title case for the parser, which takes "Urges" in "Agency Urges Kenya to Go" for a name."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.extract.article.nlp import parse
from kg.extract.grammar.inflection import third_person
from kg.extract.grammar.lexicon import lexicon, load_data
from kg.extract.names.actors import BODIES, ROLES

__all__ = ["as_in_the_text"]

_WORD = re.compile(r"[^\W\d_]+")
#: Words that are no part of a name in the middle of a headline.
_FUNCTION = frozenset(load_data("article/headlinecase.yaml")["function"])
#: A capital letter inside a sentence shows that a word is part of a name.
_INSIDE = re.compile(r"[a-z,] ([A-Z][^\W\d_]+)")
#: The share of the longer words with a capital letter in a headline in title case, and the fewest words.
_SHARE, _LEAST = 0.8, 5


def as_in_the_text(text: str) -> str:
    """Return a text as long as before, with the common words of a headline in title case in small letters.

    These are the first verb of saying, the words that link others, and those that the text below writes small.
    """
    start = len(text) - len(text.lstrip())
    stop = text.find("\n", start)
    line = text[start:stop] if stop >= 0 else ""
    words = list(_WORD.finditer(line))
    if not _is_in_title_case(line, words):
        return text
    verb = next((word for word in words[1:] if word[0].istitle() and word[0].lower() in _third_persons()), None)
    small = _FUNCTION | _written_small(text[stop:])
    done = _infinitives(line)
    for word in words[1:]:
        if word == verb or word.start() in done or (word[0].istitle() and word[0].lower() in small):
            at = start + word.start()
            text = text[:at] + text[at].lower() + text[at + 1 :]
    return text


def _infinitives(line: str) -> set[int]:
    """Return where the verbs after "to" begin: "Kenya Agrees to Address Dispute"."""
    small = parse(line.lower())
    return {token.idx for token in small if token.tag_ == "VB" and token.i and token.nbor(-1).tag_ == "TO"}


def _is_in_title_case(line: str, words: list[re.Match[str]]) -> bool:
    long = [word[0] for word in words if len(word[0]) > 3]
    if len(words) < _LEAST or not long or line.isupper() or line.rstrip()[-1:] in ".!?":
        return False
    return sum(word[0].isupper() for word in long) >= _SHARE * len(long)


def _written_small(text: str) -> frozenset[str]:
    """Return the words that a text writes in small letters only, without those for offices and bodies."""
    small = {word[0] for word in _WORD.finditer(text) if word[0].islower()}
    return frozenset(small - {word.lower() for word in _INSIDE.findall(text)} - ROLES - BODIES)


@lru_cache(maxsize=1)
def _third_persons() -> frozenset[str]:
    """Return "urges", "voices" and so on, for all verbs that attribute something."""
    return frozenset(third_person(verb) for verb in (*lexicon().verbs, *lexicon().support))
