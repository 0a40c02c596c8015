"""Settles the negation of a stance: it either reverses the polarity or stays in the sentence, never both."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.extract.meaning.negation import Negation, affirmative_of, is_negated, negation_of, turned

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from kg.extract.grammar.contents import Content

__all__ = ["AGAINST", "Stance", "settled"]

#: Acts whose own polarity, according to the ontology, is against something.
AGAINST = frozenset(
    ("denies", "doubts", "criticises", "opposes", "rejects", "fears", "refuses", "vetoes", "votes-against")
)


@dataclass(frozen=True, slots=True)
class Stance:
    """A holder's stance: `polarity` None means the act's own; `content` and `frame` are the input for the sentence.

    `worded` is False if no sentence can be made for which the holder's polarity would be clear.
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
        """Return this stance with the act of another one, whose list it continues."""
        # It is not clear from the words whether a negation applies to a whole list.
        if other.negation is not None or self.negation is not None:
            return replace(self, worded=False)
        return replace(self, act=other.act, polarity=other.polarity, confidence=other.confidence)


def settled(doc: Doc, stance: Stance) -> Stance:
    """Settle the negation of a content: either the polarity is reversed or the sentence keeps it, never both."""
    if stance.polarity in ("neutral", "conditional"):
        return stance
    head = doc[stance.content.head]
    inside = set(stance.content.tokens)
    against = stance.polarity == "opposes" or (stance.polarity is None and stance.act in AGAINST)
    found = negation_of(head, inside)
    if found is None:
        # Opposing a sentence that keeps its "not" would express the negation twice.
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
