"""Small questions about the parse of a sentence (labels of ClearNLP)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Doc, Token

__all__ = ["had_of", "has_aux", "has_mark", "is_infinitive", "object_of", "span", "where"]


#: The numbers by which spaCy knows values; they are the same for all texts.
_NUMBERS: dict[tuple[str, frozenset[str]], frozenset[int]] = {}


def span(token: Token) -> range:
    """Return the indices from the first to the last token under `token`."""
    return range(token.left_edge.i, token.right_edge.i + 1)


def has_mark(clause: Token, word: str) -> bool:
    """Tell whether a clause is introduced by a word: "that", "for", "while"."""
    return any(child.dep_ == "mark" and child.lower_ == word for child in clause.children)


def is_infinitive(clause: Token) -> bool:
    """Tell whether a verb stands with "to"."""
    return any(child.tag_ == "TO" and child.dep_ == "aux" for child in clause.children)


def has_aux(clause: Token) -> bool:
    """Tell whether a verb has an auxiliary."""
    return any(child.dep_ in ("aux", "auxpass") for child in clause.children)


def object_of(prep: Token) -> int | None:
    """Return the index of what a preposition governs, or None."""
    return next((child.i for child in prep.children if child.dep_ in ("pobj", "pcomp")), None)


def had_of(token: Token) -> Token | None:
    """Return the "have" of a perfect that was taken for an adjective: "have vetoed resolutions"."""
    return next((child for child in token.children if child.dep_ == "aux" and child.lemma_ == "have"), None)


def where(doc: Doc, attribute: str, values: Iterable[str]) -> list[int]:
    """Return the indices of the tokens that have one of some values: `where(doc, "DEP", ["relcl"])`.

    A whole text is looked through in one go, which costs a fraction of asking token by token.
    """
    key = (attribute, values if isinstance(values, frozenset) else frozenset(values))
    wanted = _NUMBERS.get(key)
    if wanted is None:
        wanted = _NUMBERS[key] = frozenset(doc.vocab.strings[value] for value in key[1])
    found: list[int] = doc.to_array([attribute, "SPACY"])[:, 0].tolist()
    return [index for index, value in enumerate(found) if value in wanted]
