"""Inflects English words for reworded sentences: "gives" for "does give", "the United States" for its label."""

from __future__ import annotations

import re

from kg.extract.grammar.lexicon import load_data

__all__ = [
    "PERSONAL",
    "capitalised",
    "indefinite",
    "participle",
    "past",
    "singular_verb",
    "third_person",
    "with_article",
]

_FORMS = load_data("grammar/inflection.yaml")

_IRREGULAR_PAST: dict[str, str] = _FORMS["past"]
#: Short names that are read as words.
_SPOKEN = ("NATO", "NAFTA", "FIFA", "SAARC", "UNESCO", "UNICEF", "NASA", "MERCOSUR", "SADC")
#: Adjectives for people and states, after which "it" is one of these.
PERSONAL = frozenset(_FORMS["personal"])
_PARTICIPLES: dict[str, str] = _FORMS["participles"]
#: Before an irregular verb, these leave its past as it is: "withheld", "rebuilt".
_PREFIXES = ("for", "fore", "mis", "off", "out", "over", "re", "un", "under", "up", "with")
#: Verbs that double their last consonant: those of one syllable ("planned"), and in British English those in "l".
_DOUBLED = re.compile(r"(?:[^aeiou]|qu)*[aeiou][bdfgklmnprtvz]|\w*[^aeiou][aeiou]l")
_DOUBLING = frozenset(_FORMS["doubling"])
_THIRD = {"be": "is", "have": "has", "do": "does", "go": "goes"}
#: Forms of "be", "have" and "do", each with its third person singular.
_SINGULAR = {"are": "is", "were": "was", "have": "has", "am": "is", "do": "does", "'re": "is", "'ve": "has", "'m": "is"}
_PLURAL = {"is": "are", "was": "were", "has": "have", "am": "are", "does": "do", "'m": "are", "'s": "are"}
#: Names of states that take "the".
_ARTICLE = frozenset(_FORMS["states_with_article"])
#: Last words of the names of bodies that take "the": "the Houthi movement", "the Security Council".
_BODIES = frozenset(_FORMS["bodies_with_article"])


def third_person(lemma: str) -> str:
    """Return the third person singular of a verb: "gives", "carries", "has"."""
    if lemma in _THIRD:
        return _THIRD[lemma]
    if lemma.endswith(("s", "x", "z", "ch", "sh", "o")):
        return f"{lemma}es"
    if lemma.endswith("y") and lemma[-2:-1] not in "aeiou":
        return f"{lemma[:-1]}ies"
    return f"{lemma}s"


def past(lemma: str) -> str:
    """Return the past tense of a verb; verbs that are not listed as irregular are taken to be regular."""
    return _irregular(lemma, _IRREGULAR_PAST) or _regular(lemma)


def participle(lemma: str) -> str:
    """Return the past participle of a verb: "taken", "rebuilt", "lifted"."""
    return _irregular(lemma, _PARTICIPLES) or past(lemma)


def _irregular(lemma: str, forms: dict[str, str]) -> str:
    for prefix in ("", *_PREFIXES):
        if lemma.startswith(prefix) and (stem := lemma.removeprefix(prefix)) in forms:
            return prefix + forms[stem]
    return ""


def _regular(lemma: str) -> str:
    if lemma.endswith("e"):
        return f"{lemma}d"
    if lemma.endswith("y") and lemma[-2:-1] not in "aeiou":
        return f"{lemma[:-1]}ied"
    doubled = _DOUBLED.fullmatch(lemma) or lemma in _DOUBLING
    return f"{lemma}{lemma[-1] if doubled else ''}ed"


def singular_verb(text: str, tag: str, *, plural: bool) -> str:
    """Return a finite verb in the number of a new subject: "has" for "have" if `plural` is false."""
    word = text.lower()
    if plural:
        return _PLURAL.get(word, text)
    if word in _SINGULAR:
        return _SINGULAR[word]
    return third_person(word) if tag == "VBP" else text


def indefinite(word: str) -> str:
    """Return the indefinite article of a word: "an" for "attack", "a" for "use"."""
    if (letters := re.match(r"[A-Z]{2,}", word)) and letters[0] not in _SPOKEN:
        return "an" if word[0] in "AEFHILMNORSX" else "a"  # "an EU plan", "a UN plan"
    low = word.casefold()
    return "an" if low[:1] in "aeiou" and not low.startswith(("eu", "one", "uni", "us", "uti")) else "a"


def with_article(label: str, kind: str, text: str = "") -> str:
    """Return a label as it is written inside a sentence: "the United States", "Syria", "the Houthi movement".

    A group has the article that it has in the text: "the dock workers".
    """
    if label.startswith(("The ", "the ")):
        return f"the {label[4:]}"
    words = label.replace(",", "").split()
    head = words[next((i for i, word in enumerate(words) if word in ("of", "for", "on", "in")), len(words)) - 1]
    if kind == "group" and (told := re.search(rf"\bthe {re.escape(label)}\b", text, re.IGNORECASE)):
        return f"the {told[0][4:]}"
    if kind == "state":
        return f"the {label}" if label in _ARTICLE else label
    if kind == "organisation" and len(words) > 1 and head.casefold() in _BODIES:
        return f"the {label}"
    described = kind in ("person", "organisation") and (label[:1].islower() or words[-1].islower())
    return f"the {label}" if described else label


def capitalised(words: str) -> str:
    """Return words with their first letter capitalised."""
    return words[:1].upper() + words[1:]
