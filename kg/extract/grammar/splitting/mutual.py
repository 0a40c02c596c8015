"""Reads what two do to each other: "Kenya and Norway accused each other of lying" are two accusations."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Doc, Token

__all__ = ["is_each", "is_other", "names_each_other"]

_PAIRS = (("each", "other"), ("one", "another"))


def is_other(token: Token) -> bool:
    """Return whether a word is the second one of "each other" or "one another"."""
    return bool(token.i) and (token.nbor(-1).lower_, token.lower_) in _PAIRS


def is_each(token: Token) -> bool:
    """Return whether a word is the first one of "each other" or "one another"."""
    return token.i + 1 < len(token.doc) and (token.lower_, token.nbor(1).lower_) in _PAIRS


def names_each_other(doc: Doc, tokens: Iterable[int]) -> bool:
    """Return whether some words have "each other" or "one another" once."""
    return sum(is_other(doc[i]) for i in tokens) == 1
