"""Finds what a subject is set against: "Norway, not Kenya, closed the port" denies nothing of Norway."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["is_contrasting", "set_against"]


def is_contrasting(mark: Token) -> bool:
    """Return whether a "not" between commas belongs to another thing than the one that something is said of."""
    return bool(_between_commas(mark))


def set_against(head: Token, kept: list[int]) -> set[int]:
    """Return the words before a verb that name what its subject is not, with the commas around them."""
    inside = set(kept)
    marks = (head.doc[i] for i in kept if i < head.i and head.doc[i].lower_ == "not")
    found = (_between_commas(mark) for mark in marks)
    return {i for stretch in found for i in stretch if i in inside}


def _between_commas(mark: Token) -> range:
    """Return the words of ", not Kenya,": from the comma before a "not" to the one after its noun; else none."""
    doc, start = mark.doc, mark.i - 1
    if mark.lower_ != "not" or start <= mark.sent.start or doc[start].text != ",":
        return range(0)
    end = next((i for i in range(mark.i + 1, min(mark.i + 12, mark.sent.end)) if doc[i].text == ","), None)
    if end is None or doc[start - 1].pos_ not in ("NOUN", "PROPN", "PRON") or end + 1 >= mark.sent.end:
        return range(0)
    words = [doc[i] for i in range(mark.i + 1, end)]
    verbs = any(word.pos_ in ("VERB", "AUX") and word.dep_ not in ("amod", "acl") for word in words)
    nouns = any(word.pos_ in ("NOUN", "PROPN", "PRON") for word in words)
    after = doc[end + 1]
    finite = after.tag_ in ("VBD", "VBZ", "VBP", "MD") or (after.tag_ == "RB" and after.head.pos_ in ("VERB", "AUX"))
    return range(start, end + 1) if nouns and not verbs and finite else range(0)
