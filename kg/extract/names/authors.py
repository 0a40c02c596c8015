"""Whose a statement is: "Trump's statement read", "the statement said" after somebody has issued one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.tree import object_of, subject_of
from kg.extract.names.phrases import owner_of

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.names.actors import Actor
    from kg.extract.names.discourse import Discourse

__all__ = ["UTTERED", "author_of", "written_by"]

UTTERED = ("statement", "communique", "communiqué", "declaration", "letter", "tweet", "message")
_WRITTEN = ("analysis", "assessment", "letter", "poll", "report", "statement", "study", "survey")
_ISSUING = ("issue", "make", "post", "publish", "release", "send", "write")
#: So many sentences back a statement was issued that is now quoted.
_NEAR = 4


def written_by(head: Token) -> Token | None:
    """Return who has written what a noun names: "a report by the Commission"."""
    by = next((child for child in head.children if child.dep_ == "prep" and child.lower_ in ("by", "from")), None)
    found = object_of(by) if by is not None and head.lemma_.lower() in _WRITTEN else None
    return head.doc[found] if found is not None else None


def author_of(head: Token, discourse: Discourse, state: Actor | None) -> tuple[Actor | None, tuple[Actor, ...]]:
    """Return whose a statement is: of its `state`, its owner, of who issued one, else of him or her who spoke last."""
    if state is not None:
        return state, ()
    owner, _ = owner_of(head)
    named = [actor for at, actor in discourse.named if owner is not None and at == owner.i]
    if named:
        return named[0], ()
    if not all(child.dep_ in ("det", "punct") or child.i > head.i for child in head.children):
        return None, ()
    issued = _issued(head, discourse)
    spoke = [(at, actors[0]) for at, actors in discourse.stack if at < head.i and len(actors) == 1]
    last = issued[:1] or spoke[-1:]
    return (last[0][1], ()) if last else (None, ())


def _issued(head: Token, discourse: Discourse) -> list[tuple[int, Actor]]:
    """Return who issued a statement in the sentences before, each with the place where that is told."""
    found, start = [], head.sent.start
    for _ in range(_NEAR):
        if not start:
            break
        before = head.doc[start - 1].sent
        nouns = [token for token in before if token.lemma_ == head.lemma_ and token.dep_ == "dobj"]
        subjects = [subject_of(token.head) for token in nouns if token.head.lemma_.lower() in _ISSUING]
        places = {subject.i for subject in subjects if subject is not None}
        found += [(at, actor) for at, actor in discourse.named if at in places]
        start = before.start
    return found
