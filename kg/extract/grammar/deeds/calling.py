"""Finds calls that ask for nothing: of a summit, of an envoy who is called in, and on the telephone."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import load_data
from kg.extract.grammar.tree import is_infinitive

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["is_other_call", "is_person"]

_RUNG_TO = (
    "apologise",
    "apologize",
    "complain",
    "congratulate",
    "convey",
    "discuss",
    "express",
    "offer",
    "protest",
    "say",
    "thank",
)
_SUMMONED = ("ambassador", "ambassadors", "attaché", "consul", "diplomat", "diplomats", "envoy", "envoys", "minister")
_GATHERINGS = ("conference", "election", "meeting", "poll", "referendum", "session", "strike", "summit", "vote")


def is_other_call(verb: Token) -> bool:
    """Return whether somebody convenes, summons or rings up others: "called a summit", "called in the envoy"."""
    called = any(_is_gathering(child) or _is_summons(child) for child in verb.children)
    return verb.lemma_ == "call" and (called or _is_telephoned(verb))


def _is_telephoned(verb: Token) -> bool:
    """Return whether somebody is rung up: "called the minister to protest", but not "called on him to protest"."""
    whom = any(child.dep_ == "dobj" and is_person(child) for child in verb.children)
    why = (child for child in verb.children if child.dep_ in ("advcl", "xcomp") and is_infinitive(child))
    return whom and any(child.lemma_ in _RUNG_TO for child in why)


def _is_summons(link: Token) -> bool:
    whom = [link] if link.dep_ == "prt" else [child for child in link.children if child.dep_ == "pobj"]
    return link.lower_ == "in" and any(word == link or word.lower_ in _SUMMONED for word in whom)


def _is_gathering(noun: Token) -> bool:
    met = noun.dep_ == "dobj" and noun.lemma_.lower() in _GATHERINGS
    return met and any(child.dep_ == "det" and child.lower_ in ("a", "an") for child in noun.children)


def is_person(noun: Token) -> bool:
    """Return whether a noun or pronoun means one or several persons."""
    return noun.ent_type_ == "PERSON" or noun.lower_ in _persons()


@lru_cache(maxsize=1)
def _persons() -> frozenset[str]:
    words = load_data("names/people.yaml")
    pronouns = ("him", "her", "them", "me", "us", "you")
    return frozenset((*pronouns, *(str(word) for name in ("roles", "people", "plural_people") for word in words[name])))
