"""Where a sentence makes one thing the condition of another: "demands that X, as a precondition for Y"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.contents import Content

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["demanded", "halves"]

_CONDITIONS = ("condition", "precondition", "prerequisite")


def halves(doc: Doc, content: Content) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the tokens of what has to come true first, and of what depends on it."""
    pivot, cut = _pivot(doc, content)
    return tuple(i for i in content.tokens if i < cut), tuple(i for i in content.tokens if i > pivot)


def demanded(doc: Doc, content: Content) -> Content | None:
    """Return the part of a condition that has to come true first, as a content of its own."""
    pivot, cut = _pivot(doc, content)
    tokens = tuple(i for i in content.tokens if i < cut) + ((pivot,) if cut == pivot else ())
    if len(tokens) < 3 or content.head not in tokens:
        return None
    last = doc[tokens[-1]]
    return Content(tokens, content.head, (doc[tokens[0]].idx, last.idx + len(last)))


def _pivot(doc: Doc, content: Content) -> tuple[int, int]:
    """Return where the word "condition" stands, and where the words for what comes first end; -1 where nowhere."""
    pivot = next((i for i in content.tokens if doc[i].lemma_.lower() in _CONDITIONS), -1)
    if pivot < 0:
        return -1, -1
    governing = doc[pivot].head
    return pivot, governing.i if governing.lower_ == "as" else pivot
