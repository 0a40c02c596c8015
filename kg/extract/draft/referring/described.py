"""Names what a definite description in a content means: "the agency", "the country", "bilateral relations".

A description is named only if the text leaves one possibility that agrees in kind. What the speaker says of "the
country" or "the government" is about the speaker's own state, unless the words criticise it or name another one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.draft.referring.between import label_between, two_sides
from kg.extract.draft.referring.cognates import told_by_verb
from kg.extract.draft.referring.naming import named
from kg.extract.draft.referring.officers import officer, own_chief, own_officer, states_above
from kg.extract.draft.referring.settled import of_event, solution
from kg.extract.draft.referring.several import is_counted, told_plural
from kg.extract.draft.referring.things.nouns import is_alone, is_common, sentence_before
from kg.extract.draft.referring.things.places import placed
from kg.extract.grammar.lexicon import load_data
from kg.extract.grammar.tree import where
from kg.extract.meaning.pieces import ReferentName
from kg.extract.names.actors import BODIES, ROLES
from kg.extract.names.groups.unions import union_of
from kg.extract.names.nametable import folded

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.names.actors import Actor
    from kg.extract.names.discourse import Discourse
    from kg.extract.names.mentions import Resolver
    from kg.extract.names.nounphrases import NounPhrases
    from kg.extract.names.speakers import Speakers

__all__ = ["Described", "Meaning", "Replaced", "concerned"]

_WORDS = load_data("draft/referring/described.yaml")
#: Words for a state, and for what is between two states.
_COUNTRIES, _RELATIONS = frozenset(_WORDS["countries"]), frozenset(_WORDS["relations"])
#: Words for any body, those that its name then has, and what stands before them.
_GENERIC = {word: frozenset(names) for word, names in _WORDS["generic"].items()}
_BEFORE = frozenset(_WORDS["before"])
#: Acts that are about somebody else than the speaker, and verbs for what a state does with its own.
_ABOUT_OTHERS, _FOR_ONES_OWN = (frozenset(_WORDS[name]) for name in ("about_others", "for_ones_own"))
_GOVERNMENTS, _ADMINISTRATIONS = ("administration", "government"), frozenset(_WORDS["administrations"])
#: Words that mean a union of states if its region stands before them: "the regional body".
_REGIONAL = frozenset(_WORDS["regional"])
_LEAVING = ("exit", "flee", "leave", "quit")
_UNIONS = ("alliance", "international-organisation", "organisation")
_NO_BODIES = ("news-organisation", "armed-organisation", "company", "political-party", "organ")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a description means: its name in a sentence, and the actors."""

    name: ReferentName
    actors: tuple[Actor, ...]


@dataclass(frozen=True, slots=True)
class Replaced:
    """A noun that a sentence replaces: by what it describes, or by the words of its full mention."""

    noun: Token
    meant: Meaning | None = None
    words: tuple[Token, ...] = ()

    def is_in(self, sentence: str) -> bool:
        """Return whether a sentence has the replacement."""
        parts = [word.text for word in self.words] if self.meant is None else [self.meant.name.label]
        return all(part.casefold() in sentence.casefold() for part in parts)


def concerned(resolver: Resolver, tokens: tuple[int, ...], replaced: list[Replaced]) -> list[str]:
    """Return the known actors and places that some tokens name, after some nouns are replaced."""
    found = list(tokens)
    actors: list[str] = []
    for item in replaced:
        found += [word.i for word in item.words]
        meant = item.meant.actors if item.meant is not None else ()
        actors += [actor.slug for actor in meant if actor.known]
        if any(actor.kind == "organisation" for actor in meant):  # "the UN body" is not the United Nations
            found = [i for i in found if i not in range(item.noun.left_edge.i, item.noun.i + 1)]
    return list(dict.fromkeys((*resolver.namings.concerned(tuple(found)), *actors)))


