"""Finds the holders and principals of offices that are mentioned without a state or without a name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import lexicon, load_data
from kg.extract.grammar.tree import object_of, where
from kg.extract.names.actors import BODIES, PORTFOLIOS, UTTERED, Actor
from kg.extract.names.people.ownwords import own_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Doc, Token

    from kg.extract.grammar.attributed import Attribution
    from kg.extract.names.discourse import Discourse
    from kg.extract.names.gazetteer import Gazetteer

__all__ = [
    "OF_STATES",
    "ONE_STATES",
    "RULING",
    "SEVERAL",
    "SPOKESMEN",
    "Spokesmen",
    "bare_spokesman",
    "called_before",
    "called_later",
    "is_of_no_state",
    "is_spokesman",
    "is_theme",
    "is_third_party",
    "last_said",
    "last_speaker",
    "only_officer",
    "rulers",
    "says",
    "state_of_speech",
    "state_of_title",
]

_PEOPLE = load_data("names/people.yaml")

OF_STATES = frozenset(map(str, _PEOPLE["only_states"]))
_THEMES = frozenset(map(str, _PEOPLE["themes"]))
_PRIVATE = frozenset(map(str, _PEOPLE["private_bodies"]))
_TITLES = {str(title): str(state) for state, titles in _PEOPLE["titles"].items() for title in titles}
ONE_STATES = frozenset(_TITLES)
_ELSEWHERE = frozenset(map(str, _PEOPLE["titles_elsewhere"]))
#: Speeches given only by one state's head, with that state.
_OCCASIONS = {str(words): str(state) for words, state in _PEOPLE["occasions"].items()}
SPOKESMEN = frozenset(("spokesman", "spokesperson", "spokeswoman"))
#: Roles that several people in a state have at the same time, so that state and role identify nobody.
SEVERAL = frozenset(_PEOPLE["several"])
#: Those of them for which a text names only one holder, so that "its spokeswoman" is the one named.
_NAMED_ONCE = ("minister", *SPOKESMEN)
#: Other words for an office, by the words that the text may give with a name.
_SAME = {"fm": {"foreign", "minister"}, "pm": {"prime", "minister"}, "premier": {"prime", "minister"}}
RULING = frozenset(("chancellor", "emir", "king", "premier", "president", "prime", "queen", "sultan"))


def bare_spokesman(words: list[Token]) -> Token | None:
    """Return the word for a spokesman in a noun phrase that names neither a state nor a body, or None."""
    named = any(word.dep_ == "poss" or word.ent_type_ in ("GPE", "NORP", "ORG") for word in words)
    return None if named else next((word for word in words if word.lower_ in SPOKESMEN), None)


def is_spokesman(actor: Actor) -> bool:
    """Return whether a person is known only by the office: "Kenyan foreign ministry spokesman"."""
    return not SPOKESMEN.isdisjoint(actor.slug.split("-"))


def is_third_party(cue: Token) -> bool:
    """Return whether somebody else reports what a person said: the "minister" of "he said minister Berg had agreed"."""
    told = cue.dep_ in ("ccomp", "relcl", "advcl") and cue.head.i < cue.i
    if cue.pos_ == "NOUN":  # "said it was shocked by President Berg's calls": Berg is of another state
        return any(verb.i < cue.i and verb.lemma_.lower() in lexicon().plain for verb in cue.ancestors)
    return told and cue.head.lemma_.lower() in lexicon().plain


def says(noun: Token) -> bool:
    """Return whether a noun is the subject of a plain verb of saying: in "Oslo said", not in "Oslo's plan"."""
    return noun.dep_ == "nsubj" and noun.head.lemma_.lower() in lexicon().plain


def last_said(discourse: Discourse, position: int) -> tuple[int, tuple[Actor, ...]]:
    """Return the position and the speakers of the last speech before a token; -1 and no speakers if there was none."""
    said = (pair for pair in reversed(discourse.stack) if pair[0] < position and says(discourse.doc[pair[0]]))
    return next(said, (-1, ()))


def last_speaker(discourse: Discourse, position: int) -> Actor | None:
    """Return the last single speaker before a token, if at most two paragraphs back."""
    at, actors = last_said(discourse, position)
    near = len(actors) == 1 and discourse.paragraphs_between(at, position) < 3
    return actors[0] if near else None


def is_of_no_state(gazetteer: Gazetteer, words: list[Token]) -> bool:
    """Return whether words give an office that no state in the text has, or whose nation is not in the reference data.

    "The president of the student association", "spokesman for the secretary-general", "Slovakian prime minister".
    """
    lower = {word.lower_ for word in words}
    unknown = any(word.ent_type_ == "NORP" and not gazetteer.nations(word.text) for word in words)
    return unknown or bool(lower & _PRIVATE) or {"secretary", "general"} <= lower


def is_theme(name: Token) -> bool:
    """Return whether a name is the field of an office: "the director of US affairs" does not speak for the US."""
    return name.i + 1 < len(name.doc) and name.nbor(1).lower_ in _THEMES


def state_of_title(words: str, named: set[str]) -> str | None:
    """Return the state whose title is in `words` (lower case), if `named` has only this state with that title."""
    found = next((state for title, state in _TITLES.items() if title in words), None)
    return found if found in named and not (named - {found}) & _ELSEWHERE else None


def state_of_speech(gazetteer: Gazetteer, doc: Doc, content: tuple[int, ...]) -> list[str]:
    """Return the state of a speech's occasion, or of the people it greets as the speaker's: "my fellow Kenyans".

    Only a speech that is printed in full is most of the text.
    """
    if len(content) < len(doc) / 2:
        return []
    title = doc.text[: doc[min(content)].idx].lower()
    occasions = [state for words, state in _OCCASIONS.items() if words in title and "europe" not in title]
    if occasions:
        return occasions[:1]
    greeted = [doc[i + 1].text for i in where(doc, "LOWER", ("fellow",)) if i + 1 < len(doc)]
    found = {slug for word in greeted for slug in gazetteer.nations(word.removesuffix("s"))}
    return list(found) if len(found) == 1 and all(gazetteer.known[slug].kind == "state" for slug in found) else []


def called_before(gazetteer: Gazetteer, discourse: Discourse, head: Token) -> list[Actor]:
    """Return the persons to whom the text gives an office before it."""
    return _called(gazetteer, discourse, head, 0, head.i)


def called_later(gazetteer: Gazetteer, discourse: Discourse, head: Token) -> list[Actor]:
    """Return the persons whom the text introduces by an office after it: "France's president ... Anna Berg said"."""
    highest = head.lower_ == "general" and head.i > 0 and head.nbor(-1).lower_ == "secretary"
    if head.lower_ in SEVERAL and head.lower_ not in _NAMED_ONCE and not highest:
        return []
    return _called(gazetteer, discourse, head, head.i, len(head.doc))


def _called(gazetteer: Gazetteer, discourse: Discourse, head: Token, first: int, last: int) -> list[Actor]:
    """Return the persons named between two tokens to whom the text gives an office, in text order."""
    beside = {child for child in head.children if child.i < head.i and child.dep_ in ("amod", "compound")}
    several = head.lower_ in SEVERAL  # a maritime minister is not any minister, nor the prime minister
    words = {child.lower_ for child in beside if child.lower_ in ("deputy", *PORTFOLIOS)} | {head.lower_}
    words |= {c.lower_ for c in beside if several and not c.ent_type_ and not gazetteer.nations(c.text)}
    roles, same = discourse.roles, _SAME.get(head.lower_, words)

    def fits(actor: Actor) -> bool:
        told = roles.get(actor.slug, set())
        return actor.kind == "person" and (words <= told or same <= told) and not (several and "prime" in told - words)

    return [actor for _, actor in discourse.fitting(first, last, head.i, fits)]


def rulers(discourse: Discourse, position: int) -> list[Actor]:
    """Return the persons named before to whom the text gives a ruler's title, such as "president" or "king"."""
    roles = discourse.roles
    return discourse.before(
        position, lambda actor: actor.kind == "person" and bool(RULING & roles.get(actor.slug, set()))
    )


