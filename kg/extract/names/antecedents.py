"""Resolves pronouns inside what somebody says: to an actor named in the same words, if only one fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.names.actors import HE, IT, SHE, THEY

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.article.excerpts import Layout
    from kg.extract.names.actors import Actor
    from kg.extract.names.discourse import Discourse

__all__ = ["antecedent"]


def antecedent(
    discourse: Discourse, layout: Layout | None, token: Token, besides: tuple[Actor, ...]
) -> tuple[Actor, ...]:
    """Return the actor that a pronoun in reported words means, if exactly one that fits is named before it."""
    word = token.lower_
    first = token.sent.start if word in IT else discourse.paragraph(token.i)
    if word in IT and token.dep_ not in ("nsubj", "nsubjpass", "poss"):
        return ()
    if word in IT and token.head.lemma_ == "be" and any(child.dep_ == "attr" for child in token.head.children):
        return ()  # "it would be a mistake": "it" is an action, not an actor
    marks = [i for i in range(first, token.i) if discourse.doc[i].text in (";", ":")]
    first = max([first, *marks])
    kinds = ("person",) if word in (*HE, *SHE) else ("organisation", "state") if word in IT else ("group",)
    quotation = layout.quotation(token.idx) if layout is not None else None
    if quotation is not None:
        first = max(first, next((i for i in range(token.i, -1, -1) if discourse.doc[i].idx < quotation.start), -1) + 1)
    quoted = quotation is not None
    fitting = [
        actor
        for at, actor in discourse.named
        if first <= at < token.i
        and actor.kind in kinds
        and (actor.known or actor.kind != "group")
        and actor not in besides
        and (word in IT or word in THEY or discourse.agrees(actor, word))
        and (not quoted or (word not in IT and discourse.is_subject(at)))
        and (word not in IT or discourse.is_subject(at))
    ]
    # Those who pass the words on, earlier in the sentence, are hardly spoken of in them.
    relays = {actors[0] for at, actors in discourse.stack if token.sent.start <= at < token.i and len(actors) == 1}
    return (fitting[0],) if len(set(fitting)) == 1 and (quoted or fitting[0] not in relays) else ()
