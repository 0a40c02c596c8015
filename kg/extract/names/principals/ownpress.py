"""Finds the state of an office that a text names without it, because that is the state of whoever published the text.

A paper of Kenya writes "Foreign Minister Berg" of its own minister, and "Norwegian Foreign Minister Holm". The text
comes first: what it says beside the name anywhere, and whose officials have just spoken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.names.groups.ministries import OWN_NAMES
from kg.extract.names.offices import is_of_no_state
from kg.extract.names.people.ownwords import own_words
from kg.extract.names.principals.homeoffices import FIELDS, HIGHEST, may_hold, office_at, start_of_name, words_before
from kg.extract.names.principals.incumbents import is_held_by_another

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.extract.grammar.attributed import Attribution
    from kg.extract.names.actors import Actor
    from kg.extract.names.mentions import Resolver
    from kg.extract.names.principals.setting import Setting

__all__ = ["OwnPress"]

_BODY = rf"(?:{FIELDS} )?(?:ministry|department|office)"
#: Who speaks for a ministry that is named without its state, and who is sent abroad.
_SERVING = re.compile(
    rf"(?:|.*[ \n])(?P<office>(?:(?:{_BODY}|{FIELDS}|ministry) spokes\w+"
    rf"|spokes\w+ (?:of|for) the {_BODY}(?: of {FIELDS})?"
    rf"|(?:cabinet|permanent|principal) secretary(?: (?:for|of) {FIELDS})?"
    r"|(?:ambassador|high commissioner|permanent representative) to (?:the )?(?P<host>[\w .]+))),?(?: [\w.]+\.)*",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class OwnPress:
    """Reads the offices of the state in which a text was published.

    `states_of` gives the principals of a person by what is known so far.
    """

    resolver: Resolver
    states_of: Callable[[Actor], list[str]]

    @property
    def setting(self) -> Setting:
        """Where the text is set."""
        return self.resolver.descriptions.organs.setting

    def of(self, item: Attribution, person: Actor, inferred: list[str]) -> list[str]:
        """Return the principals of a person with an office; `inferred` are those by the text, which may be wrong.

        Where the text leaves open whose office it is, nothing that contradicts the outlet is inferred.
        """
        doc = self.resolver.doc
        own = [doc[i] for i in own_words(doc, item.source)]
        if any(word.tag_ == "PRP$" for word in own) or is_of_no_state(self.resolver.gazetteer, own):
            return inferred
        return self.by_title(person, inferred)

    def by_title(self, person: Actor, inferred: list[str]) -> list[str]:
        """Return the same by the office alone, beside any of the names of a person."""
        state = self.setting.of_offices
        if state is None:
            return inferred
        ats = [at for at, actor in self.resolver.discourse.named if actor == person]
        office = next((found for at in ats if (found := self._office(at, state))), None)
        if office is None or not self._may_hold(person, office, state):
            return inferred
        told = self.setting.outlet is not None and self.setting.outlet.told
        other = not told and self.setting.is_elsewhere(office.split(), state)
        if other or self._is_after_others(ats[0], state):
            return [slug for slug in inferred if slug == state]
        if inferred != [state]:
            self.setting.assumed.add(person.slug)
        return [state]

    def settle(self, person: Actor, told: list[str]) -> None:
        """Record that the text itself says for whom a person speaks (`told`)."""
        if told and self.resolver.layout is not None and self.resolver.layout.outlet is not None:
            self.setting.assumed.discard(person.slug)

    def _office(self, at: int, state: str) -> str | None:
        """Return the office (in lower case) beside a name, unless another state is named there, too."""
        discourse, before = self.resolver.discourse, words_before(self.resolver.discourse, at)
        serving = _SERVING.fullmatch(before)
        office = serving["office"] if serving is not None else office_at(discourse, at)
        host = serving["host"] if serving is not None else None
        near = self._beside(at, before, office or "")
        owned = any(self.resolver.doc[i].tag_ == "PRP$" for i in near)  # "its foreign minister"
        beside = [slug for i, slug in self.setting.states if i in near]
        others = [slug for slug in beside if slug != state]
        sent = host is None or state not in beside
        return office if office and sent and not owned and len(others) <= (host is not None) else None

    def _beside(self, at: int, before: str, office: str) -> range:
        """Return the tokens of a name and its office, with the two before them that no comma parts from these."""
        doc, start = self.resolver.doc, start_of_name(self.resolver.discourse, at)
        first = start - len(before[before.rfind(office) :].replace(",", " ,").split()) if office else start
        lowest = max(doc[at].sent.start, first - 2)
        while first > lowest and doc[first - 1].text not in (",", ";", ":"):
            first -= 1
        return range(first, at)

    def _may_hold(self, person: Actor, office: str, state: str) -> bool:
        """Return whether a person may have an office of a state: nobody else governs it, and it calls it so."""
        governing = re.fullmatch(HIGHEST, office) is not None
        if governing and is_held_by_another(self.resolver, person, office, state):
            return False
        return may_hold(state, office) and not self._is_titled_otherwise(state, office)

    def _is_titled_otherwise(self, state: str, office: str) -> bool:
        """Return whether a state calls its office otherwise: India has a Minister of External Affairs."""
        return (
            "foreign" in office.split()
            and state in OWN_NAMES["external affairs ministry"]
            and "secretary" not in office
        )

    def _is_after_others(self, first: int, state: str) -> bool:
        """Return whether the last official who spoke before a name, at most a paragraph back, is another state's."""
        discourse = self.resolver.discourse
        spoke = discourse.alone(discourse.paragraph_before(first), first)
        of = [bodies for _, actor in spoke if actor.kind == "person" and (bodies := self.states_of(actor))]
        return bool(of) and state not in {self.resolver.new.parts_of(body) or body for body in of[-1]}
