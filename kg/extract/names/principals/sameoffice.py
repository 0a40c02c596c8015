"""Finds the state of an office that a text gives elsewhere, without the name of who holds it.

"Kenya's information minister spoke. ... Information Minister Omar Said denied it": no other state's is mentioned.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.tree import before_case, where
from kg.extract.names.principals.homeoffices import office_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.extract.names.actors import Actor
    from kg.extract.names.discourse import Discourse
    from kg.extract.names.gazetteer import Gazetteer
    from kg.extract.names.principals.setting import Setting

__all__ = ["state_of_same_office"]


def state_of_same_office(gazetteer: Gazetteer, setting: Setting, person: Actor) -> list[str]:
    """Return the only state of which the text mentions the office of a person, if it names nobody else with it.

    A text that is set in another state may mean the one of that.
    """
    discourse = setting.discourse
    ats = [at for at, actor in discourse.named if actor == person]
    office = next((found for at in ats if (found := office_at(discourse, at))), "").split()
    if len(office) < 2 or office[-1] != "minister" or office[0] == "prime":
        return []
    others = {actor for at, actor in discourse.named if actor.kind == "person" and actor != person}
    if any({*office} <= discourse.roles.get(actor.slug, set()) | _beside(discourse, actor) for actor in others):
        return []
    states = set(_states(gazetteer, discourse, office))
    home = setting.told_at(ats[0])
    return list(states) if len(states) == 1 and (home is None or home in states) else []


def _beside(discourse: Discourse, person: Actor) -> set[str]:
    """Return the words of the office that stands beside a person's name."""
    offices = (office_at(discourse, at) for at, actor in discourse.named if actor == person)
    return {word for office in offices if office for word in office.split()}


def _states(gazetteer: Gazetteer, discourse: Discourse, office: list[str]) -> Iterator[str]:
    """Yield the states right before each mention of an office (its words in lower case) without a name behind it."""
    doc = discourse.doc
    for last in where(doc, "LOWER", (office[-1],)):
        first = last + 1 - len(office)
        if first < 1 or [word.lower_ for word in doc[first : last + 1]] != office:
            continue
        place = before_case(doc, first)
        named = last + 1 < len(doc) and doc[last + 1].is_title
        slug = gazetteer.state(doc[place].text) if place >= 0 and doc[place].is_alpha and not named else None
        if slug is not None and slug in gazetteer.known and gazetteer.known[slug].kind == "state":
            yield slug
