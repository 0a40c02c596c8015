"""Finds what a drafted sentence leaves without a name: "the ruling" is clear beside the text, and not in a graph.

What cannot be named from the text stays as it is, because a wrong name is worse. The reviewer is told which words these
are, so that nobody has to look for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.draft.referring.things.nouns import is_alone, is_common
from kg.extract.grammar.lexicon import load_data
from kg.extract.grammar.tree import is_linking_that

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Token

    from kg.extract.draft.referents import ContentReferents

__all__ = ["unclear_words"]

_WORDS = load_data("draft/referring/unclear.yaml")
#: Nouns for what there is only one of, and those of set phrases.
_ONLY, _PHRASES = frozenset(_WORDS["only"]), frozenset(_WORDS["phrases"])
_POINTING = ("the", "this", "that", "these", "those")
_BEFORE = ("det", "amod", "compound", "nummod", "punct")


def unclear_words(referents: ContentReferents, tokens: Iterable[int], sentence: str) -> tuple[str, ...]:
    """Return the phrases of a content that a sentence made from it keeps, and that only the text makes clear."""
    doc, named = referents.resolver.doc, referents.named_in(sentence)
    found = (doc[doc[i].left_edge.i : i + 1].text for i in tokens if i not in named and _points(doc[i]))
    low = f" {sentence.casefold().rstrip('.')} "
    return tuple(dict.fromkeys(words for words in found if f" {words.casefold()} " in low))


def _points(noun: Token) -> bool:
    """Return whether a common noun with an article has nothing that says which thing or person is meant."""
    if not is_common(noun) or noun.ent_type_ or noun.lemma_.lower() in _ONLY or not is_alone(noun):
        return False
    before = list(noun.lefts)
    pointing = [child for child in before if child.lower_ in _POINTING and not is_linking_that(child)]
    words = noun.doc[noun.left_edge.i : noun.i + 1]
    named = any(word.text != word.lower_ for word in words[1:])  # "the Syrian-Turkish border"
    plain = all(child.dep_ in _BEFORE for child in before) and not named
    return len(pointing) == 1 and plain and words.text.casefold() not in _PHRASES
