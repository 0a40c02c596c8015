"""Checks whether words have a finite verb, and finds the clause that lends its subject to a verb without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.frame import UTTERANCES
from kg.extract.grammar.lexicon import lexicon
from kg.extract.grammar.splitting.joins import ADDING
from kg.extract.grammar.tree import SUBJECTS, goes_on, is_infinitive
from kg.extract.names.actors import BODIES, PEOPLE, ROLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

__all__ = [
    "FINITE",
    "clause_subject",
    "continues_infinitive",
    "is_cleft",
    "is_finite",
    "is_taken_for_infinitive",
    "is_taken_for_participle",
    "is_voiced_by_nothing",
    "sharing",
]

FINITE = ("VBD", "VBZ", "VBP", "MD")


def is_finite(tokens: Sequence[Token], head: Token) -> bool:
    """Return whether the head of some tokens is a finite verb, or has a finite auxiliary."""
    members = {token.i for token in tokens}
    if head.pos_ not in ("VERB", "AUX"):
        return False
    if head.tag_ in FINITE:
        return True
    if is_taken_for_participle(head) or is_taken_for_infinitive(head):
        return True
    helped = any(
        child.tag_ in FINITE and child.dep_ in ("aux", "auxpass") and child.i in members for child in head.children
    )
    return helped or (
        head.dep_ == "conj"
        and head.tag_ in ("VBN", "VBG", "VB")
        and clause_subject(head) is None
        and (first := sharing(head)) is not None
        and not is_infinitive(first)
    )


def is_taken_for_participle(head: Token) -> bool:
    """Return whether a past tense was parsed as a participle: "denied its ships entered the port"."""
    told = head.dep_ == "ccomp" and head.tag_ == "VBN" and head.lower_.endswith("ed")
    helped = any(child.dep_ in ("aux", "auxpass", "nsubjpass") for child in head.children)
    after = any(child.dep_ in ("dobj", "prep", "advmod") and child.i > head.i for child in head.children)
    return told and not helped and after and any(child.dep_ == "nsubj" for child in head.children)


def is_taken_for_infinitive(head: Token) -> bool:
    """Return whether a present tense was parsed as an infinitive: "attacks on the port threaten its trade"."""
    said = head.dep_ == "ROOT" or (head.dep_ == "ccomp" and head.head.lemma_.lower() in lexicon().plain)
    helped = any(child.dep_ in ("aux", "auxpass") for child in head.children)
    several = any(child.dep_ == "nsubj" and child.tag_ == "NNS" and child.i < head.i for child in head.children)
    return said and head.tag_ == "VB" and several and not helped


def is_voiced_by_nothing(verb: Token, subject: Token) -> bool:
    """Return whether a thing would praise or criticise, so that another one does: "its trips blasted the law"."""
    judging = any(sense.act in ("criticises", "praises") for sense in lexicon().verbs.get(verb.lemma_.lower(), ()))
    speaks = subject.lower_ in PEOPLE | ROLES | BODIES or subject.lemma_.lower() in UTTERANCES or subject.ent_type_
    return judging and subject.pos_ == "NOUN" and not speaks


def continues_infinitive(head: Token) -> bool:
    """Return whether a verb shares the "to" of the one before it: "called for Norway to talk and withdraw"."""
    first = sharing(head) if head.dep_ == "conj" and head.tag_ == "VB" else None
    return first is not None and is_infinitive(first)


def clause_subject(head: Token) -> Token | None:
    """Return the subject of a verb, or that which the parser gave to its "was", or None."""
    subjects = [child for child in head.children if child.dep_ in SUBJECTS]
    if len(subjects) > 1 and subjects[0].lower_ == "that" and head.dep_ == "ccomp":
        subjects = subjects[1:]  # "told the envoys that threats only do harm": "that" is no pronoun there
    own = subjects[0] if subjects else None
    if own is not None and own.dep_ == "csubj" and own.lower_ in ADDING:  # "noting Oslo is right"
        return next((child for child in own.children if child.dep_ == "dobj"), own)
    helpers = (child for child in head.children if child.dep_ == "auxpass" and own is None)
    return own or next((inner for child in helpers for inner in child.children if inner.dep_ in SUBJECTS), None)


def is_cleft(head: Token, subject: Token) -> bool:
    """Return whether a clause with "what" is the subject: "what Oslo needs is peace", not "what I need is peace"."""
    first = subject.left_edge
    own = any(child.dep_ == "nsubj" and child.tag_ == "PRP" for child in subject.children)
    return subject.dep_ == "csubj" and first.lower_ == "what" and head.lemma_ == "be" and not own


# -- clauses


def sharing(head: Token) -> Token | None:
    """Return the verb whose subject a coordinated verb shares, or None."""
    above = head
    for _ in range(4):
        if above.dep_ != "conj":
            return None
        above = above.head.head if goes_on(above) else above.head
        if clause_subject(above) is not None:
            return above
    return None