def only_officer(discourse: Discourse, position: int, is_of: Callable[[Actor], bool]) -> list[Actor]:
    """Return the only person of a body (`is_of`) with an office who is named before a token; empty if several are."""
    held = set(discourse.before(position, lambda actor: actor.kind == "person" and is_of(actor)))
    return list(held) if len(held) == 1 and all(discourse.roles.get(actor.slug) for actor in held) else []


@dataclass
class Spokesmen:
    """The spokesmen in a text.

    `look` resolves a noun, `principals_of` gives a person's principals, `is_press` identifies mere reporters.
    """

    discourse: Discourse
    look: Callable[[Token], tuple[Actor, ...]]
    principals_of: Callable[[Actor], list[str]]
    is_press: Callable[[tuple[Actor, ...]], bool]

    def of(self, item: Attribution) -> list[str]:
        """Return the principals of a spokesman: the body that spoke last, or the state of the person named."""
        words = [self.discourse.doc[i] for i in own_words(self.discourse.doc, item.source)]
        people = {at for at, actor in self.discourse.named if actor.kind == "person"}  # "spokesman for Berg"
        names = {i for name in self.discourse.doc.ents if name.root.i in people for i in range(name.start, name.end)}
        office = bare_spokesman([word for word in words if word.i not in names | people or word.lower_ in SPOKESMEN])
        if office is None:
            return []
        again = next(
            (w for w in words if w.lower_ in BODIES and w.i > office.i and w.head.lower_ in ("of", "for")), None
        )
        if again is not None:  # "a spokesman for the ministry"
            bodies = self.look(again)
            return [actor.slug for actor in bodies if len(bodies) == 1 and actor.kind in ("organisation", "state")]
        told = self._of_person(words, office) or self._of_issuer(words[0])
        return told or self._of_last(words[0].i, office)

    def of_only(self, item: Attribution, person: Actor) -> list[str]:
        """Return the only such ministry so far for "ministry spokesman X" or "X, a spokesman for the ministry"."""
        doc = self.discourse.doc
        first = next((at for at, actor in self.discourse.named if actor == person), len(doc))
        words = [doc[i] for i in own_words(doc, item.source)]
        words += doc[first + 2 : first + 8] if first + 2 < len(doc) and doc[first + 1].text == "," else []
        offices = {word.i for word in words if word.lower_ in SPOKESMEN}
        body = next((word for word in words if offices and word.lower_ == "ministry"), None)
        if body is None or body.i < 1 or any(word.ent_type_ in ("GPE", "NORP") for word in words):
            return []
        bare = body.i + 1 in offices and body.nbor(-1).lower_ not in PORTFOLIOS | {"affairs"}
        linked = body.dep_ == "pobj" and body.head.head.i in offices
        found = self.look(body) if bare or linked else ()
        return [actor.slug for actor in found if len(found) == 1 and "-" in actor.slug.removesuffix("-ministry")]

    def _of_issuer(self, first: Token) -> list[str]:
        """Return the body whose statement a spokesman gives: "In a statement by the ministry, spokesman X said"."""
        issued = (word for word in first.sent if word.i < first.i and word.lower_ == "by")
        above = ((word, word.head if word.dep_ == "prep" else word.head.head) for word in issued)
        by = next((word for word, noun in above if noun.lemma_.lower() in UTTERED), None)
        body = object_of(by) if by is not None else None
        found = self.look(self.discourse.doc[body]) if body is not None else ()
        return [actor.slug for actor in found if len(found) == 1 and actor.kind == "organisation"]

    def _of_person(self, words: list[Token], office: Token) -> list[str]:
        """Return the principals of the person whose spokesman is meant: "a spokesman for President Berg"."""
        linked = any(w.lower_ in ("for", "of") and w.i > office.i for w in words)
        after = {w.i for w in words if w.i > office.i}
        people = [actor for at, actor in self.discourse.named if at in after and actor.kind == "person"]
        return self.principals_of(people[0]) if linked and len(set(people)) == 1 else []

    def _last(self, start: int, *, bare: bool) -> Actor | None:
        """Return who spoke last, or the state that declared something last: "the Kremlin confirmed it"."""
        at, actors = next((pair for pair in reversed(self.discourse.stack) if pair[0] < start), (-1, ()))
        kinds = ("organisation", "state") if bare else ("state",)  # a "ministry spokesman" may be another's
        body = len(actors) == 1 and actors[0].kind in kinds and not self.is_press(actors)
        declared = body and self.discourse.doc[at].dep_ == "nsubj"
        near = declared and self.discourse.paragraphs_between(at, start) < 2
        return actors[0] if near else last_speaker(self.discourse, start)

    def _of_last(self, start: int, office: Token) -> list[str]:
        """Return the body that spoke last: "the ministry said ... Spokesman X said"."""
        bare = office.i == start
        last = self._last(start, bare=bare) if office.dep_ == "compound" else None
        if last is None or (last.kind == "organisation" and self.is_press((last,))):
            return []
        body = office.nbor(-1).lower_ if not bare and office.i else ""
        if last.kind == "organisation" and body in BODIES and body not in last.slug.split("-"):
            return []  # a ministry's spokesman does not speak for the president's office
        if last.kind == "person":
            return self.principals_of(last) if is_spokesman(last) else []
        return [last.slug] if last.kind in ("organisation", "state") else []
