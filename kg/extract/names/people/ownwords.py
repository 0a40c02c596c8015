"""Takes from a noun phrase the clauses that tell of others than the person whom it describes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.tree import span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["own_words", "without_deeds"]

#: What those do who speak for the state or body that is told.
_SERVING = frozenset(("advise", "chair", "direct", "head", "lead", "represent", "run", "serve", "work"))


def own_words(doc: Doc, source: tuple[int, ...]) -> tuple[int, ...]:
    """Return a noun phrase without its relative clauses: "Sarkozy, whose country holds the EU presidency"."""
    clauses = [doc[i] for i in source if doc[i].dep_ in ("relcl", "acl", "advcl")]
    inside = {i for clause in clauses for i in span(clause) if doc[clause.left_edge.i - 1].text == ","}
    return tuple(i for i in without_deeds(doc, source) if i not in inside)


def without_deeds(doc: Doc, source: tuple[int, ...]) -> tuple[int, ...]:
    """Return a noun phrase without clauses that say what somebody did: "the envoy who met Kenya's minister".

    Those that say whom somebody serves stay: "the minister, who leads the Kenyan delegation".
    """
    verbs = [doc[i] for i in source if doc[i].dep_ == "relcl" and not _tells_office(doc[i])]
    inside = {i for verb in verbs for i in span(verb)}
    return tuple(i for i in source if i not in inside)


def _tells_office(verb: Token) -> bool:
    """Return whether a relative clause tells the office: "who is Kenya's envoy", but not "who was" it."""
    return verb.lemma_ in _SERVING or (verb.lemma_ == "be" and verb.tag_ in ("VBP", "VBZ"))
