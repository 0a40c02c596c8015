"""Actors, proposed entries of the reference data, and the words that the text uses for people and bodies."""

from __future__ import annotations

from dataclasses import dataclass

from kg.extract.grammar.lexicon import load_data

__all__ = ["BODIES", "FIRST", "HE", "IT", "NOBODY", "PEOPLE", "ROLES", "SHE", "THEY", "WHO", "Actor", "Proposed"]

HE, SHE, THEY = (
    ("he", "him", "his", "himself"),
    ("she", "her", "hers", "herself"),
    ("they", "them", "their", "themselves"),
)
IT, WHO = ("it", "its", "itself"), ("who", "whom", "whose", "that", "which")
#: Pronouns that do not refer to anybody named in the text.
FIRST = frozenset(
    ("i", "we", "me", "us", "my", "our", "you", "your", "one", "someone", "somebody", "anyone", "everyone", "nobody")
) | {"this", "these", "those", "what", "there", "here"}
_WORDS = {name: frozenset(map(str, words)) for name, words in load_data("names/people.yaml").items()}
ROLES, PEOPLE, BODIES = _WORDS["roles"], _WORDS["people"], _WORDS["bodies"]


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor: its slug, its kind, whether it is plural, and whether it is known or new."""

    slug: str
    kind: str
    plural: bool = False
    known: bool = True


@dataclass(frozen=True, slots=True)
class Proposed:
    """A new entry of the reference data, for a person to check: the file it belongs in, and its values."""

    slug: str
    file: str
    label: str
    description: str
    extra: tuple[tuple[str, str], ...] = ()


#: The result of a look-up that found nobody.
NOBODY = Actor("", "", known=False)
