"""Tells bodies from others of which the name ends alike: "Kenya's Security Council" is not the United Nations'.

And it finds a body by the end of its name: "the Free Herald" after "the Oslo Free Herald".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.names.nametable import folded

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Doc, Token

    from kg.extract.names.actors import Actor
    from kg.extract.names.discourse import Discourse

__all__ = ["body_with_end", "is_rest_of_body"]

_BODIES = ("assembly", "council", "court")
#: Owners of the known ones: "the UN's Security Council".
_OF_ALL = ("nations", "u.n.", "un")
_JOINED = ("defence", "defense", "economic", "foreign", "legal", "peace", "political", "social")


def is_rest_of_body(doc: Doc, start: int, head: Token) -> bool:
    """Return whether a body would be named by the rest of another's name: the "Security Council" of "AU Peace and"."""
    if start < 2 or head.lower_ not in _BODIES or head.i <= start:
        return False
    before, first = doc[start - 1], doc[start - 2]
    owned = before.tag_ == "POS" and first.pos_ == "PROPN" and first.lower_ not in _OF_ALL
    longer = before.text[:1].isupper() and before.pos_ in ("ADJ", "PROPN") and before.lower_ not in _OF_ALL
    return owned or longer or (before.lower_ == "and" and first.lower_ in _JOINED)


def body_with_end(discourse: Discourse, head: Token, names_of: Callable[[Actor], tuple[str, ...]]) -> Actor | None:
    """Return the only new body named before whose name ends with several words behind an article."""
    first = head.left_edge.i + 1
    words = folded(head.doc[first : head.i + 1].text).split()
    if head.left_edge.lower_ != "the" or len(words) < 2:
        return None
    before = discourse.before(head.i, lambda actor: actor.kind == "organisation" and not actor.known)
    names = ((actor, folded(name).split()) for actor in dict.fromkeys(before) for name in names_of(actor))
    found = [actor for actor, name in names if name[-len(words) :] == words and len(name) > len(words)]
    return found[0] if len(found) == 1 else None
