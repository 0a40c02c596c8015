"""Reads the states of several whose names or adjectives are joined: "Samoa and New Zealand", "French and German"."""

from __future__ import annotations

import re
from copy import copy
from typing import TYPE_CHECKING

from kg.extract.names.namings import is_of_two_nations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from kg.extract.names.gazetteer import Gazetteer, Known

__all__ = ["nations_joined", "of_text", "states_joined"]


def of_text(gazetteer: Gazetteer, text: str) -> Gazetteer:
    """Return a gazetteer in which an adjective of several states is that of the only one whose name a text has.

    "Dominican" is of the Dominican Republic where the text does not name Dominica.
    """
    meant = dict(_meant(gazetteer, text))
    if not meant:
        return gazetteer
    narrowed = copy(gazetteer)
    narrowed.demonyms = {**gazetteer.demonyms, **meant}
    narrowed.shared = {**gazetteer.shared, **{adjective: [state] for adjective, state in meant.items()}}
    return narrowed


def _meant(gazetteer: Gazetteer, text: str) -> Iterator[tuple[str, str]]:
    """Yield each adjective of several states in a text of which the text names one, with this state."""
    lower = text.casefold()
    for adjective, slugs in gazetteer.shared.items():
        if len(slugs) < 2 or adjective not in lower or f"{adjective} peninsula" in lower:
            continue
        known = [gazetteer.known[slug] for slug in slugs]
        found = [slug for slug, state in zip(slugs, known, strict=True) if _is_named(state, lower)]
        if len(found) == 1 and all(state.kind == "state" for state in known):
            yield adjective, found[0]


def _is_named(state: Known, text: str) -> bool:
    return any(re.search(rf"\b{re.escape(name.casefold())}\b", text) for name in (state.label, *state.names))


def states_joined(gazetteer: Gazetteer, words: list[Token]) -> list[str]:
    """Return the states of what the parser takes for one name: "Samoa and New Zealand"."""
    names = words[0].doc[words[0].i : words[-1].i + 1].text.split(" and ")
    states = [slug for name in names if (slug := gazetteer.state(name)) and gazetteer.known[slug].kind == "state"]
    return states if len(states) == len(names) > 1 else []


def nations_joined(gazetteer: Gazetteer, words: list[Token]) -> list[str] | None:
    """Return the states of joined adjectives: "Sudanese and South Sudanese"; None if one of them is no state's."""
    if any(is_of_two_nations(gazetteer, token) for token in words):
        return None
    found = list(dict.fromkeys(_nations(gazetteer, words)))
    return found if len(found) > 1 and any(token.lower_ in ("and", ",") for token in words) else []


def _nations(gazetteer: Gazetteer, words: list[Token]) -> Iterator[str]:
    for index, token in enumerate(words):
        before = words[index - 1] if index else token
        long = f"{before.text} {token.text}".casefold()
        slug = gazetteer.demonyms.get(long) or gazetteer.demonyms.get(token.lower_)
        slug = slug or (gazetteer.state(token.text) if token.pos_ == "PROPN" else None)  # "U.S. and Kenyan"
        if slug and gazetteer.known[slug].kind == "state":
            yield slug
