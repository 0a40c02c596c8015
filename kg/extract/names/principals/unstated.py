"""Finds the state of an office that is given without one beside the name of its holder.

The text gives it elsewhere: a headline ("Kenyan PM in Oslo"), a place ("told a briefing in Nairobi"), a superior.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.tree import object_of, subject_of, where
from kg.extract.names.actors import HE, PORTFOLIOS, ROLES, SHE
from kg.extract.names.offices import SPOKESMEN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from spacy.tokens import Doc, Token

    from kg.extract.grammar.attributed import Attribution
    from kg.extract.names.actors import Actor
    from kg.extract.names.discourse import Discourse
    from kg.extract.names.gazetteer import Gazetteer

__all__ = [
    "is_ministry_spokesman",
    "state_asked",
    "state_left",
    "state_of_briefing",
    "state_of_capital",
    "state_of_headline",
    "state_of_official",
    "state_of_place",
    "state_of_presidency",
    "superior_of",
    "untaken",
]

#: Offices that exist only once in a state, as written in articles and headlines.
_SINGLE = {
    "prime minister": ("prime minister", "pm", "premier"),
    "president": ("president",),
    "chancellor": ("chancellor",),
    "foreign minister": ("foreign minister", "fm"),
    "foreign ministry": ("foreign ministry",),
    "defence minister": ("defence minister", "defense minister"),
}
_BESIDE = 4
#: What journalists ask for.
_ASKED = ("comment", "comments", "opinion", "position", "reaction", "reply", "response", "stance", "take", "view")


def _office(words: str) -> str | None:
    """Return the office in some words (lower case); None for any other office: "deputy prime minister"."""
    if any(word in words.split() for word in ("deputy", "former", "vice", "ex", "opposition", "shadow")):
        return None
    return next((name for name, forms in _SINGLE.items() if any(f"{form} " in f"{words} " for form in forms)), None)


def _calls(doc: Doc, first: int, last: int, office: str) -> Iterator[Token]:
    """Yield the last word of each mention of an office between two tokens."""
    for form in _SINGLE[office]:
        parts = form.split()
        for i in range(first, last - len(parts) + 1):
            if [doc[i + n].lower_ for n in range(len(parts))] == parts:
                yield doc[i + len(parts) - 1]


def state_of_headline(gazetteer: Gazetteer, discourse: Discourse, person: Actor) -> list[str]:
    """Return the state that the headline gives with an office that only this person holds in the text."""
    doc, end = discourse.doc, discourse.paragraph_after(0)
    names = (at for at, actor in discourse.named if actor == person and at >= end)
    beside = (" ".join(doc[i].lower_ for i in range(max(end, at - _BESIDE), at)) for at in names)
    office = next((found for words in beside if (found := _office(words))), None)
    if office is None or end >= len(doc):
        return []
    holders = {actor for mention in _calls(doc, end, len(doc), office) for actor in _named_after(discourse, mention)}
    if holders != {person}:
        return []
    heads = list(_calls(doc, 0, end, office))
    others = {actor for mention in heads for actor in _named_after(discourse, mention)} - {person}
    states = {slug for mention in heads for slug in _state_before(gazetteer, mention)}
    others_of = {
        slug for mention in _calls(doc, end, len(doc), office) for slug in _state_before(gazetteer, mention)
    } - states
    return list(states) if len(states) == 1 and not others and not others_of else []


def state_left(
    gazetteer: Gazetteer, discourse: Discourse, person: Actor, states: Sequence[tuple[int, str]]
) -> list[str]:
    """Return the only state of a text that is left for a person's office: in others, it is somebody else's.

    In a text on Norway and Kenya, "Prime Minister Berg" is Norway's where "Kenyan Prime Minister Holm" is named, too.
    """
    doc, names = discourse.doc, (at for at, actor in discourse.named if actor == person)
    beside = (" ".join(doc[i].lower_ for i in range(max(0, at - _BESIDE), at)) for at in names)
    office = next((found for words in beside if (found := _office(words))), None)
    taken: set[str] = set()
    for mention in _calls(doc, 0, len(doc), office) if office is not None else ():
        others = _named_after(discourse, mention) - {person}
        taken |= set(_state_before(gazetteer, mention)) if others else set()
    first = next((at for at, actor in discourse.named if actor == person), len(doc))
    # "Minister Berg said that Kenya must pay" does not tell that she is Kenya's.
    left = {slug for at, slug in states if at < first or doc[at].sent != doc[min(first, len(doc) - 1)].sent} - taken
    return list(left) if taken and len(left) == 1 else []


def _named_after(discourse: Discourse, mention: Token) -> set[Actor]:
    """Return the person named directly after an office."""
    near = range(mention.i + 1, mention.i + _BESIDE + 1)
    found = [actor for at, actor in discourse.named if at in near and actor.kind == "person"]
    return set(found[:1])


def _state_before(gazetteer: Gazetteer, mention: Token) -> list[str]:
    """Return the state whose name or adjective is directly before an office: "Kenyan PM", "Kenya's president"."""
    doc, i = mention.doc, mention.i - 1
    while (
        i >= 0 and mention.i - i < _BESIDE and doc[i].lower_ in ("prime", "foreign", "defence", "defense", "'s", "’s")
    ):
        i -= 1
    named = i >= 0 and doc[i].is_alpha  # "in Oslo, Foreign Minister Berg" is not Oslo's
    slug = gazetteer.state(doc[i - 1 : i + 1].text) if i > 0 and named else None  # "South Sudanese" is not "Sudanese"
    slug = slug or (gazetteer.state(doc[i].text) if i >= 0 else None)
    return [slug] if slug and slug in gazetteer.known and gazetteer.known[slug].kind == "state" else []


def state_of_briefing(gazetteer: Gazetteer, discourse: Discourse, cue: Token, source: tuple[int, ...]) -> list[str]:
    """Return the state in whose capital a ministry's spokesman speaks, if that state acts in the text just before.

    "China's response was muted. Foreign Ministry spokesman X told a briefing in Beijing"; a minister may be abroad.
    """
    doc, sentence = discourse.doc, cue.sent
    if not is_ministry_spokesman([doc[i].lower_ for i in source]):
        return []
    places = {
        slug
        for token in (*sentence, *doc[: min(6, len(doc))], *_dateline(discourse, cue))
        if token.ent_type_ == "GPE" and _is_place(discourse, token) and (slug := gazetteer.state(token.text))
    }
    start = discourse.paragraph_before(cue.i)
    acting = {
        actor.slug
        for at, actor in discourse.named
        if start <= at < sentence.end and actor.kind == "state" and doc[at].dep_ in ("nsubj", "poss")
    }
    acting |= {
        slug
        for token in doc[start : sentence.end]
        if token.dep_ == "amod" and token.head.dep_ == "nsubj" and (slug := gazetteer.demonyms.get(token.lower_))
    }
    found = places & acting
    return list(found) if len(found) == 1 else []


def state_of_presidency(gazetteer: Gazetteer, doc: Doc, source: tuple[int, ...]) -> list[str]:
    """Return the only state whose presidency a text names: "the Kenyan presidential spokesman said so".

    If it names none in this way, it is the only state whose president it names.
    """
    if not any(doc[i].lower_ == "presidential" for i in source):
        return []
    for word in ("presidential", "president"):
        states = {slug for i in where(doc, "LOWER", (word,)) for slug in _state_before(gazetteer, doc[i])}
        if states:
            return list(states) if len(states) == 1 else []
    return []


def state_of_official(gazetteer: Gazetteer, doc: Doc, item: Attribution, people: list[int]) -> list[str]:
    """Return the state of an official without a name who acts in the sentence before, with nobody else beside.

    "The Kenyan minister left. Nairobi would not pay, Omar Said said": the words tell what the same state will or can
    do, or is doing; that it lied is as well said by others. `people` are the tokens that name others.
    """
    here = doc[item.via].sent
    before = doc[here.start - 1].sent if here.start else here
    official = subject_of(before.root) if before.start < here.start else None
    if official is None or official.dep_ != "nsubj" or any(official.conjuncts):
        return []
    if official.lower_ not in (*ROLES, "colleague"):
        return []
    if any(before.start <= at < here.end and at != official.i for at in people):
        return []
    states = {slug for child in official.children if (slug := gazetteer.state(child.text))}
    heads = [doc[i] for i in item.content if doc[i].dep_ in ("ccomp", "ROOT")][:1]
    subjects = (subject_of(head) for head in heads if _is_ahead(head))
    told = (word for word in subjects if word is not None)
    return [slug for slug in states if any(_is_country(word) or gazetteer.state(word.text) == slug for word in told)]


def _is_country(noun: Token) -> bool:
    """Return whether a noun is the speaker's own state: "his country", "her government"."""
    own = any(child.lower_ in ("his", "her", "our", "my") for child in noun.children)
    return own and noun.lower_ in ("country", "government")


