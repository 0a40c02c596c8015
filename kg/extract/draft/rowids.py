"""Small parts of rows: ids, and quotes with their prefixes."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from kg.namespaces import slugify

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Doc

__all__ = ["Ids", "quote_fields"]


_TELLING = ("NOUN", "PROPN", "VERB", "ADJ")


class Ids:
    """Makes ids that are unique in a sheet and describe the row."""

    def __init__(self) -> None:
        self.taken: set[str] = {"source"}

    def make(self, start: str, doc: Doc, tokens: Iterable[int]) -> str:
        """Return an id made from the speaker's last name and the first meaningful words."""
        telling = (token for token in (doc[i] for i in tokens) if token.pos_ in _TELLING and token.is_alpha)
        words = [token.lemma_ for token in islice(telling, 3)]
        return self.unique(slugify(" ".join((start.split("-")[-1], *words)))[:60].strip("-"))

    def unique(self, name: str) -> str:
        """Return the name, with a number added if it is taken."""
        base, number = name or "row", 2
        while name in self.taken or not name:
            name, number = f"{base}-{number}", number + 1
        self.taken.add(name)
        return name


def quote_fields(text: str, start: int, end: int) -> dict[str, object]:
    """Return the quote of a stretch of text, with a prefix if the same words occur in the text more than once."""
    quote = " ".join(text[start:end].split())
    fields: dict[str, object] = {"quote": quote}
    if _flat(text).count(quote) == 1:
        return fields
    pattern = r"\s+".join(map(re.escape, quote.split()))
    places = [match.start() for match in re.finditer(f"(?={pattern})", text)]
    if len(places) > 1:
        fields["prefix"] = _prefix(text, start, places)
    return fields


@lru_cache(maxsize=4)
def _flat(text: str) -> str:
    """Return a text with single spaces."""
    return " ".join(text.split())


def _prefix(text: str, start: int, places: list[int]) -> str:
    """Return the shortest run of words before `start` that does not also precede one of the other places."""
    words = text[max(0, start - 400) : start].split()
    joined = text[max(0, start - 1) : start].isspace() or not words
    for count in range(1, len(words) + 1):
        prefix = " ".join(words[-count:])
        others = [place for place in places if place != start]
        if not any(
            " ".join(text[max(0, place - 2 * len(prefix) - 200) : place].split()).endswith(prefix) for place in others
        ):
            return prefix
    return " ".join(words) if joined else text[max(0, start - 40) : start]
