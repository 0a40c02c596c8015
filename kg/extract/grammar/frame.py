"""A cue in its sentence, with its complement."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.grammar.lexicon import Cue

__all__ = ["Frame"]


@dataclass(slots=True)
class Frame:
    """A cue in its sentence: its token, the matching sense, the name of the frame, and the tokens of the content.

    `around` are the tokens in the clause of the cue that are not content; `head` is the head of the content.
    """

    token: Token
    sense: Cue
    name: str
    cue: list[int]
    content: list[int] = field(default_factory=list)
    around: list[int] = field(default_factory=list)
    head: int | None = None
    clausal: bool = False
    noun: bool = False
    needs_source: bool = False
    given: Token | None = None
