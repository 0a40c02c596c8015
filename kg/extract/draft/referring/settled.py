"""Names what a solution is to, and what attackers or victims are those of, in a text that tells of one such thing.

A word for how a quarrel ends says nothing without the quarrel: "a solution could be found". It is named only if the
text has one that says what it is about, and if nothing after the noun does so. "The attackers" are "those behind the
attack on the port".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.draft.referring.complements import definite
from kg.extract.draft.referring.topical import Topical
from kg.extract.grammar.lexicon import load_data
from kg.extract.meaning.pieces import ReferentName

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.names.discourse import Discourse
    from kg.extract.names.nounphrases import NounPhrases

__all__ = ["of_event", "solution"]

_WORDS = load_data("draft/referring/pointed.yaml")
_SOLUTIONS, _QUARRELS = frozenset(_WORDS["solutions"]), frozenset(_WORDS["quarrels"])
#: Words for those who did what happened, or suffered it, by what may stand in their place before it.
_OF_EVENTS = {word: lead for lead, words in _WORDS["of_events"].items() for word in words}
_EVENTS = frozenset(_WORDS["events"])
#: Words before the noun that stay: "a peaceful and lasting solution".
_BEFORE = ("amod", "det", "advmod", "cc", "conj", "punct")
_DETERMINERS = ("a", "an", "any", "no", "the")


def solution(phrases: NounPhrases, discourse: Discourse, noun: Token) -> ReferentName | None:
    """Return the words for a solution with the only quarrel of the text, or None if the text leaves it unclear."""
    if noun.lemma_.lower() not in _SOLUTIONS or noun.tag_ != "NN" or noun.left_edge.lower_ not in _DETERMINERS:
        return None
    left = list(noun.doc[noun.left_edge.i : noun.i])
    if any(word.dep_ not in _BEFORE or word.is_quote for word in left):
        return None
    words = Topical(phrases, discourse).only(noun, noun, _QUARRELS)
    if not words or any(word.sent == noun.sent for word in words):
        return None  # "the dispute with Norway needs a solution" says it
    own = "".join(word.text_with_ws for word in noun.doc[noun.left_edge.i : noun.i + 1]).strip()
    return ReferentName(f"{own[0].lower()}{own[1:]} to {definite(words)}")


def of_event(phrases: NounPhrases, discourse: Discourse, noun: Token) -> ReferentName | None:
    """Return "those behind the attack on the port" for "the attackers", or None if the text tells of no one attack."""
    lead = _OF_EVENTS.get(noun.lower_)
    if lead is None or [child.lower_ for child in noun.lefts] != ["the"]:
        return None
    told = sorted((token for kind in _EVENTS for token in phrases.nouns.get(kind, ())), key=lambda token: token.i)
    before = [token for token in told if token.i < noun.i and phrases.is_told(token, noun)]
    words = Topical(phrases, discourse).only(noun, before[-1], _EVENTS) if before else ()
    if not words or any(word.sent == noun.sent for word in words):
        return None
    return ReferentName(f"{lead} {definite(words)}", plural=True)
