"""What the parse has run together: over a full stop inside quotation marks, and over a semicolon."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["after_addressee", "after_quotation", "beside_semicolons"]

_CLOSING = ('"', "”", "''")


def after_quotation(doc: Doc, source: list[int]) -> tuple[list[int], set[int]]:
    """Return a source without the end of the quotation before it, and the tokens that belong to what is before.

    'called it "disturbing." Cuba defended it' is two sentences, and the first one is no word of Cuba's.
    """
    ends = [i for i in source[1:] if doc[i].text in _CLOSING and doc[i - 1].text in (".", "!", "?")]
    if not ends:
        return source, set()
    return [i for i in source if i > ends[-1]], set(range(doc[source[0]].sent.start, ends[-1] + 1))


def after_addressee(doc: Doc, cue: int, content: set[int]) -> set[int]:
    """Return a content without those to whom it is told, where the parse took them for its subject.

    "told counterparts that Oslo had lied" is told to counterparts, and begins after "that".
    """
    if doc[cue].lemma_ not in ("tell", "inform", "remind", "assure", "warn"):
        return content
    order = sorted(i for i in content if i > cue)
    that = next((i for i in order[1:7] if doc[i].lower_ == "that"), None)
    if (
        that is None
        or order[0] != cue + 1
        or any(doc[i].pos_ in ("VERB", "AUX", "PUNCT") for i in range(cue + 1, that))
    ):
        return content
    return {i for i in content if i < cue or i >= that}


def beside_semicolons(doc: Doc, stops: list[int], cue: int, content: set[int]) -> set[int]:
    """Return a content without what a semicolon, or a colon before it, parts from its cue; a further "that" goes on.

    `stops` are the semicolons and colons of the text.
    """
    first, last = (min(content), max(content)) if content else (cue, cue)
    marks = [i for i in stops if min(first, cue) <= i < max(last, cue)]
    if not marks:
        return content
    before = max((i for i in marks if i < cue), default=-1)
    further = ("that", "and")
    parted = (i for i in marks if i > cue and doc[i].text == ";" and doc[i + 1].lower_ not in further)
    after = next(parted, len(doc))
    return {i for i in content if before < i < after}
