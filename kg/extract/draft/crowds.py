"""Finds deeds that tell no position: those of people in passing, and measures that no state or body takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.deeds.measures import is_measure
from kg.extract.grammar.lexicon import lexicon

if TYPE_CHECKING:
    from kg.extract.draft.drafts import RowWriter
    from kg.extract.grammar.attributed import Attribution
    from kg.extract.names.actors import Actor

__all__ = ["is_crowd"]

#: Acts that take a side, whoever performs them.
_TAKING_SIDES = ("opposes", "votes-for", "votes-against", "abstains")
_STATES = ("GPE", "NORP")


def is_crowd(drafter: RowWriter, item: Attribution, holders: tuple[Actor, ...]) -> bool:
    """Return whether unknown people only act in passing, or firms do business: "people seeking asylum"."""
    if is_measure(item.sense.lemma):
        return not _is_public(drafter, item, holders)
    cue = drafter.doc[item.via]
    passing = cue.dep_ in ("acl", "relcl", "amod") or item.sense.lemma in lexicon().deeds
    passing = passing and item.sense.act not in _TAKING_SIDES
    new = all(not actor.known and actor.kind == "group" for actor in holders)
    quoted = bool(item.quotes) and item.frame in ("clause", "as")
    return bool(holders) and new and passing and not quoted and item.sense.lemma not in lexicon().plain


def _is_public(drafter: RowWriter, item: Attribution, holders: tuple[Actor, ...]) -> bool:
    """Return whether states, known organisations, or those who speak for them take a measure.

    Whoever suspends a state is an organisation of states, even if it is new: "the bloc suspended Kenya".
    """
    known = all(actor.known and actor.kind in ("state", "organisation") for actor in holders)
    against = item.head is not None and drafter.doc[item.head].ent_type_ in _STATES
    body = against and all(actor.kind == "organisation" for actor in holders)
    return bool(holders) and (known or body or bool(drafter.speakers.principals.of(item, holders)))
