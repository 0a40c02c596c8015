"""Finds whose words those of a meeting are: "the summit called for talks" is said by the body that held the summit."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Token

    from kg.extract.names.actors import Actor
    from kg.extract.names.discourse import Discourse

__all__ = ["GATHERINGS", "held_by"]

#: A meeting is an event; what it says is said by those who meet.
GATHERINGS = frozenset(("conference", "meeting", "session", "summit"))
_MEETING = ("assemble", "convene", "gather", "hold", "meet")
#: The number of paragraphs back in which the text says who meets.
_REACH = 2


def held_by(discourse: Discourse, head: Token, look: Callable[[Token], tuple[Actor, ...]]) -> tuple[Actor, ...]:
    """Return the body whose meeting a noun means: the one named beside it, or the only one said to meet before."""
    if head.lower_ not in GATHERINGS:
        return ()
    beside = [word for word in head.subtree if word.i != head.i and (word.i < head.i or _is_of(word, head))]
    own = {actor for word in beside for actor in look(word) if word.pos_ == "PROPN" and actor.kind == "organisation"}
    if own:
        return tuple(own) if len(own) == 1 else ()
    bare = [child.lower_ for child in head.lefts] == ["the"] and not list(head.rights)
    return _met_before(discourse, head) if bare else ()


def _is_of(word: Token, head: Token) -> bool:
    """Return whether a name stands in the "of" of a noun: "a meeting of the Arab League"."""
    of = next((child for child in head.rights if child.lower_ == "of"), None)
    return of is not None and word in of.subtree


def _met_before(discourse: Discourse, head: Token) -> tuple[Actor, ...]:
    """Return the only body or group that is said to meet, or whose meeting is mentioned, before "the meeting"."""
    start = discourse.paragraph(head.i)
    for _ in range(_REACH):
        start = discourse.paragraph_before(start)
    named = discourse.fitting(start, head.i, head.i, lambda actor: actor.kind in ("group", "organisation"))
    found = {actor for at, actor in named if _meets(discourse.doc[at], head)}
    return tuple(found) if len(found) == 1 else ()


def _meets(word: Token, head: Token) -> bool:
    """Return whether a name is who meets: "the League met", "the League held a summit", "the League's summit"."""
    verb = word.head
    held = any(child.lower_ == head.lower_ for child in verb.children if child.dep_ == "dobj")
    subject = word.dep_ == "nsubj" and verb.lemma_ in _MEETING and (held or verb.lemma_ != "hold")
    return subject or (verb.lower_ == head.lower_ and word.dep_ in ("compound", "nmod", "poss"))
