"""What the parse has run together: over a full stop inside quotation marks, and over a semicolon."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["after_quotation", "beside_semicolons"]

_CLOSING = ('"', "”", "''")


def after_quotation(doc: Doc, source: list[int]) -> tuple[list[int], set[int]]:
    """Return a source without the end of the quotation before it, and the tokens that belong to what is before.

    'called it "disturbing." Cuba defended it' is two sentences, and the first one is no word of Cuba's.
    """
    ends = [i for i in source[1:] if doc[i].text in _CLOSING and doc[i - 1].text in (".", "!", "?")]
    if not ends:
        return source, set()
    return [i for i in source if i > ends[-1]], set(range(doc[source[0]].sent.start, ends[-1] + 1))


def beside_semicolons(doc: Doc, cue: int, content: set[int]) -> set[int]:
    """Return a content without what a semicolon, or a colon before it, parts from its cue; a further "that" goes on."""
    if not content:
        return content
    marks = [i for i in range(min(*content, cue), max(*content, cue)) if doc[i].text in (";", ":")]
    before = max((i for i in marks if i < cue), default=-1)
    further = ("that", "and")
    parted = (i for i in marks if i > cue and doc[i].text == ";" and doc[i + 1].lower_ not in further)
    after = next(parted, len(doc))
    return {i for i in content if before < i < after}
