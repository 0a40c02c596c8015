"""The words of a noun phrase that identify a thing, and nouns that identify none."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import load_data
from kg.extract.grammar.tree import is_linking_that
from kg.extract.names.actors import BODIES, PEOPLE, ROLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

__all__ = [
    "LOOSE",
    "NAMES",
    "before_inside",
    "is_added",
    "is_cut",
    "is_joined",
    "is_placed",
    "is_pointing",
    "phrase_of_noun",
]

#: Adjectives that do not distinguish one thing from another.
LOOSE = frozenset(load_data("names/nounphrases.yaml")["loose"])
NAMES = frozenset(("GPE", "ORG", "NORP", "LOC", "FAC", "PERSON", "EVENT", "LAW"))
_POINTING = ("the", "this", "that", "these", "those")
_LINKS = ("of", "on", "against", "in", "between", "with", "to", "for", "over", "from", "into", "near", "off")
#: Words after a noun that say where or how long a thing is so, not which it is.
_WHERE = ("at", "during", "since")
_LEFT = ("det", "compound", "amod", "nummod", "poss", "nmod", "case", "punct")
_AMOUNTS = frozenset(("MONEY", "PERCENT", "QUANTITY"))
_LONGEST = 10


def is_pointing(noun: Token) -> bool:
    """Return whether a noun has an article or "this" but nothing that identifies the thing."""
    return _points(noun) and not _after(noun)


def is_placed(noun: Token) -> bool:
    """Return whether a noun that points has after it only where or since when it is so: "the row at the UN in May"."""
    after = _after(noun)
    return _points(noun) and bool(after) and all(child.lower_ in _WHERE or is_added(child) for child in after)


def is_joined(noun: Token) -> bool:
    """Return whether a noun that points has only another one joined to it: "the ship and its crew"."""
    after = _after(noun)
    return _points(noun) and bool(after) and all(child.dep_ in ("cc", "conj") for child in after)


def _after(noun: Token) -> list[Token]:
    return [child for child in noun.children if child.i > noun.i and child.dep_ not in ("case", "punct")]


def is_added(child: Token) -> bool:
    """Return whether a relative clause follows a comma, so that it does not say which thing is meant."""
    return child.dep_ == "relcl" and child.doc[child.left_edge.i - 1].text == ","


def _points(noun: Token) -> bool:
    """Return whether a noun has one determiner that points, and no name, before it."""
    lemma = noun.lemma_.lower()
    common = noun.tag_ in ("NN", "NNS") if noun.pos_ == "NOUN" else noun.pos_ == "PROPN" and noun.is_lower
    if not common or noun.ent_type_ or lemma in PEOPLE | ROLES | BODIES:
        return False
    linked = [child for child in noun.children if child.dep_ == "det" and not is_linking_that(child)]
    if len(linked) != 1 or linked[0].lower_ not in _POINTING:
        return False
    plain = all(child.dep_ in ("det", "amod", "compound") for child in noun.children if child.i < noun.i)
    named = any(child.pos_ == "PROPN" or child.ent_type_ for child in noun.children if child.i < noun.i)
    return plain and not named and noun.dep_ != "compound"


def phrase_of_noun(noun: Token) -> tuple[Token, ...]:
    """Return a noun with the words that identify the thing, without its article; empty if these are unclear."""
    if noun.pos_ == "PROPN":
        return _name_of(noun)
    if noun.dep_ == "compound":
        words = (*before_inside(noun), noun)
        goes_on = noun.i + 1 < len(noun.doc) and noun.nbor(1).pos_ in ("PROPN", "NUM")  # "the World War I battle"
        return () if goes_on or is_cut(words) else words
    left = noun.left_edge.i
    before = [noun.doc[i] for i in range(left, noun.i)]
    if any(child.dep_ not in _LEFT for child in noun.children if child.i < noun.i):
        return ()
    before = [token for token in before if not (token.dep_ == "det" and token.head == noun)]
    if any(token.pos_ in ("PRON", "VERB") or token.tag_ == "PRP$" or token.text == "," for token in before):
        return ()
    found = [
        *(token for token in before if not _is_loose(token) and (token.dep_ == "case" or not token.is_quote)),
        noun,
        *_restrictions(noun),
    ]
    denied = any(child.lower_ in ("no", "any", "another", "other", "every", "each") for child in noun.children)
    measured = any(word.ent_type_ in _AMOUNTS for word in found)  # a later rate or price may be another one
    return () if denied or measured or len(found) > _LONGEST else tuple(found)


def is_cut(words: Sequence[Token]) -> bool:
    """Return whether words begin inside a name, or begin or end in a word with a hyphen: the "e" of "e-commerce"."""
    before = words[0].nbor(-1) if words[0].i else words[0]
    if words[0].ent_iob_ == "I" and words[0].ent_type_ in NAMES and before.dep_ not in ("det", "poss", "case"):
        return True  # "the Economic Community of West African States delegation"
    after = words[-1].nbor(1) if words[-1].i + 1 < len(words[-1].doc) else words[-1]
    ends = [(before, before), (words[-1], after)]
    return any(not first.whitespace_ and hyphen.text == "-" for first, hyphen in ends)


def before_inside(noun: Token) -> tuple[Token, ...]:
    """Return the words before a noun that itself stands before another one: "Alba" in "the Alba pipeline project"."""
    first = noun.i
    while noun.dep_ == "compound" and first > noun.sent.start and _is_in_name(noun.doc[first - 1], noun):
        first -= 1
    while first < noun.i and noun.doc[first].ent_iob_ == "I" and first > noun.sent.start:
        first -= 1
    return tuple(word for word in noun.doc[first : noun.i] if word.dep_ != "det")


def _is_in_name(word: Token, noun: Token) -> bool:
    """Return whether a word before a noun belongs to a name that the noun ends, or to its other nouns."""
    first = word.pos_ in ("PROPN", "NOUN", "NUM") and word.dep_ in ("amod", "compound", "nmod", "nummod")
    return first and (word.head.i >= noun.i or word.pos_ == "PROPN")


def _is_loose(word: Token) -> bool:
    """Return whether a word tells a thing from no other of its kind: "new", but not that of "New Zealand"."""
    return word.lemma_.lower() in LOOSE and not (word.pos_ == "PROPN" and word.ent_type_ in NAMES)


def _name_of(noun: Token) -> tuple[Token, ...]:
    """Return a proper name without the adjectives before it: "Senkaku Islands"."""
    first = noun.i
    while (
        first > noun.left_edge.i
        and noun.doc[first - 1].dep_ != "det"
        and (noun.doc[first - 1].pos_ == "PROPN" or noun.doc[first - 1].ent_type_ in NAMES)
    ):
        first -= 1
    words = [noun.doc[i] for i in range(first, noun.i + 1)]
    return tuple(words) if len(words) > 1 and not any(word.dep_ in ("case", "poss") for word in words) else ()


def _restrictions(noun: Token) -> list[Token]:
    """Return the words after a noun that identify it: "on the port of Oslo", "to close the border"."""
    found: list[Token] = []
    for child in noun.children:
        if child.i < noun.i:
            continue
        words = [noun.doc[i] for i in range(child.left_edge.i, child.right_edge.i + 1) if not noun.doc[i].is_space]
        if not words:
            continue
        named = child.lower_ != "with" or any(word.pos_ == "PROPN" for word in words)  # no "talks with little progress"
        linked = (
            child.dep_ == "prep" and child.lower_ in _LINKS and named and not any(word.pos_ == "VERB" for word in words)
        )
        to = child.dep_ in ("acl", "relcl") and words[0].tag_ == "TO"
        if words[0].i != (found[-1].i if found else noun.i) + 1 or not (linked or to) or not _is_clear(words):
            break
        found += words
    return found


def _is_clear(words: list[Token]) -> bool:
    """Return whether the words are few and context-independent: no pronoun, no day."""
    two = any(first.dep_ == "cc" and second.lower_ in ("a", "an") for first, second in pairwise(words))
    loose = two or any(
        word.pos_ == "PRON" or word.tag_ in ("PRP$", "WDT", "WP") or word.text in ',;:"' for word in words
    )
    return len(words) < 9 and not loose and not any(word.ent_type_ in ("DATE", "TIME") for word in words)
