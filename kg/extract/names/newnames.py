"""New names: persons, bodies and groups that the reference data does not have, as entries for a person to check."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.extract.names.actors import BODIES, PEOPLE, ROLES, Actor, Proposed
from kg.extract.names.gazetteer import Gazetteer, folded
from kg.namespaces import slugify

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

__all__ = ["NewNames"]

_TITLES = re.compile(
    r"^(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Lt|Sir|President|Minister|Secretary|Senator|King|Prince|Sheikh|General|Colonel"
    r"|Brigadier|Major|Admiral|Ambassador|Chancellor|Ayatollah|Pope)\.? "
)
_NAMED = "An organisation that the text names."
_DESCRIBED = "Described by the words of the text, which names nobody."


@dataclass
class NewNames:
    """Gathers new entries by slug; `people` are the persons of the text by last name."""

    gazetteer: Gazetteer
    proposed: dict[str, Proposed] = field(default_factory=dict)
    people: dict[str, Actor] = field(default_factory=dict)

    def person(self, name: str) -> Actor | None:
        """Return the person of a name, known or new; None where the name may be that of several."""
        name = re.sub(r"['’]s$", "", " ".join(name.split()))
        for _ in range(2):
            name = _TITLES.sub("", name)
        found = self.gazetteer.find(name)
        if len(found) == 1:
            return self.gazetteer.actor(found[0])
        if found or not name or not name[0].isalpha():
            return None
        words = folded(name).split()
        last = words[-1] if words else ""
        if len(name.split()) == 1 and last in self.people:
            return self.people[last]
        same = self._namesake(name)
        if same:
            return same
        if len(name.split()) == 1 and name.isupper() and len(name) < 4:
            return None
        actor = self.propose(name, "persons.yaml", "person", "A person whom the text names.")
        for word in (last, *words[:1]):
            self.people.setdefault(word, actor)
        return actor

    def _namesake(self, name: str) -> Actor | None:
        """Return the known person with this last name whose first name is the same, or who has all these names."""
        words = folded(name).split()
        for slug in self.gazetteer.find(words[-1]) if len(words) > 1 else []:
            entry = self.gazetteer.known[slug]
            label = folded(entry.label).split()
            if entry.kind == "person" and (words[0] == label[0] or set(words) <= set(label)):
                return self.gazetteer.actor(slug)
        return None

    def name(self, head: Token, entity: Span | None, name: str) -> Actor:
        """Return a new entry for what a proper name names."""
        name = re.sub(r"^(?:the|The) |['’]s$", "", " ".join(name.split()))
        name = re.sub(r"['’]s? (?=\w)", " ", name)
        if entity is not None and entity.label_ == "PERSON":
            return self.propose(name, "persons.yaml", "person", "A person whom the text names.")
        if set(folded(name).split()) & PEOPLE and head.tag_ in ("NNS", "NNPS"):
            return self.propose(name, "groups.yaml", "group", "A group that the text names.")
        return self.propose(name, "organisations.yaml", "organisation", _NAMED, (("type", "organisation"),))

    def group(self, head: Token, phrase: str) -> Actor:
        """Return a new entry for those whom a noun phrase describes."""
        phrase = re.sub(r"['’]s? (?=\w)", " ", phrase)
        if head.tag_ == "NN" and head.lower_ in ROLES and head.lower_ not in BODIES:
            return self.propose(phrase, "persons.yaml", "person", _DESCRIBED)
        if head.tag_ not in ("NNS", "NNPS") and head.lower_ in BODIES:
            return self.propose(phrase, "organisations.yaml", "organisation", _DESCRIBED, (("type", "organisation"),))
        return self.propose(phrase, "groups.yaml", "group", _DESCRIBED)

    def organ(self, owner: str, noun: str) -> Actor:
        """Return the body of a state or organisation, known or new: "Sudan's army", "its foreign ministry"."""
        entry = self.gazetteer.known.get(owner)
        label = entry.label if entry else self.proposed[owner].label
        names = [f"{demonym} {noun}" for demonym in (entry.demonyms[:2] if entry else ())]
        for name in (*names, f"{noun} of {label}", f"{label} {noun}"):
            found = self.gazetteer.find(name)
            if len(found) == 1:
                return self.gazetteer.actor(found[0])
        kind = "organ" if entry and entry.kind == "state" else "organisation"
        name = names[0] if names else f"{label} {noun}"
        extra = (("type", kind), ("part_of", owner))
        return self.propose(name, "organisations.yaml", "organisation", _NAMED, extra)

    def propose(
        self, name: str, file: str, kind: str, description: str, extra: tuple[tuple[str, str], ...] = ()
    ) -> Actor:
        """Return a new entry, or what is known by the slug that it would have."""
        slug = slugify(name)[:60].strip("-") or "unnamed"
        if slug in self.gazetteer.known:
            if self.gazetteer.known[slug].kind != "place":
                return self.gazetteer.actor(slug)
            slug += "-actor"
        self.proposed.setdefault(slug, Proposed(slug, file, name, description, extra))
        return Actor(slug, kind, kind == "group", known=False)

    def parts_of(self, slug: str) -> str | None:
        """Return of what a new entry is a part."""
        return dict(self.proposed[slug].extra).get("part_of") if slug in self.proposed else None
