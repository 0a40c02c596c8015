"""Proposes the group that a noun phrase describes, unless the words alone tell nobody which group is meant."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from kg.extract.grammar.tree import object_of
from kg.extract.names.actors import BODIES, PEOPLE, PORTFOLIOS, ROLES, Actor, can_speak
from kg.extract.names.antecedents import group_before, sides_before
from kg.extract.names.groups.lists import named_members
from kg.extract.names.pronouns import refers_back

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Token

    from kg.extract.names.discourse import Discourse
    from kg.extract.names.newnames import NewNames
    from kg.extract.names.organs import Organs

__all__ = ["Groups", "bodies_of", "is_anybody"]

#: Plurals for states and those who speak for them, which alone identify nobody.
_ANY = frozenset(
    ("counterparts", "countries", "delegates", "governments", "leaders", "members", "ministers", "nations", "neighbors")
) | {"neighbours", "parties", "powers", "premiers", "presidents", "representatives", "sides", "states"}
#: "According to reports": nobody is named who says it.
_HEARSAY = ("accounts", "reports", "rumors", "rumours")
_FIELDS = PORTFOLIOS | {"affairs", "external", "home"}
_OF_STATE = "Those of a state, which the text leaves out."


@dataclass
class Groups:
    """The groups and bodies in a text that have no name; `look` resolves a noun.

    `states` has the states for which groups speak that the text names without them.
    """

    discourse: Discourse
    new: NewNames
    look: Callable[[Token], tuple[Actor, ...]]
    organs: Organs
    states: dict[str, str] = field(default_factory=dict)

    def meant(self, head: Token, phrase: str, inside: set[int]) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
        """Return the group or body that a phrase describes, one named before or a new one, and the candidates."""
        if refers_back(head) and phrase.lower() == head.lower_:
            return (), candidates_near(self.discourse, head)  # "their governments": the text leaves open whose
        layout = self.discourse.layout
        headline = layout is not None and layout.in_headline(head.idx)
        bare = phrase.lower() == head.lower_ and (headline or head.i > head.left_edge.i)
        candidates = sides_before(self.discourse, head) if bare else ()
        again = self._again(head) if bare else None
        if candidates or again is not None:
            return (again,) if again is not None else (), () if again is not None else candidates
        if bare and (own := self._of_setting(head)) is not None:
            return (own,), ()
        if bare and head.lower_ in BODIES and head.tag_ == "NN":
            bodies = self.discourse.before(head.i, partial(self.organs.may_be, head))
            if candidates := tuple(dict.fromkeys(reversed(bodies[-4:]))):
                return (), candidates  # "the office": the text does not identify it
        if not ((head.tag_ == "NNS" and can_speak(head)) or head.lower_ in PEOPLE | ROLES | BODIES):
            return (), ()
        if head.lower_ in _HEARSAY and phrase.lower() == head.lower_:
            return (), ()
        return self._proposed(head, phrase, inside)

    def _of_setting(self, head: Token) -> Actor | None:
        """Return those of the state in which the text is set: "the opposition", "authorities"."""
        state = self.organs.setting.at(head.i) if head.lower_ in ("authorities", "opposition") else None
        if state is None:
            return None
        if head.lower_ == "opposition":
            return self.new.organ(state, head.lower_)
        entry = self.new.gazetteer.known[state]
        name = f"{(*entry.demonyms, entry.label)[0]} {head.lower_}"
        actor = self.new.propose(name, "groups.yaml", "group", _OF_STATE)
        self.states[actor.slug] = state
        return actor

    def _again(self, head: Token) -> Actor | None:
        """Return the group of "the leaders": the only one with the noun before it, or else after it."""
        return group_before(self.discourse, head, self._label) or self._later(head)

    def _label(self, actor: Actor) -> str:
        return self.new.label(actor.slug)

    def _proposed(self, head: Token, phrase: str, inside: set[int]) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
        """Return a new group, or the same one named before; candidates if the words identify nobody."""
        bodies = bodies_of(head, self.look) if head.tag_ == "NNS" else ()
        members = named_members(head, inside, self.look)
        if (same := self._same(head, bodies)) is not None:
            return (same,), ()
        described = any(child.dep_ in ("prep", "relcl", "acl") for child in head.rights)
        anybody = is_anybody(head, phrase) and not described and not members
        if anybody and (candidates := candidates_near(self.discourse, head)):
            return (), candidates
        actor = self.new.group(head, phrase)
        if members and actor.kind == "group" and not actor.known:
            self.new.joined(actor.slug, tuple(member.slug for member in members))
        return (actor,), ()

    def _later(self, head: Token) -> Actor | None:
        """Return the only group with the same noun that the text names later: "the leaders" before "EAC leaders"."""
        layout = self.discourse.layout
        headline = layout is not None and layout.in_headline(head.idx)
        if head.tag_ != "NNS" or not (headline or head.doc[head.left_edge.i].lower_ == "the"):
            return None
        doc, named = self.discourse.doc, self.discourse.named
        later = {actor for at, actor in named if at > head.i and doc[at].lower_ == head.lower_ and doc[at] != head}
        groups = {actor for actor in later if actor.kind == "group"}
        return groups.pop() if len(groups) == 1 else None

    def _same(self, head: Token, bodies: tuple[Actor, ...]) -> Actor | None:
        """Return the group named before with the same noun and body: "ministers of the bloc" after "EU ministers"."""
        if len(bodies) != 1:
            return None
        found = set()
        for at, actor in self.discourse.named:
            other = self.discourse.doc[at]
            if actor.kind != "group" or at >= head.i or other.lower_ != head.lower_:
                continue
            beside = [child for child in other.children if child.i < at and child.ent_type_]
            if bodies[0] in {named for child in beside for named in self.look(child)}:
                found.add(actor)
        return found.pop() if len(found) == 1 else None


def is_anybody(head: Token, phrase: str) -> bool:
    """Return whether a phrase names no group: "the leaders", "foreign ministers"; "European ministers" names one."""
    words = phrase.lower().split()
    return head.lower_ in _ANY and words[-1:] == [head.lower_] and all(word in _FIELDS for word in words[:-1])


def candidates_near(discourse: Discourse, head: Token) -> tuple[Actor, ...]:
    """Return whom a plural may mean: the groups called so before, or else the states named nearby, nearest first."""
    doc = discourse.doc
    called = [actor for at, actor in discourse.named if at < head.i and doc[at].lower_ == head.lower_]
    groups = [actor for actor in called if actor.kind == "group"]
    start = discourse.paragraph_before(head.i)
    states = discourse.before(head.i, lambda actor: actor.kind == "state", since=start)
    return tuple(dict.fromkeys(reversed(groups or states)))


def bodies_of(head: Token, look: Callable[[Token], tuple[Actor, ...]]) -> tuple[Actor, ...]:
    """Return the states or the body to which people belong: "ministers from the bloc", "envoys of Norway and Kenya"."""
    links = [child for child in head.children if child.i > head.i and child.lower_ in ("from", "of")]
    objects = [head.doc[at] for link in links if (at := object_of(link)) is not None]
    found = [actor for first in objects for token in (first, *first.conjuncts) for actor in look(token)]
    return tuple(dict.fromkeys(actor for actor in found if actor.kind in ("state", "organisation")))
