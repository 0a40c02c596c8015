"""Who is meant: mentions resolved to the reference data or to new entries, with a stack of those spoken of before."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.extract.gazetteer import Gazetteer, folded
from kg.extract.lexicon import load_data
from kg.extract.topics import stems
from kg.namespaces import slugify

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["Actor", "Proposed", "Resolver"]

_HE, _SHE, _THEY = (
    ("he", "him", "his", "himself"),
    ("she", "her", "hers", "herself"),
    ("they", "them", "their", "themselves"),
)
_IT, _WHO = ("it", "its", "itself"), ("who", "whom", "whose", "that", "which")
_FIRST = (
    "i",
    "we",
    "me",
    "us",
    "my",
    "our",
    "you",
    "your",
    "one",
    "someone",
    "somebody",
    "anyone",
    "everyone",
    "nobody",
    "this",
    "these",
    "those",
    "what",
    "there",
    "here",
)
_ROLES = frozenset(map(str, load_data("people.yaml")["roles"]))
_PEOPLE = frozenset(map(str, load_data("people.yaml")["people"]))
_BODIES = frozenset(map(str, load_data("people.yaml")["bodies"]))


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone who is meant: the slug, what kind it is, and whether several are."""

    slug: str
    kind: str
    plural: bool = False
    known: bool = True


@dataclass(frozen=True, slots=True)
class Proposed:
    """A new entry of the reference data, for a person to check: the file it belongs into and what it says."""

    slug: str
    file: str
    label: str
    description: str
    extra: tuple[tuple[str, str], ...] = ()


