"""Mends the parse of names after "Mr" and "Mrs", and finds full names by the last names that stand there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.names.actors import ROLES

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["titled"]

_TITLES = ("Dr", "Mr", "Mrs", "Ms")
_LONGEST = 3


def titled(doc: Doc) -> Doc:
    """Make names of the words after "Mr", and persons of the full names that end in one of them."""
    names = [doc[token.i + 1] for token in doc[:-1] if token.text.rstrip(".") in _TITLES]
    names = [name for name in names if name.text[:1].isupper()]
    for name in names:
        if name.pos_ != "PROPN":
            _make_a_name(name)
        if name.ent_type_ not in ("PERSON", "") and name.nbor(-1).ent_type_ == "" and name.ent_iob_ == "B":
            _label(doc, name.i, name.i + 1)
    _name_persons(doc, {name.text for name in names if len(name.text) > 2})
    return doc


def _make_a_name(name: Token) -> None:
    """Tag a word as a name, and give it the place in the parse that its title has."""
    title, verb = name.nbor(-1), name.head
    name.pos_, name.tag_, name.lemma_ = "PROPN", "NNP", name.text
    if title.head not in (name, verb):
        return
    acting = not any(c.dep_ in ("nsubj", "nsubjpass") and c != title for c in verb.children) and name.i < verb.i
    name.dep_ = title.dep_ if title.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj") else "nsubj" if acting else name.dep_
    title.dep_, title.head = "compound", name


def _name_persons(doc: Doc, surnames: set[str]) -> None:
    """Label the runs of names without a label that end in a last name: "Ricardo Patino", later "Mr Patino"."""
    for token in doc if surnames else ():
        if token.text not in surnames or token.ent_type_ or token.pos_ != "PROPN":
            continue
        start = token.i
        while start and token.i - start < _LONGEST - 1 and _is_first_name(doc[start - 1]):
            start -= 1
        if start < token.i:
            _label(doc, start, token.i + 1)


def _label(doc: Doc, start: int, end: int) -> None:
    """Label some words as the name of a person, if the name ends there."""
    from spacy.tokens import Span

    if end == len(doc) or doc[end].ent_iob_ != "I":
        doc.set_ents([Span(doc, start, end, "PERSON")], default="unmodified")


def _is_first_name(token: Token) -> bool:
    """Return whether a word without a label may be the first name of the one behind it."""
    plain = token.pos_ == "PROPN" and token.is_title and not token.ent_type_
    return plain and token.lower_ not in ROLES and token.text.rstrip(".") not in _TITLES
