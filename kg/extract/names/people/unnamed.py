"""Tells officials apart whom a text does not name: "one official", "a second official", "the same official"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.names.nametable import folded

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Token

    from kg.extract.names.actors import Actor
    from kg.extract.names.discourse import Discourse
    from kg.extract.names.newnames import NewNames

__all__ = ["unnamed_again", "unnamed_principals"]

_NOUNS = ("aide", "diplomat", "executive", "informant", "officer", "official", "source", "spokesman", "spokeswoman")
_FURTHER = ("fourth", "other", "second", "third")
_BODIES = ("agency", "bureau", "campaign", "committee", "company", "department", "firm", "group", "ministry")
#: What may stand before such a noun besides its body.
_PLAIN = frozenset(("a", "administration", "an", "another", "one", "senior", "the", "top", *_FURTHER))


def unnamed_again(discourse: Discourse, new: NewNames, head: Token) -> Actor | None:
    """Return the person without a name that a text has mentioned before: "the same official", "the first diplomat"."""
    words = {child.lower_ for child in head.lefts}
    if head.lower_ not in _NOUNS or head.tag_ != "NN" or "the" not in words:
        return None
    before = [(at, actor) for at, actor in discourse.named if at < head.i and _is_called(new, actor, head.lower_)]
    words -= {"the"}
    if not before or not (words or len({actor for _, actor in before}) > 1):
        return None
    if words <= {"same"}:
        at, last = before[-1]
        return last if discourse.doc[at].sent.end >= head.sent.start - 1 else None
    order = next((word for word in ("first", *_FURTHER) if word in words), "")
    found = {actor for _, actor in before if _fits(new.label(actor.slug), order, words - {order})}
    return found.pop() if order and len(found) == 1 else None


def _is_called(new: NewNames, actor: Actor, noun: str) -> bool:
    """Return whether a new person is known only by words that end with a noun: "senior Kenyan official"."""
    described = actor.slug in new.proposed and new.proposed[actor.slug].description.startswith("Described")
    return actor.kind == "person" and described and folded(new.label(actor.slug)).split()[-1:] == [noun]


def _fits(label: str, order: str, words: set[str]) -> bool:
    """Return whether a label has the ordinal and the other words of a description; the first one has no ordinal."""
    own = set(label.lower().split())
    return words <= own and (order in own if order != "first" else not own.intersection(_FURTHER))


def unnamed_principals(discourse: Discourse, head: Token, principals_of: Callable[[Actor], list[str]]) -> list[str]:
    """Return for whom an official without a name speaks whose body the text gives only before.

    "Kenyan officials said ... One official said"; "the Foreign Ministry did not deny it, but a ministry aide said".
    """
    words = {child.lower_ for child in head.lefts}
    if head.lower_ not in _NOUNS or head.tag_ != "NN" or not words:
        return []
    doc = discourse.doc
    if words <= _PLAIN:
        named = [(at, actor) for at, actor in discourse.named if actor.kind == "group" and at < head.i]
        groups = {actor for at, actor in named if doc[at].lower_ == f"{head.lower_}s"}
        told = {tuple(principals_of(group)) for group in groups}
        return list(told.pop()) if len(told) == 1 else []
    body = next((child for child in head.lefts if child.lower_ in _BODIES and child.dep_ == "compound"), None)
    if body is None or not words - {body.lower_} <= _PLAIN:
        return []
    before = [(at, actor) for at, actor in discourse.named if head.sent.start <= at < head.i]
    acting = {actor.slug for at, actor in before if actor.kind == "organisation" and discourse.is_subject(at)}
    return list(acting) if len(acting) == 1 else []
