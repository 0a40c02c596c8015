"""Reads the bodies of states from their names: whose they are, and which of them are the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import load_data
from kg.extract.grammar.tree import where
from kg.extract.names.actors import ALL_PORTFOLIOS, STATES_OWN, Actor
from kg.extract.names.nametable import folded
from kg.extract.names.phrases import portfolio_of

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Mapping

    from spacy.tokens import Token

    from kg.extract.names.actors import Proposed
    from kg.extract.names.discourse import Discourse
    from kg.extract.names.gazetteer import Gazetteer

__all__ = [
    "OWN_NAMES",
    "fields_of",
    "has_other_owner",
    "home_of",
    "inserted_state",
    "is_ministry",
    "same_again",
    "same_ministry",
    "state_in_name",
    "without_state",
]

#: Bodies of a state that carry its name: "Japan Coast Guard".
_ARMED = ("army", "force", "forces", "guard", "marines", "navy", "police")
#: Words that a text leaves out of the name of a ministry later.
_LEFT_OUT = frozenset(("affairs", "and", "cooperation", "international", "irrigation", "national", "natural", "of"))
_LEFT_OUT |= {"public", "relations", "resources", "the"}
#: The states whose ministries have names that others do not have.
OWN_NAMES: dict[str, list[str]] = load_data("names/people.yaml")["bodies_of_titles"]


def state_in_name(gazetteer: Gazetteer, words: list[str]) -> str | None:
    """Return the state in the name of one of its bodies: "Japan Coast Guard", "South Korean Ministry of Trade"."""
    for stop in range(min(3, len(words) - 1), 0, -1):
        slug = gazetteer.state(" ".join(words[:stop]))
        of_state = words[-1].lower() in (*_ARMED, *STATES_OWN) or words[stop].lower() == "ministry"
        if slug and gazetteer.known[slug].kind == "state":
            return slug if of_state else None
    return None


def same_ministry(proposed: Mapping[str, Proposed], owner: str, noun: str) -> Actor | None:
    """Return the only ministry of a state so far with a field: "Water Resources Ministry" for "Water Ministry"."""
    field = set(folded(noun).split()) - _LEFT_OUT
    if "ministry" not in field:
        return None
    ministries = [entry for entry in proposed.values() if dict(entry.extra).get("part_of") == owner]
    fields = {entry.slug: set(folded(entry.label).split()) - _LEFT_OUT for entry in ministries}
    found = [slug for slug, words in fields.items() if "ministry" in words and _is_field(field, words)]
    return Actor(found[0], "organisation", known=False) if len(found) == 1 else None


def _is_field(field: set[str], words: set[str]) -> bool:
    """Return whether a label, with the adjective of a state, has the field of a ministry; "the Ministry" has any."""
    return field <= words and (field == {"ministry"} or len(words - field) == 1)


def fields_of(body: Token) -> list[str]:
    """Return the words of a ministry's field, in lower case: "livestock" in "the Ministry of Livestock and Fisheries".

    Of a field that is not known, only the first words are given, which later mentions of the ministry share.
    """
    doc, last = body.doc, portfolio_of(body)
    if last is not None:
        return [word.lower_ for word in doc[body.i + 2 : last + 1] if word.lower_ not in ("affairs", "and")]
    of = body.i + 2 < len(doc) and doc[body.i + 1].lower_ in ("for", "of") and body.lower_ == "ministry"
    end = body.i + 2
    while of and end < len(doc) and doc[end].pos_ == "PROPN" and doc[end].ent_type_ != "GPE":
        end += 1
    return [word.lower_ for word in doc[body.i + 2 : end]] if of else []


def home_of(named: Counter[str], body: Token, home: str | None) -> str | None:
    """Return the state of a text, unless a ministry named without a state may be that of another.

    "The government of Kenya protested" also names Kenya. India's "Ministry of External Affairs" is no "Ministry of
    Foreign Affairs". "The Ministry" may be the one named before.
    """
    if body.lower_ != "ministry" or home is None:
        return home
    before = [word for word in body.doc[: body.i + 1] if word.lower_ == "ministry" and fields_of(word)]
    called = home in OWN_NAMES["external affairs ministry"] and any("foreign" in fields_of(word) for word in before)
    doubtful = called or any(count >= named[home] for slug, count in named.items() if slug != home)
    return None if doubtful else home


def without_state(discourse: Discourse, body: Token) -> Actor | None:
    """Return the only ministry named before without a state, which "the Ministry" means: "the Ministry of Trade"."""
    named = {actor for at, actor in discourse.named if at < body.i and actor.slug.startswith("ministry-of-")}
    return named.pop() if body.lower_ == "ministry" and not fields_of(body) and len(named) == 1 else None


def is_ministry(name: str) -> bool:
    """Return whether a name is that of a ministry without its state: "Department of Foreign Affairs", "State House"."""
    words = name.lower().split()
    titled = len(words) > 2 and words[0] in ("department", "ministry") and words[1] in ("for", "of")
    fields = words[-1:] == ["ministry"] and {*words[:-1]} <= ALL_PORTFOLIOS | {"and"}
    return titled or (len(words) > 1 and fields) or words == ["state", "house"]


def has_other_owner(proposed: Mapping[str, Proposed], own: str, name: str) -> bool:
    """Return whether a body of another state than `own` has a name: "the Kenyan Ministry of Defence"."""
    same = (entry for entry in proposed.values() if folded(entry.label).endswith(f" {folded(name)}"))
    return any(dict(entry.extra).get("part_of") not in (None, own) for entry in same)


def same_again(discourse: Discourse, label: Callable[[str], str], body: Token, kind: list[str]) -> Actor | None:
    """Return the last speaker, at most a paragraph back, if that is such a ministry: "her ministry said"."""
    if body.lower_ != "ministry":
        return None
    spoke = reversed(discourse.alone(discourse.paragraph_before(body.i), body.i))
    last = next((actor for _, actor in spoke if actor.kind == "organisation"), None)
    words = set(folded(label(last.slug)).split()) if last is not None else set()
    long = {"of"} if body.i + 1 < len(body.doc) and body.nbor().lower_ == "of" else set[str]()
    return last if {"ministry", *kind, *long} <= words else None


def inserted_state(gazetteer: Gazetteer, head: Token) -> str | None:
    """Return the state that brackets in the words of a body give its government: '"The (Kenyan) government ...'."""
    doc, states = head.doc, set[str]()
    for i in where(doc, "LOWER", ("(",)):
        close = next((j for j in range(i + 1, min(i + 5, len(doc) - 1)) if doc[j].text == ")"), None)
        if close is not None and head.sent.start <= i < head.i and doc[close + 1].lower_ in STATES_OWN:
            states |= set(gazetteer.nations(doc[i + 1 : close].text))
    return states.pop() if len(states) == 1 else None