@dataclass(frozen=True, slots=True)
class Described:
    """The descriptions in a content with the tokens `inside`, said by `holders` for `principals` with an act."""

    resolver: Resolver
    speakers: Speakers
    phrases: NounPhrases
    holders: tuple[Actor, ...]
    principals: tuple[Actor, ...]
    act: str
    inside: tuple[int, ...]

    def of(self, noun: Token) -> Meaning | None:
        """Return what a noun phrase without a complement means, or None if the text leaves it unclear."""
        if not is_common(noun) or not is_alone(noun):
            return None
        if noun.lemma_.lower() in _RELATIONS:
            return self._relations(noun)
        thing = solution(*self._text, noun) or told_by_verb(*self._text, noun) or of_event(*self._text, noun)
        if thing is not None:
            return Meaning(thing, ())
        if (place := self._placed(noun)) is not None:
            return place
        return self._several(noun) if noun.tag_ == "NNS" else self._one(noun)

    def _one(self, noun: Token) -> Meaning | None:
        """Return what "the country", "the agency" or "the ambassador" means."""
        low = noun.lower_
        if noun.left_edge.lower_ != "the":
            return None
        if low in _COUNTRIES:
            return self._of_actors(self._country(noun) if noun.left_edge.i == noun.i - 1 else ())
        if low in _GOVERNMENTS and (own := self._government(noun)) is not None:
            return own
        if low in BODIES or low == "community":
            return self._unless_told(noun, self._body(noun))
        return self._officer(noun) if low in ROLES else None

    def _officer(self, noun: Token) -> Meaning | None:
        own, of_person = self._own_states(), self.speakers.principals.of_person
        found = officer(self.resolver, noun, self.holders) or own_officer(self.resolver, noun, own, of_person)
        title = "" if found or self._is_about_others() else own_chief(self.resolver, noun, own)
        if not title:
            return self._unless_told(noun, () if {*found} & {*self.holders} else found)
        state = (self.resolver.actor(own[0]),)
        return Meaning(ReferentName(f"{named(self.resolver, state).label}'s {title}"), state)

    def _placed(self, noun: Token) -> Meaning | None:
        """Return "the border between Kenya and Norway", the state that "the island" is, or "Kenya's junta"."""
        organs, actors = self.resolver.descriptions.organs, self.resolver.actor
        found = placed(organs, self.phrases, noun, lambda slugs: named(self.resolver, tuple(map(actors, slugs))))
        return Meaning(found[0], tuple(map(actors, found[1]))) if found is not None else None

    @property
    def _text(self) -> tuple[NounPhrases, Discourse]:
        return self.phrases, self.resolver.discourse

    def _of_actors(self, actors: tuple[Actor, ...]) -> Meaning | None:
        return Meaning(named(self.resolver, actors), actors) if len(actors) == 1 else None

    def _unless_told(self, noun: Token, actors: tuple[Actor, ...]) -> Meaning | None:
        """Return what a noun means, unless the sentence has named it already: "the UN says that the body is poor"."""
        before = {actor for at, actor in self.resolver.discourse.named if at < noun.i and at in self.inside}
        return None if before & set(actors) else self._of_actors(actors)

    def _several(self, noun: Token) -> Meaning | None:
        """Return whom "the two presidents" or "the three countries" means, unless the sentence has named them."""
        actors = self.resolver.together.meant(noun) if is_counted(noun) else ()
        if label := told_plural(self.phrases, noun):
            return Meaning(ReferentName(label, plural=True), actors)
        before = {actor for at, actor in self.resolver.discourse.named if at < noun.i and at in self.inside}
        return Meaning(named(self.resolver, actors), actors) if len(actors) > 1 and not before & {*actors} else None

    # -- states

    def _relations(self, noun: Token) -> Meaning | None:
        """Return "the relationship between Kenya and Norway" for "the bilateral relationship" or "our ties"."""
        states = two_sides(self.resolver.descriptions.organs, noun, self._own_states())
        if not states:
            return None
        actors = tuple(map(self.resolver.actor, states))
        label = label_between(noun, named(self.resolver, actors).label)
        return Meaning(ReferentName(label, noun.tag_ == "NNS"), actors)

    def _country(self, noun: Token) -> tuple[Actor, ...]:
        """Return the state that "the country" means: the only one that fits."""
        acting, own = self._acting(noun), self._own_states()
        if noun.dep_ == "dobj" and noun.head.lemma_ in _LEAVING and self._is_about_others():
            sent = self._named_since(min(self.inside, default=noun.i), noun)
            if not sent or not sent <= {*own}:  # "ordered the Kenyan ambassador to leave the country"
                return self._only({*own} - sent) if sent else ()
        if acting:
            thing = noun.head if noun.dep_ == "poss" else noun
            return self._only(acting) if thing.dep_ == "dobj" and thing.head.lemma_ in _FOR_ONES_OWN else ()
        # "Peace in Peru matters, Kenya said. It hoped for stability in the country": in either
        start = sentence_before(noun) if noun.dep_ == "pobj" else noun.sent.start
        others = self._named_since(start, noun) - set(own)
        if self._is_about_others():
            return self._only(others)
        told = self._named_since(min(self.inside, default=noun.i), noun)  # "she fought in Ghana for the country"
        home = self.resolver.descriptions.organs.home(noun.i) if not own and not told else None
        return self._only({*own, *others, *((home,) if home else ())}) if own or home else ()

    def _acting(self, noun: Token) -> set[str]:
        """Return the states named in the subjects of the clauses around a noun: "Chinese forces left the country"."""
        verbs = [verb for verb in noun.ancestors if verb.i in self.inside]
        subjects = [child for verb in verbs for child in verb.children if child.dep_ in ("nsubj", "nsubjpass")]
        inside = {i for word in subjects if word.i != noun.i for i in range(word.left_edge.i, word.i + 1)}
        return {slug for at, slug in self._states() if at in inside}

    def _named_since(self, start: int, noun: Token) -> set[str]:
        return {slug for at, slug in self._states() if start <= at < noun.i}

    def _states(self) -> list[tuple[int, str]]:
        return self.resolver.descriptions.organs.states

    def _only(self, slugs: set[str]) -> tuple[Actor, ...]:
        return (self.resolver.actor(next(iter(slugs))),) if len(slugs) == 1 else ()

    def _own_states(self) -> tuple[str, ...]:
        """Return the states for which the speaker speaks, or of whose bodies."""
        actors = (*self.holders, *self.principals)
        states = [actor.slug for actor in actors if actor.kind == "state"]
        states += [slug for actor in actors if actor.kind != "person" for slug in states_above(self.speakers, actor)]
        return tuple(dict.fromkeys(states))

    def _is_about_others(self) -> bool:
        """Return whether the words cannot be about the speaker's own state: criticism, a demand."""
        return self.act in _ABOUT_OTHERS

    def _government(self, noun: Token) -> Meaning | None:
        """Return the government of the speaker's own state."""
        own = self._own_states()
        if noun.left_edge.i != noun.i - 1 or len(own) != 1 or self._is_about_others():
            return None
        near = self._named_since(self.resolver.discourse.paragraph(noun.i), noun)
        if not (own[0] in _ADMINISTRATIONS if noun.lower_ == "administration" else near <= set(own)):
            return None
        state = self.resolver.actor(own[0])
        return Meaning(ReferentName(f"the {noun.lower_} of {named(self.resolver, (state,)).label}"), (state,))

    def _body(self, noun: Token) -> tuple[Actor, ...]:
        """Return the body that "the agency" or "the ministry" means: the only one of its kind so far."""
        if (union := self._union(noun)) is not None:
            return (union,)
        before = [child.lower_ for child in noun.lefts if child.dep_ != "det"]
        names = _GENERIC.get(noun.lower_)
        if names is not None and all(word in _BEFORE for word in before) and not self._is_one_of_many(noun):
            return self._generic(noun, names)
        return () if before or names is not None else self._of_kind(noun, {noun.lower_}) or self._organ(noun)

    def _union(self, noun: Token) -> Actor | None:
        """Return the union of states that "the bloc", "the regional body" or "the West African group" means."""
        placed = noun.left_edge.i < noun.i - 1 and noun.lower_ in _REGIONAL
        if not placed and noun.lower_ not in ("bloc", "grouping"):
            return None
        return union_of(self.resolver.discourse, self.resolver.gazetteer, noun)

    def _generic(self, noun: Token, names: frozenset[str]) -> tuple[Actor, ...]:
        """Return the body that "the agency" means: an organisation that speaks of "the agency" means itself."""
        own = tuple(actor for actor in (*self.holders, *self.principals) if self._is_body(actor))
        if len(own) == 1 and noun.dep_ in ("nsubj", "nsubjpass") and not self._is_about_others():
            return own
        found = self._of_kind(noun, names)
        return found if not own or set(own) == set(found) else ()

    def _is_one_of_many(self, noun: Token) -> bool:
        """Return whether the text has introduced another body with this word: "an aid agency", "the news agency"."""
        words = (self.resolver.doc[i] for i in where(self.resolver.doc, "LOWER", (noun.lower_,)) if i < noun.i)
        return any(child.lower_ in ("a", "an", "another", "news") for word in words for child in word.lefts)

    def _of_kind(self, noun: Token, words: set[str] | frozenset[str]) -> tuple[Actor, ...]:
        """Return the only body named before a noun whose name has one of some words; the speaker's own comes first."""
        named_before = self.resolver.discourse.before(noun.i, self._is_body)
        fits = [actor for actor in named_before if words & set(folded(self.resolver.label(actor)).split())]
        if words == {noun.lower_}:  # "the council" may be an organ, such as the UN Security Council
            organs = self.resolver.discourse.before(noun.i, self._is_organ)
            fits += [actor for actor in organs if words & set(folded(self.resolver.label(actor)).split())]
        found = tuple(dict.fromkeys(fits))
        own = tuple(actor for actor in found if actor in (*self.holders, *self.principals))
        if len(own) == 1 and not self._is_about_others():
            return own
        return found if len(found) == 1 else ()

    def _is_body(self, actor: Actor) -> bool:
        entry = self.resolver.gazetteer.known.get(actor.slug)
        label = self.resolver.label(actor) if actor.kind == "organisation" else ""
        proper = " " in label and label.split()[-1][:1].isupper() and "," not in label
        return proper and (entry is None or entry.type not in _NO_BODIES) and not self.resolver.new.parts_of(actor.slug)

    def _is_organ(self, actor: Actor) -> bool:
        """Return whether an actor is a known organ of an international body."""
        known = self.resolver.gazetteer.known
        above = [known[slug].type for slug in known[actor.slug].part_of if slug in known] if actor.known else []
        return actor.known and known[actor.slug].type == "organ" and bool({*above} & {*_UNIONS})

    def _organ(self, noun: Token) -> tuple[Actor, ...]:
        """Return the organ of a state that a noun means, if the text has named it before."""
        found = self.resolver.look(noun)
        if len(found) != 1 or found[0].kind != "organisation":
            return ()
        before = self.resolver.discourse.before(noun.i, lambda actor: actor == found[0])
        own = self._own_states()
        of = self.speakers.principals.by_office(found[0])
        union = noun.lower_ in ("alliance", "bloc", "union")
        return found if before and (union or (of and (not own or set(of) <= set(own)))) else ()
