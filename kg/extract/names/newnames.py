"""Proposes entries for persons, bodies and groups that are missing from the reference data, for a person to check."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from rapidfuzz.fuzz import ratio

from kg.extract.grammar.tree import where
from kg.extract.names.actors import BODIES, HOLDERS, PEOPLE, ROLES, Actor, Proposed
from kg.extract.names.groups.ministries import same_ministry, state_in_name
from kg.extract.names.nametable import folded
from kg.extract.names.people.officebefore import ROYAL, without_office
from kg.namespaces import slugify

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Span, Token

    from kg.extract.names.gazetteer import Gazetteer

__all__ = ["NAMED_PERSON", "TITLES", "NewNames", "is_full_name", "is_titled", "is_titled_name"]

#: Titles before the name of a person: "Mr Hague" can only be a person.
TITLES = frozenset(
    ["mr", "mrs", "ms", "miss", "dr", "sir", "lord", "lady", "dame", "baroness", "prof", "sen", "rep", "gov", "gen"]
)

_HIGHEST = frozenset(["chancellor", "king", "president", "queen"])

#: No names by themselves, in the middle of one.
_PARTICLES = ("abu", "ben", "bin", "das", "del", "den", "der", "dos", "ibn", "ten", "van", "von")
_TITLES = re.compile(
    r"^(?:Mr|Mrs|Ms|Miss|Dr|Sen|Rep|Gov|Gen|Lt|Sir|Lord|Lady|Dame|Baroness|Prof|President|PM|Prime|Foreign|Defence|Defense|Vice|Minister|Secretary|Senator|King|Prince|Sheikh|General|Colonel"
    r"|Brigadier|Major|Admiral|Ambassador|Chancellor|Ayatollah|Pope|Affairs|Cooperation|Maj|Brig|Col|Capt|Adm|Cdr)\.? "
)
#: Last names at least this similar (0 to 100) are the same name if the first names are equal.
_ALIKE = 80
#: An office of a body that the parser may take for a name: "NASA Administrator".
_BODYS_OFFICE = re.compile(rf"(?P<body>[A-Z]{{3,}}) (?i:administrator|{'|'.join(sorted(ROLES))})")
_OF_NO_STATE = (
    *("airline", "association", "church", "club", "company", "movement", "newspaper", "opposition", "party", "union"),
)
_NAMED = "An organisation that the text names."
NAMED_PERSON = "A person whom the text names."
_DESCRIBED = "Described by the words of the text, which names nobody."


@dataclass
class NewNames:
    """Collects new entries by slug; `people` are the persons in the text by last name, the first one of each.

    `namesakes` are all persons in the text with a last name, `day` is that of the text.
    """

    gazetteer: Gazetteer
    proposed: dict[str, Proposed] = field(default_factory=dict)
    people: dict[str, Actor] = field(default_factory=dict)
    namesakes: dict[str, list[Actor]] = field(default_factory=dict)
    day: str = ""
    own_ministry: Callable[[Token, str], Actor | None] = lambda _head, _name: None

    def person(self, name: str, *, titled: bool = False) -> Actor | None:
        """Return the person with a name, known or new; None if several may have it.

        With `titled`, the name follows "Mr" or the like, so it means a person and never a state or body.
        """
        name = re.sub(r"['’][sS]$|: .*", "", " ".join(name.split()))
        name = name.title() if " " in name and name.isupper() else name  # in capitals: "GEORGE BUSH"
        title = name.split(" ")[0]
        titled = titled or name.split(" ")[0].casefold().rstrip(".") in TITLES
        # Titles can be combined: "Foreign Minister Sheikh".
        for _ in range(3):
            name = _TITLES.sub("", name)
        name = without_office(name, self.people)
        words = folded(name).split()
        if len(words) > 1 and words[0] in BODIES and self.gazetteer.state(words[-1]):
            return None  # "Mission Kenya" is no person, so "Kenya" is not that person
        last = words[-1] if words else ""
        if len(words) == 1 and last in self.people:
            return self._crowned(title, last) or self.people[last]
        found = [
            slug for slug in self.gazetteer.find(name) if not titled or self.gazetteer.known[slug].kind == "person"
        ]
        if len(found) == 1:
            return self._met(self.gazetteer.actor(found[0]), words)
        if found or not name or not name[0].isalpha():
            return None
        same = self._namesake(name) or self._spelt_alike(words) or self._misspelt(words)
        if same:
            return self._met(same, words)
        office = len(words) == 1 and last in ROLES  # "Secretary General"
        if office or (len(name.split()) == 1 and name.isupper() and len(name) < 4) or _BODYS_OFFICE.fullmatch(name):
            return None
        actor = self.propose(name, "persons.yaml", "person", NAMED_PERSON)
        return self._met(actor, words) if len(words) > 1 else self.people.setdefault(last, actor)

    def _met(self, actor: Actor, words: list[str]) -> Actor:
        """Return a known actor, and let the last name alone refer to it from now on."""
        if actor.kind == "person" and len(words) > 1:
            middle = (word for word in words[1:-1][-1:] if len(word) > 2 and word not in _PARTICLES)  # "Yvan Gil Pinto"
            same = self.namesakes.setdefault(words[-1], [])
            same += [actor] if actor not in same else []
            first = (
                word for word in (words[0], *middle) if not self.gazetteer.state(word)
            )  # "Sudan" is not "Sudan Ali"
            for word in (words[-1], *first):  # "Ban Ki-moon" is "Ban"
                self.people.setdefault(word, actor)
        return actor

    def _spelt_alike(self, words: list[str]) -> Actor | None:
        """Return the person in the text with the same last name whose names include all of these, or the reverse."""
        for actor in dict.fromkeys(self.people.values()):
            known = folded(self.label(actor.slug)).split()
            if (
                len(words) > 1
                and known
                and known[-1] == words[-1]
                and (set(words) <= set(known) or set(known) <= set(words))
            ):
                return actor
        return None

    def _misspelt(self, words: list[str]) -> Actor | None:
        """Return the only person in the text with nearly the same last name: "Shokry" after "Sameh Shorky".

        A final "a" makes it a woman's name: "Petrova" is not Petrov.
        """
        if len(words) != 1 or len(words[0]) < 5:
            return None
        last = words[0]
        found = {
            actor
            for name, actor in self.people.items()
            if name[:2] == last[:2] and name.rstrip("a") != last.rstrip("a") and ratio(name, last) >= _ALIKE
        }
        return found.pop() if len(found) == 1 else None

    def _namesake(self, name: str) -> Actor | None:
        """Return the known person with this last name who also has the same first name, or all of these names."""
        words = folded(name).split()
        for slug in self.gazetteer.find(words[-1]) if len(words) > 1 else []:
            entry = self.gazetteer.known[slug]
            label = folded(entry.label).split()
            if entry.kind == "person" and (words[0] == label[0] or set(words) <= set(label)):
                return self.gazetteer.actor(slug)
        return self._transcribed(words)

    def _transcribed(self, words: list[str]) -> Actor | None:
        """Return the known person whose name is transcribed differently: "Zelenskiy" for "Zelenskyy"."""
        for slug in self.gazetteer.persons_called(words[0]) if len(words) > 1 else ():
            last = folded(self.gazetteer.known[slug].label).split()[-1]
            if last[:3] == words[-1][:3] and ratio(last, words[-1]) >= _ALIKE:
                return self.gazetteer.actor(slug)
        return None

    def name(self, head: Token, entity: Span | None, name: str) -> Actor:
        """Return a new entry for a proper name."""
        name = re.sub(r"[*†‡].*$", "", name)  # a footnote mark
        name = re.sub(r"^(?:[Tt]he|[Aa]n?) |['’]s$|: .*| ?\([A-Z][\w.-]*\)?$", "", " ".join(name.split()))
        name = re.sub(r"['’]s? (?=\w)", " ", name)
        if entity is not None and entity.label_ == "PERSON":
            return self.propose(name, "persons.yaml", "person", NAMED_PERSON)
        office = _BODYS_OFFICE.fullmatch(name)
        name = office["body"] if office else name
        if (own := self.own_ministry(head, name)) is not None:
            return own
        if set(folded(name).split()) & PEOPLE and (head.tag_ in ("NNS", "NNPS") or head.lower_ in HOLDERS):
            return self.propose(name, "groups.yaml", "group", "A group that the text names.")
        state = state_in_name(self.gazetteer, name.split())
        extra = (("type", "organ"), ("part_of", state)) if state else (("type", "organisation"),)
        return self.propose(name, "organisations.yaml", "organisation", _NAMED, extra)

    def group(self, head: Token, phrase: str) -> Actor:
        """Return a new entry for the actor that a noun phrase describes."""
        phrase = re.sub(r"['’]s? (?=\w)", " ", phrase)
        if phrase[:1].isupper():
            phrase = phrase.removesuffix(" news agency")  # "the Interfax news agency" is later "Interfax"
        if head.tag_ == "NN" and head.lower_ in ROLES and head.lower_ not in BODIES:
            return self.propose(phrase, "persons.yaml", "person", _DESCRIBED)
        if head.tag_ not in ("NNS", "NNPS") and head.lower_ in BODIES:
            return self.propose(phrase, "organisations.yaml", "organisation", _DESCRIBED, (("type", "organisation"),))
        return self.propose(phrase, "groups.yaml", "group", _DESCRIBED)

    def joined(self, slug: str, members: tuple[str, ...]) -> None:
        """Record the members of a new group."""
        self.proposed[slug] = replace(self.proposed[slug], extra=(("members", list(members)),))

    def described(self, name: str, description: str) -> Actor:
        """Return a new entry for a person whom the text describes but does not name: "French president"."""
        return self.propose(" ".join(name.split()), "persons.yaml", "person", description)

    def another(self, head: Token, slug: str) -> Actor | None:
        """Return a new person if a title or the day rules out the known one with this last name: "President X"."""
        entry, title = self.gazetteer.known[slug], head.doc[head.i - 1].text if head.i else ""
        if self._is_out_of_office(head, slug):
            return self.described(head.text, NAMED_PERSON)
        if entry.kind != "person" or not entry.offices or title.casefold() not in _HIGHEST:
            return None
        held = any(title.casefold() in office.title.casefold() for office in entry.offices)
        return None if held else self.described(f"{title} {head.text}", NAMED_PERSON)

    def _is_out_of_office(self, head: Token, slug: str) -> bool:
        """Return whether a last name is all that a text has of a person whose known offices were of other times."""
        entry = self.gazetteer.known[slug]
        dated = (
            bool(self.day) and entry.kind == "person" and any(office.since or office.until for office in entry.offices)
        )
        alone = head.left_edge == head and head.dep_ not in ("appos", "compound")
        bare = alone and folded(head.text) not in self.people and folded(head.text) != folded(entry.label)
        # "President Berg" elsewhere in the text is more than a last name.
        places = where(head.doc, "LOWER", (head.lower_,)) if bare else []
        bare = bare and not any(i and head.doc[i - 1].lower_ in _HIGHEST for i in places)
        return dated and bare and not any(self.gazetteer.offices_on(slug, self.day))

    def _crowned(self, title: str, last: str) -> Actor | None:
        """Return the monarch whose name is also another person's last name: "King Hussein" is not Saddam Hussein."""
        other = self.people.get(last)
        label = self.label(other.slug).split() if other is not None else []
        if title.casefold() not in ROYAL or len(label) < 2 or folded(label[-1]) != last:
            return None
        return None if label[0].casefold() in ROYAL else self.described(f"{title} {label[-1]}", NAMED_PERSON)

    def label(self, slug: str) -> str:
        """Return the label of an actor, known or new."""
        return self.proposed[slug].label if slug in self.proposed else self.gazetteer.known[slug].label

    def organ(self, owner: str, noun: str) -> Actor:
        """Return the body of a state or organisation, known or new: "Sudan's army", "its foreign ministry"."""
        entry = self.gazetteer.known.get(owner)
        label = entry.label if entry else self.proposed[owner].label
        names = [f"{demonym} {noun}" for demonym in (entry.demonyms[:2] if entry else ())]
        for name in (*names, f"{noun} of {label}", f"{label} {noun}"):
            found = self.gazetteer.find(name)
            if len(found) == 1:
                return self.gazetteer.actor(found[0])
        if (same := same_ministry(self.proposed, owner, noun)) is not None:
            return same
        kind = "organ" if entry and entry.kind == "state" else "organisation"
        name = names[0] if names else f"{label} {noun}"
        # A state's party or bank is no part of the state.
        own = kind != "organ" or noun.split()[-1].lower() not in _OF_NO_STATE
        extra = (("type", kind), ("part_of", owner)) if own else (("type", "organisation"),)
        return self.propose(name, "organisations.yaml", "organisation", _NAMED, extra)

    def propose(
        self, name: str, file: str, kind: str, description: str, extra: tuple[tuple[str, str], ...] = ()
    ) -> Actor:
        """Return a new entry, or the known actor that already has its slug."""
        slug = slugify(name)[:60].strip("-") or "unnamed"
        if slug in self.gazetteer.known:
            if self.gazetteer.known[slug].kind != "place":
                return self.gazetteer.actor(slug)
            slug += "-actor"
        self.proposed.setdefault(slug, Proposed(slug, file, name, description, extra))
        return Actor(slug, kind, kind == "group", known=False)

    def entries(self, named: set[str]) -> list[Proposed]:
        """Return the new entries for the named actors, and for the bodies these belong to, sorted by slug."""
        new = {slug: entry for slug, entry in self.proposed.items() if slug in named}
        named = named | {slug for entry in new.values() for slug in entry.linked}
        for slug in named:
            entry = self.gazetteer.known.get(slug)
            if entry is not None and not entry.listed and entry.kind == "state":
                new[slug] = Proposed(slug, "states.yaml", entry.label, "A state that the text names.")
            elif entry is not None and not entry.listed:
                new[slug] = Proposed(slug, "organisations.yaml", entry.label, _NAMED, (("type", entry.type),))
        return [entry for _, entry in sorted(new.items())]

    def parts_of(self, slug: str) -> str | None:
        """Return the slug of the body that a new entry is part of, or None."""
        whole = dict(self.proposed[slug].extra).get("part_of") if slug in self.proposed else None
        return str(whole) if whole else None


def is_titled(entity: Span) -> bool:
    """Return whether a name follows "Mr" or the like, as part of the name or before it."""
    first = entity[0].lower_.rstrip(".")
    before = entity.doc[entity.start - 1].lower_.rstrip(".") if entity.start else ""
    return first in TITLES or before in TITLES


def is_full_name(entity: Span) -> bool:
    """Return whether the parser found a person's name of several words."""
    return entity.label_ == "PERSON" and len(entity) > 1


def is_titled_name(name: str) -> bool:
    """Return whether a name begins with "Mr" or an office."""
    return bool(_TITLES.match(name)) or name.split(" ")[0].casefold().rstrip(".") in TITLES
