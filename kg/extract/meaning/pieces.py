"""What a sentence is made of: its words in the making, and what is known of those whom it speaks of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.meaning.negation import Negation

__all__ = ["Piece", "ReferentName", "Referents", "UnwordedError", "Wording"]


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
