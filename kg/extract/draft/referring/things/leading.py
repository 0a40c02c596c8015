"""Finds what a text is about among several things of a kind: "the talks" are those of the headline.

A text that names one thing in its headline or, without a headline, in its first sentence comes back to it as "the
talks" even if it names others on the way. Others that stand in the same sentence or the one before may be meant, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.draft.referring.complements import told_lemmas
from kg.extract.draft.referring.things.nouns import sentence_before
from kg.extract.grammar.tree import is_plural_noun

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

__all__ = ["joined_with", "leading_mentions", "stands_beside"]

_Mention = tuple["Token", tuple["Token", ...]]
_APART = ("another", "earlier", "former", "last", "new", "next", "other", "past", "previous", "second")


def leading_mentions(told: Sequence[_Mention], titles: Sequence[bool], start: int) -> list[int]:
    """Return which mentions stand in the headline or, if none does, in the first sentence, which ends at `start`."""
    named = [at for at, title in enumerate(titles) if title]
    return named or [at for at, (token, _) in enumerate(told) if token.i < start]


def joined_with(first: Sequence[int], about: Sequence[set[str]]) -> list[int]:
    """Return which mentions hang together with the first by what they are about; empty if these are not one."""
    if not first:
        return []
    found, words = [first[0]], set(about[first[0]])
    while more := [at for at, told in enumerate(about) if at not in found and told & words]:
        found += more
        words = words.union(*(about[at] for at in more))
    return sorted(found) if set(first) <= set(found) else []


def stands_beside(noun: Token, mentions: Sequence[_Mention], main: set[str], heads: set[str]) -> bool:
    """Return whether another thing stands in the sentence of a noun or in the one before it: "an earlier deal"."""
    near = [(token, words) for token, words in mentions if token.i >= sentence_before(noun)]
    near = [(token, words) for token, words in near if is_plural_noun(token) == is_plural_noun(noun)]
    for token, words in near:
        left = {child.lower_ for child in token.lefts}
        if (words and not (told_lemmas(words) - heads) & main) or left & {"a", "an", *_APART}:
            return True
    return False
