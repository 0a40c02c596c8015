"""Names what is between two states: "our relations" of a minister of one, "the bilateral relationship".

The two are those that the text is about. Who says "our" must speak for one of them, and it must be in quotation marks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import load_data

if TYPE_CHECKING:
    from collections.abc import Collection

    from spacy.tokens import Token

    from kg.extract.names.organs import Organs

__all__ = ["has_partner", "label_between", "two_sides"]

#: Words for what is between two states.
_RELATIONS = frozenset(load_data("draft/referring/described.yaml")["relations"])
_BILATERAL, _BESIDE = ("bilateral", "mutual", "two-way"), ("the", "these", "this")
#: Adjectives that stay: "the strained relations between Kenya and Norway".
_KEPT = frozenset(load_data("draft/referring/described.yaml")["kept"])


def has_partner(noun: Token) -> bool:
    """Return whether a noun says with whom: "our relations with Norway" are only the speaker's own."""
    return any(child.lower_ in ("to", "towards", "with") and child.dep_ == "prep" for child in noun.rights)


def two_sides(organs: Organs, noun: Token, own: Collection[str]) -> tuple[str, ...]:
    """Return the two states between which the thing that a noun names is; `own` are those of the speaker."""
    words = [child.lower_ for child in noun.lefts if not child.is_punct and child.lower_ not in _BESIDE]
    ours, told = "our" in words, [word for word in words if word != "our" and word not in _KEPT]
    if noun.lemma_.lower() not in _RELATIONS or not (ours or told) or any(word not in _BILATERAL for word in told):
        return ()
    states = tuple(dict.fromkeys(slug for _, slug in organs.states))
    if not ours and len(states) == 2:
        return states
    two = organs.pairs.two_before(noun.i)
    return two if len({*two} & {*own}) == 1 else ()


def label_between(noun: Token, names: str) -> str:
    """Return the words for what is between two states of some names: "the relations between Kenya and Norway"."""
    words = [child.lower_ for child in noun.lefts]
    kept = " ".join(word for word in words if word in _KEPT)
    article = "the " if noun.tag_ == "NN" or "the" in words else ""
    return f"{article}{kept + ' ' if kept else ''}{noun.lower_} between {names}"
