"""Words that stand beside a negation and say something else or nothing without it: "any", "at all"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.inflection import indefinite
from kg.extract.grammar.lexicon import load_data

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["SOME", "is_mass", "stress", "without_any"]

_WORDS = load_data("meaning/wording.yaml")
#: Mass nouns: without its "no", "no evidence" becomes "evidence".
_MASS = frozenset(_WORDS["mass"])
#: Nouns in -ing for single things.
_EVENTS = frozenset(_WORDS["happenings_in_ing"])
SOME = {"anybody": "somebody", "anyone": "someone", "anything": "something", "anywhere": "somewhere"}


def is_mass(noun: Token) -> bool:
    """Return whether a noun needs no article in the singular: "evidence", "jamming", but not "meeting"."""
    lemma = noun.lemma_.lower()
    doing = noun.tag_ == "NN" and lemma.endswith("ing") and lemma not in _EVENTS
    return lemma in _MASS or (doing and not lemma.endswith("thing"))


def without_any(mark: Token, inside: set[int]) -> tuple[set[int], dict[int, str]]:
    """Return the tokens to drop and to change so that no "any" is left after a negation: "with any", "in any way"."""
    doc, dropped, replaced = mark.doc, set[int](), dict[int, str]()
    for i in inside:
        if doc[i].lower_ != "any" or i <= mark.i:
            continue
        if i + 1 in inside and doc[i + 1].lower_ in ("longer", "more") and doc[i].dep_ != "det":  # "any longer"
            dropped |= {i, i + 1}
            continue
        if doc[i].dep_ != "det":  # "any of them"
            replaced[i] = "some"
            continue
        noun = doc[i].head
        if noun.lower_ in ("case", "form", "way") and doc[i - 1].lower_ == "in":
            dropped |= {i - 1, i, noun.i}
            dropped |= {j for j in (i - 2, noun.i + 1) if j in inside and doc[j].text == ","}
        elif noun.tag_ in ("NNS", "NNPS") or is_mass(noun):
            dropped.add(i)
        else:
            replaced[i] = indefinite(doc[i + 1].lower_)
    return dropped, replaced


def stress(mark: Token, inside: set[int]) -> set[int]:
    """Return the words that only reinforce a negation and make no sense without it: "at all", "whatsoever"."""
    doc, later = mark.doc, sorted(i for i in inside if i > mark.i)
    found = {i for i in later if doc[i].lower_ == "whatsoever"}
    pairs = ((i, i + 1) for i in later if doc[i].lower_ == "at" and i + 1 in inside and doc[i + 1].lower_ == "all")
    return found | {i for pair in pairs if pair[1] + 1 not in inside or doc[pair[1] + 1].is_punct for i in pair}
