"""Checks the order of the words in a sentence: which may stand side by side, and what must come between."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.extract.grammar.inflection import participle
from kg.extract.grammar.lexicon import load_data

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Word", "order_faults", "parted", "side_by_side"]

_FINITE = ("VBD", "VBZ", "VBP", "MD")
_BE = ("be", "been", "is", "are", "was", "were", "has", "have", "had", "'s")
_PHRASE = ("CD", "DT", "JJ", "JJR", "NN", "NNS", "VBN")
_LASTING = frozenset(load_data("meaning/implied.yaml")["lasting"])
_PREPOSITIONS = ("at", "between", "for", "from", "in", "into", "near", "of", "on", "with")
#: Verbs with two objects, or with an object and a name for it.
_GIVING = frozenset(
    f"{verb}{end}"
    for verb in ("call", "appoint", "elect", "offer", "owe", "show", "name", "consider", "cost", "grant")
    for end in ("", "s", "ed", "d", "ing")
) | {
    "give",
    "gives",
    "gave",
    "given",
    "giving",
    "tell",
    "tells",
    "told",
    "send",
    "sends",
    "sent",
    "deny",
    "denied",
    "denies",
    "make",
    "makes",
    "made",
    "making",
    "teach",
    "taught",
    "promise",
    "promised",
    "promises",
}
_NOUNS = ("NN", "NNS", "NNP", "NNPS")
#: An article without its noun: "the adoption of the is wrong"; "any longer" without its negation.
_LACKING = re.compile(
    r"\b(?:[Tt]he|[Aa]n?) "
    r"(?:is|are|was|were|has|have|had|of|or|in|on|for|with|should|would|could|cannot|that|which|who)(?![-\w])"
    r"|\bsome (?:longer|more)\.$"
)
_DASHED = re.compile(r"\D [-–—] ")
#: A single comma before the verb: "the plan, should be adopted".
_PARTED = re.compile(r"[^,]*, (?:is|are|was|were|has|have|had|should|will|would|could|can|must|may|might) ")
_DO = ("do", "does", "did")


def parted(sentence: str) -> list[str]:
    """Return the faults of a sentence from which a part was torn out."""
    found = ["has a comma between subject and verb"] if _PARTED.match(sentence) else []
    found += ["has a dash that joins nothing"] if _DASHED.search(sentence) else []
    return [*found, "lacks a noun after an article"] if _LACKING.search(sentence) else found


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a sentence with its tag; `glued` if there is no space before it."""

    text: str
    tag: str
    glued: bool = False


def order_faults(words: Sequence[Word]) -> list[str]:
    """Return the faults in the order of words, each of which is right by itself."""
    found = [*_existence(words), *_torn(words)]
    for before, after in pairwise(words):
        if _disagree(words, before, after):
            found.append(f"`{before.text} {after.text}` do not agree")
        if before.tag == "CC" and after.text == "that" and after.tag == "IN" and words[0].text != "It":
            found.append("continues with reported speech")
        if _is_no_verb(words, before, after):
            found.append(f"`{before.text} {after.text}` is not a verb form")
        if before.tag in ("MD", "TO") and after.tag == "VB" and after.text.istitle():
            found.append(f"`{after.text}` has a capital letter as in a headline")
        if (
            before.tag == "DT"
            and after.tag in (*_FINITE, "IN", "PRP", "PRP$", "CC", "TO")
            and before.text.casefold() in ("the", "a", "an")
        ):
            found.append(f"`{before.text} {after.text}` lacks a noun")
    return found


def _disagree(words: Sequence[Word], before: Word, after: Word) -> bool:
    """Return whether a noun and the verb after it differ in number."""
    if before.tag not in ("NN", "NNS") or before.text.isupper() or _is_inner(words, after):
        return False
    if before.tag == "NNS":
        return after.text in ("is", "was", "has")
    plural = after.text in ("are", "were", "have") or after.tag == "VBP"
    return plural and not any(word.tag == "NNS" for word in words[: words.index(after)])


