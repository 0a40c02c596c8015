"""Resolves who wrote a statement: "Trump's statement read", "the statement said" after somebody has issued one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.tree import object_of, subject_of
from kg.extract.names.phrases import owner_of

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.names.actors import Actor
    from kg.extract.names.discourse import Discourse

__all__ = ["author_of", "written_by"]

_WRITTEN = ("analysis", "assessment", "letter", "poll", "report", "statement", "study", "survey")
#: "A statement released by Oslo" is Oslo's; "a statement carried by Reuters" is not Reuters'.
_ISSUED = ("issue", "make", "post", "release", "send", "sign", "write")
_ISSUING = ("issue", "make", "post", "publish", "release", "send", "write")
#: How many sentences back the statement that is now quoted may have been issued.
_NEAR = 4


def written_by(head: Token) -> Token | None:
    """Return the author given after a noun: "a report by the Commission"."""
    made = [child for child in head.children if child.dep_ == "acl" and child.lemma_.lower() in _ISSUED]
    near = [*head.children, *(item for child in made for item in child.children)]
    by = next((c for c in near if c.dep_ in ("agent", "prep") and c.lower_ in ("by", "from")), None)
    found = object_of(by) if by is not None and head.lemma_.lower() in _WRITTEN else None
    return head.doc[found] if found is not None else None


def author_of(head: Token, discourse: Discourse, state: Actor | None) -> tuple[Actor | None, tuple[Actor, ...]]:
    """Return the author of a statement: its `state`, its owner, the actor who issued one, or who spoke in one.

    The last speaker is only a candidate if the text does not say that there was a statement.
    """
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
    made = [pair for pair in spoke if any(token.lemma_ == head.lemma_ for token in head.doc[pair[0]].sent)]
    issuer = subject_of(head.head) if head.dep_ == "dobj" and head.head.lemma_.lower() in _ISSUING else None
    if issuer is not None:  # "They released a statement which said"
        made = [(at, actor) for at, actor in discourse.named if at == issuer.i]
        made = made or (spoke if issuer.pos_ == "PRON" else [])
    last = issued[:1] or made[-1:]
    return (last[0][1], ()) if last else (None, tuple(actor for _, actor in spoke[-1:]))


def _issued(head: Token, discourse: Discourse) -> list[tuple[int, Actor]]:
    """Return who issued a statement in the sentences before, each with the token that names the actor."""
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
