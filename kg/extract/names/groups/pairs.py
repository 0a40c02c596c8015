"""Finds the two states that plurals mean: "both countries", "the two sides", "the sides"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.names.groups.sides import BOTH, may_be_others, needs_no_number, tells_of_mediators, two_of

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.names.actors import Actor
    from kg.extract.names.discourse import Discourse
    from kg.extract.names.gazetteer import Gazetteer

__all__ = ["Pairs"]

#: Nouns in phrases such as "both countries" and "the two sides".
_PAIRS = ("countries", "governments", "nations", "neighbors", "neighbours", "sides", "states")
_COUNTING, _BESIDE = ("det", "nummod", "predet", "preconj"), ("neighboring", "neighbouring")


@dataclass(frozen=True, slots=True)
class Pairs:
    """The pairs of states in a text; `states` are those that it names, in text order."""

    gazetteer: Gazetteer
    discourse: Discourse
    states: list[tuple[int, str]]

    def pair(self, head: Token) -> tuple[Actor, ...]:
        """Return the two states that "both countries" or "the two sides" means, if the paragraph or text has two."""
        two = any(word.lower_ in ("both", "two") for word in head.subtree if word.i < head.i)
        if head.lower_ not in _PAIRS or not two or head.right_edge != head or may_be_others(head):
            return ()
        start = self.discourse.paragraph(head.i)
        near = [slug for at, slug in self.states if start <= at < head.i]
        named = dict.fromkeys(near if len(set(near)) == 2 else [slug for _, slug in self.states if not near])
        return tuple(self.gazetteer.actor(slug) for slug in named) if len(named) == 2 else self.two(head)

    def two(self, head: Token) -> tuple[Actor, ...]:
        """Return the two states that "the two sides" means anywhere in the text: those that the text is about."""
        if head.lower_ not in (*_PAIRS, *BOTH) or head.right_edge != head or may_be_others(head):
            return ()  # not "both sides of the border"
        if needs_no_number(head):
            return tuple(map(self.gazetteer.actor, self._only_two(head)))
        beside = (*_BESIDE, "our", "their")
        plain = all(child.dep_ in _COUNTING or child.lower_ in beside for child in head.lefts)
        ours = head.lower_ in ("countries", "nations") and any(child.lower_ == "our" for child in head.lefts)
        if not plain or not (ours or any(child.lower_ in ("both", "two") for child in head.lefts)):
            return ()
        two = self.two_before(head.i)
        return () if tells_of_mediators(head, self.states, two) else tuple(map(self.gazetteer.actor, two))

    def _only_two(self, head: Token) -> tuple[str, ...]:
        """Return the two states of the text, if the paragraph of a word or the one before names both and no third."""
        start, two = self.discourse.paragraph_before(head.i), self.two_before(head.i)
        return two if {slug for at, slug in self.states if start <= at < head.i} == {*two} else ()

    def two_before(self, position: int) -> tuple[str, ...]:
        """Return the two states that the text is about, if both are named before a word; else none."""
        return two_of(self.states, position)
