"""An attribution: who is said to say what, as token spans."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from kg.extract.grammar.lexicon import Cue
    from kg.sources.words.quotation_marks import Quotation

__all__ = ["Attribution", "of_words", "spans_of"]


@dataclass(slots=True)
class Attribution:
    """An attribution: the token indices of its cue, source and content, each in text order.

    `source` is empty if the text names nobody. `sense` is the lexicon entry of the cue, and `frame` is the construction
    in which it takes its content. `quotes` are the quotations that make up the content or part of it. `head` is the
    syntactic head of the content, and `via` is the cue token itself.
    """

    cue: tuple[int, ...]
    source: tuple[int, ...]
    content: tuple[int, ...]
    sense: Cue
    frame: str
    via: int
    head: int | None = None
    quotes: list[Quotation] = field(default_factory=list)
    source_head: int | None = None
    parts: list[tuple[int, ...]] = field(default_factory=list)


def spans_of(doc: Doc, indices: tuple[int, ...]) -> list[tuple[int, int]]:
    """Return the character spans (start, end) that the tokens cover; adjacent tokens form one span."""
    spans: list[tuple[int, int]] = []
    last = None
    for index in indices:
        token = doc[index]
        end = token.idx + len(token)
        if last is not None and index == last + 1:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((token.idx, end))
        last = index
    return spans


def of_words(doc: Doc, found: list[Attribution]) -> list[Attribution]:
    """Return the attributions of speech or thought, except those inside the content of another one."""
    inner = {index for item in found for index in item.content}
    return [item for item in found if item.via not in inner and _is_told(doc, item)]


def _is_told(doc: Doc, item: Attribution) -> bool:
    cue = doc[item.via]
    if item.quotes and item.source:
        return True
    if item.sense.lemma in lexicon().deeds and item.frame != "clause":
        return False
    if cue.dep_ == "acl" and cue.tag_ == "VBG":
        return False
    return not any(child.tag_ in ("TO", "MD") for child in cue.children)