@dataclass
class Resolver:
    """Resolves the mentions of one article, in the order of the text."""

    gazetteer: Gazetteer
    day: str
    doc: Doc
    stack: list[tuple[int, tuple[Actor, ...]]] = field(default_factory=list)
    proposed: dict[str, Proposed] = field(default_factory=dict)
    people: dict[str, Actor] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Look through the text once for all names in it."""
        self.entities = {token.i: entity for entity in self.doc.ents for token in entity}
        self.paragraphs = [0, *(token.i for token in self.doc if token.is_space and "\n" in token.text)]
        self.seen_names: list[tuple[int, Actor]] = []
        self.groups = [
            (slug, stems(entry.label)) for slug, entry in self.gazetteer.known.items() if entry.kind == "group"
        ]
        self._scan()
        states = Counter(actor.slug for _, actor in self.seen_names if actor.kind == "state")
        states.update(
            self.gazetteer.demonyms[token.lower_] for token in self.doc if token.lower_ in self.gazetteer.demonyms
        )
        top = states.most_common(1)[0][0] if states else ""
        self.topic = self.gazetteer.known[top].demonyms[:1] if top else ()

    def _scan(self) -> None:
        """Note every name of the text that is known, and every person by full name, for what refers back to it."""
        for entity in self.doc.ents:
            if entity.label_ == "PERSON" and len(entity) > 1:
                actor = self._person(entity.text)
                if actor:
                    self.seen_names.append((entity.root.i, actor))
            elif entity.label_ in ("ORG", "GPE", "NORP", "PERSON", "LOC"):
                found = self.gazetteer.find(entity.text)
                if len(found) == 1:
                    self.seen_names.append((entity.root.i, self._known(found[0])))
        self.seen_names.sort(key=lambda pair: pair[0])

    # -- the entry

    def resolve(self, tokens: tuple[int, ...], head: int | None) -> tuple[Actor, ...]:
        """Return who a noun phrase means; empty when that cannot be told. Coordinated names are several actors."""
        if head is None or not tokens:
            return ()
        found: list[Actor] = []
        for token in self._coordinated(self.doc[head], set(tokens)):
            for actor in self._one(token, set(tokens)):
                if actor not in found:
                    found.append(actor)
        result = tuple(found)
        if result:
            self.stack.append((head, result))
        return result

    def look(self, token: Token) -> tuple[Actor, ...]:
        """Return who a noun means, without taking it for a speaker."""
        inside = set(range(token.left_edge.i, token.right_edge.i + 1))
        found: list[Actor] = []
        for part in self._coordinated(token, inside):
            found += [actor for actor in self._one(part, inside) if actor not in found]
        return tuple(found)

    def bodies_in(self, tokens: tuple[int, ...]) -> list[str]:
        """Return the known states and organisations that a noun phrase names beside its head: "X of the Council"."""
        found = []
        for i in tokens:
            entity = self.entities.get(i)
            for name in (entity.text if entity is not None else "", self.doc[i].text):
                slugs = self.gazetteer.find(name) if name else []
                slug = self.gazetteer.demonyms.get(self.doc[i].lower_) or (slugs[0] if len(slugs) == 1 else None)
                entry = self.gazetteer.known.get(slug) if slug else None
                if (
                    slug
                    and entry
                    and entry.kind in ("state", "organisation")
                    and entry.type != "armed-organisation"
                    and slug not in found
                ):
                    found.append(slug)
                    break
        organisations = [slug for slug in found if self.gazetteer.known[slug].kind == "organisation"]
        return organisations[:1] or found[:1]

    def concerned(self, tokens: tuple[int, ...]) -> list[str]:
        """Return the known actors and places that a content names."""
        found: list[str] = []
        for i in tokens:
            entity = self.entities.get(i)
            if entity is not None and entity.root.i == i:
                slugs = self.gazetteer.find(entity.text) or self.gazetteer.find_place(entity.text)
                slug = self.gazetteer.demonyms.get(entity.text.casefold()) or (slugs[0] if len(slugs) == 1 else None)
                if slug and slug not in found:
                    found.append(slug)
        return found

    def _coordinated(self, head: Token, inside: set[int]) -> list[Token]:
        heads, todo = [head], [head]
        while todo:
            for child in todo.pop().children:
                joined = (
                    child.dep_ in ("nmod", "compound")
                    and child.pos_ == "PROPN"
                    and any(item.dep_ == "cc" for item in child.children)
                )
                if joined and child.i in inside:
                    heads.insert(0, child)
                    continue
                if child.dep_ == "conj" and child.i in inside and child.pos_ in ("NOUN", "PROPN", "PRON", "ADJ"):
                    heads.append(child)
                    todo.append(child)
        return heads

    def _one(self, head: Token, inside: set[int]) -> tuple[Actor, ...]:
        word = head.lower_
        if (head.pos_ in ("PRON", "DET") and head.text != "US") or word in (*_HE, *_SHE, *_THEY, *_IT):
            return self._pronoun(head)
        if word in _FIRST and head.text != "US":
            return ()
        titled = self._titled(head, inside)
        if titled:
            return (titled,)
        described = self._described_group(head, inside)
        if described:
            return described
        for name in self._names(head, inside):
            found = self.gazetteer.find(name)
            if len(found) == 1:
                return (self._known(found[0], plural=head.tag_ in ("NNS", "NNPS")),)
        return self._adjectives(head) or self._of_the_topic(head, inside) or self._described(head, inside)

    def _of_the_topic(self, head: Token, inside: set[int]) -> tuple[Actor, ...]:
        """Return the known group of the country that the text is about: "activists", "authorities" without more."""
        bare = [i for i in inside if head.left_edge.i <= i < head.i and self.doc[i].dep_ not in ("det", "advmod")]
        if head.lower_ not in _PEOPLE or bare:
            return ()
        for demonym in self.topic:
            found = self.gazetteer.find(f"{demonym} {head.text}")
            if len(found) == 1:
                return (self._known(found[0], plural=True),)
        return ()

    def _titled(self, head: Token, inside: set[int]) -> Actor | None:
        """Return the person whose name follows an office: "Ambassador to Germany Richard Grenell", "a spokesman, X"."""
        if head.lower_ not in _ROLES:
            return None
        for index in range(head.i + 1, min(head.i + 9, len(self.doc))):
            if index not in inside or self.doc[index].lower_ in ("who", "which", "said", "and"):
                break
            entity = self.entities.get(index)
            if entity is not None and entity.label_ == "PERSON" and entity.end - 1 == index:
                return self._person(entity.text)
            for start in range(index - 1, head.i, -1):
                found = self.gazetteer.find(self.doc[start : index + 1].text)
                if len(found) == 1 and self.gazetteer.known[found[0]].kind == "person":
                    return self._known(found[0])
        return None

    def _described_group(self, head: Token, inside: set[int]) -> tuple[Actor, ...]:
        """Return the group that a plural with a restricting clause describes: "Syrians involved in the uprising"."""
        clause = next(
            (
                child
                for child in head.children
                if child.dep_ in ("acl", "relcl") and child.i in inside and child.i > head.i
            ),
            None,
        )
        if head.tag_ not in ("NNS", "NNPS") or clause is None or self.doc[clause.left_edge.i - 1].text == ",":
            return ()
        wanted = stems(self.doc[head.left_edge.i : clause.right_edge.i + 1].text)
        best = max(
            ((len(wanted & known) * 2 / (len(wanted) + len(known)), slug) for slug, known in self.groups if known),
            default=(0.0, ""),
        )
        return (self._known(best[1]),) if best[0] >= 0.5 and len(wanted & stems(head.text)) else ()

    def _names(self, head: Token, inside: set[int]) -> list[str]:
        """Return the names that a noun phrase may be known by, the longest first: only such as end with its head."""
        names = []
        left = head.left_edge.i
        entity = self.entities.get(head.i)
        if entity is not None and entity.label_ not in ("DATE", "CARDINAL"):
            names.append(entity.text)
        right = head.i
        for child in head.children:
            if child.dep_ == "prep" and child.i > head.i and child.lower_ in ("of", "for", "from"):
                right = max(right, child.right_edge.i)
        for stop in (right, head.i):
            for start in range(left, head.i + 1):
                if start in inside and stop - start < 9:
                    names.append(self.doc[start : stop + 1].text)  # noqa: PERF401  # plainer as a loop
        return [name for name in names if name and name[0].isalnum()]

    def _known(self, slug: str, plural: bool = False) -> Actor:
        entry = self.gazetteer.known[slug]
        return Actor(slug, entry.kind, plural or entry.kind == "group")

    # -- pronouns

    def _pronoun(self, token: Token) -> tuple[Actor, ...]:
        word = token.lower_
        if word in _WHO and token.head.dep_ in ("relcl", "acl"):
            antecedent = token.head.head
            return self._one(antecedent, set(range(antecedent.left_edge.i, token.i)))
        if word in _HE or word in _SHE:
            return self._latest(token.i, lambda actor: actor.kind == "person" and not actor.plural)
        if word in _THEY:
            return self._latest_group(token.i)
        if word in _IT:
            return self._latest(token.i, lambda actor: actor.kind in ("organisation", "state") and not actor.plural)
        return ()

    def _latest(self, position: int, fits: object) -> tuple[Actor, ...]:
        """Return who was spoken of last and fits: speakers go before those who are only named."""
        assert callable(fits)  # noqa: S101  # callers pass a predicate
        paragraph = self._paragraph(position)
        for place, actors in reversed(self.stack):
            if place < position and len(actors) == 1 and fits(actors[0]) and place >= paragraph - 2500:
                later = [
                    actor
                    for at, actor in self.seen_names
                    if place < at < position and fits(actor) and self._is_subject(at)
                ]
                return (later[-1],) if later and self._paragraph(place) != paragraph else actors
        named = [actor for at, actor in self.seen_names if at < position and fits(actor)]
        return (named[-1],) if named else ()

    def _latest_group(self, position: int) -> tuple[Actor, ...]:
        for place, actors in reversed(self.stack):
            if place < position and (len(actors) > 1 or actors[0].plural):
                return actors
        return self._latest(position, lambda actor: actor.kind in ("organisation", "state", "group"))

    def _paragraph(self, position: int) -> int:
        """Return the token with which the paragraph of a token begins."""
        return self.paragraphs[bisect_right(self.paragraphs, position) - 1]

    def _is_subject(self, index: int) -> bool:
        return self.doc[index].dep_ in ("nsubj", "nsubjpass", "agent")

    # -- descriptions

    def _adjectives(self, head: Token) -> tuple[Actor, ...]:
        """Return the actors that an adjective of a nation names where the noun is a call or the like: "Arab calls"."""
        if head.pos_ != "ADJ" and head.ent_type_ != "NORP":
            return ()
        slug = self.gazetteer.demonyms.get(head.lower_)
        if slug:
            return (self._known(slug),)
        for noun in ("states", "countries"):
            found = self.gazetteer.find(f"{head.text} {noun}")
            if found:
                return (self._known(found[0], plural=True),)
        return ()

    def _described(self, head: Token, inside: set[int]) -> tuple[Actor, ...]:
        phrase = self._phrase(head, inside)
        entity = self.entities.get(head.i)
        if entity is not None and entity.label_ == "PERSON":
            actor = self._person(entity.text)
            return (actor,) if actor else ()
        holder = self._office(head, inside)
        if holder:
            return (holder,)
        if head.lower_ in ("team", "crew", "correspondent", "reporter", "journalist", "photographer"):
            bodies = [
                slug
                for slug in self.bodies_in(tuple(sorted(inside)))
                if self.gazetteer.known[slug].type == "news-organisation"
            ]
            if bodies:
                return (self._known(bodies[0]),)
        back = self._back(head)
        if back:
            return (back,)
        if head.pos_ == "PROPN" or (entity is not None and entity.label_ in ("ORG", "GPE", "NORP")):
            return (self._propose_name(head, entity.text if entity is not None else phrase),)
        if head.lower_ in _PEOPLE or head.lower_ in _ROLES or head.tag_ == "NNS":
            return (self._propose_group(head, phrase),)
        return ()

    def _phrase(self, head: Token, inside: set[int]) -> str:
        start = head.i
        while start - 1 in inside and start - 1 >= head.left_edge.i and self.doc[start - 1].text not in (",", '"', "“"):
            start -= 1
        while start < head.i and self.doc[start].pos_ in ("DET", "PUNCT", "ADV", "CCONJ", "SCONJ", "PRON", "NUM"):
            start += 1
        stop = head.i
        for child in head.children:
            named = (
                child.dep_ == "prep"
                and child.lower_ in ("of", "from", "in", "for")
                and child.i == head.i + 1
                and child.right_edge.i - head.i < 6
            )
            if named and child.right_edge.i in inside and any(token.pos_ == "PROPN" for token in child.subtree):
                stop = child.right_edge.i
        return " ".join(self.doc[start : stop + 1].text.split())

    def _person(self, name: str) -> Actor | None:
        name = re.sub(r"['’]s$", "", " ".join(name.split()))
        name = re.sub(
            r"^(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Lt|Sir|President|Minister|Secretary|Senator|King|Prince|Sheikh|General|Colonel|Pope)\.? ",  # noqa: E501  # one pattern
            "",
            name,
        )
        found = self.gazetteer.find(name)
        if len(found) == 1:
            return self._known(found[0])
        if found or not name or not name[0].isalpha():
            return None
        last = folded(name).split()[-1] if folded(name) else ""
        if len(name.split()) == 1 and last in self.people:
            return self.people[last]
        matches = self.gazetteer.find(name.split()[-1]) if len(name.split()) > 1 else []
        for slug in matches:
            if (
                self.gazetteer.known[slug].kind == "person"
                and folded(name).split()[0] == folded(self.gazetteer.known[slug].label).split()[0]
            ):
                return self._known(slug)
        if len(name.split()) == 1 and name.isupper() and len(name) < 4:
            return None
        actor = self._propose(name, "persons.yaml", "person", "A person whom the text names.")
        self.people.setdefault(last, actor)
        return actor

    def _office(self, head: Token, inside: set[int]) -> Actor | None:  # noqa: C901  # one branch per way in which English says it
        """Return who held the office that a description names: "the Qatari prime minister", "the president"."""
        if head.lower_ not in _ROLES or head.tag_ in ("NNS", "NNPS"):
            return None
        titles = [head.text]
        if head.i and self.doc[head.i - 1].i in inside and self.doc[head.i - 1].dep_ in ("compound", "amod"):
            titles.insert(0, self.doc[head.i - 1 : head.i + 1].text)
        body = self._body_of(head, inside)
        former = any(child.lower_ in ("former", "ex", "then") for child in head.children)
        if body and (former or head.lower_ in ("chief", "head", "leader", "boss")):
            for _, actor in reversed([pair for pair in self.seen_names if pair[0] < head.i]):
                entry = self.gazetteer.known.get(actor.slug)
                if entry and any(
                    office.of == body and (not former or not office.holds(self.day)) for office in entry.offices
                ):
                    return actor
        for title in titles:
            holders = self.gazetteer.holders(title, body, self.day)
            recent = [actor for at, actor in self.seen_names if at < head.i and actor.slug in holders]
            if len(set(holders)) == 1 and body:
                return self._known(holders[0])
            if recent:
                return recent[-1]
        return None

    def _body_of(self, head: Token, inside: set[int]) -> str | None:
        bodies = self.bodies_in(tuple(i for i in sorted(inside) if i != head.i and self.doc[i] in head.subtree))
        return bodies[0] if bodies else None

    def _back(self, head: Token) -> Actor | None:
        """Return the actor named before whose name has this word: "the Observatory", "the former chief"."""
        definite = (
            any(child.lower_ in ("the", "this", "that") for child in head.children if child.dep_ == "det")
            or head.pos_ == "PROPN"
        )
        if not definite:
            return None
        word = head.lower_
        for _, actor in reversed([pair for pair in self.seen_names if pair[0] < head.i]):
            entry = self.gazetteer.known.get(actor.slug)
            names = entry.names if entry else (self.proposed[actor.slug].label,) if actor.slug in self.proposed else ()
            if actor.kind == "organisation" and any(word in folded(name).split() for name in names) and len(word) > 3:
                return actor
        if word in _ROLES and head.tag_ in ("NN", "NNP"):
            found = self._latest(head.i, lambda actor: actor.kind == "person")
            return found[0] if found else None
        return None

    # -- new entries

    def _propose_name(self, head: Token, name: str) -> Actor:
        entity = self.entities.get(head.i)
        name = re.sub(r"^(?:the|The) |['’]s$", "", " ".join(name.split()))
        words = set(folded(name).split())
        if entity is not None and entity.label_ == "PERSON":
            return self._propose(name, "persons.yaml", "person", "A person whom the text names.")
        if words & _PEOPLE and head.tag_ in ("NNS", "NNPS"):
            return self._propose(name, "groups.yaml", "group", "A group that the text names.")
        return self._propose(
            name,
            "organisations.yaml",
            "organisation",
            "An organisation that the text names.",
            (("type", "organisation"),),
        )

    def _propose_group(self, head: Token, phrase: str) -> Actor:
        kind, file = (
            ("group", "groups.yaml")
            if head.tag_ in ("NNS", "NNPS") or head.lower_ not in _BODIES
            else ("organisation", "organisations.yaml")
        )
        extra: tuple[tuple[str, str], ...] = (("type", "organisation"),) if kind == "organisation" else ()
        if kind == "group" and head.tag_ == "NN" and head.lower_ in _ROLES:
            kind, file, extra = "person", "persons.yaml", ()
        return self._propose(phrase, file, kind, "Described by the words of the text, which names nobody.", extra)

    def _propose(
        self, name: str, file: str, kind: str, description: str, extra: tuple[tuple[str, str], ...] = ()
    ) -> Actor:
        slug = slugify(name)[:60].strip("-") or "unnamed"
        if slug in self.gazetteer.known:
            entry = self.gazetteer.known[slug]
            if entry.kind != "place":
                return self._known(slug)
            slug += "-actor"
        self.proposed.setdefault(slug, Proposed(slug, file, name, description, extra))
        return Actor(slug, kind, kind == "group", known=False)
