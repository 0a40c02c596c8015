"""Tells whose a quotation between two speakers is, by its last mark and the clause that it belongs to."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.grammar.attributed import Attribution
    from kg.sources.words.quotation_marks import Quotation

__all__ = ["JUDGING", "is_closed", "is_introduced_after", "share_quotations"]

#: 'defended his decision, "..."': a quotation after a judgement is part of the content.
JUDGING = ("praises", "criticises", "supports", "opposes", "rejects")
#: A sentence that only tells who said the words before it.
_ONLY_TOLD = re.compile(
    r" (?:(?:[A-Z][\w.’'-]*|the|of|for) ){1,7}(?:said|says|added|noted|stated|tweeted|wrote)"
    r"(?: (?:in|on|during|at) [^.!?:,\n\"“”]{2,50})?[.](?=\s|$)"
)
#: A full stop that does not belong to an abbreviation ("the U.S.") or to an omission ("...").
_STOP = re.compile(r"(?<![.…A-Z])\.$")
_GOES_ON = re.compile(r"[ \t]*\w")


def is_closed(text: str, quote: Quotation) -> bool:
    """Return whether a quotation ends its sentence, so that the next one does not tell who speaks.

    '"They left." Berg then flew to Oslo.' is not Berg's, '"They left," Berg said.' and '"They left." Berg said.' are.
    """
    after = text[quote.outer[1] : quote.outer[1] + 2].strip()
    stopped = _STOP.search(text[quote.start : quote.end].rstrip()) is not None and after[:1].isupper()
    return stopped and _ONLY_TOLD.match(text, quote.outer[1]) is None


def is_introduced_after(text: str, quote: Quotation) -> bool:
    """Return whether a quotation ends with a comma before words that tell who speaks: '"They left," Berg replied'."""
    comma = text[quote.start : quote.end].rstrip().endswith(",") or text[quote.outer[1] :].startswith(",")
    return comma and _GOES_ON.match(text[quote.outer[1] :].lstrip(",")) is not None


def _is_apart(text: str, quote: Quotation, *, before: bool) -> bool:
    """Return whether a full stop divides a quotation from the clause before or after it."""
    if before:
        return text[: quote.outer[0]].rstrip()[-1:] in (".", "!", "?")
    inside, after = text[quote.start : quote.end].rstrip(), text[quote.outer[1] :].lstrip()
    return inside[-1:] in (".", "!", "?") and after[:1].isupper()


def share_quotations(text: str, starts: Sequence[int], quotations: list[Quotation], found: list[Attribution]) -> None:
    """Give a quotation claimed by two cues to the nearer one: "others disagree, such as X, who said"."""
    for quote in quotations:
        takers = [item for item in found if quote in item.quotes and not quote.start <= starts[item.via] < quote.end]
        if len(takers) < 2:
            continue
        first, last = bisect_left(starts, quote.outer[0]), bisect_left(starts, quote.outer[1])
        own = [item for item in takers if last <= item.via < last + 8 and item.sense.lemma in lexicon().plain]
        nearest = min(own or takers, key=lambda item: min(abs(item.via - first), abs(item.via - last)))
        within = [item for item in takers if item.head is not None and first <= item.head < last]
        for item in takers:
            judged = item.sense.act in JUDGING and nearest.sense.lemma in lexicon().plain
            judged = item is not nearest and judged and (bool(own) or item.via < nearest.via < first)
            # 'X told them that "they left." Berg left, too': the words are the object of only one verb.
            beside = len(within) == 1 and item not in within and item.sense.lemma not in lexicon().plain
            beside = beside and _is_apart(text, quote, before=item.via < first)
            if judged or beside:
                item.quotes = [other for other in item.quotes if other != quote]
                item.content = tuple(i for i in item.content if i not in range(first, last))
