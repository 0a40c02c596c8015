"""The reader: an article with its evidence marked, and its statements beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.namespaces import DP, VOCABULARIES
from kg.web.content.reader import Mark, blocks, excerpts, place
from kg.web.content.statements import SIGNS
from kg.web.content.texts import is_open
from kg.web.templating import Page
from kg.web.views.parameters import node_asked, one_of, read

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.web.content.edition import Edition
    from kg.web.content.reader import Segment
    from kg.web.content.statements import QuotedWords, ReadStatement
    from kg.web.content.texts import FoundText
    from kg.web.messages import Request

__all__ = ["SourceEntry", "source"]

_DCTERMS = VOCABULARIES["dcterms"]
_VOICES = ("officials", "others", "narrator")


@dataclass(slots=True)
class SourceEntry:
    """An entry of a source: a statement, or an event or relation without a statement."""

    iri: str
    anchor: str
    quote: QuotedWords
    statement: ReadStatement | None = None
    #: The voice: `officials`, `others` or `narrator`.
    voice: str = ""
    #: The place of the quote in the text shown, or None.
    placed: tuple[int, int] | None = None


def source(edition: Edition, request: Request, iri: str) -> Page:
    """Return the page of a source."""
    values = read(request, "actor", "side", "voice")
    everything = _entries(edition, iri)
    entries = [entry for entry in everything if _wanted(edition, entry, values)]
    node = edition.reading.node(iri)
    licence = node.one(_DCTERMS + "license")
    text = edition.texts.find(edition.addresses.slug(iri), node.one(DP + "sha256") or "")
    allowed = not request.public or request.with_texts or is_open(licence)
    marks = _placed(entries, text)
    whole = allowed and text.content is not None
    paragraphs = blocks(text.content, marks) if whole and text.content is not None else []
    sentences = [] if allowed else _excerpts(text, marks, entries)
    context = {
        "source": edition.statements.source(iri),
        "licence": licence,
        "rights": next((r for r in node.values(_DCTERMS + "rights") if r.startswith("http")), None),
        "node": node,
        "entries": entries,
        "total": len(everything),
        "values": values,
        "actors_of": _actors(edition, everything),
        "sides": sorted({e.statement.side for e in everything if e.statement}, key=list(SIGNS).index),
        "whole": whole,
        "reason": text.reason,
        "language": node.one(_DCTERMS + "language") or "en",
        "blocks": paragraphs,
        "excerpts": sentences,
        "counts": _counts([*(block.segments for block in paragraphs), *sentences]),
        "names": {entry.anchor: entry for entry in entries},
    }
    return Page("source.html", edition.statements.source(iri).title, context)


def _entries(edition: Edition, iri: str) -> list[SourceEntry]:
    """Return all entries of the source, in the order of the text."""
    found = []
    for node in edition.column("evidence-of-source", "node", source=iri):
        reading = edition.reading.node(node)
        statement = edition.statements.one(node) if reading.one(DP + "towards") else None
        voice = voice_of(edition, statement) if statement else ""
        quote = statement.quote if statement else edition.statements.quote(reading)
        found.append(SourceEntry(node, edition.statements.anchor(node, iri), quote, statement, voice))
    # In the order of the text; of two with the same beginning the longer first, because marks in the text are nested.
    return sorted(found, key=lambda e: (e.quote.start is None, e.quote.start or 0, -(e.quote.end or 0), e.anchor))


def _wanted(edition: Edition, entry: SourceEntry, values: dict[str, str]) -> bool:
    """Return whether an entry passes the filters, which apply to statements only."""
    if not values:
        return True
    statement = entry.statement
    actor = node_asked(edition, "actor", "actor", values.get("actor"))
    side = one_of("side", values.get("side"), tuple(SIGNS))
    voice = one_of("voice", values.get("voice"), _VOICES)
    if statement is None:
        return False
    return (
        (actor is None or actor in statement.actors)
        and (side is None or side == statement.side)
        and (voice is None or voice == entry.voice)
    )


def voice_of(edition: Edition, statement: ReadStatement) -> str:
    """Return the voice of a statement: `narrator`, `officials`, or `others`."""
    if statement.narrated:
        return "narrator"
    official = any(edition.reading.is_a(holder, "Official") for holder in statement.holders)
    return "officials" if official or statement.represented else "others"


def _actors(edition: Edition, entries: Sequence[SourceEntry]) -> list[tuple[str, str]]:
    actors = {actor for entry in entries if entry.statement for actor in entry.statement.actors}
    return edition.reading.labelled(actors)


def _placed(entries: Sequence[SourceEntry], text: FoundText) -> list[Mark]:
    """Find each quote in the text, and return the marks of the found ones."""
    marks = []
    for entry in entries:
        if text.content is not None:
            entry.placed = place(text.content, entry.quote.exact, entry.quote.start, entry.quote.end)
        if entry.placed:
            marks.append(Mark(entry.anchor, *entry.placed))
    return marks


def _counts(shown: Iterable[Sequence[Segment]]) -> list[int]:
    """Return the numbers of statements that share a passage: each number above one, once."""
    return sorted({len(segment.marks) for found in shown for segment in found if len(segment.marks) > 1})


def _excerpts(text: FoundText, marks: Sequence[Mark], entries: Sequence[SourceEntry]) -> list[list[Segment]]:
    """Return the quotes in their sentences; without the text, each with the few words around it in the store."""
    if text.content is not None:
        return excerpts(text.content, marks)
    found = []
    for entry in entries:
        quote = entry.quote
        around = f"{quote.prefix}{quote.exact}{quote.suffix}"
        if quote.exact:
            start = len(quote.prefix)
            found += excerpts(around, [Mark(entry.anchor, start, start + len(quote.exact))])
            entry.placed = (start, start + len(quote.exact))
    return found
