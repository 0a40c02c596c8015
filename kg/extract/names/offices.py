"""Finds the state of an office that a text gives without a state, from titles that only one state has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import load_data

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["OF_STATES", "is_of_private_body", "is_theme", "state_of_title"]

_PEOPLE = load_data("names/people.yaml")

OF_STATES = frozenset(map(str, _PEOPLE["only_states"]))
_THEMES = frozenset(map(str, _PEOPLE["themes"]))
_PRIVATE = frozenset(map(str, _PEOPLE["private_bodies"]))
_TITLES = {str(title): str(state) for state, titles in _PEOPLE["titles"].items() for title in titles}
_ELSEWHERE = frozenset(map(str, _PEOPLE["titles_elsewhere"]))


def is_of_private_body(words: set[str]) -> bool:
    """Return whether words are the office of a body that no state has: "the president of the student association"."""
    return bool(words & _PRIVATE)


def is_theme(name: Token) -> bool:
    """Return whether a name is what an office deals with: "the director of US affairs" does not speak for them."""
    return name.i + 1 < len(name.doc) and name.nbor(1).lower_ in _THEMES


def state_of_title(words: str, named: set[str]) -> str | None:
    """Return the state whose title is in `words` (lower case), if `named` has it and no other state with that title."""
    found = next((state for title, state in _TITLES.items() if title in words), None)
    return found if found in named and not named & _ELSEWHERE else None
