"""Finds the names of bodies in the words that describe a post."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import load_data
from kg.extract.grammar.tree import is_leader
from kg.extract.names.actors import ALL_PORTFOLIOS, BODIES, ROLES
from kg.extract.names.newnames import TITLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token

__all__ = ["LINKS", "TITLE", "bodies_named", "is_field_before", "is_in_list", "is_only_titled", "is_part_of_name"]

TITLE = frozenset(map(str, load_data("names/posts.yaml")["title"]))
LINKS = ("of", "for", "at", "with", "from", "to")
_OFFICES = ("chancellors", "leaders", "ministers", "premiers", "presidents")
_SMALL = (*LINKS, "and", "the", "a", "an")
#: Titles that a diplomat has besides the post.
_BESIDES = ("ambassador", "dr", "dr.", "he", "minister", "mr", "mr.", "mrs.", "ms.", "prof", "prof.", "professor")
_MINISTERS = ("minister", "ministers", "secretary")
_MINISTRIES = ("department", "ministry")


def is_in_list(doc: Doc, start: int) -> bool:
    """Return whether a name is one of several behind an office: "Presidents Anna Berg of Kenya, HE X Y of Peru"."""
    i = start - 1
    while i >= 0 and (doc[i].pos_ == "PROPN" or doc[i].lower_ in (",", "and", "he", "of", "the")) and i > start - 40:
        if doc[i].lower_ in _OFFICES:
            return True
        i -= 1
    return i >= 0 and doc[i].lower_ in _OFFICES


def is_only_titled(doc: Doc, first: int, name: int) -> bool:
    """Return whether only a title stands between a comma and a name: "the representative, Ambassador Anna Berg"."""
    comma = first > 1 and doc[first - 1].text == ","
    return comma and first < name and all(token.lower_ in _BESIDES for token in doc[first:name])


def bodies_named(words: list[Token]) -> Iterator[list[Token]]:
    """Yield the names in some words: adjacent proper nouns, also joined by "of" or "for the", without title words."""
    run: list[Token] = []
    for index, token in enumerate(words):
        ahead = next((later for later in words[index + 1 :] if later.lower_ not in (*LINKS, "the", "and")), None)
        joins = token.lower_ in (*LINKS[:2], "the", "and", "-") and run and ahead is not None and ahead.pos_ == "PROPN"
        # "Oslo and Rome" are two, "Trade and Industry" is one.
        joins = joins and not (token.lower_ == "and" and run[-1].ent_type_ == "GPE" == getattr(ahead, "ent_type_", ""))
        proper = token.pos_ == "PROPN" or (token.pos_ == "ADJ" and token.ent_type_ in ("GPE", "NORP", "ORG"))
        proper = proper or token.ent_type_ == "ORG"
        proper = proper and token.lower_.rstrip(".") not in TITLES and token.ent_type_ != "PERSON"
        proper = proper and not is_leader(token)
        titled = token.lower_ in TITLE and not run and not _opens_a_name(token)
        if (proper and not titled) or (joins and token.i == run[-1].i + 1):
            run.append(token)
            continue
        yield from _named(run)
        run = []
    yield from _named(run)


def is_part_of_name(name: list[Token], words: list[Token]) -> bool:
    """Return whether a name only begins another one, or tells a place: "Kenya Educational Travel", "Oslo-based".

    The parser takes the rest of such a name for a person.
    """
    doc, end = name[-1].doc, name[-1].i + 1
    after = doc[end] if end < len(doc) and words[-1].i >= end else None
    if after is None:
        return False
    placed = after.text == "-" and end + 1 < len(doc) and doc[end + 1].tag_ in ("VBN", "VBD", "JJ")
    placed = placed or (name[-1].ent_type_ == "GPE" and after.text in ("branch", "bureau", "office"))
    titled = after.lower_ in ROLES or after.lower_.rstrip(".") in TITLES
    return placed or (after.ent_type_ == "PERSON" and after.pos_ == "PROPN" and not titled)


def _is_field(run: list[Token]) -> bool:
    """Return whether words are a minister's field and no body: "Minister of Foreign Affairs and Integration"."""
    doc, at = run[0].doc, run[0].i - 1
    while at > 0 and doc[at].lower_ in ALL_PORTFOLIOS | {",", "and", "the"}:
        at -= 1
    first = at + 1 < run[0].i or run[0].lower_ in ALL_PORTFOLIOS
    return at > 0 and doc[at].lower_ in LINKS[:2] and doc[at - 1].lower_ in _MINISTERS and first


def is_field_before(words: list[Token]) -> bool:
    """Return whether words right before "Minister" are a field and no body: "Kenya's Public Safety Minister"."""
    after = words[-1].nbor() if words[-1].i + 1 < len(words[-1].doc) else words[-1]
    return after.lower_ in ("minister", "ministers") and not any(word.lower_ in BODIES for word in words)


def _opens_a_name(token: Token) -> bool:
    """Return whether a title begins the name of a body: "Justice and Equality Movement", "State Department"."""
    after = token.nbor(1) if token.i + 1 < len(token.doc) else token
    body = token.lower_ == "presidential" and after.lower_ in BODIES - ROLES  # "the Presidential Council"
    state = token.lower_ == "state" and after.lower_ == "department"
    return body or (token.ent_type_ == after.ent_type_ == "ORG" and (after.lower_ == "and" or state))


def _named(run: list[Token]) -> Iterator[list[Token]]:
    """Yield a run of words without the title words at its end, but with the field of a ministry, unless it is empty."""
    field = any(
        a.lower_ in _MINISTRIES and b.lower_ in LINKS for a, b in pairwise(run)
    )  # "Ministry of National Defence"
    ends = ROLES if field else TITLE | ROLES
    while run and (run[-1].lower_ in ends or run[-1].tag_ == "POS" or run[-1].lower_ in (*_SMALL, "-")):
        run = run[:-1]
    while run and run[0].lower_ in _SMALL:
        run = run[1:]
    if run and not _is_field(run):
        yield run
