"""Checks that the first verb of a sentence has the ending that its subject asks for: not "Kenya allow inspectors"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.inflection import past

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.meaning.forms.order import Word

__all__ = ["bare_faults"]

_PHRASE = ("CD", "DT", "HYPH", "JJ", "JJR", "JJS", "NN", "NNP", "POS", "PRP$", "VBN")
_ADVERBS = ("RB", "RBR")
#: Nouns and names without an "s" that take a plural verb.
_SEVERAL = ("government", "majority", "media", "number", "people", "police", "rest", "staff", "taliban", "team")


def bare_faults(words: Sequence[Word]) -> list[str]:
    """Return a fault if a sentence begins with one thing or name and a verb without an ending follows."""
    at = next((i for i, word in enumerate(words) if word.tag not in _PHRASE), len(words))
    while at < len(words) and words[at].tag in _ADVERBS and at:
        at += 1
    if not 0 < at < len(words) - 1 or words[at].tag not in ("VB", "VBP"):
        return []
    subject = next(word for word in reversed(words[:at]) if word.tag not in _ADVERBS)
    verb = words[at].text
    several = subject.text.endswith("s") or subject.text.casefold() in _SEVERAL or _is_many(words[:at])
    if subject.tag not in ("NN", "NNP") or several or _has_ending(verb) or not verb.islower():
        return []
    return [f"`{subject.text} {verb}` do not agree"]


def _is_many(phrase: Sequence[Word]) -> bool:
    """Return whether a phrase counts or joins several: "two China", "both", "some"."""
    return any(word.tag == "CD" or word.text.casefold() in ("all", "both", "few", "many", "some") for word in phrase)


def _has_ending(verb: str) -> bool:
    """Return whether a verb may be a past tense or a form that ends in "s": "cut", "is"."""
    return verb.endswith("s") or past(verb) == verb or verb in ("are", "do", "have", "were")
