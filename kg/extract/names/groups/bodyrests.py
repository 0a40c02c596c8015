"""Tells bodies from others of which the name ends alike: "Kenya's Security Council" is not the United Nations'."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["is_rest_of_body"]

_BODIES = ("assembly", "council", "court")
#: Owners of the known ones: "the UN's Security Council".
_OF_ALL = ("nations", "u.n.", "un")
_JOINED = ("defence", "defense", "peace")


def is_rest_of_body(doc: Doc, start: int, head: Token) -> bool:
    """Return whether a body would be named by the rest of another's name: the "Security Council" of "AU Peace and"."""
    if start < 2 or head.lower_ not in _BODIES or head.i <= start:
        return False
    before, first = doc[start - 1], doc[start - 2]
    owned = before.tag_ == "POS" and first.pos_ == "PROPN" and first.lower_ not in _OF_ALL
    return owned or (before.lower_ == "and" and first.lower_ in _JOINED)