def _is_ahead(verb: Token) -> bool:
    """Return whether a verb tells what somebody will or can do, or is doing: "would act", "was not asking"."""
    helpers = [child for child in verb.children if child.dep_ == "aux"]
    may = any(child.lower_ in ("can", "could", "will", "would", "wo", "ca", "'ll", "’ll") for child in helpers)
    return may or (verb.tag_ == "VBG" and any(child.lemma_ == "be" for child in helpers))


def state_of_capital(gazetteer: Gazetteer, doc: Doc, item: Attribution, named: set[str]) -> list[str]:
    """Return the only state of a text if what a chancellor's spokesman says is of its capital: "said Nairobi would"."""
    heads = [doc[i] for i in item.content if doc[i].dep_ in ("ccomp", "ROOT")][:1]
    subject = subject_of(heads[0]) if heads else None
    slug = gazetteer.state(subject.text) if subject is not None and subject.pos_ == "PROPN" else None
    capital = slug in named and subject is not None and gazetteer.known[slug].label != subject.text
    return [slug] if slug and capital and len(named) == 1 else []


def state_asked(gazetteer: Gazetteer, doc: Doc, cue: Token) -> list[str]:
    """Return the state whose view is asked for in an interview: "What is Kenya's response?"."""
    if ":" not in cue.text:
        return []
    found = set()
    for i in where(doc, "LOWER", _ASKED):
        owners = [child for child in doc[i].children if child.dep_ in ("poss", "amod") and child.i < i]
        question = doc[doc[i].sent.end - 1].text == "?" or doc[i].sent.text.rstrip().endswith("?")
        found |= {slug for owner in owners if question and (slug := gazetteer.state(owner.text))}
    return [slug for slug in found if len(found) == 1 and gazetteer.known[slug].kind == "state"]


