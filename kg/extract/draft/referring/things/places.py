"""Whose a border, an island or an army is: "the border" in a text about two states, "the junta" of the only one told.

What is between two states is named after them if the text is about these two and tells of no other border. A body that
a state has is named after the only state of whose body the text tells, before the noun or after it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extract.draft.referring.complements import complemented
from kg.extract.draft.referring.things.shared import between_whom
from kg.extract.grammar.lexicon import load_data
from kg.extract.grammar.tree import where
from kg.extract.meaning.pieces import ReferentName
from kg.extract.meaning.referring.owners import genitive_ending

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Token

    from kg.extract.names.nounphrases import NounPhrases
    from kg.extract.names.organs import Organs

__all__ = ["placed"]

_WORDS = load_data("draft/referring/described.yaml")
_BORDERS = ("border", "boundary", "frontier")
#: Words before "border" that set it apart from none of the same two states.
_COMMON = ("common", "disputed", "joint", "mutual", "shared", "state")
_ISLANDS = frozenset(_WORDS["island_states"])
#: Bodies of which a state has one.
_OWNED = frozenset(_WORDS["owned"])
_REGIONS = {article: frozenset(names) for article, names in _WORDS["regions"].items()}
_NAMES = sorted(name.title().replace(" Of ", " of ") for names in _REGIONS.values() for name in names)
#: A region by its name with the word before it, if it is not part of a longer name: not "the Black Sea Fleet".
_REGION = re.compile(rf"(?:\b(\w+) )?\b({'|'.join(map(re.escape, _NAMES))})\b(?!-| [A-Z])")
_PLAIN = ("a", "its", "military", "ruling", "the", "their", "whose")


def placed(
    organs: Organs, phrases: NounPhrases, noun: Token, name: Callable[[tuple[str, ...]], ReferentName]
) -> tuple[ReferentName, tuple[str, ...]] | None:
    """Return the words for a border, an island or a body of a state, and the states in them; `name` names states."""
    if states := _border_states(organs, phrases, noun) or between_whom(organs, phrases, noun):
        words = noun.doc[noun.left_edge.i + 1 : noun.i + 1].text
        return ReferentName(f"the {words} between {name(states).label}", noun.tag_ == "NNS"), states
    if (island := _home_island(organs, phrases, noun)) is not None:
        return name((island,)), (island,)
    if region := _region_named(organs, phrases, noun):
        return ReferentName(region), ()
    if (owner := _owner_told(organs, noun)) is None:
        return None
    state = name((owner,))
    return ReferentName(f"{state.label}{genitive_ending(state, noun)} {noun.lower_}"), ()


def _border_states(organs: Organs, phrases: NounPhrases, noun: Token) -> tuple[str, ...]:
    """Return the two states between which "the border" is, or nothing if the text leaves it unclear."""
    before = [child.lower_ for child in noun.lefts]
    if noun.lower_ not in _BORDERS or before[:1] != ["the"] or any(word not in _COMMON for word in before[1:]):
        return ()
    two = organs.pairs.two_before(noun.i)
    told = [token for kind in _BORDERS for token in phrases.nouns.get(kind, ()) if token.i < noun.i]
    words = {word.i for token in told for word in complemented(token)}
    others = {slug for at, slug in organs.states if at in words} - {*two}
    kinds = {
        child.lower_
        for token in told
        for child in token.lefts
        if child.dep_ in ("amod", "compound") and not child.ent_type_
    }
    return () if others or kinds - {*_COMMON} else two


def _home_island(organs: Organs, phrases: NounPhrases, noun: Token) -> str | None:
    """Return the state that "the island" is: the only one of the text that is an island, if it names no other."""
    if noun.lower_ != "island" or [child.lower_ for child in noun.lefts] != ["the"]:
        return None
    named = [token for token in phrases.nouns.get("island", ()) if token.i < noun.i and complemented(token)]
    found = {slug for _, slug in organs.states} & _ISLANDS
    return next(iter(found)) if len(found) == 1 and not named else None


def _region_named(organs: Organs, phrases: NounPhrases, noun: Token) -> str:
    """Return the only region that the text names before "the region", in the lead or just before; empty if none."""
    if noun.lower_ != "region" or [child.lower_ for child in noun.lefts] != ["the"]:
        return ""
    doc, near = noun.doc, organs.discourse.paragraph_before(noun.i)
    lead = organs.discourse.paragraph_after(organs.discourse.paragraph_after(0))
    found = [place for place in _REGION.finditer(doc.text[: noun.idx]) if not _is_longer(place)]
    told = any(complemented(token) for token in phrases.nouns.get("region", ()) if token.i < noun.i)
    if told or len({place[2] for place in found}) != 1:
        return ""
    end = doc[lead].idx if lead < len(doc) else len(doc.text)
    beside = any(place.start(2) < end or place.start(2) >= doc[near].idx for place in found)
    name = found[0][2]
    return "" if not beside else f"the {name}" if name.casefold() in _REGIONS["the"] else name


def _is_longer(place: re.Match[str]) -> bool:
    """Return whether the name of a region only ends a longer one: "Western Pacific"."""
    return place[1] is not None and place[1][:1].isupper() and place[1] not in ("In", "The")


def _owner_told(organs: Organs, noun: Token) -> str | None:
    """Return the only state of whose body of a kind the text tells: "the junta" is "Kenya's junta"; else None."""
    if noun.lower_ not in _OWNED or [child.lower_ for child in noun.lefts] != ["the"]:
        return None
    found: set[str] = set()
    for word in (noun.doc[i] for i in where(noun.doc, "LOWER", (noun.lower_,))):
        slugs = {slug for child in word.lefts if (slug := organs.state(child)) is not None}
        if not slugs and any(child.lower_ not in _PLAIN and child.dep_ != "punct" for child in word.lefts):
            return None  # "the rebel army"
        found |= slugs
    return found.pop() if len(found) == 1 else None
