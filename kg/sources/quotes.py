"""Finds quotes in a text, or explains why one was not found, with the closest match and the characters that differ."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.findings import Span
    from kg.sources.model import Quote
    from kg.text import SourceText

__all__ = ["Misquote", "differences", "locate_quote", "nearest", "telling_prefix"]

_ALIKE = {
    "'": "'`´‘’‚‛′ʹʻʼʽˈ＇",
    '"': '"“”„‟″«»＂',
    "-": "-‐‑‒–—―−﹘﹣－",
    "": "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f",
}
_FOLD = {char: plain for plain, chars in _ALIKE.items() for char in chars}
#: With a smaller share of common words, a stretch of the text is not shown as the nearest match.
_NEAR = 0.5


@dataclass(frozen=True, slots=True)
class Misquote:
    """A fault of a quote: a rule name, what to do, and the lines of the text that explain it."""

    rule: str
    message: str
    related: tuple[Span, ...] = ()


def locate_quote(text: SourceText, quote: Quote) -> tuple[int, int] | Misquote:
    """Return the only place of `quote` in `text` as (start, end) in code points, or the fault."""
    places = text.find(quote.text)
    if not places:
        return _missing(text, quote.text)
    if quote.prefix is None:
        return places[0] if len(places) == 1 else _ambiguous(text, places)
    kept = [place for place in places if text.preceded(place[0], quote.prefix)]
    if not kept:
        return _useless(text, places, quote.prefix)
    return kept[0] if len(kept) == 1 else _ambiguous(text, kept, "still ")


def _ambiguous(text: SourceText, places: list[tuple[int, int]], still: str = "") -> Misquote:
    spans = tuple(text.span(*place) for place in places)
    options = []
    for span, place in zip(spans[:4], places, strict=False):
        prefix = telling_prefix(text, place, places)
        advice = f"prefix: {_shown(prefix)}" if prefix else "no prefix helps, use a longer quote"
        options.append(f"line {span.line}: {advice}")
    lines = ", ".join(str(span.line) for span in spans)
    rule = "prefix-ambiguous" if still else "quote-ambiguous"
    message = f"the quote {still}occurs {len(places)} times in the text (lines {lines}): add a prefix"
    return Misquote(rule, f"{message} ({'; '.join(options)})", spans)


def _useless(text: SourceText, places: list[tuple[int, int]], prefix: str) -> Misquote:
    spans = tuple(text.span(*place) for place in places)
    found = "; ".join(
        f"line {span.line}: {_shown(text.context(*place)[0])}" for span, place in zip(spans[:4], places, strict=False)
    )
    advice = "drop the prefix" if len(places) == 1 else "copy the words directly before the quote"
    message = f"the prefix {_shown(prefix)} does not precede the quote: {advice} (before it: {found})"
    return Misquote("prefix-not-found", message, spans)


def _missing(text: SourceText, quote: str) -> Misquote:
    if alike := _find_alike(text, quote):
        span = text.span(*alike)
        told = "; ".join(differences(quote, text.content[slice(*alike)]))
        message = f"the quote is not verbatim: {told} (line {span.line} of the text): copy it from the text"
        return Misquote("quote-characters", message, (span,))
    if near := nearest(text, quote):
        span, found = text.span(*near), text.content[slice(*near)]
        message = f"the quote is not in the text; the closest match is on line {span.line}: {_shown(found, 300)}"
        return Misquote("quote-not-found", f"{message}: copy the words from the text", (span,))
    return Misquote(
        "quote-not-found", "the quote is not in the text, and nothing there is similar: copy it from the text"
    )


def telling_prefix(text: SourceText, place: tuple[int, int], places: list[tuple[int, int]]) -> str:
    """Return the fewest words before `place` that do not precede any other of `places`; empty if there are none."""
    before = text.content[max(0, place[0] - 400) : place[0]]
    others = [start for start, _ in places if start != place[0]]
    # Word by word backwards: a person would write the shortest prefix that distinguishes the places.
    for word in reversed(list(re.finditer(r"\S+", before))):
        prefix = " ".join(before[word.start() :].split())
        if not any(text.preceded(start, prefix) for start in others):
            return prefix
    return ""


def differences(quote: str, found: str) -> list[str]:
    """Describe the characters that differ between a quote and the text, by code point and name."""
    quote, found = " ".join(quote.split()), " ".join(found.split())
    told: dict[str, None] = {}
    for tag, start, end, found_start, found_end in SequenceMatcher(None, quote, found, False).get_opcodes():
        if tag != "equal":
            ours, theirs = _named(quote[start:end]), _named(found[found_start:found_end])
            told[f"the quote has {ours} where the text has {theirs}"] = None
    return list(told)


def _named(characters: str) -> str:
    if not characters:
        return "nothing"
    names = [f"U+{ord(char):04X} {unicodedata.name(char, 'without a name')}" for char in characters[:4]]
    shown = "".join(char if char.isprintable() else "" for char in characters[:4])
    return f"{shown} ({', '.join(names)})" if shown.strip() else ", ".join(names)


def _shown(words: str, most: int = 80) -> str:
    words = " ".join(words.split())
    return f"“{words if len(words) <= most else words[: most - 1] + '…'}”"


def _find_alike(text: SourceText, quote: str) -> tuple[int, int] | None:
    folded, offsets = _fold_text(text.content)
    wanted = _fold(quote.strip())[0].strip()
    position = folded.find(wanted) if wanted else -1
    if position < 0:
        return None
    return offsets[position], offsets[position + len(wanted) - 1] + 1


# Cached for the current text: folding a long text for each of many wrong quotes would take longer than everything else.
@lru_cache(maxsize=2)
def _fold_text(text: str) -> tuple[str, list[int]]:
    return _fold(text)


@lru_cache(maxsize=2)
def _words(text: str) -> list[tuple[str, int, int]]:
    """Return the words of a text, case-folded, with their (start, end)."""
    return [(match[0].casefold(), match.start(), match.end()) for match in re.finditer(r"\w+", text)]


def _fold(text: str) -> tuple[str, list[int]]:
    """Return `text` without the differences between look-alikes, and the offset from which each character came."""
    characters: list[str] = []
    offsets: list[int] = []
    for offset, char in enumerate(text):
        plain = char.lower() if char.isascii() and char not in _FOLD else _plain(char)
        for part in plain:
            part = " " if part.isspace() else part
            # Runs of spaces and dashes count as one: line breaks, double spaces and `--` are what copying changes most.
            if part in " -" and characters and characters[-1] == part:
                continue
            characters.append(part)
            offsets.append(offset)
    return "".join(characters), offsets


def _plain(char: str) -> str:
    return _FOLD[char] if char in _FOLD else unicodedata.normalize("NFKD", char).casefold()


def nearest(text: SourceText, quote: str) -> tuple[int, int] | None:
    """Return the stretch of the text that shares the most words with `quote`; None if it shares less than half."""
    wanted = Counter(word.casefold() for word in re.findall(r"\w+", quote))
    words = _words(text.content)
    # A window as long as the quote slides over the text. Its score is the size of the multiset intersection with the
    # quote, kept up to date word by word, so that a long text costs one pass (difflib would be quadratic).
    size = min(wanted.total(), len(words))
    best, best_score, window = 0, 0, Counter[str]()
    score = 0
    for index, (word, _, _) in enumerate(words):
        window[word] += 1
        score += window[word] <= wanted[word]  # a word counts as often as the quote has it, and no more
        # The word that leaves on the left counted only if the window had no more of it than the quote has.
        if index >= size:
            gone = words[index - size][0]
            score -= window[gone] <= wanted[gone]
            window[gone] -= 1
        if score > best_score:
            best, best_score = index, score
    if not best_score or best_score < _NEAR * wanted.total():
        return None
    return words[max(0, best - size + 1)][1], words[best][2]
