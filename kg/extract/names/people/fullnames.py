"""Finds full names in a text, including those that the parser missed, and the words that describe a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import load_data
from kg.extract.grammar.tree import span, where
from kg.extract.names.actors import BODIES, ROLES
from kg.extract.names.nametable import folded
from kg.extract.names.newnames import TITLES, NewNames
from kg.extract.names.people.apposednames import apposed_name, name_behind_body, name_beside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Span, Token

    from kg.extract.names.actors import Actor
    from kg.extract.names.discourse import Discourse
    from kg.extract.names.gazetteer import Gazetteer

__all__ = [
    "FIRST_NAMES",
    "Apposed",
    "described_by",
    "full_names",
    "introduced",
    "is_bare_name",
    "is_principal",
    "known_persons",
    "words_beside",
]

_PEOPLE = load_data("names/people.yaml")
#: Titles that mark a single last name as a person's: "President Bush".
_LEADING = frozenset(("ambassador", "chancellor", "general", "minister", "president", "secretary", "senator"))
#: Last words of the names of newspapers and chambers, which are nobody's last name.
_PRESS = frozenset(("house", "journal", "mail", "news", "post", "times"))
_LINKS = ("by", "for", "of", "to", "with", "and", "or")
_PARTICLES = frozenset(_PEOPLE["particles"])
_PERSONS = ROLES | frozenset(load_data("meaning/wording.yaml")["persons"])
FIRST_NAMES = frozenset(folded(name) for key in ("womens_names", "mens_names") for name in _PEOPLE[key])


def known_persons(gazetteer: Gazetteer, doc: Doc) -> Iterator[tuple[int, str]]:
    """Yield full names of persons and their last token: known names, and those that start with a common first name."""
    for i in where(doc, "POS", ["PROPN"]):
        longest = min(gazetteer.names.firsts.get(doc[i].lower_, 0), len(doc) - i)
        for width in range(longest, 1, -1):
            found = gazetteer.find(doc[i : i + width].text)
            if len(found) == 1 and gazetteer.known[found[0]].kind == "person":
                yield i + width - 1, doc[i : i + width].text
                break
        else:
            # On a line of its own, a name may not be joined by the parser.
            alone = doc[i].dep_ == "ROOT" and i + 1 < len(doc) and doc[i + 1].dep_ == "ROOT"
            last = i + 1 if alone else doc[i].head.i
            linked = (alone or doc[i].dep_ == "compound") and 0 < last - i < 4
            first = folded(doc[i].text) in FIRST_NAMES and linked
            proper = first and all(doc[j].pos_ == "PROPN" or doc[j].lower_ in _PARTICLES for j in range(i, last + 1))
            if proper and doc[last].lower_ not in BODIES:
                yield last, doc[_whole_first(doc, i) : last + 1].text


def _run_first(doc: Doc, start: int) -> int:
    """Return where the proper nouns before a word begin that are neither an office nor a body."""
    while start and doc[start - 1].pos_ == "PROPN" and doc[start - 1].lower_ not in ROLES | BODIES:
        start -= 1
    return start


def _whole_first(doc: Doc, start: int) -> int:
    """Return where a hyphenated first name begins: "Jean-Marc Berg" does not begin with "Marc"."""
    joined = start > 1 and doc[start - 1].text == "-" and not doc[start - 1].whitespace_
    return start - 2 if joined and not doc[start - 2].whitespace_ and doc[start - 2].pos_ == "PROPN" else start


def introduced(gazetteer: Gazetteer, doc: Doc) -> Iterator[Span]:
    """Yield names that an office identifies as a person's, whatever the parser took them for.

    "government spokesman Panitan Wattanayakorn"; "Balpreet Singh, counsel for the group"; "President Bush".
    """
    for i in where(doc, "POS", ["PROPN"]):
        last = doc[i]
        if last.dep_ in ("compound", "poss"):
            continue
        first = _whole_first(doc, _run_first(doc, i))
        first = _run_first(doc, first)  # "Ban Ki-moon"
        if last.ent_type_ == "PERSON" and doc[first].ent_type_ == "PERSON" and last.ent_iob_ == "I":
            continue  # the parser has the whole name
        name, before = doc[first : i + 1], doc[first - 1].lower_ if first else ""
        titled = before in ROLES and doc[first - 1].head == last and doc[first - 1].dep_ == "compound"
        beside = any(c.dep_ == "appos" and c.lower_ in _PERSONS and c.pos_ == "NOUN" for c in last.children)
        single = titled and before in _LEADING and len(name) == 1
        words = len(name) - 2 * sum(token.text == "-" for token in name)
        if not (single or (len(name) > 1 and words < 4 and (titled or beside))) or last.lower_ in BODIES:
            continue
        # "Anna Paris, a minister" is not part of France.
        stop = i if beside and len(name) > 1 else i + 1
        if not any(gazetteer.find(doc[j : i + 1].text) for j in range(first, stop)):
            yield name


def full_names(doc: Doc) -> dict[str, set[str]]:
    """Return possible full names by last word: runs of proper nouns that are neither an office nor a body."""
    found: dict[str, set[str]] = {}
    offices = ROLES | BODIES | _PRESS
    for i in where(doc, "POS", ["PROPN"]):
        token, start = doc[i], i
        if token.dep_ == "compound" or token.ent_type_ not in ("PERSON", "", "ORG") or token.lower_ in offices:
            continue
        while start and i - start < 3 and doc[start - 1].pos_ == "PROPN" and doc[start - 1].head.i == i:
            start -= 1
        start = _whole_first(doc, start) if start < i else start
        if token.ent_type_ == "ORG" and _has_article(doc, start):
            continue  # "the New York Times"
        if start < i and doc[start].lower_ not in offices:
            found.setdefault(folded(token.text), set()).add(doc[start : i + 1].text)
    return found


def _has_article(doc: Doc, start: int) -> bool:
    """Return whether an article stands before the name of which a token is a part."""
    while start and doc[start].ent_iob_ == "I":
        start -= 1
    return "the" in (doc[start].lower_, doc[start - 1].lower_ if start else "")


def is_principal(person: Span, office: Token) -> bool:
    """Return whether a name after an office belongs to another person: "a spokesman for Anna Berg"."""
    if person.root.dep_ == "appos" and person.root.head == office:
        return False  # "the representative, former president Anna Berg"
    before = person.doc[person.start - 1]
    return before.lower_ in ("by", "for", "of", "to") or (before.lower_ in ROLES and before.i > office.i)


def is_bare_name(head: Token) -> bool:
    """Return whether a name stands alone, without words that make it part of a longer one."""
    before = [child for child in head.children if child.dep_ in ("compound", "nmod") and child.i < head.i]
    return all(child.lower_.rstrip(".") in TITLES or child.lower_ in ROLES for child in before)


def _is_somebody_else(child: Token) -> bool:
    """Return whether an apposition names another person: "Lars Holm, her spokeswoman Anna Berg said"."""
    named = (child, *(inner for inner in child.children if inner.dep_ == "appos" and inner.i > child.i))
    return child.dep_ == "appos" and any(word.ent_type_ == "PERSON" or word.pos_ == "PROPN" for word in named)


def described_by(entity: Span) -> Token:
    """Return the noun with which a name is in apposition: the lawyer in "an aide for the lawyer, Anna Berg"."""
    comma = entity.start > 1 and entity.doc[entity.start - 1].text == ","
    nearest = entity.doc[entity.start - 2] if comma else entity.root.head
    return nearest if nearest.pos_ == "NOUN" and nearest.lower_ in ROLES else entity.root.head


def words_beside(entity: Span) -> set[str]:
    """Return the words that describe a person next to the name: "French Foreign Minister X"."""
    root = entity.root
    own = [child for child in root.children if not _is_somebody_else(child)]
    beside = {child.lower_ for child in own}
    for child in own:
        if child.dep_ in ("appos", "compound", "nmod") and child.right_edge.i - child.left_edge.i < 12:
            clauses = {i for item in child.children if item.dep_ == "relcl" for i in span(item)}
            beside |= {token.lower_ for token in child.subtree if token.i not in clauses}
    if root.dep_ == "appos" and root.head.ent_type_ == "PERSON" and root.head.dep_ == "pobj":
        # "A spokesman for President X, Anna Berg, said": the office is before the "for".
        beside.add(root.head.head.head.lower_)
    elif root.dep_ == "appos":
        noun = described_by(entity)
        beside |= {noun.lower_, *(child.lower_ for child in noun.children)}
    first = entity.doc[max(0, entity.start - 4) : entity.start]
    return beside | {token.lower_ for token in first if token.dep_ in ("compound", "amod", "nmod")}


@dataclass
class Apposed:
    """Finds the names beside the offices in a text; `entities` are the names that the parser found, by token."""

    gazetteer: Gazetteer
    doc: Doc
    entities: dict[int, Span]
    discourse: Discourse
    new: NewNames

    def to(self, head: Token, inside: set[int]) -> Actor | None:
        """Return the person whose name follows an office, or stands before it with a comma."""
        office = head.lower_ in ROLES
        name = (name_behind_body if office else apposed_name)(head, inside)
        if name or not office:
            return self.new.person(name) if name else None
        for index in range(head.i + 1, min(head.i + 9, len(self.doc))):
            stops = self.doc[index].lower_ in ("who", "which", "said", "and") and self.doc[index].pos_ != "PROPN"
            if index not in inside or stops:
                break
            entity = self.entities.get(index)
            person = entity is not None and entity.label_ == "PERSON" and entity.end - 1 == index
            if entity is not None and person and not self._is_part(entity):
                if not is_principal(entity, head):
                    return self.new.person(entity.text)
                return self._behind_principal(entity, inside)
            for start in range(index - 1, head.i, -1):
                found = self.gazetteer.find(self.doc[start : index + 1].text)
                if len(found) == 1 and self.gazetteer.known[found[0]].kind == "person":
                    return self.gazetteer.actor(found[0])
        name = name_beside(head, inside)
        return self.new.person(name) if name else self._at_the_end(head, inside) or self._before(head)

    def _behind_principal(self, principal: Span, inside: set[int]) -> Actor | None:
        """Return the person named between commas after somebody's spokesman: "a spokesman for X Y, Anna Berg, said"."""
        start = principal.end
        if start + 1 not in inside or self.doc[start].text != ",":
            return None
        name = self.entities.get(start + 1)
        named = name is not None and name.label_ == "PERSON" and name.start == start + 1 and len(name) > 1
        closed = named and name is not None and name.end < len(self.doc) and self.doc[name.end].text == ","
        return self.new.person(name.text) if closed and name is not None else None

    def _is_part(self, entity: Span) -> bool:
        """Return whether the parser cut off a first name: "the Council Dmitry Berg" is split into a body and "Berg"."""
        return any(at == entity.end - 1 for at, _ in self.discourse.named) and len(entity) == 1

    def _at_the_end(self, head: Token, inside: set[int]) -> Actor | None:
        """Return the person named at the end of a long office: "secretary of the Council of Rome Anna Berg"."""
        last = max(inside, default=head.i)
        while last > head.i and (self.doc[last].is_punct or self.doc[last].dep_ == "advmod"):
            last -= 1
        actor = next((actor for at, actor in self.discourse.named if at == last and actor.kind == "person"), None)
        if actor is None or last <= head.i:
            return None
        start = last - len(self.new.label(actor.slug).split()) + 1
        before = self.doc[start - 1]
        if before.text == ",":
            before = self.doc[start - 2]
        elif last - start < 1:
            return None
        behind = start - 1 > head.i and before.lower_ not in _LINKS and before.lower_ not in ROLES
        return actor if behind else None

    def _before(self, head: Token) -> Actor | None:
        """Return the person at the start of a sentence, before the office: "Anna Berg, ambassador to Oslo, said".

        The parser sometimes takes the office for the subject, if a relative clause follows it.
        """
        first = head.left_edge.i
        if first < 3 or self.doc[first - 1].text != "," or head.dep_ != "nsubj":
            return None
        actor = next((actor for at, actor in self.discourse.named if at == first - 2 and actor.kind == "person"), None)
        words = len(self.new.label(actor.slug).split()) if actor is not None else 0
        start = first - 1 - words
        begins = words > 1 and start >= 0 and (self.doc[start].is_sent_start or self.doc[start - 1].is_space)
        return actor if begins else None
