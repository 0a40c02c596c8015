"""How a row of a sheet is called in one sentence: the label of its node."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.forms.types import NARRATOR

if TYPE_CHECKING:
    from kg.reference.lookup import Reference
    from kg.sources.model import Relation, Source, Statement

__all__ = ["relation_label", "statement_label"]


def statement_label(row: Statement, source: Source, reference: Reference) -> str:
    """Return `<speakers> <act>: <proposition>`, with the polarity where it is not the one that the act implies."""
    who = [
        f"the narrator ({reference.label(source.publisher)})" if holder == NARRATOR else reference.label(holder)
        for holder in row.holders
    ]
    vocabulary = reference.vocabulary
    act, side = vocabulary.label("act", row.act), vocabulary.label("polarity", row.polarity)
    unlike = f" ({side})" if row.polarity != vocabulary.acts[row.act].polarity else ""
    return f"{' and '.join(who)} {act}{unlike}: {reference.label(row.proposition, 'proposition')}"


def relation_label(row: Relation, reference: Reference) -> str:
    """Return `<kind of tie> of <parties>`."""
    word = reference.vocabulary.label("relation-type", row.type)
    return f"{word} of {', '.join(reference.label(party) for party in row.between)}"
