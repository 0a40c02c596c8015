"""Finds the state of an office that a text gives without a state, from titles that only one state has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import lexicon, load_data
from kg.extract.grammar.tree import where

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from kg.extract.names.actors import Actor
    from kg.extract.names.discourse import Discourse
    from kg.extract.names.gazetteer import Gazetteer

__all__ = [
    "OF_STATES",
    "bare_spokesman",
    "is_of_private_body",
    "is_spokesman",
    "is_theme",
    "is_third_party",
    "last_said",
    "last_speaker",
    "says",
    "state_of_speech",
    "state_of_title",
]

_PEOPLE = load_data("names/people.yaml")

OF_STATES = frozenset(map(str, _PEOPLE["only_states"]))
_THEMES = frozenset(map(str, _PEOPLE["themes"]))
_PRIVATE = frozenset(map(str, _PEOPLE["private_bodies"]))
_TITLES = {str(title): str(state) for state, titles in _PEOPLE["titles"].items() for title in titles}
_ELSEWHERE = frozenset(map(str, _PEOPLE["titles_elsewhere"]))
#: Speeches that only the head of one state gives, and that state.
_OCCASIONS = {str(words): str(state) for words, state in _PEOPLE["occasions"].items()}
_SPOKESMEN = frozenset(("spokesman", "spokesperson", "spokeswoman"))


def bare_spokesman(words: list[Token]) -> Token | None:
    """Return the word for a spokesman in a noun phrase that names neither a state nor a body; None for others."""
    named = any(word.dep_ == "poss" or word.ent_type_ in ("GPE", "NORP", "ORG") for word in words)
    return None if named else next((word for word in words if word.lower_ in _SPOKESMEN), None)


def is_spokesman(actor: Actor) -> bool:
    """Return whether a person is known only by the office: "Kenyan foreign ministry spokesman"."""
    return not _SPOKESMEN.isdisjoint(actor.slug.split("-"))


def is_third_party(cue: Token) -> bool:
    """Return whether somebody else says that a person said it: the "minister" of "he said minister Berg had agreed"."""
    told = cue.dep_ in ("ccomp", "relcl", "advcl") and cue.head.i < cue.i
    return told and cue.head.lemma_.lower() in lexicon().plain


def says(noun: Token) -> bool:
    """Return whether a noun is the subject of a plain verb of saying: in "Oslo said", not in "Oslo's plan"."""
    return noun.dep_ == "nsubj" and noun.head.lemma_.lower() in lexicon().plain


def last_said(discourse: Discourse, position: int) -> tuple[int, tuple[Actor, ...]]:
    """Return where somebody said something last before a token, and who it was; -1 and nobody if none did."""
    said = (pair for pair in reversed(discourse.stack) if pair[0] < position and says(discourse.doc[pair[0]]))
    return next(said, (-1, ()))


def last_speaker(discourse: Discourse, position: int) -> Actor | None:
    """Return who said something alone last before a token, if that is at most two paragraphs before it."""
    at, actors = last_said(discourse, position)
    near = len(actors) == 1 and discourse.paragraphs_between(at, position) < 3
    return actors[0] if near else None


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


def state_of_speech(gazetteer: Gazetteer, doc: Doc, content: tuple[int, ...]) -> list[str]:
    """Return the state of a speech's occasion, or whose people it greets as the speaker's: "my fellow Kenyans"."""
    title = doc.text[: doc[min(content)].idx].lower()
    occasions = [state for words, state in _OCCASIONS.items() if words in title and "europe" not in title]
    if occasions:
        return occasions[:1]
    greeted = [doc[i + 1].text for i in where(doc, "LOWER", ("fellow",)) if i + 1 < len(doc)]
    found = {slug for word in greeted for slug in gazetteer.nations(word.removesuffix("s"))}
    return list(found) if len(found) == 1 and all(gazetteer.known[slug].kind == "state" for slug in found) else []
