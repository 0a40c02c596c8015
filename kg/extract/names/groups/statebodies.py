"""Tells which bodies only a state has, so that a text set in one state need not say whose they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.tree import before_case, where
from kg.extract.names.actors import PORTFOLIOS, STATES_OWN

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Token

__all__ = ["FIELDS", "is_state_body", "owned_before"]

#: Bodies of a state that need no other word: "the army said".
_ALONE = (*STATES_OWN, "army", "junta", "opposition")
#: What a body of a state is for, and the words for such a body.
_TASKS = frozenset(("constitutional", "election", "elections", "electoral", "supreme"))
_WITH_TASKS = ("authority", "board", "body", "commission", "committee", "council", "court", "tribunal")
_RANKS = frozenset(("central", "federal", "high", "independent", "interim", "main", "military", "national", "ruling"))
_RANKS |= {"supervisory", "transitional"}
#: Fields of ministries.
FIELDS = PORTFOLIOS | {"affairs", "external", "home", "information"}


def is_state_body(head: Token, before: list[Token]) -> bool:
    """Return whether a noun with the words before it is a body of a state: "the national election commission"."""
    words = {word.lower_ for word in before}
    noun = head.lower_
    if noun == "office":
        return words == {"foreign"}  # of some states, the foreign ministry
    if noun in _WITH_TASKS and words & _TASKS:
        return words <= _TASKS | _RANKS and not (noun in ("board", "council") and not words - {"supreme"} - _RANKS)
    fields = FIELDS if noun in STATES_OWN else frozenset[str]()
    return noun in _ALONE and words <= _RANKS | fields


def owned_before(head: Token, state: Callable[[Token], str | None]) -> tuple[str, str] | None:
    """Return the only state of which the text has named such a body, and the body's name without the state.

    "The Kenyan army's envoy ... the army", "a Kenyan foreign ministry statement ... the ministry".
    """
    doc, found = head.doc, dict[str, str]()
    for i in where(doc, "LOWER", (head.lower_,)):
        start = i
        while start and doc[start - 1].lower_ in PORTFOLIOS:
            start -= 1
        owner = doc[before_case(doc, start)] if start else None
        if i < head.i and owner is not None and (slug := state(owner)):
            found.setdefault(slug, doc[start : i + 1].text)
    return next(iter(found.items())) if len(found) == 1 else None
