"""A quote in its paragraph, or in its sentence if the whole text may not be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.namespaces import DP, VOCABULARIES
from kg.web.content.reader import Mark, blocks, excerpts, place
from kg.web.content.texts import is_open

if TYPE_CHECKING:
    from kg.web.content.edition import Edition
    from kg.web.content.reader import Segment
    from kg.web.content.statements import QuotedWords
    from kg.web.messages import Request

__all__ = ["passage"]

_DCTERMS = VOCABULARIES["dcterms"]


def passage(edition: Edition, request: Request, source: str, quote: QuotedWords) -> tuple[list[Segment], str]:
    """Return the paragraph around a quote, or its sentence if the whole text may not be shown, and any problems."""
    node = edition.reading.node(source)
    text = edition.texts.find(edition.addresses.slug(source), node.one(DP + "sha256") or "")
    found = place(text.content, quote.exact, quote.start, quote.end) if text.content is not None else None
    # The store itself has the words and a few around them, even if the text is missing.
    if text.content is None or found is None:
        start = len(quote.prefix)
        around = f"{quote.prefix}{quote.exact}{quote.suffix}"
        marked = [Mark("quote", start, start + len(quote.exact))] if quote.exact else []
        return [
            s for row in excerpts(around, marked) for s in row
        ], text.reason or "the quote is not at its recorded place"
    mark = Mark("quote", *found)
    if request.public and not request.with_texts and not is_open(node.one(_DCTERMS + "license")):
        return [segment for row in excerpts(text.content, [mark]) for segment in row], ""
    return [
        s for block in blocks(text.content, [mark]) if any(s.marks for s in block.segments) for s in block.segments
    ], ""
