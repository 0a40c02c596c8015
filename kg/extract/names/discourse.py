"""Keeps track of the speakers and actors named in a text, to resolve later references to them.

A reference is resolved only if the text leaves one possibility: the last speaker, unless another actor that fits has
been a subject since. Actors in a dateline, victims of an event and, from outside a quotation, actors named inside it
are never meant. If several actors fit, they become candidates, most likely first.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import lexicon, load_data
from kg.extract.grammar.spoken.asking import after_question
from kg.extract.grammar.tree import where
from kg.extract.names.actors import HE, INFORMANTS, PORTFOLIOS, ROLES, SHE, Actor

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Doc, Token

    from kg.extract.article.excerpts import Layout

__all__ = ["Discourse"]

_PEOPLE = load_data("names/people.yaml")

_WOMEN = frozenset(_PEOPLE["women"])
_MEN = frozenset(_PEOPLE["men"])
_WOMENS_NAMES, _MENS_NAMES = (frozenset(_PEOPLE[key]) for key in ("womens_names", "mens_names"))
#: Verbs that make an actor a victim: the object of a verb in `_HARM`, or the subject of one in `_SUFFER`.
_HARM = frozenset(_PEOPLE["harming"])
_SUFFER = frozenset(["die", "perish", "suffer", "drown", "crash"])
#: The number of paragraphs back that a reference may reach.
_REACH = 6


@dataclass
class Discourse:
    """The actors in a text: `named` has the named ones, and `stack` the speakers, each with the token."""

    doc: Doc
    layout: Layout | None = None
    named: list[tuple[int, Actor]] = field(default_factory=list)
    stack: list[tuple[int, tuple[Actor, ...]]] = field(default_factory=list)
    women: dict[str, bool] = field(default_factory=dict)
    roles: dict[str, set[str]] = field(default_factory=dict)
    bodies: dict[str, set[str]] = field(default_factory=dict)
    former: set[str] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Record where paragraphs begin."""
        spaces = where(self.doc, "POS", ["SPACE"])
        self.paragraphs = [0, *(i for i in spaces if "\n" in self.doc[i].text)]

    def speak(self, head: int, actors: tuple[Actor, ...], phrase: tuple[int, ...]) -> None:
        """Record a speaker, and what the phrase shows about that speaker."""
        self.stack.append((head, actors))
        if self.doc[head].lower_ in (*INFORMANTS, "others"):
            self.texts |= {actor.slug for actor in actors}
        person = len(actors) == 1 and actors[0].kind == "person" and self.doc[head].pos_ in ("PROPN", "NOUN")
        if person:
            self.note(head, actors[0])
        if len(actors) == 1:
            words = {self.doc[i].lower_ for i in self._own_words(phrase[:12])}
            # The prime minister may be "the former president".
            again = self.doc[head].lower_ in ROLES and bool(self.roles.get(actors[0].slug))
            self.describe(actors[0], words - {"former", "ex"} if again else words)

    def take_back(self) -> None:
        """Forget that the last speaker spoke: who only acts is no more likely than others to speak next."""
        self.stack.pop()

    def note(self, head: int, actor: Actor) -> None:
        """Record that a token names an actor, unless this is already recorded."""
        if all(at != head for at, _ in self.named):
            insort(self.named, (head, actor), key=lambda pair: pair[0])

    def _own_words(self, phrase: tuple[int, ...]) -> tuple[int, ...]:
        """Return a phrase without its relative clause: in "Merkel, who met Mr. Putin", the "Mr." is not Merkel."""
        relative = (i for i in phrase if self.doc[i].tag_ in ("WP", "WDT", "WP$") or self.doc[i].pos_ == "VERB")
        stop = next(relative, None)
        return phrase if stop is None else tuple(i for i in phrase if i < stop)

    def describe(self, actor: Actor, words: set[str]) -> None:
        """Record what the words about a person show: the sex, the offices, and whether these are former ones."""
        words = {word.rstrip(".") for word in words}
        if actor.kind != "person":
            return
        if words & {"former", "ex", "late", "retired"}:
            self.former.add(actor.slug)
        self.roles.setdefault(actor.slug, set()).update(words & (ROLES | PORTFOLIOS))
        woman, man = bool(words & (_WOMEN | {"she"})), bool(words & (_MEN | {"he"}))
        if woman != man:
            self.women.setdefault(actor.slug, woman)

    def holds(self, actor: Actor, states: set[str]) -> None:
        """Record the states in which a person holds an office: "its ambassador" is later "the Kenyan ambassador"."""
        self.bodies.setdefault(actor.slug, set()).update(states)

    def agrees(self, actor: Actor, pronoun: str) -> bool:
        """Return whether a pronoun may mean a person, judging by the text or the first name."""
        sex = self.sex(actor)
        return not sex or (sex == "she") is (pronoun in SHE)

    def sex(self, actor: Actor) -> str:
        """Return "he" or "she" for a person if the text or the first name shows it."""
        woman = self.women.get(actor.slug)
        if woman is not None:
            return "she" if woman else "he"
        # The first name is the last resort: it shows the sex of most people, but not of all.
        first = actor.slug.split("-")[0]
        return "she" if first in _WOMENS_NAMES else "he" if first in _MENS_NAMES else ""

    # -- resolving references

    def alone(self, first: int, end: int) -> list[tuple[int, Actor]]:
        """Return who spoke alone from a token on and before another, each with the place of the cue, in text order."""
        return [(at, actors[0]) for at, actors in self.stack if first <= at < end and len(actors) == 1]

    def paragraphs_between(self, first: int, last: int) -> int:
        """Return the number of paragraphs that begin between two tokens; lines without words do not count."""
        begun = [start for start in self.paragraphs if first < start <= last]
        ends = [*begun[1:], last + 1][: len(begun)]
        return sum(1 for start, stop in zip(begun, ends, strict=True) if stop - start > 1)

    def latest(self, position: int, fits: Callable[[Actor], bool]) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
        """Return the actor that `fits` and is referred to, and the candidates if this is unclear."""
        near = self.nearest(position, fits)
        if near is not None:
            return near
        first = self.earliest(position)
        told = [(at, actor) for at, actor in self.alone(first, position) if fits(actor)]
        place, speaker = told[-1] if told else (first - 1, None)
        later = [
            actor
            for at, actor in self.fitting(max(first, place + 1), position, position, fits)
            if self.is_subject(at) or (actor.kind == "person" and self._owns_subject(at))
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

    def _owns_subject(self, at: int) -> bool:
        """Return whether a token is the owner of a subject: "Berg's office said so. He ..."."""
        word = self.doc[at]
        return word.dep_ == "poss" and self.is_subject(word.head.i)

    def nearest(
        self, position: int, fits: Callable[[Actor], bool]
    ) -> tuple[tuple[Actor, ...], tuple[Actor, ...]] | None:
        """Return the actor in the same or the previous sentence: its speaker, its subject, or its only actor."""
        start = self.doc[position].sent.start
        begin = after_question(self.doc[position])  # "asked about Berg, he said": he is not Berg
        own = {actor for at, actor in self.fitting(begin, position, position, fits) if self.is_subject(at)}
        own |= {actor for _, actor in self.alone(begin, position) if fits(actor)}
        if len(own) == 1:
            return self._among(position, start, own.pop(), fits)
        word = self.doc[position]
        plain = word.dep_ == "nsubj" and word.head.lemma_.lower() in lexicon().plain
        if own and word.dep_ == "nsubj" and word.lower_ in (*HE, *SHE):
            return (), tuple(actor for _, actor in self.fitting(start, position, position, fits) if actor in own)
        if not own and word.lower_ in (*HE, *SHE) and self._has_unnamed(begin, position, position):
            return (), ()
        # Nobody in this sentence, or several actors: look at the previous sentence.
        before = self._sentence_before(position)
        if before is None:
            return None
        spoken = [actor for _, actor in self.alone(before, start)]
        spoke = {actor for actor in spoken if fits(actor)}
        # "X met Y and said ... He asked ...": the subject after a statement is its speaker.
        its = word.lower_ == "its" and word.is_sent_start  # "Indonesia offered ... Its minister said ..."
        goes_on = its or (word.dep_ == "nsubj" and word.head.dep_ == "ROOT")
        named = self.fitting(before, start, position, fits)
        subjects = {actor for at, actor in named if self.is_subject(at)}
        rivals = {actor for at, actor in named if not goes_on or self.is_subject(at)} - spoke
        if len(spoke) == 1 and (plain or not rivals):
            return (spoke.pop(),), ()
        if spoke:  # "X said Y would win. His plans ...": the plans may be X's or Y's
            order = dict.fromkeys((*spoken, *(actor for _, actor in named)))  # the same in every run
            return (), tuple(actor for actor in order if actor in spoke | rivals)
        if len(subjects) == 1:
            return (subjects.pop(),), ()
        taken = any(token.dep_ == "nsubj" and token.lower_ in (*HE, *SHE) for token in self.doc[before:start])
        taken = taken or self._has_unnamed(before, start, position)
        everyone = {actor for _, actor in named}
        return ((everyone.pop(),), ()) if len(everyone) == 1 and not taken and not spoke else None

    def _has_unnamed(self, first: int, last: int, position: int) -> bool:
        """Return whether a person acts between two tokens who has an office but no name: "the pope denied it. He"."""
        known = {at for at, _ in (*self.named, *self.stack)}
        nouns = (token for token in self.doc[first:last] if token.dep_ == "nsubj" and token.tag_ == "NN")
        unnamed = (token.i for token in nouns if token.lower_ in ROLES and token.i not in known)
        return not all(self._is_inside(i, position) for i in unnamed)

    def _sentence_before(self, position: int) -> int | None:
        """Return where the previous sentence begins, without those inside the quotation that ends before a word."""
        start = self.doc[position].sent.start
        while True:
            while start > 0 and self.doc[start - 1].is_space:
                start -= 1
            if not start or self.earliest(position) > start:
                return None
            last, start = start - 1, self.doc[start - 1].sent.start
            if not (self._is_inside(start, position) and self._is_inside(last, position)):
                return start

    def _is_inside(self, index: int, position: int) -> bool:
        """Return whether a word is inside a quotation to which the word at `position` does not belong."""
        if self.layout is None or self.doc[position].i == index:
            return False
        mark = self.doc[index].is_quote and index + 1 < len(self.doc)
        quote = self.layout.quotation(self.doc[index + mark].idx)
        return quote is not None and quote is not self.layout.quotation(self.doc[position].idx)

    def _among(
        self, position: int, start: int, subject: Actor, fits: Callable[[Actor], bool]
    ) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
        """Return the subject that a word means, or the candidates if "its" may also refer to a name directly before it.

        "Oslo protested to Rome over its move": the move may be Oslo's or Rome's.
        """
        word = self.doc[position]
        near = [actor for at, actor in self.fitting(max(start, position - 3), position, position, fits)]
        over = word.dep_ == "poss" and word.head.dep_ == "pobj" and bool(near) and near[-1] != subject
        return ((), (near[-1], subject)) if over else ((subject,), ())

    def fitting(self, first: int, last: int, position: int, fits: Callable[[Actor], bool]) -> list[tuple[int, Actor]]:
        """Return the actors named between two tokens that a word at `position` may mean."""
        return [
            (at, actor)
            for at, actor in self.named
            if first <= at < last and fits(actor) and not self.is_aside(at, position)
        ]

    def before(self, position: int, fits: Callable[[Actor], bool], since: int = 0) -> list[Actor]:
        """Return the fitting actors named before a token, without those that a word there cannot mean."""
        return [
            actor
            for at, actor in self.named
            if since <= at < position and fits(actor) and not self.is_aside(at, position)
        ]

    # -- positions

    def earliest(self, position: int) -> int:
        """Return the earliest token to which a word at `position` may refer."""
        index = bisect_right(self.paragraphs, position) - 1
        return self.paragraphs[max(0, index - 2 * _REACH)]

    def paragraph(self, position: int) -> int:
        """Return the first token of the paragraph that contains a token."""
        return self.paragraphs[bisect_right(self.paragraphs, position) - 1]

    def paragraph_before(self, position: int) -> int:
        """Return where the paragraph before that of a token begins, or the start of the text."""
        return self.paragraph(max(0, self.paragraph(position) - 1))

    def paragraph_after(self, position: int) -> int:
        """Return where the next paragraph after a token begins, or the end of the text."""
        index = bisect_right(self.paragraphs, position)
        return self.paragraphs[index] if index < len(self.paragraphs) else len(self.doc)

    def is_subject(self, index: int) -> bool:
        """Return whether a name is a subject or an agent."""
        token = self.doc[index]
        while token.dep_ == "conj" and token.head != token:
            token = token.head
        return token.dep_ in ("nsubj", "agent", "nsubjpass") or (token.dep_ == "pobj" and token.head.dep_ == "agent")

    def is_aside(self, index: int, position: int) -> bool:
        """Return whether a word at `position` cannot mean the actor named at a token."""
        token = self.doc[index]
        if self.layout is not None:
            if self.layout.in_dateline(token.idx):
                return True
            inside = self.layout.quotation(token.idx)
            if inside is not None and inside is not self.layout.quotation(self.doc[position].idx):
                return True
        return self.is_victim(token)

    def is_victim(self, token: Token) -> bool:
        """Return whether a token names the victim of an event: "X was killed", "shot X", "X died"."""
        verb, role = token.head, token.dep_
        if role in ("nsubjpass", "dobj") and verb.lemma_.lower() in _HARM:
            return True
        return role in ("nsubj", "nsubjpass") and verb.lemma_.lower() in _SUFFER
