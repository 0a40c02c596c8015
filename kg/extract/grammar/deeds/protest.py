"""Reads what a deed is done against: "recalled its envoy in protest at the raid"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.deeds.measures import is_not_done
from kg.extract.grammar.frame import Frame
from kg.extract.grammar.lexicon import Cue
from kg.extract.grammar.nominals import governed_by
from kg.extract.grammar.tree import subject_of

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["protest_frame"]

_AGAINST = ("against", "at", "over")
_SENSE = Cue("protest", "criticises", frozenset(_AGAINST))


def protest_frame(noun: Token) -> Frame | None:
    """Return the frame of "in protest" and what it is against, held by whoever does the deed; None for others."""
    if noun.lower_ != "protest" or noun.dep_ != "pobj" or noun.head.lower_ != "in":
        return None
    verb = next((up for up in noun.ancestors if up.pos_ == "VERB"), None)
    subject = subject_of(verb) if verb is not None else None
    near = [child for up in (noun, *noun.ancestors) for child in up.children if child.i == noun.i + 1]
    link = next((child for child in near if child.dep_ == "prep" and child.lower_ in _AGAINST), None)
    if subject is None or link is None or verb is None or is_not_done(verb):
        return None
    content, head = governed_by(link)
    return Frame(noun, _SENSE, link.lower_, [noun.head.i, noun.i], content, [noun.i], head, noun=True, giver=subject)
