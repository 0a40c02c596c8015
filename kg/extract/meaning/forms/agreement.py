"""Checks that a verb has the ending that its subject or a modal asks for: not "Kenya allow inspectors"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.inflection import past

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.meaning.forms.order import Word

__all__ = ["after_modal", "bare_faults", "is_nation_by_name"]

_PHRASE = ("CD", "DT", "HYPH", "JJ", "JJR", "JJS", "NN", "NNP", "POS", "PRP$", "VBN")
_ADVERBS = ("RB", "RBR")
#: Nouns and names without an "s" that take a plural verb.
_SEVERAL = ("government", "majority", "media", "number", "people", "police", "rest", "staff", "taliban", "team")


#: Adjectives that with "the" and without a noun mean a people.
_PEOPLES = ("british", "dutch", "english", "french", "irish", "spanish", "swiss", "turkish", "welsh")


def is_nation_by_name(word: str) -> bool:
    """Return whether an adjective with "the" means a people: "the Dutch", "the Chinese"."""
    return word in _PEOPLES or (word.endswith("ese") and len(word) > 6)


def bare_faults(words: Sequence[Word]) -> list[str]:
    """Return a fault if a sentence begins with one thing or name and a verb without an ending follows."""
    at = next((i for i, word in enumerate(words) if word.tag not in _PHRASE), len(words))
    while at < len(words) and words[at].tag in _ADVERBS and at:
        at += 1
    after = words[at + 1].text if at < len(words) - 2 and words[at + 1].tag == "VBZ" else ""
    peoples = [word.text.casefold() for word in words[:2]]
    if len(words) > 2 and words[2].tag == "VBZ" and peoples[0] == "the" and is_nation_by_name(peoples[1]):
        return [f"`{words[1].text} {words[2].text}` do not agree"]
    if after.endswith("s") and len(after) > 3 and _is_plural(words[: at + 1]):
        return [f"`{words[at].text} {after}` do not agree"]
    if not 0 < at < len(words) - 1 or words[at].tag not in ("VB", "VBP"):
        return []
    subject = next(word for word in reversed(words[:at]) if word.tag not in _ADVERBS)
    verb = words[at].text
    several = subject.text.endswith("s") or subject.text.casefold() in _SEVERAL or _is_many(words[:at])
    if subject.tag not in ("NN", "NNP") or several or _has_ending(verb) or not verb.islower():
        return []
    return [f"`{subject.text} {verb}` do not agree"]


def _is_plural(phrase: Sequence[Word]) -> bool:
    """Return whether a phrase is a plural noun without a number or a name: not "two weeks", "the United States"."""
    named = any(word.tag in ("CD", "NNP", "NNPS", "HYPH") for word in phrase)
    return (
        phrase[-1].tag == "NNS" and phrase[-1].text.endswith("s") and not phrase[-1].text.endswith("ics") and not named
    )


def _is_many(phrase: Sequence[Word]) -> bool:
    """Return whether a phrase counts or joins several: "two China", "both", "some"."""
    return any(word.tag == "CD" or word.text.casefold() in ("all", "both", "few", "many", "some") for word in phrase)


def _has_ending(verb: str) -> bool:
    """Return whether a verb may be a past tense or a form that ends in "s": "cut", "is"."""
    return verb.endswith("s") or past(verb) == verb or verb in ("are", "do", "have", "were")


def after_modal(words: Sequence[Word], index: int) -> list[str]:
    """Return the faults of the words after a modal verb: "should meets", "could has"."""
    rest = [word for word in words[index + 1 : index + 6] if word.tag not in ("RB", "RBR", "RP")]
    if rest and _has_s(rest[0]):
        return [f"`{words[index].text} {rest[0].text}` is not a verb form"]
    if not rest or rest[0].tag in ("VB", "VBP") or rest[0].text in ("be", "have", "do"):
        return []
    inverted = rest[0].tag in ("PRP", "CC") or rest[0].text == "and"
    return [] if inverted and index else [f"`{words[index].text}` is not followed by a verb"]


def _has_s(verb: Word) -> bool:
    """Return whether a verb has the "s" of the third person: "should meets"."""
    low = verb.text.casefold()
    return (
        verb.tag in ("VB", "VBP", "VBZ", "NNS") and low.endswith("s") and not low.endswith(("ss", "us", "ias", "vas"))
    )
