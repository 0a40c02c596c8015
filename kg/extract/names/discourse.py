"""Who was spoken of: the stack of those who spoke, and the names of a text in order, for what refers back to them."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.extract.grammar.tree import where
from kg.extract.names.actors import HE, IT, SHE, THEY, Actor

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Doc, Token

__all__ = ["Discourse"]

_WOMEN = frozenset(
    ("spokeswoman", "chairwoman", "congresswoman", "mrs", "ms", "queen", "princess", "sister", "mother", "daughter")
) | {"wife", "widow"}
_MEN = frozenset(
    ("spokesman", "chairman", "congressman", "mr", "king", "prince", "sultan", "sheikh", "emir", "brother", "father")
) | {"son", "husband"}
#: So many tokens back a pronoun may look for those who spoke.
_REACH = 2500


@dataclass
class Discourse:
    """Those spoken of in one text: `named` by the token that names them, `stack` those who spoke, by their tokens."""

    doc: Doc
    named: list[tuple[int, Actor]] = field(default_factory=list)
    stack: list[tuple[int, tuple[Actor, ...]]] = field(default_factory=list)
    women: dict[str, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Note where paragraphs begin."""
        spaces = where(self.doc, "POS", ["SPACE"])
        self.paragraphs = [0, *(i for i in spaces if "\n" in self.doc[i].text)]

    def speak(self, head: int, actors: tuple[Actor, ...], phrase: tuple[int, ...]) -> None:
        """Note that somebody spoke, and what the phrase tells of him or her."""
        self.stack.append((head, actors))
        if len(actors) == 1:
            self.describe(actors[0], {self.doc[i].lower_ for i in phrase[:12]})

    def describe(self, actor: Actor, words: set[str]) -> None:
        """Note whether the words about a person are those about a woman or a man."""
        words = {word.rstrip(".") for word in words}
        woman, man = bool(words & _WOMEN) or "she" in words, bool(words & _MEN) or "he" in words
        if woman != man and actor.kind == "person":
            self.women.setdefault(actor.slug, woman)

    def meant(self, token: Token) -> tuple[Actor, ...]:
        """Return whom a personal pronoun means."""
        word = token.lower_
        if word in HE or word in SHE:
            wrong = word in HE
            return self.latest(
                token.i,
                lambda actor: actor.kind == "person" and not actor.plural and self.women.get(actor.slug) is not wrong,
            )
        if word in THEY:
            return self.latest_group(token.i)
        if word in IT:
            return self.latest(token.i, lambda actor: actor.kind in ("organisation", "state") and not actor.plural)
        return ()

    def latest(self, position: int, fits: Callable[[Actor], bool]) -> tuple[Actor, ...]:
        """Return who was spoken of last and fits: speakers go before those who are only named."""
        paragraph = self.paragraph(position)
        for place, actors in reversed(self.stack):
            if place < position and len(actors) == 1 and fits(actors[0]) and place >= paragraph - _REACH:
                later = [
                    actor for at, actor in self.named if place < at < position and fits(actor) and self.is_subject(at)
                ]
                return (later[-1],) if later and self.paragraph(place) != paragraph else actors
        before = self.before(position, fits)
        return (before[-1],) if before else ()

    def latest_group(self, position: int) -> tuple[Actor, ...]:
        """Return the several who were spoken of last, else the last body or state."""
        for place, actors in reversed(self.stack):
            if place < position and (len(actors) > 1 or actors[0].plural):
                return actors
        return self.latest(position, lambda actor: actor.kind in ("organisation", "state", "group"))

    def before(self, position: int, fits: Callable[[Actor], bool]) -> list[Actor]:
        """Return those named before a token who fit."""
        return [actor for at, actor in self.named if at < position and fits(actor)]

    def paragraph(self, position: int) -> int:
        """Return the token with which the paragraph of a token begins."""
        return self.paragraphs[bisect_right(self.paragraphs, position) - 1]

    def is_subject(self, index: int) -> bool:
        """Tell whether a name does something."""
        return self.doc[index].dep_ in ("nsubj", "nsubjpass", "agent")
