"""Resolves the bodies of states: "Sudan's army", "the government of Samoa", later "the government"."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from kg.extract.grammar.tree import object_of
from kg.extract.names.actors import BODIES, PORTFOLIOS, STATES_OWN, Actor
from kg.extract.names.groups.ministries import (
    fields_of,
    has_other_owner,
    home_of,
    inserted_state,
    is_ministry,
    same_again,
    without_state,
)
from kg.extract.names.groups.pairs import Pairs
from kg.extract.names.groups.statebodies import is_state_body, owned_before
from kg.extract.names.groups.unions import union_of
from kg.extract.names.nametable import folded
from kg.extract.names.phrases import owner_of, portfolio_of, short_name
from kg.extract.names.principals.setting import Setting
from kg.extract.names.pronouns import meaning_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Doc, Token

    from kg.extract.names.discourse import Discourse
    from kg.extract.names.gazetteer import Gazetteer
    from kg.extract.names.namings import Namings
    from kg.extract.names.newnames import NewNames

__all__ = ["Organs"]

#: Bodies that serve the state whose adjective comes first.
_SERVING = ("administration", "agency", "authority", "command", "service")
#: How much more often than others a text names the state of its headline that it is about.
_CLEARLY = 3
#: Nouns for a union of states.
_UNIONS = ("alliance", "bloc", "grouping")


@dataclass
class Organs:
    """The bodies in a text: `found` has those mentioned so far, by their nouns, each with its last mention.

    `bodies_of` gives the states and bodies in which a person holds an office.
    """

    gazetteer: Gazetteer
    doc: Doc
    namings: Namings
    discourse: Discourse
    new: NewNames
    bodies_of: Callable[[Actor], set[str]]
    found: dict[str, dict[Actor, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Let ministries that are named in full without a state be those of the outlet's state."""
        self.new.own_ministry = self._own_ministry

    def _own_ministry(self, head: Token, name: str) -> Actor | None:
        """Return the ministry of the outlet's state with a name, unless it is another state's that the text names."""
        own = self.setting.own if self.discourse.layout is not None and self.discourse.layout.outlet else None
        if own is None or not is_ministry(name) or has_other_owner(self.new.proposed, own, name):
            return None
        actor = self._record(head, own, name) if head.lower_ in STATES_OWN else self.new.organ(own, name)
        self.setting.assumed.add(actor.slug)
        return actor

    def meant(self, head: Token, inside: set[int]) -> tuple[Actor | None, tuple[Actor, ...]]:
        """Return the body that a noun means, and the candidates if the text leaves this unclear."""
        if head.lower_ not in BODIES:
            return None, ()
        if head.lower_ in _UNIONS and (union := union_of(self.discourse, self.gazetteer, head)) is not None:
            return union, ()
        owner, start = self._owned(head)
        slug = self.owner(owner) if owner is not None else None
        if slug is not None:
            return self._record(head, slug, short_name(self.doc, start, head)), ()
        beside = [self.doc[i] for i in sorted(inside) if head.left_edge.i <= i < head.i]
        kind = [word.lower_ for word in beside if word.lower_ in PORTFOLIOS]  # "the foreign ministry"
        fields = fields_of(head)
        kind = fields or kind  # "the Ministry of Defence" is not any ministry
        definite = any(word.lower_ == "the" for word in beside)
        bare = all(word.dep_ == "det" or word.lower_ in kind for word in beside) and (definite or not kind)
        again = self._again(head, kind, len(fields)) if owner is None and bare else (None, ())
        return again if owner is not None or any(again) else (self._of_setting(head, beside), ())

    def _is_union(self, slug: str) -> bool:
        entry = self.gazetteer.known.get(slug)
        return entry is not None and entry.kind == "organisation" and entry.type == "international-organisation"

    def may_be(self, head: Token, actor: Actor) -> bool:
        """Return whether a bare noun may mean an organisation; "his government" is never a union of states."""
        return actor.kind == "organisation" and not (head.lower_ in STATES_OWN and self._is_union(actor.slug))

    def _owned(self, head: Token) -> tuple[Token | None, int]:
        """Return the word for the owner of a body, and where the words of the body itself begin."""
        owner, start = owner_of(head)
        if owner is None:
            own = head.lower_ in (*STATES_OWN, "department")  # or "the Kyrgyz border service"
            first = self.doc[min(head.i, head.left_edge.i + (head.left_edge.dep_ == "det"))]
            served = head.lower_ in _SERVING and head.pos_ == "NOUN" and first.lower_ in self.gazetteer.demonyms
            before = [*(head.lefts if own else ()), *([first] if served and first.nbor(1).text != "-" else ())]
            owner = next((child for child in before if self.owner(child)), None)
            start = owner.i + 1 if owner is not None else start
        if owner is None and head.lower_ in STATES_OWN and head.lower_ != "embassy":
            last = portfolio_of(head)
            of = (head, *((self.doc[last],) if last is not None else ()))
            linked = (child for noun in of for child in noun.rights if child.lower_ in ("in", "of"))
            places = [self.doc[at] for child in linked if (at := object_of(child)) is not None]
            owner = next((place for place in places if self.owner(place)), None)
            start = head.left_edge.i + any(child.dep_ == "det" for child in head.children)
        return owner, start

    def _record(self, head: Token, owner: str, name: str) -> Actor:
        actor = self.new.organ(owner, name)
        mentions = self.found.setdefault(head.lower_, {})
        mentions[actor] = max(head.i, mentions.get(actor, 0))
        self.discourse.note(head.i, actor)
        return actor

    def _again(self, head: Token, kind: list[str], behind: int) -> tuple[Actor | None, tuple[Actor, ...]]:
        """Return the body that a noun with `behind` words of its field means: the only such one, or that at home."""
        same = same_again(self.discourse, self.new.label, head, kind)
        if same is not None and self.new.parts_of(same.slug) is None:
            return same, ()  # whose ministry it is is not known
        known = {
            actor: at
            for actor, at in self.found.get(head.lower_, {}).items()
            if (not kind or set(kind) <= set(folded(self.new.label(actor.slug)).split()))
            and self._may_mean(head, actor, at)
        }
        before = sorted((actor for actor, at in known.items() if at < head.i), key=lambda actor: -known[actor])
        if len(known) == 1 or len(before) == 1:
            return (before or list(known))[0], ()
        start = self.discourse.paragraph(head.i)
        near = [actor for actor in before if known[actor] >= start and not self._is_quoted(known[actor])]
        if before:
            near = near if len(near) == 1 else self._said_last(head, before)
            return (near[0], ()) if len(near) == 1 else (None, tuple(before))
        owned = owned_before(head, self.state) if head.i > head.left_edge.i and self.setting.own is None else None
        other = owned is not None and not set(kind) <= set(owned[1].lower().split())
        if owned is not None and not other:
            return self._record(head, *owned), ()
        own = head.lower_ in STATES_OWN and head.i > head.left_edge.i
        own = own and not (other and len({slug for _, slug in self.states}) > 1)  # it may be another state's
        home, told = self._home_of(head, kind) if own else (None, None)
        # "the Ministry of Digital Transformation", "the Ministry of Livestock"
        field = portfolio_of(head) or (head.i + 1 + behind if behind else None)
        while field is not None and field + 1 < len(self.doc) and self.doc[field + 1].pos_ == "PROPN":
            field += 1
        name = self.doc[head.i : field + 1].text if field else short_name(self.doc, head.i - len(kind), head)
        body = self._record(head, home, name) if home else without_state(self.discourse, head)
        if body is not None and home:
            self.setting.assume(body, home, told)
        return body, ()

    def _home_of(self, head: Token, kind: list[str]) -> tuple[str | None, str | None]:
        """Return the state of a body of a government that is named without one, and the one by the text alone."""
        told = inserted_state(self.gazetteer, head) or home_of(self.setting.counts, head, self.told_home(head.i))
        told = told or (self._of_government(head) if kind else None)
        if self.setting.own is None or inserted_state(self.gazetteer, head) is not None:
            return told, told
        return self.setting.own_at(head.i), told

    def _may_mean(self, head: Token, body: Actor, at: int) -> bool:
        """Return whether a noun may mean a body named at a token: in the press of one state, another's only nearby."""
        own = self.setting.own
        return own is None or self.new.parts_of(body.slug) == own or at >= self.discourse.paragraph_before(head.i)

    def _of_government(self, head: Token) -> str | None:
        """Return the state of a ministry: that whose government spoke last, at most a paragraph back."""
        at, actors = self.discourse.stack[-1] if self.discourse.stack else (0, ())
        body = actors[0] if len(actors) == 1 and actors[0].kind == "organisation" else None
        state = self.new.parts_of(body.slug) if body is not None else None
        government = body is not None and "government" in body.slug.split("-")
        return state if government and at >= self.discourse.paragraph_before(head.i) else None

    def _said_last(self, head: Token, bodies: list[Actor]) -> list[Actor]:
        """Return the one of a state's bodies that spoke last, at most a paragraph back, if none is named since."""
        at, actors = self.discourse.stack[-1] if self.discourse.stack else (0, ())
        since = {actor for place, actor in self.discourse.named if at < place < head.i}
        near = at >= self.discourse.paragraph_before(head.i) and not since & set(bodies) - set(actors)
        one = len({self.new.parts_of(body.slug) for body in bodies}) == 1
        return list(actors) if near and one and len(actors) == 1 and actors[0] in bodies else []

    def _of_setting(self, head: Token, beside: list[Token]) -> Actor | None:
        """Return the body of the state in which the text is set: "the election commission"."""
        named = [word for word in beside if word.dep_ not in ("det", "punct")]
        definite = len(named) < len(beside) or head.pos_ == "PROPN"
        if not definite or not is_state_body(head, named) or any(child.lower_ == "of" for child in head.rights):
            return None
        name = " ".join((*(word.text for word in named), head.text))
        titled = self.setting.titled(name)
        state = titled or self.setting.at(head.i)
        body = self._record(head, state, name) if state else None
        if body is not None and state:
            self.setting.assume(body, state, titled or self.setting.told_at(head.i))
        return body

    def called(self, name: str) -> Actor | None:
        """Return the only body of a state so far whose name without the state is a name: "Foreign Office"."""
        same = [actor for actor in self.found.get(name.lower().split()[-1], {}) if self._ends(actor, name)]
        return same[0] if len(same) == 1 else None

    def _ends(self, actor: Actor, name: str) -> bool:
        return folded(self.new.label(actor.slug)).endswith(f" {folded(name)}")

    def _is_quoted(self, at: int) -> bool:
        """Return whether a body is named inside a quotation, so that it need not be the speaker."""
        layout = self.discourse.layout
        return layout is not None and layout.quoted(self.doc[at].idx)

    # -- the state that a text is about

    @cached_property
    def states(self) -> list[tuple[int, str]]:
        """The states named in the text, including by their adjectives, in text order."""
        named = [(at, actor.slug) for at, actor in self.discourse.named if actor.kind == "state"]
        adjectives = ((entity.root.i, self.gazetteer.demonyms.get(entity.text.casefold())) for entity in self.doc.ents)
        known = {at for at, _ in named}
        named += [(at, slug) for at, slug in adjectives if slug and at not in known]
        return sorted(pair for pair in named if not self.discourse.is_aside(pair[0], pair[0]))

    @cached_property
    def pairs(self) -> Pairs:
        """The two states that plurals mean."""
        return Pairs(self.gazetteer, self.discourse, self.states)

    @cached_property
    def setting(self) -> Setting:
        """Where the text is set."""
        return Setting(self.gazetteer, self.discourse, self.states)

    def is_about(self, demonym: str) -> bool:
        """Return whether the text names the state of an adjective at least twice as often as any other."""
        counts = Counter(slug for _, slug in self.states)
        most = counts.pop(self.gazetteer.demonyms.get(demonym.casefold(), ""), 0)
        return most >= 2 * max(counts.values(), default=0)

    def home(self, position: int) -> str | None:
        """Return the state whose government "the government" means: that of the outlet, or the one by the text."""
        return self.setting.own_at(position) if self.setting.own is not None else self.told_home(position)

    def told_home(self, position: int) -> str | None:
        """Return the only state in the text or in its headline, whose government "the government" means.

        The state in the headline counts only if it acts there or is named much more often than others, and no other is
        named before the word in its paragraph.
        """
        counts = self.setting.counts
        if len(counts) == 1:
            return next(iter(counts)) if self.states[0][0] < position else None
        heads = [(at, slug) for at, slug in self.states if at < self.discourse.paragraph_after(0)]
        titled = {slug for _, slug in heads}
        others = max((count for slug, count in counts.items() if slug not in titled), default=0)
        clear = any(self.setting.acts(at) or counts[slug] >= _CLEARLY * others for at, slug in heads)
        titled = titled if clear else set()
        near = {slug for at, slug in self.states if self.discourse.paragraph(position) <= at < position}
        if len(titled) != 1 or counts[next(iter(titled))] < max(counts.values()) or not near <= titled:
            return None
        return titled.pop()

    def owner(self, owner: Token) -> str | None:
        """Return the state or organisation to which a body belongs."""
        if owner.tag_ == "PRP$":
            found, _ = meaning_of(self.discourse, owner)
            if len(found) == 1 and found[0].kind == "person" and len(of := self.bodies_of(found[0])) == 1:
                return next(iter(of))  # "the Kenyan envoy ... his government"
            return found[0].slug if len(found) == 1 and found[0].kind in ("state", "organisation") else None
        if owner.tag_ == "WP$":  # "Hun Sen, whose government had asked"
            whole = next((actor for at, actor in self.discourse.named if at == owner.head.head.head.i), None)
            if whole is not None and whole.kind == "person" and len(of := self.bodies_of(whole)) == 1:
                return next(iter(of))
            if whole is None and owner.head.head.head.pos_ == "PROPN":
                return self.state(owner.head.head.head)
            return whole.slug if whole is not None and whole.kind == "state" else None
        return self._of_country(owner) if owner.lower_ in ("country", "kingdom", "nation") else self.state(owner)

    def _of_country(self, owner: Token) -> str | None:
        """Return the state in "the country's ministry": the only one that is a subject before it in the sentence."""
        acting = {
            slug for at, slug in self.states if owner.sent.start <= at < owner.i and self.discourse.is_subject(at)
        }
        return acting.pop() if len(acting) == 1 else None

    def state(self, owner: Token) -> str | None:
        """Return the state that a name or an adjective means."""
        entity = self.namings.entities.get(owner.i)
        texts = ([entity.text] if entity is not None else []) + [owner.text]
        slug = next(filter(None, map(self.gazetteer.state, texts)), None)
        return slug if slug and self.gazetteer.known[slug].kind == "state" else None
