"""A stance, and its negation, which is settled once: it turns the polarity or stays in the sentence, and never both."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.extract.meaning.negation import Negation, affirmative_of, is_negated, negation_of, turned

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from kg.extract.grammar.contents import Content

__all__ = ["AGAINST", "Stance", "settled"]

#: Acts whose own polarity is that of being against something, as the ontology has it.
AGAINST = frozenset(
    ("denies", "doubts", "criticises", "opposes", "rejects", "fears", "refuses", "vetoes", "votes-against")
)


@dataclass(frozen=True, slots=True)
class Stance:
    """What a holder does by some words: `polarity` None is the act's own; `content` and `frame` are to be worded.

    `worded` is False where the words give no sentence of which it could be told what the holder thinks.
    """

    act: str
    polarity: str | None
    content: Content
    frame: str
    confidence: float
    negation: Negation | None = None
    certainty: str | None = None
    worded: bool = True

    def like(self, other: Stance) -> Stance:
        """Return this stance with the act of another one, whose list it goes on with."""
        # Whether a negation goes on through a list, its words do not tell.
        if other.negation is not None or self.negation is not None:
            return replace(self, worded=False)
        return replace(self, act=other.act, polarity=other.polarity, confidence=other.confidence)


def settled(doc: Doc, stance: Stance) -> Stance:
    """Settle the negation of a content: the polarity turns, or the sentence keeps it, and never both or neither."""
    if stance.polarity in ("neutral", "conditional"):
        return stance
    head = doc[stance.content.head]
    inside = set(stance.content.tokens)
    against = stance.polarity == "opposes" or (stance.polarity is None and stance.act in AGAINST)
    found = negation_of(head, inside)
    if found is None:
        # A sentence that keeps its "not" under a stance against it would say "no" twice.
        stance = replace(stance, negation=affirmative_of(doc, inside) if against else None)
        return replace(stance, worded=not (against and (is_negated(head) or _is_negative(doc, stance.content.tokens))))
    if against:
        turned_act = "claims" if stance.act == "denies" else stance.act
        return replace(stance, act=turned_act, polarity=None if turned_act == "claims" else "supports", negation=found)
    act = turned(stance.act) if stance.polarity is None else None
    if act is not None:
        return replace(stance, act=act, negation=found)
    return replace(stance, polarity="opposes", negation=found)


def _is_negative(doc: Doc, tokens: tuple[int, ...]) -> bool:
    return any(
        doc[i].lower_ in ("not", "n't", "never", "no", "nobody", "nothing", "none", "neither", "nor") for i in tokens
    )
