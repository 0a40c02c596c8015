"""Finds the fault that a clause finds in its subject without a verb of harm: "is contrary to the law", "an insult"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import load_data

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["abets", "breaks_rule", "finds_fault", "is_not_good", "weighing"]

_WORDS = load_data("meaning/contents.yaml")
_FAULTS = frozenset(map(str, (*_WORDS["poor"], *_WORDS["bad"])))
#: What a thing is not that somebody finds fault with: "is not fair", "was not a good way".
_FITTING = frozenset(map(str, _WORDS["fitting"]))
#: What a thing breaks that is contrary to it.
_BINDING = frozenset(map(str, _WORDS["binding"]))
#: Armed groups that nobody should help, and the help.
_OUTLAWS = frozenset(map(str, _WORDS["outlaws"]))
_HELPING = frozenset(map(str, _WORDS["abetting"]))
_HELP = (
    "aid",
    "arm",
    "backing",
    "cover",
    "fund",
    "funding",
    "haven",
    "help",
    "refuge",
    "sanctuary",
    "shelter",
    "support",
    "weapon",
)
_GIVING = ("extend", "give", "grant", "lend", "offer", "provide", "supply")
_GOING_ON = ("begin", "continue", "go", "keep", "start")
#: To say that something shows a bad quality is to criticise it: "demonstrates a complete lack of respect".
_SHOWING = ("show", "demonstrate", "evoke", "reveal", "reflect", "betray", "display", "represent", "smack", "reek")
_AGAINST = ("contrary", "counter", "incompatible", "inconsistent")


def finds_fault(head: Token) -> bool:
    """Return whether a verb and what belongs to it find fault with the subject."""
    return bool(_shown(head) & _FAULTS) or _goes_too_far(head) or breaks_rule(head)


def is_not_good(head: Token) -> bool:
    """Return whether a negated clause denies that its subject is as it should be: "this was not a good way"."""
    found = [child for child in head.children if child.dep_ in ("acomp", "attr")] if head.lemma_ == "be" else []
    beside = [child for token in found for child in token.children if child.dep_ == "amod"]
    timed = any(child.dep_ == "nsubj" and child.lower_ in ("moment", "time") for child in head.children)
    found = [token for token in found if not (token.lemma_ == "right" and token.pos_ == "NOUN")]
    named = any(token.lemma_.lower() in _FITTING for token in found) and not timed
    return named or any(token.lemma_.lower() in _FITTING - {"honest", "just", "serious"} for token in beside)


def weighing(head: Token) -> set[str]:
    """Return the adjectives that say how bad a fault is: "grave" in "is a grave insult" warns of nothing."""
    found = [child for child in head.children if child.dep_ == "attr" and child.lemma_.lower() in _FAULTS]
    return {child.lemma_.lower() for token in found for child in token.children if child.dep_ in ("amod", "conj")}


def abets(head: Token) -> bool:
    """Return whether a clause says that its subject helps an armed group: "lends support to terrorist groups"."""
    below = [child for child in head.children if child.dep_ == "xcomp"] if head.lemma_ in _GOING_ON else []
    return any(_helps(verb) for verb in (head, *below))


def _helps(verb: Token) -> bool:
    things = [child for child in verb.children if child.dep_ in ("dobj", "dative")]
    given = any(thing.lemma_.lower() in _HELP for thing in things) and verb.lemma_ in _GIVING
    if not given and verb.lemma_.lower() not in _HELPING:
        return False
    links = [child for word in (verb, *things) for child in word.children if child.lower_ in ("for", "to")]
    helped = [*things, *(inner for link in links if given for inner in link.children)]
    return any(_is_outlaw(thing) for thing in helped)


def _is_outlaw(thing: Token) -> bool:
    return any(word.lemma_.lower() in _OUTLAWS for word in (thing, *thing.children) if word.dep_ != "poss")


def breaks_rule(head: Token) -> bool:
    """Return whether something is said to break a rule: "is contrary to the law", "runs against the agreement"."""
    contrary = [child for child in head.children if child.lower_ in _AGAINST]
    violation = [child for child in head.children if head.lemma_ == "be" and child.lower_ == "in"]
    nouns = [
        inner
        for child in violation
        for inner in child.children
        if inner.lower_ in ("breach", "contravention", "violation")
    ]
    if head.lemma_ == "be" and (nouns or any(child.dep_ == "acomp" for child in contrary)):
        return True
    links = [child for child in head.children if child.lower_ in ("against", "contrary", "counter")]
    links += [inner for child in links for inner in child.children if inner.lower_ == "to"]
    ruled = {inner.lemma_.lower() for link in links for inner in link.children if inner.dep_ == "pobj"}
    return head.lemma_ in ("fly", "go", "run") and bool(ruled & _BINDING)


def _shown(head: Token) -> set[str]:
    """Return the words for what a subject shows or resembles: "a colonialist mentality", "behaves like a bully"."""
    found = [child for child in head.children if child.dep_ == "dobj"] if head.lemma_ in _SHOWING else []
    likened = [child for child in head.children if child.lower_ == "like" and child.dep_ == "prep"]
    if head.lemma_ in ("act", "behave", "sound"):
        found += [inner for child in likened for inner in child.children if inner.dep_ == "pobj"]
    return {item.lemma_.lower() for token in found for item in (token, *token.children)}


def _goes_too_far(head: Token) -> bool:
    """Return whether a verb says that somebody goes too far or that it amounts to something bad: "to rudeness"."""
    beyond = {child.lower_ for child in head.children if child.dep_ in ("advmod", "acomp")}
    steps = {word.lower_ for child in head.children for word in child.children} if "far" in beyond else set()
    amount = [child for child in head.children if child.lower_ == "to"] if head.lemma_ == "amount" else []
    things = {inner.lemma_.lower() for child in amount for inner in child.children}
    return (head.lemma_ == "go" and "too" in steps) or bool(things & _FAULTS)
