"""Finds contents that only pass on, name or point at something: "announced the decision", "what it calls an insult"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import load_data
from kg.extract.meaning.acts import passes_judgement
from kg.extract.names.actors import PEOPLE, ROLES

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from kg.extract.grammar.attribution import Attribution
    from kg.extract.grammar.contents import Content

__all__ = ["is_loose_end", "is_passing"]

_WORDS = load_data("draft/noise/fragments.yaml")
#: What an announcement is about that the text has told before.
_TOLD_BEFORE = frozenset(_WORDS["told_before"])
_SYMPATHY = frozenset(_WORDS["sympathy"])
_NAMING = ("call", "deem", "describe", "dub", "label", "term")
#: What guests are given, and what nobody thinks anything of.
_RECEPTION = ("ceremony", "hospitality", "reception", "welcome")
_BUT_ONE = ("alternative", "choice", "option")
#: After these as the last word, the rest of a clause is missing.
_OPEN_ENDS = ("a", "an", "every", "her", "his", "its", "my", "no", "our", "the", "their", "your")


def is_passing(doc: Doc, item: Attribution, content: Content) -> bool:
    """Return whether the words of a cue only name a thing, point back or receive a guest."""
    if _stops_short(doc, content):
        return True
    cue, head = doc[item.via], doc[content.head]
    plain = item.sense.act in ("claims", "reports") and item.frame in ("as", "clause", "object")
    if plain and (_is_named(cue, content) or _is_named(head, content)):
        return True
    if _is_reception(cue, head):
        return True
    repeated = item.sense.act == "reports" and _is_told_before(head)
    return item.frame == "object" and (repeated or _is_sent(cue, head))


def _is_named(verb: Token, content: Content) -> bool:
    """Return whether a thing is only given a name, and not a bad one: "what it calls the one-harbour principle"."""
    doc, first = verb.doc, content.tokens[0]
    what = any(child.lower_ == "what" and child.i < verb.i for child in verb.children)
    told = [token.lemma_ for token in doc[first + 1 : first + 4]] if doc[first].lower_ == "what" else []
    judged = any(passes_judgement(doc[i]) for i in content.tokens)
    said = verb.lemma_ == "be" and "say" in told  # "what he said were attempts to help"
    return (said or (what and verb.lemma_.lower() in _NAMING)) and not judged


def _is_told_before(noun: Token) -> bool:
    """Return whether a noun points back at what has been told: "the decision", but not "the decision to leave"."""
    plain = all(child.dep_ in ("det", "amod", "punct") for child in noun.children if child.dep_ != "prep")
    of = any(child.dep_ == "prep" and child.lower_ in ("of", "on", "to", "about") for child in noun.children)
    definite = any(child.lower_ in ("the", "this", "these") for child in noun.children)
    return noun.lemma_.lower() in _TOLD_BEFORE and definite and plain and not of


def _is_reception(cue: Token, noun: Token) -> bool:
    """Return whether a guest is received, or thanked for that: "welcomed him with a ceremony"."""
    links = {child.lower_ for child in (*cue.children, *noun.children) if child.dep_ == "prep"}
    given = [grand for child in cue.subtree if child.lower_ in ("for", "with") for grand in child.children]
    guest = noun.ent_type_ == "PERSON" or noun.lower_ in ROLES | PEOPLE
    if cue.lemma_ == "thank":
        return any(word.lemma_.lower() in _RECEPTION for word in given)
    return cue.lemma_ == "welcome" and guest and bool(links & {"with", "in", "at", "to"}) and "for" not in links


def _is_sent(cue: Token, noun: Token) -> bool:
    """Return whether only sympathy or greetings are offered."""
    return cue.lemma_ in ("offer", "extend", "send") and noun.lemma_.lower() in _SYMPATHY


def is_loose_end(doc: Doc, content: Content) -> bool:
    """Return whether words that give no sentence lack their beginning or end: "was drawn to the fact that"."""
    words = [doc[i] for i in content.tokens if not doc[i].is_punct and not doc[i].is_space]
    first, last, head = words[0], words[-1], doc[content.head]
    if (
        last.lower_ in _OPEN_ENDS
        or (last.lower_ == "to" and last.tag_ == "IN")
        or (last.lower_ == "that" and last.dep_ == "mark")
    ):
        return True
    if first.tag_ in ("WDT", "WP") and first.dep_ == "det" and not any(word.text == "?" for word in head.sent):
        return True  # "what measures will be taken"
    if first.lower_ == "how" and words[1:2] and words[1].lower_ in ("many", "much"):
        return not any(word.text == "?" for word in head.sent)
    pointed = first.lower_ in ("that", "this") and first.dep_ == "nsubj" and first.head.lemma_ == "be"
    return pointed and any(word.lower_ == "what" for word in words[1:3])  # "that is what I will recommend"


def _stops_short(doc: Doc, content: Content) -> bool:
    """Return whether a clause ends before the only thing that is left: "has no choice" of "no choice but to leave"."""
    last = content.tokens[-1]
    words = [doc[i] for i in content.tokens[-4:] if not doc[i].is_punct]
    after = [token.lower_ for token in doc[last + 1 : last + 4] if not token.is_punct and not token.is_quote]
    noun = words[-1] if words else doc[last]
    no = any(child.lower_ in ("no", "any", "little") for child in noun.children)
    return no and noun.lemma_.lower() in _BUT_ONE and after[:1] == ["but"]
