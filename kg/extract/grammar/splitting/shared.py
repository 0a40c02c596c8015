"""Finds things of a list that share what follows the last one, or whom they are about: "accused Oslo of A and B"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from kg.extract.grammar.attributed import Attribution

__all__ = ["names_whom", "without_sharing"]

_NOUNS = ("NOUN", "PROPN")
#: Prepositions by which a deed takes its object.
_OF = ("against", "of")
#: Endings of nouns for deeds, which are of or against somebody.
_DEEDS = ("age", "al", "ance", "ence", "ing", "ion", "ions", "ment", "ments", "ure", "attack", "attacks", "release")


def names_whom(doc: Doc, item: Attribution) -> bool:
    """Return whether a content has first whom somebody accuses, and then of what: "Oslo of a raid and of spying"."""
    whom = [child.i for child in doc[item.via].children if child.dep_ == "dobj" and child.i in item.content]
    links = ("for", "of", "over")
    return item.sense.act in ("accuses", "blames") and item.frame in links and bool(whom) and whom[0] != item.head


def without_sharing(parts: list[Token]) -> list[Token]:
    """Return the items of a list without those that share their object with the item before."""
    kept: list[Token] = []
    for part in parts:
        if not (kept and _shares(kept[-1], part)):
            kept.append(part)
    return kept


def _shares(first: Token, second: Token) -> bool:
    """Return whether what follows the second of two things belongs to both: "accusations and attacks against Oslo"."""
    if first.pos_ not in _NOUNS or second.pos_ not in _NOUNS or second.head != first:
        return False
    if any(child.dep_ == "prep" and child.lower_ in _OF and child.i > second.i for child in first.children):
        return True
    taken = any(child.dep_ == "prep" and child.lower_ in _OF for child in second.children)
    bare = not any(child.dep_ in ("det", "poss", "nummod") for child in second.children)
    between = [token for token in first.doc[first.i + 1 : second.left_edge.i] if not token.is_quote]
    one = any(child.lower_ in ("a", "an") for child in first.children)
    joined = len(between) == 1 and between[0].lower_ in ("and", "or")
    if not bare or not joined:
        return False
    if any(child.dep_ == "poss" for child in first.children) and second.right_edge == second:
        return True  # "the president's release and reinstatement"
    return taken and not one and first.lower_.endswith(_DEEDS)
