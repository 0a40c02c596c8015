"""The search index: names of all kinds except statements, which are found by their propositions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.names import plain_letters

if TYPE_CHECKING:
    from kg.web.content.edition import Edition

__all__ = ["SEARCHED", "closeness", "index", "search_form"]

#: The kinds that are searched, in the order shown; statements are found by their propositions.
SEARCHED = ("actor", "proposition", "issue", "source", "event", "place", "post")


def index(edition: Edition) -> list[tuple[str, str, str, str]]:
    """Return the index: IRI, kind, label, and one of the names."""
    if "index" not in edition.memory:
        asked = edition.ask("names")
        # Backwards, so that the first of several labels is kept.
        labels = {row["thing"]: row["name"] or "" for row in reversed(asked) if row["main"]}
        rows = [(row["thing"] or "", row["name"] or "") for row in asked]
        kinds = [(iri, edition.addresses.kind(iri), name) for iri, name in rows]
        edition.memory["index"] = [(i, kind, labels.get(i, name), name) for i, kind, name in kinds if kind in SEARCHED]
    found: list[tuple[str, str, str, str]] = edition.memory["index"]
    return found


def search_form(text: str) -> str:
    """Return a text in the form for comparison: without case and accents, punctuation as spaces."""
    return " ".join(re.sub(r"[^\w]+", " ", plain_letters(text.casefold())).split())


def closeness(words: list[str], name: str) -> int:
    """Return 0 if a word is missing, or else a score for the match: whole, from the start, by words."""
    if not all(word in name for word in words):
        return 0
    whole = " ".join(words)
    if name == whole:
        return 4
    if name.startswith(whole):
        return 3
    return 2 if set(words) <= set(name.split()) else 1
