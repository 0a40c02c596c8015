"""The parts from which a sentence is built: its words, and the names of the actors it mentions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol

from kg.extract.grammar.inflection import capitalised, past, third_person
from kg.extract.grammar.lexicon import load_data
from kg.extract.grammar.tree import SUBJECTS
from kg.extract.meaning.forms.cut import is_left_open
from kg.extract.meaning.wellformed import Word, faults

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.meaning.negation import Negation

__all__ = ["Piece", "ReferentName", "Referents", "UnwordedError", "Wording", "done_or_doing", "sentence"]

_PRONOUNS = {
    "he": ("he", "him", "his"),
    "she": ("she", "her", "her"),
    "they": ("they", "them", "their"),
    "it": ("it", "it", "its"),
}
_WORDS = load_data("meaning/wording.yaml")
#: Verbs for single actions, for what goes on over some time, and for what is so without being done.
_DONE_ONCE, _GOING_ON, _BEING_SO = (frozenset(_WORDS[name]) for name in ("done_once", "going_on", "being_so"))
#: Names of states and organisations that take an article in a sentence but not in a headline.
_SHORT = ("EU", "U.K.", "U.N.", "U.S.", "UK", "UN", "US", "USA")


class UnwordedError(Exception):
    """Raised if words cannot be turned into a sentence that is clear without its context."""


@dataclass(frozen=True, slots=True)
class ReferentName:
    """The words by which a sentence refers to an actor, whether they are plural, and whether they mean a person.

    `sex` is "he" or "she" where the text or the first name of a person shows it.
    """

    label: str
    plural: bool = False
    person: bool = False
    sex: str = ""

    @property
    def tag(self) -> str:
        """The tag of the name in a sentence, which tells a person, several and one thing apart."""
        return "PERSON" if self.person else "SEVERAL" if self.plural else "ONE"

    def piece(self) -> Piece:
        """Return the name as a word of a sentence. Raises UnwordedError if there is none."""
        if not self.label:
            raise UnwordedError("nobody who should")
        return Piece(self.label, self.tag, noun=True)

    def pronoun(self, case: int) -> str:
        """Return the pronoun for a repeated mention, as a subject (0), an object (1) or a possessive (2)."""
        return _PRONOUNS[self.sex or ("they" if self.plural or self.person else "it")][case]


class Referents(Protocol):
    """Resolves pronouns and other references."""

    def of(self, token: Token) -> ReferentName | None:
        """Return the referent of a pronoun, or None if the text does not make it clear."""

    def called(self, token: Token) -> ReferentName | None:
        """Return how a sentence refers to the actor that a word names, or None if it names none."""

    def addressee(self) -> ReferentName | None:
        """Return the addressee, or None if the text does not make it clear."""

    def is_person(self, token: Token) -> bool:
        """Return whether a word names a person."""

    def full(self, noun: Token) -> tuple[Token, ...]:
        """Return the words of the full mention that a noun refers back to; empty if there is no clear one."""

    def shown(self, token: Token) -> ReferentName | None:
        """Return what "this" means where it stands alone, or None if the text does not make it clear."""

    def government(self) -> ReferentName | None:
        """Return what a speaker means by "the government", or None if it need not be the speaker's own."""

    def pair(self, noun: Token) -> ReferentName | None:
        """Return the two states that "both countries" means, or None if the text does not make it clear."""

    def described(self, noun: Token) -> ReferentName | None:
        """Return the name of what "the agency" or "the country" means, or None if the text does not make it clear."""

    def country_of(self, token: Token) -> ReferentName | None:
        """Return the state meant by "his country" or "our country", or None if the text does not make it clear."""


@dataclass(slots=True)
class Piece:
    """A word of a sentence under construction; `token` is its source if it comes from the text."""

    text: str
    tag: str
    glued: bool = False
    token: Token | None = None
    noun: bool = False


@dataclass(frozen=True, slots=True)
class Wording:
    """The input for wording a content: its act, cue and frame, the holder, the referents and the negation.

    `backshifted`: the words are reported after a verb in the past tense, which turns "will" into "would".
    """

    act: str
    frame: str
    holder: ReferentName
    referents: Referents
    negation: Negation | None = None
    cue: str = ""
    backshifted: bool = False


