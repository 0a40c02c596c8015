"""Whom the pronouns in a content mean: the holder, those it speaks for or to, or somebody named before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.grammar.inflection import with_article
from kg.extract.grammar.lexicon import load_data
from kg.extract.meaning.clauses import ReferentName
from kg.extract.names.actors import HE, IT, SHE, THEY, Actor

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.grammar.attribution import Attribution
    from kg.extract.names.mentions import Resolver
    from kg.extract.names.speakers import Speakers

__all__ = ["ContentReferents", "named"]

_ONE = frozenset(("i", "me", "my", "mine", "myself"))
_MANY = frozenset(("we", "us", "our", "ours", "ourselves"))
#: What "our" makes the state's or the body's, when one of its officials speaks.
_OF_STATES = frozenset(load_data("names/people.yaml")["of_states"])
_PRESS = frozenset(("agency", "broadcaster", "daily", "newspaper", "radio", "television", "tv"))
_YOU = frozenset(("you", "your", "yours", "yourself"))


def named(resolver: Resolver, actors: tuple[Actor, ...]) -> ReferentName:
    """Return by what words a sentence calls some actors."""
    labels = [with_article(resolver.label(actor), actor.kind) for actor in actors]
    single = len(actors) == 1
    plural = not single or actors[0].plural or actors[0].kind == "group"
    return ReferentName(" and ".join(labels), plural, single and actors[0].kind == "person" and not plural)


@dataclass(frozen=True, slots=True)
class ContentReferents:
    """Whom pronouns mean in one content of `item`; `direct` where it stands in quotation marks."""

    resolver: Resolver
    speakers: Speakers
    item: Attribution
    holders: tuple[Actor, ...]
    principals: tuple[Actor, ...]
    addressees: tuple[Actor, ...]
    direct: bool
    topic: ReferentName | None = None

    def of(self, token: Token) -> ReferentName | None:
        """Return who is meant by a pronoun, or None where the text does not tell."""
        actors = self._actors(token)
        if actors:
            return named(self.resolver, actors)
        return self.topic if self.topic is not None and self._is_topic(token, self.topic) else None

    def country_of(self, token: Token) -> ReferentName | None:
        """Return the state for which a speaker's "our country" or "his country" stands, where it is told."""
        own = token.lower_ in _MANY or token.lower_ in _ONE or (not self.direct and self._is_holder(token))
        states = [actor for actor in (*self.principals, *self.holders) if actor.kind == "state"]
        return named(self.resolver, (states[0],)) if own and len(states) == 1 else None

    def is_person(self, token: Token) -> bool:
        """Tell whether a word names a person."""
        return any(at == token.i and actor.kind == "person" for at, actor in self.resolver.discourse.named)

    def _is_topic(self, token: Token, topic: ReferentName) -> bool:
        """Tell whether a pronoun may go on with what the sentence before was about."""
        low = token.lower_
        if token.dep_ not in ("nsubj", "nsubjpass", "poss", "dobj"):
            return False
        if low in THEY:
            return topic.plural and (self.direct or self._speaks_alone())
        if not self.direct and not (low in IT and self._speaks_alone()):
            return False
        return not topic.plural and (topic.person if low in (*HE, *SHE) else low in IT and not topic.person)

    def _speaks_alone(self) -> bool:
        """Tell whether one person speaks, or the press, whom neither "it" nor "they" can mean."""
        person = len(self.holders) == 1 and self.holders[0].kind == "person" and not self.holders[0].plural
        return person or self._is_press()

    def _is_press(self) -> bool:
        """Tell whether a news organisation speaks, which hardly ever tells of itself."""
        if len(self.holders) != 1:
            return False
        entry = self.resolver.gazetteer.known.get(self.holders[0].slug)
        called = {self.resolver.doc[i].lower_ for i in self.item.source}
        return entry.type == "news-organisation" if entry is not None else bool(called & _PRESS)

    def _actors(self, token: Token) -> tuple[Actor, ...]:
        low = token.lower_
        if low in _ONE:
            return self.holders if len(self.holders) == 1 else ()
        if low in _MANY:
            return self._we() if low != "our" or self._is_of_a_state(token) else ()
        if low in _YOU:
            return self.addressees if len(self.addressees) == 1 else ()
        if self._is_told_to(token):
            return self.addressees
        if not self.direct and self._is_holder(token):
            return self.holders
        return self.resolver.antecedent(token, besides=self.holders)

    def _is_of_a_state(self, token: Token) -> bool:
        """Tell whether what is "ours" is the state's or the body's: "our troops", and not "our planet"."""
        person = len(self.holders) == 1 and self.holders[0].kind == "person"
        return not person or token.head.lemma_.lower() in _OF_STATES

    def _is_told_to(self, token: Token) -> bool:
        """Tell whether a pronoun means the one to whom it is said: "told Norway that it should leave"."""
        if self.direct or token.dep_ not in ("nsubj", "nsubjpass") or len(self.addressees) != 1:
            return False
        ought = any(child.lower_ in ("should", "must", "ought") for child in token.head.children)
        body = self.addressees[0].kind in ("state", "organisation")
        return ought or (token.lower_ in IT and body and (self._speaks_alone() or self.item.sense.lemma == "warn"))

    def _we(self) -> tuple[Actor, ...]:
        """Return for whom "we" stands: the body that a person speaks for, or the holders themselves."""
        if len(self.holders) == 1 and self.holders[0].kind == "person":
            return self.principals[:1] if len(self.principals) == 1 else ()
        return self.holders

    def _is_holder(self, token: Token) -> bool:
        """Tell whether a pronoun in reported speech means the one who speaks."""
        low, holder = token.lower_, self.holders[0] if self.holders else None
        if low in IT and token.dep_ not in ("nsubj", "nsubjpass", "poss"):
            return False
        if holder is None or self._is_named_between(token):
            return False
        several = len(self.holders) > 1 or holder.plural or holder.kind == "group"
        if low in HE or low in SHE:
            return holder.kind == "person" and not several and self.resolver.discourse.agrees(holder, low)
        if low in IT:
            return holder.kind in ("organisation", "state") and len(self.holders) == 1 and not self._is_press()
        return low in THEY and (several or holder.kind == "organisation")

    def _is_named_between(self, token: Token) -> bool:
        """Tell whether somebody else whom the pronoun could mean is named in the content before it."""
        content = [i for i in self.item.content if i < token.i]
        own = {actor.slug for actor in self.holders}
        rivals = [actor for at, actor in self.resolver.discourse.named if at in content and actor.slug not in own]
        kinds = {"person"} if token.lower_ in (*HE, *SHE) else {"organisation", "state"}
        kinds |= {"group"} if token.lower_ in THEY else set()
        subject = token.dep_ in ("nsubj", "nsubjpass") and token.i <= min(self.item.content, default=token.i) + 3
        return not subject and any(actor.kind in kinds for actor in rivals)
