"""Records the names in a text before any mention is resolved, as possible referents of other words."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import load_data
from kg.extract.grammar.tree import before_case, has_prep, span, where
from kg.extract.names.actors import HE, PEOPLE, PORTFOLIOS, ROLES, SHE, STATES_OWN
from kg.extract.names.nametable import folded
from kg.extract.names.namings import is_of_two_nations
from kg.extract.names.newnames import is_full_name, is_titled, is_titled_name
from kg.extract.names.offices import SPOKESMEN, says
from kg.extract.names.people.fullnames import described_by, introduced, known_persons, words_beside
from kg.extract.names.people.statesbeside import office_before
from kg.extract.names.phrases import owner_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from spacy.tokens import Doc, Span, Token

    from kg.extract.article.excerpts import Layout
    from kg.extract.names.actors import Actor
    from kg.extract.names.discourse import Discourse
    from kg.extract.names.gazetteer import Gazetteer
    from kg.extract.names.namings import Namings
    from kg.extract.names.newnames import NewNames

__all__ = [
    "group_of_topic",
    "note_named_later",
    "note_names",
    "note_only_person",
    "note_sexes",
    "topic_of_text",
    "unknown_names",
]

#: Words for people that "her" or "his" may refer to, in addition to roles.
_RELATED = frozenset(
    ("boy", "brother", "child", "couple", "father", "girl", "man", "mother", "person", "sister", "victim", "woman")
)
_PARTISANS = frozenset(load_data("names/posts.yaml")["partisans"])
_NAMES = ("ORG", "GPE", "NORP", "PERSON", "LOC")


def note_names(gazetteer: Gazetteer, namings: Namings, discourse: Discourse, new: NewNames) -> None:
    """Record every known name in the text, and every person with a full name, as possible referents."""
    doc, named = discourse.doc, discourse.named
    for entity in doc.ents:
        if entity.label_ in _NAMES and (entity.label_ != "PERSON" or len(entity) == 1):
            found = gazetteer.find(entity.text)
            if len(found) == 1 and not is_titled(entity) and not new.another(entity.root, found[0]):
                named.append((entity.root.i, gazetteer.actor(found[0])))
    named += _organisations(gazetteer, doc, {at for at, _ in named})
    people: dict[int, tuple[str, Span | None]] = {}
    people |= {root: (name, None) for root, name in known_persons(gazetteer, doc)}
    people |= {found.root.i: (found.text, found) for found in introduced(gazetteer, doc)}
    people |= {entity.root.i: (entity.text, entity) for entity in doc.ents if is_full_name(entity)}
    for root, (name, found_by_parse) in sorted(people.items(), key=lambda item: _rank(item[1][0])):
        _note(namings, discourse, new, root, name, found_by_parse or doc[root : root + 1])
    _note_surnames(discourse, new)
    named.sort(key=lambda pair: pair[0])


def _organisations(gazetteer: Gazetteer, doc: Doc, taken: set[int]) -> Iterator[tuple[int, Actor]]:
    """Yield the organisations named by their initials, which the parser may take for any word: "ECOWAS imposed"."""
    for i in where(doc, "ENT_TYPE", [""]):
        if doc[i].is_upper and len(doc[i]) > 2 and i not in taken:
            found = gazetteer.find(doc[i].text)
            if len(found) == 1 and gazetteer.known[found[0]].kind == "organisation":
                yield i, gazetteer.actor(found[0])


def note_only_person(gazetteer: Gazetteer, discourse: Discourse) -> None:
    """Record the only person in a text, named without an office, as the spokesman that the text mentions.

    "The Kenyan foreign ministry's spokesperson: talks go on ... Anna Berg said": both mentions mean the same person.
    """
    doc = discourse.doc
    persons = {actor for _, actor in discourse.named if actor.kind == "person"}
    offices = where(doc, "LOWER", SPOKESMEN)
    if len(persons) != 1 or not offices or any(discourse.roles.get(actor.slug) for actor in persons):
        return
    states = [{slug for word in doc[max(0, i - 5) : i] if (slug := gazetteer.state(word.text))} for i in offices]
    named = {slug for found in states for slug in found if gazetteer.known[slug].kind == "state"}
    at = [doc[i] for i, actor in discourse.named if actor in persons]
    if len(named) == 1 and all(states) and any(says(word) for word in at):
        person = persons.pop()
        told = (word.lower_ for i in offices for word in doc[max(0, i - 3) : i + 1] if word.is_alpha)
        discourse.roles.setdefault(person.slug, set()).update(told)  # includes "ministry"
        discourse.holds(person, named)


def note_named_later(gazetteer: Gazetteer, discourse: Discourse, label: Callable[[Actor], str]) -> None:
    """Record the office of a person named only on a later mention: "the minister, X Y," after "Kenya's minister".

    The office has to be that of one state in the text before, without a name.
    """
    doc = discourse.doc
    for at, actor in list(discourse.named):
        comma = at - len(label(actor).split())
        if actor.kind != "person" or comma < 3 or doc[comma].text != "," or doc[comma - 1].lower_ not in ROLES:
            continue
        office, first = doc[comma - 1], comma - 1
        while first and doc[first - 1].lower_ in PORTFOLIOS:
            first -= 1
        if not first or doc[first - 1].lower_ != "the":
            continue
        before = [
            found for i in where(doc, "LOWER", (office.lower_,)) if i < first and (found := _held(gazetteer, doc, i))
        ]
        if len({state for state, _ in before}) == 1:
            discourse.roles.setdefault(actor.slug, set()).update(word for _, words in before for word in words)
            discourse.holds(actor, {before[0][0]})


def _held(gazetteer: Gazetteer, doc: Doc, at: int) -> tuple[str, set[str]] | None:
    """Return the state before an office without a name, and the words of the office: "Kenya's foreign minister"."""
    first = at
    while first and doc[first - 1].lower_ in PORTFOLIOS:
        first -= 1
    owner = before_case(doc, first)
    state = gazetteer.state(doc[owner].text) if owner >= 0 else None
    named = at + 1 < len(doc) and (doc[at + 1].pos_ == "PROPN" or doc[at + 1].text == ",")
    if state is None or named or gazetteer.known[state].kind != "state":
        return None
    return state, {doc[i].lower_ for i in range(first, at + 1)}


def note_sexes(discourse: Discourse, layout: Layout | None) -> None:
    """Record a person's sex if the sentence of the name shows it: "Tsai will stop over in Oslo on her return"."""
    doc = discourse.doc
    for i in where(doc, "LOWER", ("her", "his")):
        word, start = doc[i], doc[i].sent.start
        named = [(at, actor) for at, actor in discourse.named if start <= at < i and actor.kind == "person"]
        if word.tag_ != "PRP$" or len({actor for _, actor in named}) != 1 or (layout and layout.quoted(word.idx)):
            continue
        at, actor = named[0]
        others = any(token.lower_ in ROLES or token.lower_ in _RELATED for token in doc[at + 1 : i])
        verbs = (up for up in word.ancestors if any(child.dep_ in ("nsubj", "nsubjpass") for child in up.children))
        mine = doc[at].dep_ == "nsubj" and doc[at].head == next(verbs, None) and not discourse.sex(actor)
        if mine and not others and not any(token.lower_ in (*HE, *SHE) for token in doc[start:i]):
            discourse.women.setdefault(actor.slug, word.lower_ == "her")


