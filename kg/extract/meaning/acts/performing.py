"""Finds what speakers do by saying that they do it: "I would like to announce that", "we express our concern over"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.frame import Frame
from kg.extract.grammar.frames import frame_of
from kg.extract.grammar.lexicon import lexicon, load_data
from kg.extract.grammar.tree import has_mark, has_subject, is_infinitive, span, subject_of
from kg.extract.meaning.negation import is_negated
from kg.extract.names.actors import PEOPLE, ROLES

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["is_future", "is_unsaid_wish", "performed", "performed_frame"]

_SAYING = frozenset(load_data("meaning/wording.yaml")["performing"])
_EXPRESSING = frozenset(load_data("meaning/wording.yaml")["expressing"])
#: These say it without "would like to", too.
_JUDGING = frozenset(
    (
        "apologise",
        "apologize",
        "appeal",
        "commend",
        "congratulate",
        "criticise",
        "criticize",
        "praise",
        "thank",
        "welcome",
    )
)
_WANTING = ("have", "like", "need", "want", "wish")
#: What may stand before a verb by which the speaker says something: "I must stress", "I can confirm".
_FREE = (
    "can",
    "could",
    "do",
    "does",
    "must",
    "should",
    "would",
    "'d",
    "’d",
    "have",
    "has",
    "had",
    "will",
    "'ll",
    "’ll",
)
_UNSAID = ("nor", "never", "hardly", "if", "whether", "unless")


def performed(head: Token, *, own: bool) -> Token | None:
    """Return the verb by which the speaker says something: "stress" in "I would like to stress"; else None."""
    if is_negated(head) or any(child.lower_ in _UNSAID for child in head.children):
        return None
    if head.lemma_ == "let":
        below = (child for child in head.children if child.dep_ in ("ccomp", "xcomp") and child.tag_ == "VB")
        return next((verb for verb in below if verb.lemma_ in _SAYING and _is_mine(verb)), None)
    subject = subject_of(head)
    if subject is None or not (own or subject.lower_ in ("i", "we")):
        return None
    if head.lemma_ in _WANTING:
        return _wanted_to_say(head)
    said = head.lemma_ in _SAYING or (head.lemma_ == "make" and any(child.lower_ == "clear" for child in head.subtree))
    return head if said and _is_free(head) else None


def is_unsaid_wish(head: Token) -> bool:
    """Return whether speakers do not want to say something: "I do not want to say that he lied"."""
    return head.lemma_ in _WANTING and is_negated(head) and _wanted_to_say(head) is not None


def _wanted_to_say(head: Token) -> Token | None:
    below = (child for child in head.children if child.dep_ == "xcomp" and is_infinitive(child))
    words = _SAYING | _JUDGING
    return next((verb for verb in below if verb.lemma_ in words and not has_subject(verb) and not _is_met(verb)), None)


def _is_met(verb: Token) -> bool:
    """Return whether somebody is to be received: "wanted to welcome the president in Oslo"."""
    things = [child for child in verb.children if child.dep_ == "dobj"]
    return verb.lemma_ == "welcome" and any(
        thing.pos_ != "NOUN" or thing.lemma_.lower() in PEOPLE | ROLES for thing in things
    )


def is_future(verb: Token, *, past: bool = False) -> bool:
    """Return whether a clause is about the future, or if `past` about what was to come: "would leave"."""
    words = ("will", "wo", "shall", "'ll", "’ll", *(("would",) if past else ()))
    return any(child.lower_ in words for child in verb.children if child.dep_ == "aux")


def performed_frame(verb: Token) -> Frame | None:
    """Return the frame of what a speaker says with a verb, or with the noun that names it: "express my belief that"."""
    noun = next((child for child in verb.children if child.dep_ == "dobj" and child.i > verb.i), None)
    named = noun is not None and noun.pos_ == "NOUN" and verb.lemma_ in _EXPRESSING
    if noun is not None and any(child.dep_ == "conj" for child in noun.children):
        return None  # "reiterated its support for the talks and its readiness to help" says two things
    if named and noun is not None and not any(child.lower_ in ("no", "any") for child in noun.children):
        found = frame_of(noun)
        if found is not None and found.content:
            return found
    found = frame_of(verb) if verb.lemma_ != "make" else _made_clear(verb)
    return found if found is not None and found.content else None


def _made_clear(verb: Token) -> Frame | None:
    """Return the frame of "made (it) clear to Oslo that the port will stay closed"."""
    clear = next((token for token in verb.subtree if token.lower_ == "clear"), verb)
    below = (child for word in (clear, verb) for child in word.children if child.i > clear.i)
    clause = next((child for child in below if has_mark(child, "that")), None)
    if clause is None or clear == verb:
        return None
    return Frame(verb, lexicon().verbs["say"][0], "clause", [verb.i, clear.i], [*span(clause)], [], clause.i)


def _is_mine(verb: Token) -> bool:
    return any(child.dep_ == "nsubj" and child.lower_ in ("me", "us") for child in verb.children)


def _is_free(verb: Token) -> bool:
    return all(child.lower_ in _FREE for child in verb.children if child.dep_ in ("aux", "auxpass"))
