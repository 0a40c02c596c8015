"""Turns the rows of a sheet into the values of `kg.sources.model`, filling in what is implied, and labels them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.forms.declared import value_of
from kg.forms.row import names
from kg.forms.types import NARRATOR, Bounds
from kg.rdf.labels import enumeration, verb
from kg.sources.model import Statement

if TYPE_CHECKING:
    from datetime import date

    from kg.forms.row import Row
    from kg.reference.lookup import Reference
    from kg.sources.model import Relation, Source

__all__ = ["relation_label", "statement_label", "statement_of"]

#: "Demands, against this: Foreign powers should send arms".
_SIDES = {
    "supports": "for this",
    "opposes": "against this",
    "neutral": "taking no side on this",
    "conditional": "for this on a condition",
}


def statement_of(row: Row, reference: Reference, published: date | None) -> Statement:
    """Return the statement of a valid row; missing values come from the act and the day of publication."""
    act = reference.vocabulary.acts[row.text("act")]
    return value_of(
        Statement,
        row,
        kind=row.maybe("kind") or act.kind,
        polarity=row.maybe("polarity") or act.polarity,
        holders=row.names("speaker"),  # empty in a proposed row without a speaker
        on_behalf_of=_represented(row),
        said=_said(row.bounds("said"), published),
    )


def _said(given: Bounds | None, published: date | None) -> Bounds:
    """Return the days on which something was said: at the latest on the day of publication."""
    return Bounds(given.not_before, given.not_after or published) if given else Bounds(None, published)


def _represented(row: Row) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the principal of each speaker: one for all speakers, or one each from the mapping."""
    if each := row.table("for"):
        return tuple((speaker, names(value)) for speaker, value in each.items())
    return tuple((speaker, row.names("for")) for speaker in row.names("speaker") if "for" in row.values)


def statement_label(row: Statement, source: Source, reference: Reference) -> str:
    """Return `<speakers> <act>: <proposition>`, with the side in words if it is not the one that the act implies."""
    who = [
        f"the narrator ({reference.label(source.publisher)})" if holder == NARRATOR else reference.label(holder)
        for holder in row.holders
    ]
    vocabulary = reference.vocabulary
    act = vocabulary.label("act", row.act)
    unlike = f", {_SIDES[row.polarity]}" if row.polarity != vocabulary.acts[row.act].polarity else ""
    does = verb(act, plural=len(who) > 1 or any(reference.stands_for_several(holder) for holder in row.holders))
    return f"{enumeration(who)} {does}{unlike}: {reference.label(row.proposition, 'proposition')}"


def relation_label(row: Relation, reference: Reference) -> str:
    """Return `<kind of tie> of <parties>`."""
    word = reference.vocabulary.label("relation-type", row.type)
    return f"{word} of {enumeration([reference.label(party) for party in row.between])}"
