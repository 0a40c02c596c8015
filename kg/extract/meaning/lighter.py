"""Shortens a sentence by leaving out circumstances that it does not need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import load_data

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

__all__ = ["lighter", "shorter"]

_WORDS = load_data("meaning/wording.yaml")
#: Dependencies that only add a circumstance, and those that do so unless the statement is about the future.
_CIRCUMSTANCES = frozenset(_WORDS["circumstances"]["always"])
_OF_THE_PAST = frozenset(_WORDS["circumstances"]["past"])
#: Nouns for a point in time.
_MOMENTS = frozenset(_WORDS["moments"])
#: Words that make a circumstance essential: "only after their return".
_BINDING = frozenset(("even", "except", "if", "just", "not", "n't", "only", "solely", "unless", "until"))
#: Prepositions of circumstances that the verb does not need.
_ADDING = (
    "after",
    "alongside",
    "amid",
    "at",
    "before",
    "despite",
    "during",
    "following",
    "in",
    "on",
    "since",
    "through",
    "under",
)


def lighter(tokens: list[Token], head: Token) -> Iterator[list[Token]]:
    """Yield the words of a sentence, each time without one of its optional circumstances, starting with the last one.

    "He won despite their protests" still says that he won. A circumstance stays if the sentence is negated, because
    "they did not leave because of it" does not mean that they stayed, or if it gives the time of a future event.
    """
    if any(token.dep_ == "neg" for token in tokens):
        return
    ahead = head.tag_ == "VB" or any(child.tag_ == "MD" for child in head.children)
    inside = {token.i for token in tokens}
    for child in sorted((c for c in head.children if c.i in inside), key=lambda c: -c.i):
        if _is_circumstance(child, ahead=ahead):
            part = set(range(child.left_edge.i, child.right_edge.i + 1))
            rest = [token for token in tokens if token.i not in part]
            while rest and rest[0].is_punct:
                rest = rest[1:]
            yield rest
    for token in tokens:  # "a bill that bans trawling and allows nets"
        if token.dep_ == "conj" and token.head.dep_ == "relcl" and token.right_edge.i >= tokens[-1].i:
            yield [other for other in tokens if other.i < _start_of(token)]


def shorter(tokens: list[Token], head: Token) -> Iterator[list[Token]]:
    """Yield shorter versions of a sentence that is too long, dropping one optional part at its end after another.

    Such parts are purposes ("to persuade them"), times and other circumstances of the main verb. Anything negated,
    compared or conditional stays whole.
    """
    if any(token.dep_ == "neg" or token.lower_ in _BINDING for token in tokens):
        return
    rest = tokens
    for child in sorted((c for c in head.children if c.i > head.i), key=lambda c: -c.i):
        if not rest or child.right_edge.i < rest[-1].i or child not in rest:
            return
        added = child.dep_ in ("advcl", "npadvmod") or (child.dep_ == "prep" and child.lower_ in _ADDING)
        if not added or child.left_edge.i <= head.i + 2:
            return
        rest = [token for token in rest if token.i < child.left_edge.i]
        while rest and rest[-1].is_punct:
            rest = rest[:-1]
        yield rest


def _is_circumstance(part: Token, *, ahead: bool) -> bool:
    """Return whether a part of a clause only describes the circumstances of what happens."""
    if any(token.lower_ in _BINDING for token in part.subtree):
        return False
    if part.dep_ == "prep" and any(
        word.lower_ in ("this", "these") and word.head.head == part for word in part.subtree
    ):
        return any(inner.lemma_.lower() in _MOMENTS for inner in part.children)  # "at this critical moment"
    if part.dep_ == "prep" and part.lower_ != "as":
        link = part.lower_
    elif part.dep_ == "advcl":
        link = next((child.lower_ for child in part.children if child.dep_ == "mark"), "")
    else:
        return False
    return link in _CIRCUMSTANCES or (not ahead and link in _OF_THE_PAST)


def _start_of(verb: Token) -> int:
    """Return where a coordinated verb begins, with the "and" before it."""
    start = verb.left_edge.i
    return start - 1 if start and verb.doc[start - 1].dep_ == "cc" else start