def _note_surnames(discourse: Discourse, new: NewNames) -> None:
    """Record where a person is named by last name alone: in "Berg resigned. She said ...", she is Berg."""
    doc, taken = discourse.doc, {at for at, _ in discourse.named}
    # "Paris said so" after "Anna Paris, a minister": Paris is the person.
    places = {at for at, actor in discourse.named if actor.kind == "state"}
    proper = where(doc, "POS", ["PROPN"])
    often = Counter(doc[i].text for i in proper)
    # The parser sometimes takes a rare name for a noun.
    nouns = (i for i in where(doc, "POS", ["NOUN"]) if doc[i].text.istitle() and often[doc[i].text] > 1)
    for i in sorted({*proper, *nouns, *where(doc, "ENT_TYPE", ["ORG", "PERSON"])}):
        person = new.people.get(folded(doc[i].text))
        if i in taken and not (person is not None and doc[i].dep_ in ("nsubj", "poss") and i in places):
            continue
        if person is not None and doc[i].dep_ != "compound" and not any(c.dep_ == "compound" for c in doc[i].children):
            discourse.named[:] = [pair for pair in discourse.named if pair[0] != i]
            discourse.named.append((i, person))


def unknown_names(doc: Doc, entities: dict[int, Span]) -> Iterator[Token]:
    """Yield the heads of names of bodies, and of plural nouns for people, in text order."""
    for i in where(doc, "POS", ["PROPN", "NOUN"]):
        token, entity = doc[i], entities.get(i)
        body = entity is not None and entity.label_ == "ORG" and entity.root.i == i and token.lower_ not in ROLES
        people = token.tag_ in ("NNS", "NNPS") and token.lower_ in PEOPLE | ROLES
        # "Samoan government", "the government of Samoa"
        owned = token.lower_ in STATES_OWN and (owner_of(token)[0] is not None or has_prep(token, "of"))
        if body or owned or (people and token.dep_ in ("nsubj", "nsubjpass")):
            yield token