def sentence(pieces: list[Piece]) -> str:
    """Return words as one sentence. Raises UnwordedError if the check in `wellformed` finds a fault."""
    pieces = _joined(_trimmed(pieces))
    for piece, after in pairwise(pieces[1:]):
        if piece.text == "The" and piece.tag == "DT" and after.tag not in ("NNP", "NNPS"):
            piece.text = "the"  # a quotation inside a sentence
    words = "".join(piece.text if piece.glued or not index else f" {piece.text}" for index, piece in enumerate(pieces))
    first = pieces[0].token if len(pieces) > 1 else None
    verb = pieces[1].tag in ("MD", "VBD", "VBP", "VBZ") if first is not None else False
    if first is not None and pieces[0].text in _SHORT and (verb or first.dep_ in SUBJECTS):
        words = f"The {words}"  # headlines leave out the article: "US urges talks"
    words = re.sub(r"\s+", " ", words).strip(" ,;:.-–—'‘’")
    words = re.sub(r"(?<!\w)['‘]([^'’]+)['’](?!\w)", r"\1", words)
    words = re.sub(r"\b(the|an?|of|to|in|for) \1\b", r"\1", words)  # a slip of the text: "of the the plan"
    words = re.sub(r"\b([Aa])n other\b", r"\1nother", words)
    words = re.sub(r" ([,.])", r"\1", re.sub(r"(, ?)+,", ",", words))
    # "U.S." already ends with a full stop.
    text = f"{capitalised(words)}." if words and not re.search(r"\b[A-Z]\.[A-Z]\.$", words) else capitalised(words)
    tags = {"PERSON": "NNP", "SEVERAL": "NNPS", "ONE": "NNP"}
    if _is_cut(pieces):
        raise UnwordedError("ends in the middle")
    found = faults(text, [Word(piece.text, tags.get(piece.tag, piece.tag), piece.glued) for piece in pieces])
    if found:
        raise UnwordedError(found[0])
    return text


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces without a single comma between a subject and its verb: "the talks that were held, failed"."""
    commas = [at for at, piece in enumerate(pieces) if piece.text == "," and at + 1 < len(pieces)]
    if len(commas) != 1:
        return pieces
    after = pieces[commas[0] + 1]
    verb = after.token.head if after.token is not None and after.token.dep_ in ("aux", "auxpass") else after.token
    before = {piece.token for piece in pieces[: commas[0]]}
    own = verb is not None and any(child.dep_ in SUBJECTS and child in before for child in verb.children)
    finite = after.tag in ("MD", "VBD", "VBP", "VBZ")
    return [piece for at, piece in enumerate(pieces) if at != commas[0]] if own and finite else pieces


def _is_cut(pieces: list[Piece]) -> bool:
    """Return whether a sentence ends with a verb that shares its object with a later one: "to find and free them"."""
    last = pieces[-1].token if len(pieces) > 2 else None
    if is_left_open(last, {piece.token.i for piece in pieces if piece.token is not None}):
        return True
    if (
        last is None
        or last.tag_ not in ("VB", "VBD", "VBN")
        or last.i + 2 >= len(last.doc)
        or last.nbor(1).dep_ != "cc"
    ):
        return False
    if any(child.dep_ == "auxpass" for child in last.children) or _is_made(pieces[-2]):
        return False  # "he was moved and would return", "found it justified and left"
    later = (child for child in last.children if child.dep_ == "conj" and child.pos_ == "VERB")
    return any(not any(inner.dep_ in SUBJECTS for inner in child.children) for child in later)


def _is_made(piece: Piece) -> bool:
    """Return whether a piece is a verb that the text does not have: "found it justified" becomes "it is justified"."""
    return piece.token is None and piece.text in ("is", "are")


def _trimmed(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces without punctuation at either end."""
    marks = (",", ";", ":", ".", "--", "–", "—", "-", "!", "…", "...", "(", ")")
    while pieces and pieces[-1].text in marks:
        pieces = pieces[:-1]
    while len(pieces) > 1 and pieces[0].text in marks:
        pieces = pieces[1:]
    return pieces


def done_or_doing(gerund: Token, *, plural: bool, by_itself: bool = False, over: bool = False) -> list[Piece]:
    """Return a gerund as a finite verb: "phoned" for a deed, "is arming" for an ongoing one, "knows" for a state.

    `by_itself`: the holder speaks of itself, and mostly of what it has done ("denied meddling in the vote"), while
    others are rather accused of what they do ("accused Norway of overfishing"). A state is `over` if it was so then.
    """
    lemma = gerund.lemma_.lower()
    if lemma in _BEING_SO and by_itself and not over:
        return [Piece(lemma if plural else third_person(lemma), "VBZ")]
    if lemma in _DONE_ONCE or (by_itself and lemma not in _GOING_ON):
        return [Piece(past(lemma), "VBD")]
    return [Piece("are" if plural else "is", "VBZ"), Piece(gerund.text, "VBG")]
