"""What a sentence is made of: its words in the making, and what is known of those whom it speaks of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from kg.extract.grammar.inflection import capitalised
from kg.extract.meaning.wellformed import Word, faults

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.meaning.negation import Negation

__all__ = ["Piece", "ReferentName", "Referents", "UnwordedError", "Wording", "sentence"]

_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
#: Names of states and bodies that have an article in a sentence, and none in a headline.
_SHORT = ("EU", "U.K.", "U.N.", "U.S.", "UK", "UN", "US", "USA")


class UnwordedError(Exception):
    """These words cannot be made into a sentence that stands by itself."""


@dataclass(frozen=True, slots=True)
class ReferentName:
    """By what words a sentence calls somebody, whether several are meant, and whether it is a person."""

    label: str
    plural: bool = False
    person: bool = False


class Referents(Protocol):
    """Tells whom a pronoun means."""

    def of(self, token: Token) -> ReferentName | None:
        """Return who is meant by a pronoun, or None where the text does not tell."""

    def called(self, token: Token) -> ReferentName | None:
        """Return by what words a sentence calls somebody whom a word names, or None where it names nobody."""

    def addressee(self) -> ReferentName | None:
        """Return to whom something is said, or None where the text does not tell."""

    def is_person(self, token: Token) -> bool:
        """Tell whether a word names a person."""

    def full(self, noun: Token) -> tuple[Token, ...]:
        """Return the words of the full mention that a noun goes back to; empty where the text does not tell."""

    def country_of(self, token: Token) -> ReferentName | None:
        """Return the state that "his" or "our" makes of a country, or None where the text does not tell."""


@dataclass(slots=True)
class Piece:
    """A word of a sentence in the making; `token` where it is one of the text."""

    text: str
    tag: str
    glued: bool = False
    token: Token | None = None
    noun: bool = False


@dataclass(frozen=True, slots=True)
class Wording:
    """All that wording a content needs: the act, its cue and frame, who speaks, whom pronouns mean, the negation."""

    act: str
    frame: str
    holder: ReferentName
    referents: Referents
    negation: Negation | None = None
    cue: str = ""


def sentence(pieces: list[Piece]) -> str:
    """Return words as one sentence. Raises UnwordedError when they are none by the check of `grammar`."""
    pieces = _trimmed(pieces)
    words = "".join(piece.text if piece.glued or not index else f" {piece.text}" for index, piece in enumerate(pieces))
    first = pieces[0].token if pieces else None
    if first is not None and pieces[0].text in _SHORT and first.dep_ in _SUBJECTS:
        words = f"The {words}"  # as a headline has it: "US urges talks"
    words = re.sub(r"\s+", " ", words).strip(" ,;:.-–—'‘’")
    words = re.sub(r"(?<!\w)['‘]([^'’]+)['’](?!\w)", r"\1", words)
    words = re.sub(r" ([,.])", r"\1", re.sub(r"(, ?)+,", ",", words))
    # "U.S." brings its own full stop along.
    text = f"{capitalised(words)}." if words and not re.search(r"\b[A-Z]\.[A-Z]\.$", words) else capitalised(words)
    tags = {"PERSON": "NNP", "SEVERAL": "NNPS", "ONE": "NNP"}
    found = faults(text, [Word(piece.text, tags.get(piece.tag, piece.tag), piece.glued) for piece in pieces])
    if found:
        raise UnwordedError(found[0])
    return text


def _trimmed(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces without punctuation and words of the talk at the ends."""
    marks = (",", ";", ":", ".", "--", "–", "—", "-", "!", "…", "...", "(", ")")
    while pieces and pieces[-1].text in marks:
        pieces = pieces[:-1]
    while len(pieces) > 1 and pieces[0].text in marks:
        pieces = pieces[1:]
    return pieces