def untaken(discourse: Discourse, person: Actor, states: list[str]) -> list[str]:
    """Return the states without those of which the text names somebody else with the same office.

    "Singapore's foreign minister Tan" tells that "Foreign Minister Berg", in the next paragraph, is another state's.
    """
    mine = discourse.roles.get(person.slug, set())
    if "deputy" in mine:  # whom a state has besides the minister, and often several of
        return states
    office = mine & {"minister", *PORTFOLIOS} if "minister" in mine else mine & set(_SINGLE)
    if len(office) < 1 + ("minister" in office) or not SPOKESMEN.isdisjoint(person.slug.split("-")):
        return states
    others = ((slug, roles) for slug, roles in discourse.roles.items() if slug != person.slug and "deputy" not in roles)
    same = (slug for slug, roles in others if office <= roles)
    taken = {state for slug in same for state in discourse.bodies.get(slug, ())}
    return [state for state in states if state not in taken]


def is_ministry_spokesman(office: Sequence[str]) -> bool:
    """Return whether the words of an office, in lower case, are those of a spokesman of a ministry."""
    return "ministry" in office and any(word.startswith("spokes") for word in office)


def state_of_place(gazetteer: Gazetteer, cue: Token) -> str | None:
    """Return the state given at the start of a sentence as the place of speech: "In Oslo, a spokesman dismissed it"."""
    first = cue.sent[0]
    place = object_of(first) if first.lower_ == "in" else None
    if place is None or cue.doc[place].ent_type_ != "GPE" or place > cue.i:
        return None
    return gazetteer.state(cue.doc[place].text)


def _dateline(discourse: Discourse, cue: Token) -> list[Token]:
    """Return the first words of the speaker's paragraph, which may contain its dateline."""
    start = discourse.paragraph(cue.i)
    return list(discourse.doc[start : start + 5])


def _is_place(discourse: Discourse, token: Token) -> bool:
    """Return whether a name is a place of speech: "in Beijing", or the place of a dateline."""
    layout = discourse.layout
    opening = token.is_upper or (layout is not None and layout.in_dateline(token.idx))
    return opening or (token.dep_ == "pobj" and token.head.lower_ == "in")


def superior_of(discourse: Discourse, person: Actor, meant: Callable[[Token], tuple[Actor, ...]]) -> Actor | None:
    """Return the superior of a minister or envoy: Maduro in "Maduro sent his foreign minister Jorge Arreaza"."""
    doc = discourse.doc
    for at in (at for at, actor in discourse.named if actor == person):
        before = doc[max(at - 6, doc[at].sent.start) : at]
        owner = next((token for token in before if token.tag_ == "PRP$" and token.lower_ in (*HE, *SHE)), None)
        if owner is None or not any(token.lower_ in ("minister", "envoy", "ambassador") for token in before):
            continue
        # "His" refers to the subject of the clause, or of the clause that reports it: "he had sent his minister".
        verb = next((up for up in owner.ancestors if up.pos_ in ("VERB", "AUX")), None)
        subject = subject_of(verb) if verb is not None else None
        if subject is not None and subject.lower_ in (*HE, *SHE) and verb is not None and verb.dep_ == "ccomp":
            subject = subject_of(verb.head)
        found = meant(subject) if subject is not None and subject.pos_ == "PROPN" else ()
        if len(found) == 1 and found[0].kind == "person" and found[0] != person:
            return found[0]
    return None
