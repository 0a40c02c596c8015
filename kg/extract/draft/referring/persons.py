"""Finds whom "he" means inside a quotation: the only other person of whom the paragraph speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import load_data
from kg.extract.names.actors import BODIES, HE, PEOPLE, ROLES, SHE, Actor

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.names.mentions import Resolver

__all__ = ["other_person"]

#: Words for one person, whom "he" may mean without a name.
_PERSONS = (PEOPLE | ROLES) - BODIES | frozenset(load_data("meaning/wording.yaml")["persons"])


def other_person(resolver: Resolver, token: Token, holders: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """Return the only person besides the holders who is named before "he" or "she" in a paragraph, outside quotations.

    Nobody, if people are named in the quotation or mentioned around it without a name: "his son", "the driver".
    """
    layout, doc, discourse = resolver.layout, resolver.doc, resolver.discourse
    quotation = layout.quotation(token.idx) if layout else None
    if quotation is None or layout is None or token.lower_ not in (*HE, *SHE):
        return ()
    before = list(doc[discourse.paragraph(token.i) : token.i])
    words = [word for word in before if not layout.quoted(word.idx)]
    outside, slugs = {word.i for word in words}, {actor.slug for actor in holders}
    named = {at: actor for at, actor in discourse.named if at in outside and actor.kind == "person"}
    persons = {actor for actor in named.values() if actor.slug not in slugs and not actor.plural}
    inside = (word for word in before if word.idx >= quotation.start)
    others = any(word.pos_ == "PROPN" or word.lower_ in _PERSONS for word in inside)
    titles = {at - back for at in named for back in (1, 2)}
    others = others or any(_is_unnamed(word) for word in words if word.i not in titles)
    fits = len(persons) == 1 and all(discourse.agrees(person, token.lower_) for person in persons)
    return tuple(persons) if fits and not others else ()


def _is_unnamed(word: Token) -> bool:
    """Return whether a word means one person whom the text does not name: "his son", "the Driver"."""
    one = word.tag_ == "NN" or (word.tag_ == "NNP" and any(child.lower_ == "the" for child in word.children))
    return one and word.lower_ in _PERSONS and word.dep_ not in ("appos", "attr")
