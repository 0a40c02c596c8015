"""What the rules for pronouns need to know of the words of a speaker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from kg.extract.meaning.pieces import Referents

if TYPE_CHECKING:
    from kg.extract.grammar.attribution import Attribution
    from kg.extract.names.actors import Actor
    from kg.extract.names.mentions import Resolver
    from kg.extract.names.nounphrases import NounPhrases

__all__ = ["Speech"]


class Speech(Referents, Protocol):
    """The words of `holders`, who speak for `principals`; `direct` if they are in quotation marks."""

    @property
    def resolver(self) -> Resolver:
        """The actors of the text."""

    @property
    def phrases(self) -> NounPhrases:
        """The things of the text."""

    @property
    def item(self) -> Attribution:
        """Where the words stand, and the cue."""

    @property
    def holders(self) -> tuple[Actor, ...]:
        """The speakers."""

    @property
    def principals(self) -> tuple[Actor, ...]:
        """The states and bodies for which they speak."""

    @property
    def direct(self) -> bool:
        """Whether the words are in quotation marks."""
