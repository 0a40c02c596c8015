"""Resolves the pronouns in a content: to the holder, its principals or addressees, or an actor mentioned before."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.extract.draft.referring.described import Described, Replaced, concerned
from kg.extract.draft.referring.naming import named
from kg.extract.draft.referring.ours import harmed, ours, we
from kg.extract.draft.referring.persons import other_person
from kg.extract.draft.referring.shown import meant_by_this
from kg.extract.draft.referring.topical import mention_by
from kg.extract.grammar.lexicon import load_data
from kg.extract.grammar.splitting.mutual import is_other
from kg.extract.grammar.tree import has_mark
from kg.extract.meaning import pronouns
from kg.extract.meaning.pieces import ReferentName
from kg.extract.meaning.pointing import topic_of
from kg.extract.meaning.referring import standing
from kg.extract.names.actors import HE, IT, SHE, THEY, Actor
from kg.extract.names.antecedents import has_rival, is_faulted

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.grammar.attribution import Attribution
    from kg.extract.names.mentions import Resolver
    from kg.extract.names.nounphrases import NounPhrases
    from kg.extract.names.speakers import Speakers

__all__ = ["ContentReferents", "named"]

_ONE = frozenset(("i", "me", "my", "mine", "myself"))
_MANY = frozenset(("we", "us", "our", "ours", "ourselves"))
_UTTERED = frozenset(load_data("meaning/wording.yaml")["uttered"])
_PRESS = frozenset(("agency", "broadcaster", "daily", "newspaper", "radio", "television", "tv"))
_PRESS_PEOPLE = frozenset(("correspondents", "journalists", "media", "press", "reporters"))
_YOU = frozenset(("you", "your", "yours", "yourself"))


@dataclass(frozen=True, slots=True)
class ContentReferents:
    """The referents of pronouns in one content of `item`; `direct` if it is in quotation marks."""

    resolver: Resolver
    speakers: Speakers
    phrases: NounPhrases
    item: Attribution
    holders: tuple[Actor, ...]
    principals: tuple[Actor, ...]
    addressees: tuple[Actor, ...]
    direct: bool
    topics: tuple[ReferentName, ...] = ()
    act: str = ""
    inside: tuple[int, ...] = ()
    other: tuple[Actor, ...] = ()
    replaced: dict[int, Replaced] = field(default_factory=dict)

    def of(self, token: Token) -> ReferentName | None:
        """Return the referent of a pronoun, or None if the text leaves it unclear."""
        if is_other(token):
            return named(self.resolver, self.other) if self.other else None
        unnamed = any(not topic.label for topic in self.topics) and token.dep_ != "poss"
        if token.lower_ in IT and unnamed and self.direct:
            return None  # goes on about what was left open before
        actors = self._owners(token) or self._actors(standing.parallel(token) or token)
        if actors and not self._is_own_subject(token, actors):
            return named(self.resolver, actors)
        thing = token.lower_ in IT and pronouns.is_thing(token)  # "it is the only way": neither a state nor a body
        fitting = [topic for topic in self.topics if self._is_topic(token, topic)]
        fitting = [topic for topic in fitting if not (thing and self.resolver.gazetteer.find(topic.label))]
        if (noun := standing.shared_object(token) or self._denounced(token)) is not None:
            return topic_of(noun, self)
        if len(fitting) == 1:
            return fitting[0] if fitting[0].label else None
        spoken = other_person(self.resolver, token, self.holders) if self.direct else ()
        return named(self.resolver, spoken) if spoken else None

    def _owners(self, token: Token) -> tuple[Actor, ...]:
        """Return whom "its" means by its place: "Oslo wants good ties with its neighbours"."""
        if self.item.sense.act in ("accuses", "blames") and pronouns.is_harmed(token):
            return self.holders  # "accused Oslo of violating its borders"
        if own := harmed(self, token):
            return own
        owner = standing.owner_before(token)
        return self.resolver.look(owner) if owner is not None else ()

    def _is_own_subject(self, token: Token, actors: tuple[Actor, ...]) -> bool:
        """Return whether a pronoun in the object would mean the subject of its clause: "we will keep it closed"."""
        if token.lower_ in _ONE | _MANY | _YOU or not standing.stands_in_clause(token):
            return False
        subject = standing.local_subject(token)
        if subject is None:
            return bool({*self.holders, *self.principals} & {*actors})
        own = self._actors(subject) if subject.pos_ == "PRON" else self.resolver.look(subject)
        return bool({*own} & {*actors})

    def _is_faulted(self, token: Token) -> bool:
        """Return whether a clause criticises somebody else; in a denial or admission, it may criticise the speaker."""
        return self.item.sense.act not in ("denies", "acknowledges", "rejects") and is_faulted(token)

    def _denounced(self, token: Token) -> Token | None:
        """Return what "it" means in criticism such as "condemned the raid, saying it violated the truce"."""
        cue = self.resolver.doc[self.item.via]
        verb, judged = cue.head, self.item.frame in ("as", "who-to") and token.i == cue.i + 1
        if self.direct or cue.tag_ != "VBG" or cue.dep_ != "advcl" or verb.i > cue.i:
            return None
        if judged:  # "refused to meet the demands, calling them unfair"
            return standing.object_called(token, verb)
        things = (child for child in verb.children if child.dep_ == "dobj" and child.tag_ in ("NN", "NNP"))
        return next(things, None) if self._is_faulted(token) else None

    def called(self, token: Token) -> ReferentName | None:
        """Return the words by which a sentence refers to the actor behind a word, or None if there is none."""
        actors = self.resolver.look(token)
        return named(self.resolver, actors) if actors else None

    def full(self, noun: Token) -> tuple[Token, ...]:
        """Return the words of the full mention that a noun refers back to; empty if the text leaves this unclear."""
        if words := mention_by(self.phrases, self.resolver, noun, self.holders, self.act):
            self.replaced[noun.i] = Replaced(noun, words=words)
        return words

    def shown(self, token: Token) -> ReferentName | None:
        """Return what "this" means where it stands alone, or None if the text leaves this unclear."""
        return meant_by_this(self, token)

    def pair(self, noun: Token) -> ReferentName | None:
        """Return the two states that "both countries" means, or None if the text leaves this unclear."""
        actors = self.resolver.descriptions.organs.pairs.two(noun)
        return named(self.resolver, actors) if actors else None

    def described(self, noun: Token) -> ReferentName | None:
        """Return the name of what "the agency" or "the country" means, or None if the text leaves this unclear."""
        speakers = self.speakers, self.phrases, self.holders, self.principals
        found = Described(self.resolver, *speakers, self.act, self.inside).of(noun)
        if found is None:
            return None
        self.replaced[noun.i] = Replaced(noun, found)
        return found.name

    def concerned(self, tokens: tuple[int, ...], sentence: str) -> list[str]:
        """Return the known actors and places that a content names or, in its sentence, describes."""
        return concerned(self.resolver, tokens, [item for item in self.replaced.values() if item.is_in(sentence)])

    def named_in(self, sentence: str) -> list[int]:
        """Return the nouns in whose place a sentence has what they mean: "the talks on oil" for "the talks"."""
        return [at for at, item in self.replaced.items() if len(item.words) != 1 and item.is_in(sentence)]

    def addressee(self) -> ReferentName | None:
        """Return the addressee of the words, or None if the text leaves this unclear."""
        return named(self.resolver, self.addressees) if len(self.addressees) == 1 else None

    def government(self) -> ReferentName | None:
        """Return the government that a speaker for one state means by "the government" in direct speech."""
        if len(self.holders) == 1 and self.direct and self.holders[0].slug.endswith("-government"):
            return named(self.resolver, self.holders)
        states = [actor for actor in self.principals if actor.kind == "state"]
        if not self.direct or len(states) != 1 or len(self.principals) != 1:
            return None
        return ReferentName(f"the government of {named(self.resolver, self.principals).label}")

    def country_of(self, token: Token) -> ReferentName | None:
        """Return the state that a speaker means by "our country" or "his country", if known."""
        own = token.lower_ in _MANY | _ONE or (token.lower_ == "this" if self.direct else self._is_holder(token))
        states = [actor for actor in (*self.principals, *self.holders) if actor.kind == "state"]
        return named(self.resolver, (states[0],)) if own and len(states) == 1 else None

    def is_person(self, token: Token) -> bool:
        """Return whether a word names a person."""
        return any(at == token.i and actor.kind == "person" for at, actor in self.resolver.discourse.named)

    def _is_topic(self, token: Token, topic: ReferentName) -> bool:
        """Return whether a pronoun may continue the topic of the previous sentence."""
        low = token.lower_
        if pronouns.takes_up_nothing(token):
            return False
        if token.dep_ not in ("nsubj", "nsubjpass", "poss", "dobj", "dative", "pobj") or (
            token.dep_ == "pobj" and low not in THEY
        ):
            return False
        asked = any(child.dep_ == "xcomp" and child.i > token.i for child in token.head.children)
        if low == "them" and asked and topic.label.islower():
            return False  # "found faults. We asked them to leave": not the faults
        if low in THEY:
            return topic.plural and (self._is_spoken(token) or self._speaks_alone())
        if not self._is_spoken(token) and not (low in IT and self._speaks_alone()):
            return False
        return not topic.plural and (topic.person if low in (*HE, *SHE) else low in IT and not topic.person)

    def _speaks_alone(self) -> bool:
        """Return whether the speaker is one person, or the press, so that neither "it" nor "they" means the speaker."""
        person = len(self.holders) == 1 and self.holders[0].kind == "person" and not self.holders[0].plural
        return person or self._is_press()

    def _is_press(self) -> bool:
        """Return whether the speaker is a news organisation, which rarely speaks about itself."""
        if len(self.holders) != 1:
            return False
        entry = self.resolver.gazetteer.known.get(self.holders[0].slug)
        called = bool({self.resolver.doc[i].lower_ for i in self.item.source} & _PRESS)
        return entry.type == "news-organisation" if entry is not None else called

    def _actors(self, token: Token) -> tuple[Actor, ...]:
        low = token.lower_
        if low in _ONE:
            return self.holders if len(self.holders) == 1 else ()
        if low in _MANY:
            return we(self, token) if low != "our" else ours(self, token)
        if low in _YOU:
            return self.addressees if len(self.addressees) == 1 and not self._is_anybody(token) else ()
        if self._is_told_to(token):
            return self.addressees
        called = self.item.frame == "who-to" and low in ("its", "their") and token.head.lemma_.lower() in _UTTERED
        told = not self._is_spoken(token)
        if called or (told and self._is_holder(token)):
            return self.holders
        if told and (self._is_body(token) or self._is_of_body(token)):
            return self.principals
        if told and self._fits_holder(token):
            return ()  # "Berg said that Holm had left and that he would come": "he" may be either of them
        return self.resolver.antecedent(token, besides=self.holders)

    def _is_anybody(self, token: Token) -> bool:
        """Return whether "you" means anybody: 'told reporters: "If you go there, I have no control"'."""
        press = _PRESS_PEOPLE & {word for actor in self.addressees for word in actor.slug.split("-")}
        return bool(press) and any(has_mark(verb, "if", "when", "once") for verb in token.ancestors)

    def _is_spoken(self, token: Token) -> bool:
        """Return whether a pronoun is the speaker's own word; it is the reporter's in 'said she was "never asked"'."""
        layout = self.resolver.layout
        return self.direct and (not self.item.quotes or layout is None or layout.quoted(token.idx))

    def _is_body(self, token: Token) -> bool:
        """Return whether "it" means the body for which a person speaks: "the spokesman said it had closed the port"."""
        does = (
            token.dep_ == "nsubj"
            and not self._is_faulted(token)
            and not pronouns.is_thing(token)
            and token.head.lemma_ not in ("be", "seem", "take", "mean", "happen", "come")
        )
        person = len(self.holders) == 1 and self.holders[0].kind == "person" and len(self.principals) == 1
        return token.lower_ == "it" and does and person and not self._is_named_between(token)

    def _is_of_body(self, token: Token) -> bool:
        """Return whether "its" means the state of officials: "Kenyan officials said there was peace at its border"."""
        people = bool(self.holders) and all(actor.kind in ("group", "person") for actor in self.holders)
        body = len(self.principals) == 1 and self.principals[0].kind == "state"
        return token.lower_ == "its" and people and body and not self._is_named_between(token)

    def _is_told_to(self, token: Token) -> bool:
        """Return whether a pronoun means the addressee: "told Norway that it should leave"."""
        if self.direct or token.dep_ not in ("nsubj", "nsubjpass") or len(self.addressees) != 1:
            return False
        ought = any(child.lower_ in ("should", "must", "ought") for child in token.head.children)
        depends = has_mark(token.head, "if", "unless")  # "told them it would act if they did"
        if token.lower_ in THEY and depends and self.addressees[0].kind in ("group", "organisation"):
            return True
        body = self.addressees[0].kind in ("state", "organisation")
        return ought or (token.lower_ in IT and body and (self._speaks_alone() or self.item.sense.lemma == "warn"))

    def _is_holder(self, token: Token) -> bool:
        """Return whether a pronoun in reported speech means the speaker."""
        return self._fits_holder(token) and not self._is_named_between(token)

    def _fits_holder(self, token: Token) -> bool:
        """Return whether a pronoun in reported speech agrees with the speaker."""
        low, holder = token.lower_, self.holders[0] if self.holders else None
        if (
            holder is None
            or (low in IT and token.dep_ not in ("nsubj", "nsubjpass", "poss") and not pronouns.is_missing(token))
            or self._is_faulted(token)
            or (token.dep_ == "dobj" and token.head.i == self.item.via)  # "calling him a fool": somebody else
        ):
            return False
        several = len(self.holders) > 1 or holder.plural or holder.kind == "group"
        if low in HE or low in SHE:
            return holder.kind == "person" and not several and self.resolver.discourse.agrees(holder, low)
        if low in IT:
            body = holder.kind in ("organisation", "state") and len(self.holders) == 1 and not self._is_press()
            return body and not pronouns.is_thing(token)
        # "The Union told both that they must talk": "they" is not the Union.
        if self.item.source and token.i < self.item.source[0]:
            return False  # "They have remained there, officials said": people mentioned before
        owed = any(child.lower_ in ("should", "must", "ought") for child in token.head.children)
        owed = owed or pronouns.is_about_object(self.resolver.doc[self.item.via])
        body = holder.kind == "organisation" and not owed and not (low == "their" and pronouns.means_people(token))
        return low in THEY and (several or body)

    def _is_named_between(self, token: Token) -> bool:
        """Return whether the content has another possible referent before the pronoun."""
        own = {actor.slug for actor in self.holders}
        claimant = standing.whose_claim(token) if token.dep_ == "poss" else None
        if claimant is not None and not {*self.resolver.look(claimant)} & {*self.holders}:
            return True
        subject = standing.local_subject(token)
        own |= {actor.slug for actor in self.resolver.look(subject)} if subject is not None else set()
        before = standing.told_before(self.resolver.doc[self.item.via]) if token.dep_ != "poss" else ()
        return has_rival(self.resolver.discourse, token, (*before, *self.item.content), own)
