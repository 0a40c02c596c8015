"""Finds clauses without which what is denied is not the same: "it has not left since the truce began"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.tree import has_subject, is_beside

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["is_tellers", "keeps_to_another"]

#: Words before a clause that make it a part of what is said: "only because Oslo asked".
_ONLY = ("even", "just", "merely", "not", "only", "purely", "simply", "solely")
#: Times within which something is denied; a reason stands by itself.
_NARROWING = ("after", "since", "while")
_DENYING = ("hardly", "neither", "never", "no", "nobody", "none", "nothing", "rarely", "seldom")


def keeps_to_another(verb: Token) -> bool:
    """Return whether a clause is no statement of its own, or gives the time within which something is denied."""
    return is_beside(verb) or (verb.dep_ == "advcl" and _is_bound(verb))


def is_tellers(verb: Token) -> bool:
    """Return whether a deed is that of whoever speaks: "warned that they would pay, and arrested two of them".

    What they would do and what has been done have no tense in common, but "warned" and "arrested" have.
    """
    first, after = verb.head, verb.tag_ in ("VBD", "VBN") and not has_subject(verb)
    if verb.dep_ != "conj" or not after or first.tag_ != "VB" or first.dep_ != "ccomp" or first.head.tag_ != "VBD":
        return False
    to_come = any(child.tag_ == "MD" for child in first.children)
    joined = verb.doc[verb.left_edge.i - 1].lower_ == "and" and verb.doc[verb.left_edge.i - 2].text == ","
    return to_come and joined and not any(child.dep_ in ("aux", "auxpass") for child in verb.children)


def _is_bound(verb: Token) -> bool:
    marks = [child for child in verb.children if child.dep_ in ("mark", "advmod") and child.i < verb.i]
    first = verb.left_edge
    before = first.nbor(-1) if first.i else first
    if first.lower_ in _ONLY or (before.lower_ in _ONLY and before.head in (verb, verb.head)):
        return True
    narrows = any(child.lower_ in _NARROWING for child in marks) and verb.i > verb.head.i
    return narrows and before.text != "," and _is_denied(verb.head)


def _is_denied(head: Token) -> bool:
    """Return whether a clause is negated, by its verb or by a word that it governs before the clause."""
    near = (word for child in head.children for word in (child, *child.children) if child.dep_ != "advcl")
    return any(word.dep_ == "neg" or word.lower_ in _DENYING for word in near)
