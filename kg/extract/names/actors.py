"""Actors, proposed entries of the reference data, and the words that the text uses for people and bodies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import load_data

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = [
    "ALL_PORTFOLIOS",
    "BODIES",
    "FIRST",
    "HE",
    "HOLDERS",
    "INFORMANTS",
    "INSTRUMENTS",
    "IT",
    "NOBODY",
    "PEOPLE",
    "PORTFOLIOS",
    "ROLES",
    "SHE",
    "STATES_OWN",
    "THEY",
    "UTTERED",
    "WHO",
    "Actor",
    "Proposed",
    "can_speak",
]

HE, SHE, THEY = (
    ("he", "him", "his", "himself"),
    ("she", "her", "hers", "herself"),
    ("they", "them", "their", "themselves"),
)
IT, WHO = ("it", "its", "itself"), ("who", "whom", "whose", "that", "which")
#: Written utterances: after "the statement said", "it added" refers to the statement.
UTTERED = ("statement", "communique", "communiqué", "declaration", "letter", "tweet", "message")
#: Pronouns that do not refer to anybody named in the text.
FIRST = frozenset(
    ("i", "we", "me", "us", "my", "our", "you", "your", "one", "someone", "somebody", "anyone", "everyone", "nobody")
) | {"this", "these", "those", "what", "there", "here"}
_WORDS = {name: frozenset(map(str, words)) for name, words in load_data("names/people.yaml").items()}
ROLES, PEOPLE, BODIES = _WORDS["roles"], _WORDS["people"], _WORDS["bodies"]
INSTRUMENTS, _SITES = _WORDS["instruments"], _WORDS["sites"]


#: Bodies that only states have: a word at the start of the name gives the state ("the Hungarian Foreign Ministry").
STATES_OWN = ("ministry", "parliament", "embassy", "government", "cabinet", "military", "senate", "presidency")
INFORMANTS = _WORDS["informants"]
_PLURALS, _THINGS = _WORDS["plural_people"] | INFORMANTS, _WORDS["things"] - INFORMANTS
#: Plurals of offices of which a state has one, or few.
HOLDERS = ("ambassadors", "chancellors", "envoys", "leaders", "ministers", "premiers", "presidents")
#: Words before "minister" for an office that exists only once in a government.
PORTFOLIOS = frozenset(
    ("foreign", "prime", "defence", "defense", "interior", "finance", "justice", "health", "oil", "trade", "economy")
)
#: Fields of ministers and ministries, of which a government may also have several, or none.
ALL_PORTFOLIOS = frozenset(map(str, load_data("names/posts.yaml")["portfolios"]))
#: The kinds of actors in the files of reference data; the others have organisations.
_KINDS = {"persons.yaml": "person", "groups.yaml": "group", "states.yaml": "state"}
#: Endings of plural nouns for people who do something.
_AGENTS = (
    "ers",
    "ors",
    "ists",
    "ians",
    "ees",
    "eers",
    "crats",
    "ants",
    "dents",
    "gents",
    "men",
    "women",
    "folk",
    "ites",
)


#: Words behind a name that the capitals of a headline make part of it: "Envoy Ahead of Talks".
_BEHIND_NAMES = frozenset(("ahead", "after", "amid", "before", "despite", "during", "over"))


def can_speak(noun: Token) -> bool:
    """Return whether a name or a plural noun stands for people or for something they wrote; "taxes" cannot speak."""
    if noun.pos_ == "PROPN" and noun.tag_ != "NNPS":
        return noun.lower_ not in INSTRUMENTS | _SITES | _BEHIND_NAMES  # "the Vienna Convention", "the Suez Canal"
    words = {noun.lower_, noun.lemma_.lower()}
    if noun.ent_type_ or words & (PEOPLE | ROLES | BODIES | _PLURALS):
        return True
    who = any(child.lower_ in ("who", "whom") for below in noun.children for child in below.children)
    return who or (noun.lower_.endswith(_AGENTS) and noun.lower_ not in _THINGS)


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor: its slug, its kind, whether it is plural, and whether it is known or new."""

    slug: str
    kind: str
    plural: bool = False
    known: bool = True


@dataclass(frozen=True)
class Proposed:
    """A new entry of the reference data, for a person to check: the file it belongs in, and its values.

    `posts` are the offices of an official, each with its title and the slug of its body.
    """

    slug: str
    file: str
    label: str
    description: str
    extra: tuple[tuple[str, str | bool | list[str]], ...] = ()
    posts: tuple[tuple[str, str], ...] = ()

    @property
    def kind(self) -> str:
        """What kind of actor it is, by its file."""
        return _KINDS.get(self.file, "organisation")

    @property
    def linked(self) -> set[str]:
        """The slugs of the entries that it refers to: what it is part of, its members, the bodies of its posts."""
        values = [value for key, value in self.extra if key != "type" and not isinstance(value, bool)]
        bodies = {body for _, body in self.posts}
        return bodies | {slug for value in values for slug in ([value] if isinstance(value, str) else value)}


#: The result of a look-up that found nobody.
NOBODY = Actor("", "", known=False)
