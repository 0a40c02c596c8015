"""Names those whom a plural means: "the two presidents" after "the presidents of Kenya and Norway"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.draft.referring.complements import complemented, definite, told_lemmas

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.names.nounphrases import NounPhrases

__all__ = ["is_counted", "told_plural"]

_COUNTS = ("both", "two", "three", "four", "five", "six")
_BESIDE = ("the", "these", *_COUNTS)
#: Those who hold an office, of whom the fuller mention says of which states.
_PERSONS = (
    "ambassador",
    "chief",
    "counterpart",
    "delegate",
    "diplomat",
    "envoy",
    "leader",
    "mediator",
    "minister",
    "negotiator",
    "premier",
    "president",
    "representative",
    "secretary",
)
#: Words that only say again what the fuller mention says: "the foreign ministers" after "the ministers of both".
_OFFICES = ("defence", "defense", "foreign", "prime")


def is_counted(noun: Token) -> bool:
    """Return whether a plural has a number and nothing else: "both sides", "the two leaders", "the three countries"."""
    words = [child.lower_ for child in noun.lefts]
    return noun.tag_ == "NNS" and any(word in _COUNTS for word in words) and all(word in _BESIDE for word in words)


def told_plural(phrases: NounPhrases, noun: Token) -> str:
    """Return the only fuller mention of persons before a definite plural, with its article; empty if none is clear."""
    words = [child.lower_ for child in noun.lefts]
    office = {word for word in words if word in _OFFICES}
    bare = all(word in _BESIDE or word in office for word in words) and not list(noun.rights)
    if noun.tag_ != "NNS" or not words or not bare or noun.lemma_.lower() not in _PERSONS:
        return ""
    same = (token for token in phrases.nouns.get(noun.lemma_.lower(), ()) if token.tag_ == "NNS")
    before = [token for token in same if token.i < noun.i]
    found = [told for token in before if phrases.is_told(token, noun) and (told := complemented(token))]
    longest = max(found, key=len, default=())
    fits = all(told_lemmas(told) <= told_lemmas(longest) for told in found) and office <= told_lemmas(longest)
    if not longest or not fits or any(word.lower_ in _COUNTS for word in longest):
        return ""
    return definite(longest)
