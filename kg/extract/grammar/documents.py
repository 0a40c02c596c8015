"""Statements and speeches in full: a text that says whose words all of it is."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from kg.extract.grammar.attributed import Attribution
from kg.extract.grammar.lexicon import lexicon
from kg.extract.grammar.turns import trimmed

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["whole_document"]

_KIND = r"(?:statement|remarks|speech|address|declaration|letter|message|communiqu[eé]|press release)"
_NAME = r"(?P<name>[A-ZÀ-Þ][^\n:,]{2,90}?)"
#: "The full text of the statement by X is as follows:", and "Statement by X on Y" as a line of its own.
_INTRODUCED = re.compile(
    rf"(?:full )?text of (?:the |a )?{_KIND}[^\n]{{0,60}}? (?:by|of|from) (?:the )?{_NAME}(?: (?:on|about|to|at|issued|delivered)\b[^\n]{{0,120}})?"  # noqa: E501  # one pattern
    r"(?: is| reads)? ?(?:as follows|follows|below)?:[ \t]*\n",
    re.IGNORECASE,
)
_TITLED = re.compile(
    rf"\A(?:[^\n]*\n\s*)?(?:joint |press |opening )?{_KIND} (?:by|of|from) (?:the )?{_NAME}"
    r"(?: (?:on|about|to|at|regarding|concerning|before|in)\b[^\n]*)?[ \t]*\n",
    re.IGNORECASE,
)


def whole_document(doc: Doc, text: str, starts: list[int]) -> Attribution | None:
    """Return the attribution of a text that gives a statement or a speech in full, or None.

    `starts` are the offsets of the tokens.
    """
    found = _INTRODUCED.search(text) or _TITLED.match(text)
    if found is None or not found["name"][:1].isupper():
        return None

    def tokens(start: int, end: int) -> list[int]:
        return list(range(bisect_left(starts, start), bisect_left(starts, end)))

    source = tuple(i for i in tokens(*found.span("name")) if not doc[i].is_space)
    content = tuple(sorted(trimmed(doc, {i for i in tokens(found.end(), len(text)) if not doc[i].is_space})))
    if not source or len(content) < 8:
        return None
    cue = (max(0, source[0] - 1),)
    head = next((i for i in content if doc[i].pos_ in ("VERB", "AUX")), None)
    result = Attribution(cue, source, content, lexicon().verbs["say"][0], "clause", cue[0], head)
    result.source_head = next((i for i in reversed(source) if doc[i].pos_ == "PROPN"), source[-1])
    return result
