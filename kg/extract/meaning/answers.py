"""Checks a proposition worded by a language model against the rules for those made from the parse.

If the answer is not a proper sentence, it is left empty for a person to word. A negation counts only once. If the quote
is negated once but the sentence and the polarity both are, the sentence loses its negation. If the quote is negated but
neither of them is, it is unclear which one the model forgot, so the sentence is left empty.
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
    """Return the corrected sentence of a model's answer, or an empty string if it is unreliable.

    `against`: according to the answer, the holder is against the proposition.
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
    """Return whether a quote is negated: an odd number of negations on its main verb and that verb's complements."""
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
