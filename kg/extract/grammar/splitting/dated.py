"""Repairs clauses in which a day stands between subject and verb: "after Oslo last week rejected the plan"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["before_day"]

#: The parser takes these for prepositions if a day follows the subject.
_LINKS = ("after", "as", "before", "since", "until")
_TIMES = ("DATE", "TIME")


def before_day(verb: Token) -> Token | None:
    """Return the subject that the parser took for the object of "after", or None."""
    finite = verb.tag_ in ("VBD", "VBZ", "VBP") and verb.dep_ == "advcl"
    days = [child for child in verb.lefts if child.lower_ not in _LINKS] if finite else []
    if not days or not all(_is_day(child) for child in days):
        return None
    start = days[0].left_edge.i
    links = (child for up in (verb, verb.head) for child in up.children if child.dep_ == "prep" and child.i < start)
    things = (thing for link in links if link.lower_ in _LINKS for thing in link.children if thing.dep_ == "pobj")
    return next((thing for thing in things if thing.right_edge.i == start - 1), None)


def _is_day(word: Token) -> bool:
    """Return whether a phrase only says when: "last week", "on Friday"."""
    inner = [word, *word.children]
    return word.dep_ in ("advmod", "npadvmod", "prep") and any(token.ent_type_ in _TIMES for token in inner)
