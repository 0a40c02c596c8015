"""Tells whether the words after "those" say who is meant, so that it refers to nobody outside the sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.meaning.forms.order import Word

__all__ = ["is_restricted"]

_DEFINING = frozenset(
    ("aged", "behind", "from", "in", "involved", "of", "over", "responsible", "under", "which", "who", "whose", "with")
)
_PARTICIPLES = ("VBN", "VBG")


def is_restricted(words: Sequence[Word], index: int) -> bool:
    """Return whether the next word defines "those" or "that": "those who", "those responsible", "those behind it"."""
    following = words[index + 1] if index + 1 < len(words) else None
    if following is None or words[index].text.casefold() not in ("those", "that"):
        return False
    now = following.text == "now" and any(word.tag in _PARTICIPLES for word in words[index + 2 : index + 3])
    return now or following.text.casefold() in _DEFINING or following.tag in _PARTICIPLES
