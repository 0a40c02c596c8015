"""Finds the heads of bodies: "the WTO chief" is the WTO's director-general, if the text names only that one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.names.actors import BODIES

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Token

    from kg.extract.names.actors import Actor
    from kg.extract.names.discourse import Discourse

__all__ = ["body_named_before", "chiefs", "is_ruler"]

_CALLED = ("boss", "chief", "head", "leader")
#: Who heads a body, by the words of the office; one alone is enough, unless a rank below it stands beside.
_HEADS = frozenset(("administrator", "chairman", "chairwoman", "chief", "director", "head", "president", "secretary"))
_RULED = ("government", "state")
_BELOW = frozenset(("assistant", "deputy", "former", "regional", "vice"))


def chiefs(discourse: Discourse, head: Token, body: str, bodies_of: Callable[[Actor], set[str]]) -> list[Actor]:
    """Return the persons whom the text names, before or after a word, as the head of a body."""
    before = [child for child in head.lefts if child.dep_ in ("amod", "compound") and not child.ent_type_]
    of = next((child for child in head.rights if child.lower_ == "of"), None)
    part = of is not None and any(word.pos_ == "NOUN" and word.lower_ not in _RULED for word in of.children)
    if head.lower_ not in _CALLED or before or part:
        return []  # "the bloc's foreign policy chief", "the Kenyan head of police"
    found = {
        actor
        for at, actor in discourse.named
        if actor.kind == "person" and body in bodies_of(actor) and _is_head(discourse, at, actor)
    }
    return list(found) if len(found) == 1 else []


def is_ruler(head: Token) -> bool:
    """Return whether a word means who rules a state, whatever the title: "the Kenyan leader", "its head of state"."""
    of = next((child for child in head.rights if child.lower_ == "of"), None)
    ruling = of is not None and any(word.lower_ in _RULED for word in of.children)
    return head.lower_ == "leader" or (head.lower_ == "head" and ruling)


def _is_head(discourse: Discourse, at: int, actor: Actor) -> bool:
    beside = {token.lower_ for token in discourse.doc[max(0, at - 6) : at]}
    return bool(discourse.roles.get(actor.slug, set()) & _HEADS) and not beside & _BELOW


def body_named_before(discourse: Discourse, head: Token) -> str | None:
    """Return the body in "the group's chief": the only organisation that the text has named so far."""
    owner = next((child for child in head.lefts if child.dep_ == "poss" and child.pos_ == "NOUN"), None)
    if owner is None or owner.lower_ not in BODIES or not any(child.lower_ == "the" for child in owner.lefts):
        return None
    named = {
        actor.slug for actor in discourse.before(head.i, lambda actor: actor.kind == "organisation" and actor.known)
    }
    return named.pop() if len(named) == 1 else None
