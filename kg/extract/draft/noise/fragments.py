"""Finds contents that are only part of a clause: a verb without its object, a condition alone, a helping verb alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import load_data

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from kg.extract.grammar.attribution import Attribution
    from kg.extract.grammar.contents import Content

__all__ = ["is_fragment"]

_WORDS = load_data("draft/noise/fragments.yaml")
_TRANSITIVE = frozenset(_WORDS["transitive"])
_RESTRICTING = frozenset(_WORDS["restricting"])
_COMPLEMENTS = ("dobj", "ccomp", "xcomp", "dative", "oprd", "attr", "acomp", "agent", "nsubjpass", "auxpass", "prt")
_CLAUSES = ("clause", "according", "to", "who-to", "whether")
#: What is the object of a verb to its right: "what we need", "the help that it needs".
_FRONTED = ("WDT", "WP")


def is_fragment(doc: Doc, item: Attribution, content: Content) -> bool:
    """Return whether a content says nothing without words that it lacks."""
    if item.frame not in _CLAUSES:
        return False
    head, words = doc[content.head], [doc[i] for i in content.tokens if not doc[i].is_punct and not doc[i].is_space]
    if not words:
        return True
    asked = item.frame == "whether" or item.sense.act not in ("claims", "reports")
    return (_is_condition(head, words) and not asked) or _is_helper(head, words) or _lacks_object(head, words)


def _is_condition(head: Token, words: list[Token]) -> bool:
    """Return whether a clause restricts another one that is missing; in "if he wants to go, he can", none is."""
    alone = words[0].lower_ in _RESTRICTING and words[0].dep_ == "mark" and words[0].head == head
    return alone and _subjects(words) < 2


def _subjects(words: list[Token]) -> int:
    return sum(word.dep_ in ("nsubj", "nsubjpass", "expl") for word in words)


def _is_helper(head: Token, words: list[Token]) -> bool:
    """Return whether a clause has no verb but a helping one: "we'll of course", "so does Norway"."""
    helping = head.tag_ == "MD" or (head.pos_ == "AUX" and head.lemma_ == "do")
    return helping and not any(word.pos_ == "VERB" for word in words) and _subjects(words) < 2


def _lacks_object(head: Token, words: list[Token]) -> bool:
    """Return whether a verb that needs an object has none in the content or before it in a question."""
    if head.lemma_.lower() not in _TRANSITIVE or head.pos_ not in ("VERB", "AUX"):
        return False
    if any(child.dep_ in _COMPLEMENTS for child in head.children) or any(word.tag_ in _FRONTED for word in words):
        return False
    return not any(word.i > head.i and word.pos_ in ("NOUN", "PROPN", "PRON", "NUM") for word in words)
