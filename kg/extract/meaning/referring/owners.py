"""The genitive of what a pronoun or a description means: "Sudan and Chad's border", "the United States' ships"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.meaning.pieces import UnwordedError

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.meaning.pieces import ReferentName

__all__ = ["genitive_ending"]

_LINKS = frozenset(("at", "by", "for", "from", "in", "of", "on", "to", "under", "with"))
#: What takes two owners or more: "their shared border".
_SHARED = ("common", "joint", "mutual", "respective", "shared")


def genitive_ending(owner: ReferentName, owned: Token) -> str:
    """Return the ending of a name before what it owns.

    Raises UnwordedError if the words would be misread ("countries on the lake's ships") or one body shares with nobody.
    """
    words = owner.label.split()
    if owner.plural and _LINKS & set(words):
        raise UnwordedError("the owner's name is too long")
    if any(child.lower_ in _SHARED for child in owned.lefts) and not (owner.plural or "and" in words):
        raise UnwordedError("shared with nobody")
    return "'" if owner.label.endswith("s") and not owner.person else "'s"
