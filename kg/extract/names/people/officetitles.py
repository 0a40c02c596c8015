"""The titles of an office, by the words that stand before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.names.actors import PORTFOLIOS, ROLES

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.names.gazetteer import Gazetteer

__all__ = ["titles_of"]

#: Words that change the office: a deputy minister is not the minister.
_RANKS = ("assistant", "associate", "deputy", "junior", "shadow", "under", "vice")
_INITIALS = {"fm": "foreign minister", "pm": "prime minister", "premier": "prime minister"}


def titles_of(gazetteer: Gazetteer, head: Token, inside: set[int]) -> list[str]:
    """Return the titles that the words before an office may give it: "Defence Minister", "deputy minister"."""
    before = head.doc[head.i - 1] if head.i else head
    title = before.lower_ in (*PORTFOLIOS, *ROLES) or before.dep_ == "compound"
    title = title and not gazetteer.find(before.text)
    if head.lower_ in _INITIALS:
        return [_INITIALS[head.lower_]]
    long = (
        [head.doc[head.i - 1 : head.i + 1].text]
        if before.i in inside and title and not gazetteer.nations(before.text) and not before.ent_type_
        else []
    )
    titled = [] if long and before.lower_ in PORTFOLIOS else [head.text]  # a defence minister is not any minister
    rank = next((child.lower_ for child in head.children if child.lower_ in _RANKS and child.i < head.i), "")
    return [f"{rank} {title}".strip() for title in (*long, *titled)]