def _torn(words: Sequence[Word]) -> list[str]:
    """Return a fault if parts of two clauses stand side by side: "the visit is swap a measure", "and if confirmed"."""
    doubled = any(
        first.text.casefold() in ("is", "was") and second.tag in ("NN", "VB") and third.tag == "DT"
        for first, second, third in zip(words, words[1:], words[2:], strict=False)
    )
    begun = False
    for at, (one, other) in enumerate(pairwise(words)):
        opens = one.text in ("and", "but", "or") and other.text in ("if", "though", "when")
        begun = begun or (opens and at > 2 and sum(word.tag in _FINITE for word in words[at:]) < 2)
    return ["runs into another clause"] if doubled or begun else []


def _is_no_verb(words: Sequence[Word], before: Word, after: Word) -> bool:
    """Return whether two words do not form a valid verb: "has making", "does not has"."""
    if before.text == "not":
        return after.tag in ("VBZ", "VBD") and words[max(0, words.index(before) - 1)].text in _DO
    if before.tag in ("MD", "TO") and after.tag in _FINITE and after.tag != "VBP":
        return True
    if before.text.casefold() in ("am", "are", "is", "was", "were") and after.tag == "MD":
        return True  # "was would agree"
    if before.text.casefold() not in ("has", "have", "had"):
        return False
    bare = after.tag in ("VB", "VBP") and participle(after.text.casefold()) != after.text.casefold()  # "have continue"
    return after.tag == "VBG" or bare


def _existence(words: Sequence[Word]) -> list[str]:
    if words[0].tag != "EX" and words[0].text != "There":
        return []
    start = next((at for at, word in enumerate(words) if at and not _is_being(word)), None)
    if start is None or _is_nothing(words, start) or _is_clause(words[start:]):
        return ["`there is` is not followed by what exists"]
    return []


def _is_being(word: Word) -> bool:
    return word.tag in ("MD", "RB") or word.text.casefold() in _BE


def _is_nothing(words: Sequence[Word], at: int) -> bool:
    """Return whether the word after "there is" begins no thing: "there should be the", "there should be realize"."""
    word, after = words[at], words[at + 1] if at + 1 < len(words) else words[at]
    if word.text.casefold() == "the":
        return after.tag != "JJS" and after.text not in ("first", "last", "same")
    if word.tag == "IN":
        return after.tag != "CD" and after.text != "least"  # "at least ten"
    if word.text.casefold() in _LASTING:
        return False  # "there are pending border issues"
    return word.tag in ("PRP", "PRP$", "WDT", "WP", "TO", "VBG", *_FINITE, "VB")


def _is_clause(thing: Sequence[Word]) -> bool:
    """Return whether what exists is a clause or two things: "leaders were committed", "occasions the attention"."""
    verb = next((at for at, word in enumerate(thing) if word.tag in _FINITE), None)
    if verb is not None and verb < 4:
        return thing[verb - 1].tag in ("NNS", "NN") and all(word.tag in _PHRASE for word in thing[:verb])
    pairs = pairwise(thing)
    return verb is None and any(one.tag == "NNS" and other.text == "the" for one, other in pairs)


def side_by_side(words: Sequence[Word]) -> list[str]:
    """Return a fault if two things stand side by side that nothing links: "the problems in Kenya the end of it".

    Takes the words with their commas: "Oslo, the capital" is right, and so is "gave the rebels of Kenya the port".
    """
    if any(word.text.casefold() in _GIVING for word in words):
        return []
    for at, word in enumerate(words):
        if word.text != "the" or not at or words[at - 1].tag not in _NOUNS:
            continue
        start = next((i for i in range(at - 1, -1, -1) if words[i].tag not in (*_NOUNS, "JJ", "POS")), 0)
        before = words[start] if start and words[start - 1].tag in _NOUNS else None  # not "discussed in depth the plan"
        verbs = any(later.tag in _FINITE for later in words[at:])
        if not verbs and before is not None and before.tag == "IN" and before.text in _PREPOSITIONS:
            return [f"`{words[at - 1].text} the` lacks a link"]
    return []


def _is_inner(words: Sequence[Word], verb: Word) -> bool:
    """Return whether the noun right before a verb may be part of a longer subject: "the gains in towns are"."""
    return any(word.tag in ("CC", "IN", "TO", "VBG", "WDT", "WP") for word in words[: words.index(verb)])
