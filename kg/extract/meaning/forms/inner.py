"""Finds what is said inside a content that says nothing without its context: "this shows that the truce is over"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import load_data
from kg.extract.grammar.tree import has_mark, is_infinitive
from kg.extract.meaning.finite import FINITE, clause_subject, is_finite

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["told_inside"]

_VOICING = frozenset(load_data("meaning/wording.yaml")["voicing"])
#: To say that something shows a fact is to state the fact.
_SHOWING = ("confirm", "demonstrate", "mean", "prove", "show")


def told_inside(tokens: list[Token], head: Token) -> Token | None:
    """Return the verb of the statement inside a content, or None if there is none."""
    return _shown(tokens, head) or _voiced(tokens, head)


def _shown(tokens: list[Token], head: Token) -> Token | None:
    """Return the verb of a statement about what was just named: "this shows that the truce is over"."""
    subject, finite = clause_subject(head), head.tag_ in FINITE
    pointing = subject is not None and subject.pos_ == "PRON" and subject.lower_ in ("it", "that", "this", "these")
    goes = [child for child in head.children if child.dep_ in ("advcl", "xcomp") and child.lemma_ in _SHOWING]
    if pointing and finite and head.lemma_ == "go" and len(goes) == 1 and is_infinitive(goes[0]):
        head = goes[0]  # "it goes to show that the truce is over"
    elif not pointing or head.lemma_ not in _SHOWING or not finite or _is_more(head):
        return None
    shown = next((child for child in head.children if child.dep_ == "ccomp" and child in tokens), None)
    return shown if shown is not None and is_finite(list(shown.subtree), shown) else None


def _is_more(verb: Token) -> bool:
    """Return whether a verb is not simply that something shows it: "this may show", "this shows it, but"."""
    return any(child.dep_ in ("neg", "aux", "advcl", "conj") for child in verb.children)


def _voiced(tokens: list[Token], head: Token) -> Token | None:
    """Return the verb of what a participle at the end says once more: "..., affirming that the truce is over"."""
    alone = head.tag_ == "VBG" and head.lower_ in _VOICING and head == tokens[0]
    told = next((child for child in head.children if child.dep_ == "ccomp" and child in tokens), None)
    return told if alone and told is not None and has_mark(told, "that") else None
