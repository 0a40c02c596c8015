"""Finds on what somebody makes a deed depend: "will open the port only if Oslo pays", "will not go unless it pays"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.grammar.tree import has_mark, has_subject

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from spacy.tokens import Token

__all__ = ["Proviso", "is_left_out", "proviso_of"]

_ONLY = ("only", "solely")
_LINKS = ("after", "if", "once", "when")
#: Forms of verbs for what has not come true yet: "once Oslo pays", but not "once Oslo had paid".
_NOT_OVER = ("VB", "VBP", "VBZ")
#: "On condition that", "provided that".
_GIVEN = ("provided", "providing")


@dataclass(frozen=True, slots=True)
class Proviso:
    """A condition: the verb of its clause, all of its tokens with the words that link them, and if it is "unless"."""

    verb: Token
    tokens: frozenset[int]
    unless: bool = False


def proviso_of(verb: Token) -> Proviso | None:
    """Return the only condition on which a verb depends, or None if it depends on none, or if more is said of it."""
    found = [*_clauses(verb), *_phrases(verb)]
    return found[0] if len(found) == 1 and has_subject(found[0].verb) else None


def is_left_out(verbs: Iterable[Token], tokens: Collection[int]) -> bool:
    """Return whether a condition on which verbs depend is not among some words: "refused to talk unless Oslo pays"."""
    return any(clause.i not in tokens for verb in verbs for word in _above(verb) for clause in _binding(word))


def _above(word: Token) -> Iterator[Token]:
    """Yield a word and those that it completes: "open", "ready" and "is" of "is ready to open"."""
    yield word
    while word.dep_ in ("acomp", "xcomp"):
        word = word.head
        yield word


def _binding(verb: Token) -> Iterator[Token]:
    """Yield the verbs of the clauses and phrases without which something else would be said with a verb."""
    for clause in (child for child in verb.children if child.dep_ == "advcl"):
        coming = clause.left_edge.lower_ == "once" and clause.tag_ in _NOT_OVER
        if has_mark(clause, "unless", "until") or coming:
            yield clause
    yield from (proviso.verb for proviso in (*_clauses(verb), *_phrases(verb)))


def _clauses(verb: Token) -> Iterator[Proviso]:
    """Yield the clauses with "unless", and with "if" or "after" where an "only" belongs to them."""
    only = [child.i for child in verb.children if child.lower_ in _ONLY and child.dep_ == "advmod"]
    for clause in (child for child in verb.children if child.dep_ == "advcl" and child.i > verb.i):
        inside = {token.i for token in clause.subtree}
        within = [i for i in inside if clause.doc[i].lower_ in _ONLY and clause.doc[i].head == clause]
        if has_mark(clause, "unless"):
            yield Proviso(clause, frozenset(inside), unless=True)
        elif has_mark(clause, *_LINKS) and (only or within):
            yield Proviso(clause, frozenset({*inside, *only}))


def _phrases(verb: Token) -> Iterator[Proviso]:
    """Yield the clauses after "on condition that" and "provided that"."""
    for link in (child for child in verb.children if child.dep_ == "prep" and child.i > verb.i):
        nouns = [child for child in link.children if child.lower_ == "condition" and link.lower_ == "on"]
        above = nouns[0] if nouns else link if link.lower_ in _GIVEN else None
        below = [child for child in above.children if child.dep_ in ("acl", "ccomp")] if above is not None else []
        if len(below) == 1 and (nouns or link.lower_ in _GIVEN):
            yield Proviso(below[0], frozenset(token.i for token in link.subtree))
