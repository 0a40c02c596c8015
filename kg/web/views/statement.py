"""The proof of one statement, as `kg why` gives it: its words in their paragraph, the chain, the dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.namespaces import DP, VOCABULARIES
from kg.proof.prove import prove
from kg.web.content.dates import span_in_words
from kg.web.content.reader import Mark, blocks, excerpts, place
from kg.web.content.texts import is_open
from kg.web.templating import Page
from kg.web.views.parameters import read

if TYPE_CHECKING:
    from kg.web.content.edition import Edition
    from kg.web.content.reader import Segment
    from kg.web.content.statements import Quote
    from kg.web.messages import Request

__all__ = ["passage", "statement"]

_DCTERMS, _PROV = VOCABULARIES["dcterms"], VOCABULARIES["prov"]


def statement(edition: Edition, request: Request, iri: str) -> Page:
    """Return the page of a statement."""
    read(request)
    said = edition.statements.one(iri)
    node = edition.reading.node(iri)
    segments, problem = passage(edition, request, said.source.iri, said.quote)
    proof = prove(edition.store, iri)
    context = {
        "statement": said,
        "node": node,
        "segments": segments,
        "problem": problem,
        "held": span_in_words(*said.held),
        "posts": {link.name: link.posts for link in getattr(proof, "chain", ()) if link.posts},
        "tolls": [row for heading, row in getattr(proof, "facts", ()) if heading == "toll"],
        "others": edition.statements.load(_names(proof)),
        "revised_by": edition.reading.subjects(_PROV + "wasRevisionOf", iri),
        "events": node.values(DP + "aboutEvent"),
    }
    return Page("statement.html", edition.reading.label(iri), context)


def passage(edition: Edition, request: Request, source: str, quote: Quote) -> tuple[list[Segment], str]:
    """Return the paragraph around a quote, or its sentence where the text may not be shown whole, and what is amiss."""
    node = edition.reading.node(source)
    text = edition.texts.find(edition.addresses.slug(source), node.one(DP + "sha256") or "")
    found = place(text.content, quote.exact, quote.start, quote.end) if text.content is not None else None
    if text.content is None or found is None:
        start = len(quote.prefix)
        around = f"{quote.prefix}{quote.exact}{quote.suffix}"
        marked = [Mark("quote", start, start + len(quote.exact))] if quote.exact else []
        return [s for row in excerpts(around, marked) for s in row], text.reason or "the quote is not at its place"
    mark = Mark("quote", *found)
    if request.public and not request.with_texts and not is_open(node.one(_DCTERMS + "license")):
        return [segment for row in excerpts(text.content, [mark]) for segment in row], ""
    return [
        s for block in blocks(text.content, [mark]) if any(s.marks for s in block.segments) for s in block.segments
    ], ""


def _names(proof: object) -> list[str]:
    """Return the IRIs of the statements that a proof says cannot stand beside this one."""
    from kg.namespaces import PREFIXES

    names = [other.name for other in getattr(proof, "others", ())]
    return [
        PREFIXES[prefix] + local for prefix, _, local in (name.partition(":") for name in names) if prefix in PREFIXES
    ]
