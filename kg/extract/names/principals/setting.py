"""Finds the state in which a text is set: whose "the opposition", "the army" and "Foreign Minister Berg" are.

Texts leave the state out where it is clear: where no other is named, or others only as those of visitors and places,
or where the report was written in the state that it names most. Of two states that both act, neither is meant. If the
state of the outlet is known, it is that one.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from kg.extract.grammar.tree import before_case, where
from kg.extract.names.actors import HOLDERS, PORTFOLIOS, ROLES
from kg.extract.names.groups.ministries import OWN_NAMES

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.names.actors import Actor
    from kg.extract.names.discourse import Discourse
    from kg.extract.names.gazetteer import Gazetteer
    from kg.extract.names.principals.outlets import Outlet

__all__ = ["Setting"]

#: Words for those whom a state sends or who come from it: its name beside them says only who they are.
_VISITORS = (ROLES | frozenset(HOLDERS)) - {"foreign", "source"} | {"citizens", "mission", "missions", "nationals"}
_PLACING = ("around", "at", "in", "near", "outside")
_INSIDE = ("amod", "appos", "compound", "conj", "nmod", "poss")
#: How much more often than any other a text names the state that it is about.
_CLEARLY = 5
#: Words of an office that are before its last word.
_FIELDS = PORTFOLIOS | {"affairs", "external", "home", "vice"}


@dataclass
class Setting:
    """The state in which a text is set; `states` are those that it names, in text order.

    `assumed` has the actors who are taken for those of the outlet's state, without another sign in the text.
    """

    gazetteer: Gazetteer
    discourse: Discourse
    states: list[tuple[int, str]]
    assumed: set[str] = field(default_factory=set)

    @cached_property
    def outlet(self) -> Outlet | None:
        """The state of whoever published the text, if that is known."""
        return self.discourse.layout.outlet if self.discourse.layout is not None else None

    @cached_property
    def own(self) -> str | None:
        """The outlet's state, if the text is about it: foreign news name it once or never."""
        if self.outlet is None:
            return None
        state = self.outlet.state
        others = max((count for slug, count in self.counts.items() if slug != state), default=0)
        named = self.counts[state] + (state in self._datelined)
        opens = state in self._datelined or any(
            slug == state for at, slug in self.states if at < self.discourse.paragraph_after(0)
        )
        much = self.outlet.told or opens or named * _CLEARLY > others
        return state if not others or (named and much) else None

    @property
    def of_offices(self) -> str | None:
        """The state of offices that the text names without one, by its outlet; what the user says holds anyway."""
        return self.outlet.state if self.outlet is not None and self.outlet.told else self.own

    def own_at(self, position: int) -> str | None:
        """Return the outlet's state if no other is named before a word in its paragraph.

        If only the publisher or the address tells the state, no other may be named in the paragraph before, either.
        """
        told = self.outlet is not None and self.outlet.told
        start = self.discourse.paragraph(position) if told else self.discourse.paragraph_before(position)
        near = {slug for at, slug in self.states if start <= at < position and not self._is_placed(at)}
        return self.own if near <= {self.own} else None

    def assume(self, actor: Actor, state: str, told: str | None) -> None:
        """Record that an actor is taken for one of the outlet's state, which the text does not say (`told`)."""
        if state == self.own != told:
            self.assumed.add(actor.slug)

    def at(self, position: int) -> str | None:
        """Return the state whose body a word there means if it names none; None if another may be meant."""
        return self.own_at(position) if self.own is not None else self.told_at(position)

    def told_at(self, position: int) -> str | None:
        """Return the same by the text alone."""
        if self._only is not None:
            return self._only
        state = self._written
        start = self.discourse.paragraph_before(position)
        near = {slug for at, slug in self.states if start <= at < position and not self._is_placed(at)}
        return state if near <= {state} else None

    def of_office(self, position: int, office: list[str]) -> str | None:
        """Return the state of an office (its words in lower case) that is named without one."""
        state = self.told_at(position)
        return state if state is None or not self.is_elsewhere(office, state) else None

    def titled(self, name: str) -> str | None:
        """Return the only state in the text whose ministry has a name that few states have: "the Foreign Office"."""
        found = {state for state in OWN_NAMES.get(name.lower(), ()) if state in self.counts}
        state = found.pop() if len(found) == 1 else None
        return state if state is None or not self.is_elsewhere(name.lower().split(), state) else None

    def is_written_in(self, state: str) -> bool:
        """Return whether a dateline says that the text was written in a state."""
        return self._datelined == {state}

    @cached_property
    def counts(self) -> Counter[str]:
        """How often the text names each state."""
        return Counter(slug for _, slug in self.states)

    @cached_property
    def _only(self) -> str | None:
        """The only state that does anything in the text, if none is named more often."""
        acting = {slug for at, slug in self.states if not self._is_visiting(at) and not self._is_placed(at)}
        first = self.counts.most_common(1)[0] if self.counts else ("", 0)
        begins = any(slug == first[0] for at, slug in self.states if at < self.discourse.paragraph_after(0))
        much = all(first[1] >= _CLEARLY * count for slug, count in self.counts.items() if slug != first[0])
        if much or (begins and not acting):
            acting = {first[0]} - {""}
        others = max((count for slug, count in self.counts.items() if slug not in acting), default=0)
        if len(acting) != 1 or self.counts[next(iter(acting))] <= others:
            return None
        written = self._datelined & set(self.counts)
        return acting.pop() if written <= acting else None

    @cached_property
    def _written(self) -> str | None:
        """The state in which a report was written, if the report names no other as often."""
        state = next(iter(self._datelined), None) if len(self._datelined) == 1 else None
        others = max((count for slug, count in self.counts.items() if slug != state), default=0)
        whole = not others and len(self._lines) > 1  # "MANILA, Philippines"
        return state if state is not None and (whole or self.counts[state] > others) else None

    @property
    def _datelined(self) -> set[str]:
        return set(self._lines)

    @cached_property
    def _lines(self) -> list[str]:
        """The states of the places in the text's datelines, one by place."""
        layout = self.discourse.layout
        ents = self.discourse.doc.ents if layout is not None else ()
        places = (entity for entity in ents if layout is not None and layout.opens(entity.start_char))
        found = [self.gazetteer.state(entity.text) for entity in places if entity.label_ in ("GPE", "LOC")]
        return [slug for slug in found if slug is not None and self.gazetteer.known[slug].kind == "state"]

    def _top(self, at: int) -> Token:
        """Return the noun to which the name of a state belongs."""
        token = self.discourse.doc[at]
        while token.dep_ in _INSIDE and token.head != token:
            token = token.head
        return token

    def _is_visiting(self, at: int) -> bool:
        """Return whether the name of a state only says whose somebody is: "the Kenyan ambassador Anna Berg"."""
        token = self.discourse.doc[at]
        while token.dep_ in _INSIDE and token.head != token:
            token = token.head
            if token.lower_ in _VISITORS or token.ent_type_ == "PERSON":
                return True
        of = token.head if token.dep_ == "pobj" and token.head.lower_ in ("for", "of") else None
        return of is not None and of.head.lower_ in _VISITORS

    def _is_placed(self, at: int) -> bool:
        """Return whether the name of a state only says where: "in Kenya's capital", "from Kenya"."""
        token = self._top(at)
        prep, above = token.head, token.head.head
        out = prep.lower_ == "of" and above.lower_ in ("out", "outside")
        sent = prep.lower_ in ("from", "to") and (above.lower_ in _VISITORS or above.pos_ == "AUX")
        sent = sent or (prep.lower_ == "from" and bool(prep.is_sent_start))
        return token.dep_ == "pobj" and (out or sent or prep.lower_ in _PLACING)

    def acts(self, at: int) -> bool:
        """Return whether the name of a state does not only say whom others act on: not "spoke to the Kenyan army"."""
        top = self._top(at)
        while top.dep_ == "pobj" and top.head.lower_ == "of" and top.head.head.pos_ in ("NOUN", "PROPN"):
            top = self._top(top.head.head.i)
        within = top.dep_ in ("nsubj", "nsubjpass") and top.head.dep_ == "ccomp" and top.head.head.i < top.i
        on = top.dep_ in ("dative", "dobj") or (top.dep_ == "pobj" and top.head.lower_ != "by")
        return self._is_placed(at) or not (on or within)

    def is_elsewhere(self, office: list[str], state: str) -> bool:
        """Return whether the text has the same office of another state without its holder's name."""
        doc = self.discourse.doc
        for i in where(doc, "LOWER", (office[-1],)):
            first = i
            while first and doc[first - 1].lower_ in _FIELDS:
                first -= 1
            same = [doc[j].lower_ for j in range(first, i + 1)] == office
            named = i + 1 < len(doc) and doc[i + 1].pos_ == "PROPN"
            before = before_case(doc, first)
            slug = self.gazetteer.state(doc[before].text) if before >= 0 and same and not named else None
            if slug and slug != state and self.gazetteer.known[slug].kind == "state":
                return True
        return False
