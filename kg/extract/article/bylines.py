"""Finds who wrote or photographed an article, and says nothing in it: "By Anna Berg", "Anna Berg Nairobi", "News Desk".

A byline has no verb: it is made of names, of words for those who write, of places, days, and what joins them. It stands
before the text in a line of its own, or runs on into the dateline or the first sentence.
"""

from __future__ import annotations

import re
from functools import lru_cache

from kg.extract.article.datelines import MONTH, dateline_end
from kg.reference.countries import countries
from kg.reference.packages import shipped_entries

__all__ = ["byline_end", "credits_in", "is_byline"]

_TOKEN = re.compile(r"[\w'’.-]*\w\.?|[^\w\s]")
_WRITERS = (
    r"agencies|bureau|columnists?|contributors?|correspondents?|desk|editors?|journalists?|reporters?|staff|writers?"
)
#: A letter for each kind of word: who writes, who is said to, what joins them, days, capitals, names; `x` is any other.
_KINDS = {
    "b": re.compile(r"by|author|story|text|words|written|reported", re.IGNORECASE),
    "f": re.compile(_WRITERS, re.IGNORECASE),
    "j": re.compile(r"and|at|for|from|in|of|our|own|the|[,/|&–—-]", re.IGNORECASE),
    "d": re.compile(rf"\d.*|{MONTH}|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"),
    "c": re.compile(r"[A-ZÀ-Þ.'’-]{3,}"),
    "n": re.compile(r"[A-ZÀ-Þ].*"),
}
_NAMES = "(?:n{2,4}|c{2,4})(?:j(?:n{2,4}|c{2,4}))*"
_LINE = re.compile(r"b+:?[ncf][ncfjd]*|f:[nc][ncfjd]*|[ncj]*f[ncfjd]*")
#: Between the headline and the text, names alone are enough.
_NAMED = re.compile(_NAMES)
_PLACED = re.compile(rf"j?(?P<who>{_NAMES})j*(?P<paper>[ncj]*?j)??(?P<place>[nc]{{1,3}})")
_RUN_ON = re.compile(rf"(?:b+:?{_NAMES}|b+:?[ncj]*f+|{_NAMES}|[ncj]*f+)j?")
_BEGINNING = re.compile(r"(?:The|A|An|In|On|At|It|There|After|When|As)\s")
_MARK = re.compile(r"\s*(?::|[–—-])\s+")
_PHOTO = re.compile(r"[(\[]\s*(?:file )?(?:photo|image|picture|video)s?\b[^()\[\]\n]{0,80}[)\]]", re.IGNORECASE)
#: Words of an office, and of what is printed in full: the name below is who speaks.
_SPEAKING = re.compile(
    r"\b(?:president|premier|minister|chancellor|king|queen|secretary|ambassador|envoy|spokes\w+"
    r"|statement|remarks|speech|address|declaration|letter|message|communiqu[eé])\b",
    re.IGNORECASE,
)
#: Who wrote a text, behind its last sentence.
_SIGNED = re.compile(r"(?<=[.!?”\"])\s?\((?P<who>[^()\n]{3,60})\)\s*\Z")
_LONGEST = 14


@lru_cache(maxsize=1)
def _capitals() -> frozenset[str]:
    return frozenset(str(row["label"]).casefold() for row in shipped_entries("world", "places.yaml").values())


@lru_cache(maxsize=1)
def _nations() -> frozenset[str]:
    """Return the names and adjectives of states, which stand in a headline."""
    return frozenset(name.casefold() for state in countries() for name in (state.name, *state.names, *state.demonyms))


def _kind(word: str) -> str:
    if word == ":":
        return ":"
    return next((kind for kind, pattern in _KINDS.items() if pattern.fullmatch(word)), "x")


def _words(line: str) -> tuple[list[re.Match[str]], str]:
    """Return the first words and marks of a line, and their kinds."""
    words = list(_TOKEN.finditer(line[:200]))[: _LONGEST + 1]
    return words, "".join(_kind(word[0]) for word in words)


def is_byline(line: str, *, between: bool) -> bool:
    """Return whether a line is a byline; `between` if it stands between the headline and the text."""
    words, kinds = _words(line)
    if _SPEAKING.search(line) or len(words) > _LONGEST or line.rstrip()[-1:] in (".", "!", "?", '"', "”", ":"):
        return False
    if _LINE.fullmatch(kinds) and (between or kinds[0] == "b" or not kinds.strip("jf")):
        return True
    placed = _PLACED.fullmatch(kinds)
    place = line[words[placed.start("place")].start() :].strip().casefold() if placed is not None else ""
    alone = _NAMED.fullmatch(kinds) is not None and not any(word[0].casefold() in _nations() for word in words)
    return between and (place in _capitals() or alone)


def byline_end(text: str, *, between: bool) -> int:
    """Return where a paragraph goes on after the byline with which it begins; 0 if it begins with none.

    `between` if no other stands between it and the headline: only there may "By" be left out.
    """
    line, _, rest = text.partition("\n")
    if rest and not rest.lstrip()[:1].islower() and is_byline(line, between=between):
        return len(text) - len(rest.lstrip())
    words, kinds = _words(text)
    if not between and not kinds.startswith("b"):
        return 0
    ends = [stop for stop in range(len(kinds), 1, -1) if _RUN_ON.fullmatch(kinds[:stop])]
    return next((words[stop].start() for stop in ends if stop < len(words) and _goes_on(text, words, kinds, stop)), 0)


def _goes_on(text: str, words: list[re.Match[str]], kinds: str, stop: int) -> bool:
    """Return whether a dateline or a first sentence follows the names of those who wrote a text."""
    after = text[words[stop].start() :]
    if kinds[0] == "b" and _BEGINNING.match(after):
        return True
    dated = dateline_end(after) is not None
    if kinds[0] == "b" or "f" in kinds[:stop]:
        return dated or _is_placed(after)
    if "c" in kinds[:stop] or _SPEAKING.search(text[: words[stop].start()]):
        return False
    return (dated and kinds[stop] == "c") or (_is_placed(after) and not after.lstrip().startswith(('"', "“")))


def _is_placed(text: str) -> bool:
    """Return whether a text begins with the name of a capital and a mark: "Nairobi: "."""
    for length in (3, 2, 1):
        found = re.match(rf"(?:[\w.'’-]+ ){{{length - 1}}}[\w.'’-]+", text)
        if found is not None and found[0].casefold() in _capitals():
            return _MARK.match(text, found.end()) is not None
    return False


def credits_in(text: str) -> list[tuple[int, int]]:
    """Return where credits stand inside a text: "(Photo by Anna Berg/AFP)", and "(Anna Berg)" at its end."""
    places = [found.span() for found in _PHOTO.finditer(text)]
    last = _SIGNED.search(text)
    signed = last is not None and _NAMED.fullmatch(_words(last["who"])[1]) is not None
    return [*places, last.span()] if last is not None and signed else places
