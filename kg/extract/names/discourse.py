"""Who was spoken of: the stack of those who spoke, and the names of a text in order, for what refers back to them.

Somebody is meant by a word that refers back only where the text leaves nobody else: whoever spoke last, unless another
one who fits has come in as a subject since. Who is named inside a quotation, in a dateline, or as the victim of what
happened is not meant by what stands outside. Where several fit, they are candidates, the likeliest first.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import lexicon, load_data
from kg.extract.grammar.tree import where
from kg.extract.names.actors import HE, IT, ROLES, SHE, THEY, Actor

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Doc, Token

    from kg.extract.article.excerpts import Layout

__all__ = ["Discourse"]

_PEOPLE = load_data("names/people.yaml")

_WOMEN = frozenset(_PEOPLE["women"])
_MEN = frozenset(_PEOPLE["men"])
#: Verbs under which somebody is the victim: as their object, or as the subject of those in the second list.
_WOMENS_NAMES, _MENS_NAMES = (frozenset(_PEOPLE[key]) for key in ("womens_names", "mens_names"))
_HARM = frozenset(_PEOPLE["harming"])
_SUFFER = frozenset(["die", "perish", "suffer", "drown", "crash"])
#: So many paragraphs back a word may refer to those who spoke.
_REACH = 6


@dataclass
class Discourse:
    """Those spoken of in one text: `named` by the token that names them, `stack` those who spoke, by their tokens."""

    doc: Doc
    layout: Layout | None = None
    named: list[tuple[int, Actor]] = field(default_factory=list)
    stack: list[tuple[int, tuple[Actor, ...]]] = field(default_factory=list)
    women: dict[str, bool] = field(default_factory=dict)
    roles: dict[str, set[str]] = field(default_factory=dict)
    bodies: dict[str, set[str]] = field(default_factory=dict)
    former: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Note where paragraphs begin."""
        spaces = where(self.doc, "POS", ["SPACE"])
        self.paragraphs = [0, *(i for i in spaces if "\n" in self.doc[i].text)]

    def speak(self, head: int, actors: tuple[Actor, ...], phrase: tuple[int, ...]) -> None:
        """Note that somebody spoke, and what the phrase tells of him or her."""
        self.stack.append((head, actors))
        person = len(actors) == 1 and actors[0].kind == "person" and self.doc[head].pos_ in ("PROPN", "NOUN")
        if person:
            self.note(head, actors[0])
        if len(actors) == 1:
            self.describe(actors[0], {self.doc[i].lower_ for i in self._own_words(phrase[:12])})

    def note(self, head: int, actor: Actor) -> None:
        """Note that a token names somebody, unless it is noted already."""
        if all(at != head for at, _ in self.named):
            insort(self.named, (head, actor), key=lambda pair: pair[0])

    def _own_words(self, phrase: tuple[int, ...]) -> tuple[int, ...]:
        """Return a phrase without its relative clause: "Merkel, who met Mr. Putin" is no man."""
        relative = (i for i in phrase if self.doc[i].tag_ in ("WP", "WDT", "WP$") or self.doc[i].pos_ == "VERB")
        stop = next(relative, None)
        return phrase if stop is None else tuple(i for i in phrase if i < stop)

    def describe(self, actor: Actor, words: set[str]) -> None:
        """Note what the words about a person tell: a woman or a man, and by which office he or she is called."""
        words = {word.rstrip(".") for word in words}
        if actor.kind != "person":
            return
        if words & {"former", "ex", "late", "retired"}:
            self.former.add(actor.slug)
        self.roles.setdefault(actor.slug, set()).update(words & ROLES)
        woman, man = bool(words & (_WOMEN | {"she"})), bool(words & (_MEN | {"he"}))
        if woman != man:
            self.women.setdefault(actor.slug, woman)

    def agrees(self, actor: Actor, pronoun: str) -> bool:
        """Tell whether a pronoun may mean a person, as far as the text, or the first name, tells the sex."""
        told = self.women.get(actor.slug)
        if told is None:
            # Only where no word about a person tells it: a first name tells it of most who bear it, and not of all.
            first = actor.slug.split("-")[0]
            told = True if first in _WOMENS_NAMES else False if first in _MENS_NAMES else None
        return told is None or told is (pronoun in SHE)

    # -- pronouns

    def meant(self, token: Token) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
        """Return whom a personal pronoun means, and who else it may mean where the text does not tell."""
        word = token.lower_
        if word in HE or word in SHE:
            return self.latest(
                token.i, lambda actor: actor.kind == "person" and not actor.plural and self.agrees(actor, word)
            )
        if word in THEY:
            return self.latest_group(token.i)
        if word in IT:
            return self.latest(token.i, lambda actor: actor.kind in ("organisation", "state") and not actor.plural)
        return (), ()

    def latest(self, position: int, fits: Callable[[Actor], bool]) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
        """Return who is meant by a word that refers back to somebody who `fits`, and who may be where that is open."""
        near = self.nearest(position, fits)
        if near is not None:
            return near
        first = self.earliest(position)
        place, speaker = next(
            (
                (at, actors[0])
                for at, actors in reversed(self.stack)
                if first <= at < position and len(actors) == 1 and fits(actors[0])
            ),
            (first - 1, None),
        )
        later = [
            actor for at, actor in self.fitting(max(first, place + 1), position, position, fits) if self.is_subject(at)
        ]
        rivals = list(dict.fromkeys(actor for actor in reversed(later) if actor != speaker))
        if speaker is not None and not rivals:
            return (speaker,), ()
        if speaker is None and not rivals:
            named = self.before(position, fits, since=first)
            return ((named[-1],), ()) if len(set(named)) == 1 else ((), tuple(dict.fromkeys(reversed(named))))
        if len(rivals) == 1 and speaker is None:
            return (rivals[0],), ()
        return (), tuple(dict.fromkeys((*rivals, *((speaker,) if speaker else ()))))

    def nearest(
        self, position: int, fits: Callable[[Actor], bool]
    ) -> tuple[tuple[Actor, ...], tuple[Actor, ...]] | None:
        """Return who is meant by what the same or the last sentence has: its speaker, its subject, or its only one."""
        start = self.doc[position].sent.start
        own = {actor for at, actor in self.fitting(start, position, position, fits) if self.is_subject(at)}
        own |= {
            actors[0] for at, actors in self.stack if start <= at < position and len(actors) == 1 and fits(actors[0])
        }
        if len(own) == 1:
            return (own.pop(),), ()
        stop = start
        # Nobody in this sentence, or several: the one before it may tell.
        while stop > 0 and self.doc[stop - 1].is_space:
            stop -= 1
        if not stop or self.earliest(position) > stop:
            return None
        before = self.doc[stop - 1].sent.start
        plain = self.doc[position].dep_ == "nsubj" and self.doc[position].head.lemma_.lower() in lexicon().plain
        spoke = {
            actors[0] for at, actors in self.stack if before <= at < start and len(actors) == 1 and fits(actors[0])
        }
        # "X met Y and said ... He asked ...": who does something, after somebody has spoken, is the one who spoke.
        word = self.doc[position]
        its = word.lower_ == "its" and word.is_sent_start  # "Indonesia offered ... Its minister said ..."
        goes_on = its or (word.dep_ == "nsubj" and word.head.dep_ == "ROOT")
        named = self.fitting(before, start, position, fits)
        subjects = {actor for at, actor in named if self.is_subject(at)}
        rivals = {actor for at, actor in named if not goes_on or self.is_subject(at)} - spoke
        if len(spoke) == 1 and (plain or not rivals):
            return (spoke.pop(),), ()
        if spoke:  # "X said Y would win. His plans ...": whose they are is not told
            return (), (*spoke, *rivals)
        if len(subjects) == 1:
            return (subjects.pop(),), ()
        taken = any(token.dep_ == "nsubj" and token.lower_ in (*HE, *SHE) for token in self.doc[before:start])
        everyone = {actor for _, actor in named}
        return ((everyone.pop(),), ()) if len(everyone) == 1 and not taken and not spoke else None

    def fitting(self, first: int, last: int, position: int, fits: Callable[[Actor], bool]) -> list[tuple[int, Actor]]:
        """Return who is named between two tokens and may be meant by a word at `position`."""
        return [
            (at, actor)
            for at, actor in self.named
            if first <= at < last and fits(actor) and not self.is_aside(at, position)
        ]

    def latest_group(self, position: int) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
        """Return the several who were spoken of last, else the last body or state."""
        joined = self.joined(position)
        if joined:
            return joined, ()
        several = [(at, actors) for at, actors in self.stack if len(actors) > 1 or actors[0].plural]
        several += [(at, (actor,)) for at, actor in self.named if actor.kind == "group" and self.is_subject(at)]
        near = [
            (at, actors)
            for at, actors in several
            if self.earliest(position) <= at < position and not self.is_aside(at, position)
        ]
        if near:
            return max(near, key=lambda pair: pair[0])[1], ()
        return self.latest(position, lambda actor: actor.kind in ("organisation", "state", "group"))

    def joined(self, position: int) -> tuple[Actor, ...]:
        """Return those who are the subject together, before a word of the same sentence: "X and Y ..., as they"."""
        doc, start = self.doc, self.doc[position].sent.start
        named = {at: actor for at, actor in self.named if start <= at < position and not self.is_aside(at, position)}
        for at in named:
            others = [child.i for child in doc[at].conjuncts if child.i in named]
            if others and self.is_subject(at) and doc[at].dep_ != "conj":
                return tuple(dict.fromkeys(named[i] for i in (at, *others)))
        return ()

    def before(self, position: int, fits: Callable[[Actor], bool], since: int = 0) -> list[Actor]:
        """Return those named before a token who fit, without those who cannot be meant from there."""
        return [
            actor
            for at, actor in self.named
            if since <= at < position and fits(actor) and not self.is_aside(at, position)
        ]

    # -- where

    def earliest(self, position: int) -> int:
        """Return the token from which on somebody may be referred to."""
        index = bisect_right(self.paragraphs, position) - 1
        return self.paragraphs[max(0, index - 2 * _REACH)]

    def paragraph(self, position: int) -> int:
        """Return the token with which the paragraph of a token begins."""
        return self.paragraphs[bisect_right(self.paragraphs, position) - 1]

    def is_subject(self, index: int) -> bool:
        """Tell whether a name does something."""
        token = self.doc[index]
        while token.dep_ == "conj" and token.head != token:
            token = token.head
        return token.dep_ in ("nsubj", "agent", "nsubjpass") or (token.dep_ == "pobj" and token.head.dep_ == "agent")

    def is_aside(self, index: int, position: int) -> bool:
        """Tell whether who is named at a token cannot be meant by a word at `position`."""
        token = self.doc[index]
        if self.layout is not None:
            if self.layout.in_dateline(token.idx):
                return True
            inside = self.layout.quotation(token.idx)
            if inside is not None and inside is not self.layout.quotation(self.doc[position].idx):
                return True
        return self.is_victim(token)

    def is_victim(self, token: Token) -> bool:
        """Tell whether somebody is the one to whom something happened: "X was killed", "shot X", "X died"."""
        verb, role = token.head, token.dep_
        if role in ("nsubjpass", "dobj") and verb.lemma_.lower() in _HARM:
            return True
        return role in ("nsubj", "nsubjpass") and verb.lemma_.lower() in _SUFFER
