"""Splits a content into what the text reports in its own words and what it quotes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from kg.extract.grammar.attributed import Attribution
    from kg.extract.grammar.lexicon import Cue

__all__ = ["tells", "told_and_spoken"]

_FINITE = ("VBD", "VBZ", "VBP", "MD")
_QUOTES = ('"', "“", "”", "``", "''")


def told_and_spoken(doc: Doc, item: Attribution) -> tuple[Attribution | None, Attribution | None]:
    """Return the reported part of an attribution, and the part that is quoted in whole sentences or clauses.

    Words outside the quotation without a verb of their own only introduce it: "as reported by the BBC".
    """
    spoken: set[int] = set()
    for quote in item.quotes:
        inside = [i for i in item.content if quote.start <= doc[i].idx < quote.end]
        if len(inside) >= 4 and any(doc[i].tag_ in _FINITE for i in inside) and _opens(doc, inside[0], quote.outer[0]):
            spoken.update(inside)
    if not spoken:
        return None, None
    told = tuple(i for i in item.content if i not in spoken and doc[i].text not in _QUOTES)
    verb = any(doc[i].pos_ in ("VERB", "AUX") and doc[i].tag_ in _FINITE for i in told)
    kept = item.frame in ("object", "as", "for", "of", "who-to") or (verb and len(told) > 3)
    quoted = replace(
        item, content=tuple(sorted(spoken)), frame="clause", head=None, sense=_plain_sense(item), quotes=[]
    )
    head = item.head if item.head is not None and item.head in told else None
    rest = replace(item, content=told, head=head, quotes=[]) if told and kept and len(told) > 1 else None
    return rest, quoted


def _plain_sense(item: Attribution) -> Cue:
    """Return plain "say" if the cue judges or takes no clause, because the quoted words have their own act."""
    expressive = item.sense.act in ("praises", "criticises", "supports", "opposes", "rejects", "agrees")
    return lexicon().verbs["say"][0] if expressive or item.frame != "clause" else item.sense


def _opens(doc: Doc, first: int, start: int) -> bool:
    """Return whether the quotation with token `first` opens a clause: after punctuation, "that" or "said"."""
    while first and doc[first - 1].idx >= start:
        first -= 1
    before = doc[max(0, first - 3) : first].text.rstrip()
    return not before or before[-1] in ',:.!?”"—–-' or before.endswith(("that", "said", "says", "\n"))


def tells(doc: Doc, item: Attribution) -> bool:
    """Return whether somebody's words end a paragraph, so that they may go on in a quotation of its own."""
    last = max(item.content[-1], item.via)
    while last + 1 < len(doc) and doc[last + 1].is_punct:
        last += 1
    closes = last + 1 >= len(doc) or (doc[last + 1].is_space and "\n" in doc[last + 1].text)
    named = item.source_head is not None and doc[item.source_head].pos_ in ("NOUN", "PRON", "PROPN")
    return closes and named and item.frame == "clause" and item.sense.lemma in lexicon().plain
