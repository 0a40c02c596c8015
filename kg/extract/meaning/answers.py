"""Holds a proposition that a language model worded to the same rules as those that are made from the parse.

A sentence that is none is left empty for a person to word. A negation counts once: where the sentence and the polarity
both deny what the quote denies once, it is taken out of the sentence; where the quote denies and neither does, nobody
can tell which of them the model forgot, and the sentence is left empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.article.nlp import parse
from kg.extract.grammar.inflection import capitalised
from kg.extract.meaning.negation import is_negated, negation_of
from kg.extract.meaning.wellformed import faults_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["settled_answer"]


def settled_answer(sentence: str, quote: str, *, against: bool) -> str:
    """Return the sentence of a model's answer, corrected, or an empty one where it cannot be relied on.

    `against` tells that the answer has its holder against the proposition.
    """
    sentence = _whole(sentence)
    if not sentence or faults_of(sentence):
        return ""
    doc = parse(sentence)
    root, denied = _root(doc), _is_denied(parse(quote))
    if is_negated(root):
        return _affirmative(doc, root) if against and denied else "" if against else sentence
    return "" if denied and not against else sentence


def _whole(sentence: str) -> str:
    words = " ".join(sentence.split())
    return words if not words or words.endswith((".", "!", "?")) else f"{words}."


def _root(doc: Doc) -> Token:
    return next((token for token in doc if token.dep_ == "ROOT"), doc[0])


def _is_denied(quote: Doc) -> bool:
    """Tell whether the words of the text deny what they say: their main verb, or one that it takes, is negated."""
    root = _root(quote)
    inner = [child for child in root.children if child.dep_ in ("ccomp", "xcomp")]
    return sum(is_negated(token) for token in (root, *inner)) % 2 == 1


def _affirmative(doc: Doc, root: Token) -> str:
    found = negation_of(root, {token.i for token in doc})
    if found is None:
        return ""
    kept = [token for token in doc if token.i not in found.dropped]
    words = "".join(found.replaced.get(token.i, token.text) + token.whitespace_ for token in kept)
    sentence = capitalised(" ".join(words.split()).replace(" .", "."))
    return "" if faults_of(sentence) else sentence
