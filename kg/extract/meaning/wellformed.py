"""Checks that a proposed sentence is well formed: it has a subject and a finite verb, and is complete and independent.

The check uses words with Penn Treebank tags. For a sentence made from a text, they come from the parse of that text;
`faults_of` parses a sentence from elsewhere, such as a language model.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extract.grammar.inflection import PERSONAL
from kg.extract.grammar.lexicon import load_data
from kg.extract.meaning.forms.agreement import after_modal, bare_faults
from kg.extract.meaning.forms.cut import cut_faults
from kg.extract.meaning.forms.defining import is_restricted
from kg.extract.meaning.forms.existence import being_faults
from kg.extract.meaning.forms.order import Word, order_faults, parted, side_by_side

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["LONGEST_SENTENCE", "Word", "faults", "faults_of"]

_WORDS = load_data("meaning/wording.yaml")

#: Maximum length of a proposition, in code points.
LONGEST_SENTENCE = 200
_PERSONAL = frozenset(_WORDS["pronouns"]["personal"])
_THIRD = frozenset(_WORDS["pronouns"]["third"])
_POINTING, _NOUNS = ("this", "that", "these", "those"), ("NN", "NNS", "NNP", "NNPS")
_FINITE = ("VBD", "VBZ", "VBP", "MD")
_FRAGMENT = frozenset(_WORDS["fragment"])
_DANGLING = ("DT", "CC", "TO", "MD", "PRP$", "WDT", "WP", "WP$", "IN", "EX", "POS")
_MARKS = re.compile(r"\.\.\.|…|[\[\]“”\"«»;:?!\n]|--|''|``")
#: Words that open a part before the main clause.
_OPENING = ("when", "while", "with", "without", "even", "until", "unless", "of", "where")
#: Tags of a first word without what it belongs to.
_PARTS = ("WDT", "WP", "WP$", "TO", "CC", "VB", "POS", "RP")
_WITH_OBJECT = ("condemn", "denounce", "deplore", "deny", "oppose", "reject", "urge", "welcome")
#: Adverbs that stress a part of a sentence.
_STRESSING = ("especially", "largely", "mainly", "mostly", "notably", "particularly", "partly", "primarily")
#: Participles by which somebody says what follows; nobody says anything of them: "warning a raid would hurt".
_VOICING = frozenset(_WORDS["voicing"])
_RATHER_NOUNS = ("calls", "claims", "demands", "plans", "talks", "threats", "visits")
_NEVER_VERBS = ("borders", "drills", "exercises", "raids", "ranks", "tests", "troops")
_STRANDING = ("unaccounted", "uncalled", "unheard", "unprovided")
#: Words that link a clause to the next one, and what may stand before them.
_LEADING_OVER = ("so", "therefore", "thus", "hence", "meanwhile", "moreover", "otherwise")
_SO_MUCH = ("and", "believe", "especially", "hope", "less", "more", "or", "particularly", "said", "say", "think")
_WHERE = ("as", "than", "whatever", "whenever", "wherever")
_BE = ("be", "is", "are", "was", "were", "been", "'s")


def faults_of(sentence: str) -> list[str]:
    """Parse a sentence and return its faults; empty if it has none.

    Raises UsageError if the extra `extract` is not installed.
    """
    from kg.extract.article.nlp import parse

    doc = parse(sentence)
    words = [
        Word(token.text, token.tag_, token.i > 0 and not doc[token.i - 1].whitespace_)
        for token in doc
        if not token.is_space
    ]
    return faults(sentence, words)


def faults(sentence: str, words: Sequence[Word]) -> list[str]:
    """Return the faults of a sentence with these words; empty if it has none."""
    plain = [word for word in words if word.tag not in (".", ",", "''", "``", "-LRB-", "-RRB-", ":", "HYPH", "SYM")]
    if not plain:
        return ["is empty"]
    checks = (
        _shape(sentence),
        parted(sentence),
        _persons(words),
        _start(plain),
        _verbs(plain),
        _end(plain),
        _lacking(plain),
        cut_faults(plain),
        order_faults(plain),
        being_faults(plain),
        bare_faults(words),
        side_by_side(words),
    )
    return [fault for found in checks for fault in found]


def _shape(sentence: str) -> list[str]:
    found = []
    if len(sentence) > LONGEST_SENTENCE:
        found.append(f"is longer than {LONGEST_SENTENCE} characters")
    if re.search(r"\blet['’]s\b", sentence, re.IGNORECASE):
        found.append("is an appeal: `let's`")
    if not (sentence[:1].isupper() or sentence[:1].isdigit()):
        found.append("does not begin with a capital letter")
    if not sentence.endswith(".") or sentence.endswith(".."):
        found.append("does not end with a single full stop")
    if (
        _MARKS.search(sentence)
        or sentence.count("(") != sentence.count(")")
        or re.search(r"\s[,.)]|\(\s|\s['’]\s", sentence)
    ):
        found.append("contains quotation marks, an ellipsis, a question mark or stray punctuation")
    if re.search(r"\b(\w+) \1\b", sentence.casefold()) and not re.search(
        r"\b(had had|that that)\b", sentence.casefold()
    ):
        found.append("repeats a word")
    return found


def _persons(words: Sequence[Word]) -> list[str]:
    found = []
    named = plural = False
    for index, word in enumerate(words):
        low, before = word.text.casefold(), words[index - 1] if index else None
        # In "Elizabeth I" and "Article I", the "I" is a Roman numeral, not a pronoun.
        roman = word.text == "I" and before is not None and before.tag in ("NNP", "NN") and before.text[:1].isupper()
        if low in _PERSONAL and word.text != "US" and not roman:
            found.append(f"`{word.text}` does not say who is meant")
        elif low in _THIRD and not named and not _is_expletive(words, index):
            found.append(f"`{word.text}` has no antecedent in the sentence")
        elif low in ("they", "them", "their", "themselves") and not plural:
            found.append(f"`{word.text}` has no plural antecedent in the sentence")
        elif (
            low in _POINTING
            and word.tag in ("DT", "WDT")
            and not is_restricted(words, index)
            and not _is_link(words, index)
        ):
            found.append(f"`{word.text}` refers to something outside the sentence")
        elif _points_back(words, index):
            found.append(f"`{word.text}` depends on an earlier sentence")
        named = named or word.tag in _NOUNS or word.tag == "CD" or low in ("everyone", "those", "one", "who")
        plural = (
            plural
            or word.tag in ("NNS", "NNPS")
            or low in ("and", "those", "people", "who", "forces")
            or word.tag == "NNP"
        )
    return found


def _points_back(words: Sequence[Word], index: int) -> bool:
    """Return whether a word refers to a place or an action named elsewhere: "here", "do so", "do the same"."""
    low, before = words[index].text.casefold(), [word.text.casefold() for word in words[max(0, index - 2) : index]]
    done = ("do", "doing", "did", "done")
    same = (low == "so" and before[-1:] and before[-1] in done) or (low == "same" and before[:1] and before[0] in done)
    return bool(same) or (low == "here" and words[index].tag == "RB")


def _is_expletive(words: Sequence[Word], index: int) -> bool:
    """Return whether "it" anticipates a later clause: "It is time to", "It is right that"."""
    if words[index].text.casefold() != "it":
        return False
    following = words[index + 1 : index + 14]
    be = bool(following) and (following[0].text.casefold() in _BE or following[0].tag == "MD")
    if any(word.text.casefold() in PERSONAL for word in following[1:3]):
        return False
    return be and any(word.text.casefold() in ("to", "that", "for", "when", "if", "who") for word in following)


def _is_link(words: Sequence[Word], index: int) -> bool:
    """Return whether "that" introduces a clause as a conjunction or a relative pronoun."""
    return words[index].text == "that" and (words[index].tag in ("WDT", "IN") or index == 0) and index > 0


def _start(words: Sequence[Word]) -> list[str]:
    first = words[0]
    low = first.text.casefold()
    second = words[1].text.casefold() if len(words) > 1 else ""
    single = low == "not" and second in ("a", "one", "all", "every")
    depends = low == "but" and second == "for"
    clause = low == "as" and sum(word.tag in _FINITE for word in words) > 1  # "as Kenya grows, it helps others"
    opening = clause or ((depends or low in _OPENING) and _has_main(words))
    cleft = low == "what" and sum(word.tag in _FINITE for word in words) > 1  # "what Oslo needs is peace"
    part = first.tag in _PARTS and not (depends or cleft or low in ("both", "either", "neither"))
    if (low in _FRAGMENT and not single and not opening) or part:
        return ["begins like a fragment"]
    if low in _STRESSING and len(words) > 1 and words[1].tag == "IN":
        return ["begins like a fragment"]  # "especially of Norway"
    if (
        low.endswith("ing")
        and first.tag not in ("NNP", "NNPS")
        and second in ("is", "are")
        and {word.text for word in words[2:4]} & {"guilty"}
    ):
        return ["is about nobody"]  # "working is guilty of"
    noun = next((i for i, word in enumerate(words[1:4]) if word.tag not in ("JJ", "NNP")), 3)
    described = first.tag == "VBN" and any(word.tag in (*_NOUNS, "VBG") for word in words[1 : noun + 2])
    if first.tag in ("VBD", "VBZ", "VBP", "MD", "VBN") and not described:
        return ["begins with a verb"]
    if low in _VOICING or (low == "warning" and first.tag == "VBG"):
        return ["begins with a participle of saying"]
    return []


def _has_main(words: Sequence[Word]) -> bool:
    return sum(word.tag in _FINITE for word in words) > 0 and len(words) > 5


def _verbs(words: Sequence[Word]) -> list[str]:
    first = next((i for i, word in enumerate(words) if word.tag in _FINITE and not _is_noun(words, i)), None)
    if first is None:
        return ["has no finite verb"]
    subject = any(
        word.tag in (*_NOUNS, "PRP", "EX", "VBG", "CD")
        or word.text.casefold() in ("what", "those", "this", "who", "all")
        for word in words[:first]
    )
    found = [] if subject and not _is_only_inner(words) else ["has no subject"]
    for index, word in enumerate(words):
        if word.tag == "MD":
            found += after_modal(words, index)
        if word.text in ("s", "t", "ll", "ve", "re") and index and words[index - 1].tag == "MD":
            found.append("has a broken contraction")
    return found


def _is_noun(words: Sequence[Word], at: int) -> bool:
    """Return whether what is taken for a finite verb is a noun or a participle: "commenting on Norway's claims"."""
    before = words[at - 1] if at else words[at]
    by = words[at + 1].text.casefold() == "by" if at + 1 < len(words) else False
    by = by and (at + 2 == len(words) or words[at + 2].tag != "CD")  # "arrivals decreased by 64 percent"
    if by and words[at].tag == "VBD" and words[at].text.casefold().endswith("ed") and before.tag in _NOUNS:
        return True  # "the raid committed by Norway"
    owned = before.tag in ("POS", "PRP$") or before.text.casefold() in ("a", "an", "the")
    return bool(at) and owned and words[at].tag in ("VBZ", "VBP")


def _is_only_inner(words: Sequence[Word]) -> bool:
    """Return whether a participle comes first and all verbs are in subordinate clauses: "Writing for men who won"."""
    if words[0].tag != "VBG":
        return False
    first = next(index for index, word in enumerate(words) if word.tag in _FINITE)
    linked = any(word.tag in ("WDT", "WP") or word.text.casefold() == "that" for word in words[:first])
    return linked and sum(word.tag in _FINITE for word in words) < 3


def _end(words: Sequence[Word]) -> list[str]:
    last, before = words[-1], words[-2] if len(words) > 1 else words[-1]
    if last.tag == "MD" and before.tag in (*_NOUNS, "PRP") and any(word.text.casefold() in _WHERE for word in words):
        return []  # "wherever they can"
    if last.text.casefold() == "one" and before.text.casefold() == "as":
        return []  # "stands as one"
    if (
        last.text.casefold() == "one"
        and before.tag in ("JJ", "JJR")
        and any(word.text in ("a", "an") for word in words[-5:-2])
    ):
        return []  # "the offer is a good one"
    leads = last.text.casefold() in _LEADING_OVER and before.text.casefold() not in _SO_MUCH
    # "the risks are still there", "they should avoid the port unless they live there"
    there = last.text.casefold() == "there" and before.text.casefold() != "still"
    there = there and sum(word.tag in _FINITE for word in words) < 2
    if last.text.casefold() in ("either", "neither", "one", "own", "that") or leads or there:
        return ["ends with a word that refers back"]
    if last.tag == "IN" and _is_stranded(words):
        return []
    if last.tag in _DANGLING and last.text.casefold() != "so":
        return ["is incomplete at the end"]
    return []


def _lacking(words: Sequence[Word]) -> list[str]:
    """Return a fault if the last word is a verb that needs an object: "Norway deplores", "they should make"."""
    last, before = words[-1], [word for word in words[-4:-1] if word.tag != "RB"]
    linked = any(word.tag in ("WDT", "WP") or word.text.casefold() in ("that", "as", "than") for word in words[:-1])
    if (
        not linked
        and last.text in ("added", "noted", "said", "stated", "told", "tweeted")
        and before[-1:]
        and before[-1].tag in _NOUNS
    ):
        return ["ends with who said it"]
    if linked or sum(word.tag in _FINITE for word in words) > 1:
        return []
    if last.tag == "VBZ" and (last.text in _NEVER_VERBS or (last.text in _RATHER_NOUNS and len(words) < 4)):
        return ["has no verb"]  # "Darfur talks", of a headline
    stance = last.tag in ("VBZ", "VBP") and last.text.casefold().rstrip("s") in _WITH_OBJECT
    made = last.tag == "VB" and last.text in ("make", "put", "take", "bring") and before[-1:] and before[-1].tag == "MD"
    return ["lacks an object"] if stance or made else []


def _is_stranded(words: Sequence[Word]) -> bool:
    """Return whether a preposition may end a sentence: "the ship had been fired upon", "remain unaccounted for"."""
    before = words[-2] if len(words) > 1 else words[-1]
    passive = before.tag == "VBN" and any(word.text.casefold() in _BE for word in words[-4:-2])
    # "issues they do not agree on"
    linked = any(word.tag in ("PRP", "WDT", "WP") for word in words[-6:-2])
    verbs = before.tag in ("VB", "VBD", "VBP", "VBZ", "VBN") and sum(word.tag in _FINITE for word in words) > 1
    return passive or (linked and verbs) or before.text.casefold() in _STRANDING