def _rank(name: str) -> tuple[bool, bool]:
    """Return the sort key for recording names: "Berg" after "Anna Berg", names with a title after those without."""
    words = [word for word in name.split() if word.lower() not in ROLES]
    return len(words) < 2, is_titled_name(name)


def _note(namings: Namings, discourse: Discourse, new: NewNames, root: int, name: str, entity: Span) -> None:
    """Record a person by full name, with the words beside it; names with a title come after those without."""
    actor = new.person(name)
    if actor is None:
        return
    named = discourse.named
    named[:] = [pair for pair in named if pair[0] != root]
    named.append((root, actor))
    beside = words_beside(entity)
    discourse.describe(actor, beside)
    nations = _nations(namings.gazetteer, entity, beside)
    nations = nations or {slug for slug in _owners(namings, entity) if slug}
    asides = [child for child in entity.root.children if child.dep_ == "appos" and child.lower_ not in _PARTISANS]
    bodies = {slug for child in asides for slug in namings.bodies_in(tuple(span(child)))}
    if (office := _office_of(entity)) is not None:  # "Canada's foreign minister, Anna Berg"
        discourse.describe(actor, {office.lower_, *(child.lower_ for child in office.lefts)})
        bodies |= set(namings.bodies_in(tuple(i for i in span(office) if i < entity.root.left_edge.i)))
    state, called = office_before(namings.gazetteer, entity)
    discourse.describe(actor, called)
    told = next((found for found in ({state} if state else set(), nations, bodies) if len(found) == 1), set[str]())
    discourse.bodies.setdefault(actor.slug, set()).update(told)


def _office_of(entity: Span) -> Token | None:
    """Return the office with which a name is in apposition; the parser may take it for one of a list."""
    office = described_by(entity)
    comma = entity.start > 1 and entity.doc[entity.start - 1].text == ","
    listed = entity.root.dep_ == "conj" and comma and entity.start - 2 == office.i and not any(office.conjuncts[1:])
    return office if office.lower_ in ROLES and (entity.root.dep_ == "appos" or listed) else None


def _nations(gazetteer: Gazetteer, entity: Span, beside: set[str]) -> set[str]:
    """Return the states whose adjectives describe a person; "South Sudanese" does not mean Sudan."""
    doc, sentence = entity.doc, entity.sent
    for words in (doc[max(sentence.start, entity.start - 6) : entity.start], sentence):
        found: set[str] = set()
        for token in (word for word in words if word.lower_ in beside and not is_of_two_nations(gazetteer, word)):
            long = gazetteer.demonyms.get(f"{doc[token.i - 1].lower_} {token.lower_}") if token.i else None
            found |= {long} if long else set(gazetteer.nations(token.text))
        if found:
            return found
    return set()


def _owners(namings: Namings, entity: Span) -> list[str]:
    """Return the state directly before a person's office: "Kenya's foreign minister Anna Berg"."""
    doc, first = entity.doc, entity.start
    while (
        first
        and entity.start - first < 5
        and doc[first - 1].lower_ in ROLES | PORTFOLIOS | {"affairs", "external", "s"}
    ):
        first -= 1
    first -= bool(first) and doc[first - 1].tag_ == "POS"
    owner = doc[first - 1] if first and first < entity.start else None
    slug = namings.gazetteer.state(owner.text) if owner is not None and owner.ent_type_ == "GPE" else None
    return [slug] if slug and namings.gazetteer.known[slug].kind == "state" else []


def topic_of_text(gazetteer: Gazetteer, discourse: Discourse, text: str) -> tuple[str, ...]:
    """Return the adjective of the state that the text names most often."""
    states = Counter(actor.slug for _, actor in discourse.named if actor.kind == "state")
    demonyms = gazetteer.demonyms
    states.update(demonyms[word] for word in text.lower().split() if word in demonyms)
    top = states.most_common(1)[0][0] if states else ""
    return gazetteer.known[top].demonyms[:1] if top else ()


def group_of_topic(
    gazetteer: Gazetteer, head: Token, inside: set[int], topic: tuple[str, ...], is_about: Callable[[str], bool]
) -> tuple[Actor, ...]:
    """Return the known group of the country that a text is about, for plain "activists" or "authorities".

    `topic` has the adjective of that country. "The government" is its own only if the text `is_about` no other country.
    """
    doc = head.doc
    bare = [i for i in inside if head.left_edge.i <= i < head.i and doc[i].dep_ not in ("det", "advmod")]
    if head.lower_ not in PEOPLE or bare:
        return ()
    for demonym in topic:
        found = gazetteer.find(f"{demonym} {head.text}")
        if len(found) == 1 and (head.lower_ not in STATES_OWN or is_about(demonym)):
            return (gazetteer.actor(found[0], plural=True),)
    return ()
