"""Positions and claims, with the casualty figures of a claim, as a sheet gives them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from kg.forms.declared import IMPLIED, Key
from kg.forms.types import Bounds, Choice, Count, Days, Each, Flag, Many, Name, Term, Text
from kg.namespaces import SLUG
from kg.reference.fields import ACTOR, ACTORS, PLACE, PROPOSITION
from kg.sources.model.parts import (
    LANGUAGE,
    ROW_ID,
    UNKNOWN,
    Confidence,
    Id,
    Period,
    Quoted,
    ReportedBy,
    Reviewed,
    Status,
    Withdrawal,
)

__all__ = ["Statement", "Toll"]

_REVISED = Text(rf"({SLUG.pattern}\.)?{SLUG.pattern}", "the id of a statement of this sheet, or `<source>.<id>`")
_SPEAKERS = Many(Name(("Actor",), narrator=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll:
    """A figure inside a claim: how many were killed, wounded or displaced, of whom, by whom, where, over which days.

    It counts one of the three; the others are None.
    """

    deaths: Annotated[int | None, Count(), "How many people were killed."] = None
    wounded: Annotated[int | None, Count(), "How many people were wounded, in a toll of its own."] = None
    displaced: Annotated[int | None, Count(), "How many people were driven from their homes, in a toll of its own."] = (
        None
    )
    qualifier: Annotated[str, Term("qualifier"), "How exact the figure is; `exactly` where it is not given."] = (
        "exactly"
    )
    victims: Annotated[str | None, ACTOR, "Whom it was done to."] = None
    perpetrator: Annotated[str | None, ACTOR, "Who did it."] = None
    place: Annotated[str | None, PLACE, "Where it was done."] = None
    during: Annotated[Bounds, Days(), "The day, or the first and last day, that the figure covers."] = UNKNOWN

    ANY_OF: ClassVar = ("deaths", "wounded", "displaced")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A position or a claim: who says what about which proposition, and by which words we know.

    `kind` is `position` or `claim`; `polarity`, `act`, `mode`, `certainty`, `degree` are slugs of the
    ontology's value lists. `on_behalf_of` pairs a speaker with those that it speaks for.
    `reported_by` lists the voices between the speaker and the source's narrator, the one nearest
    to the speaker first. `status` is `accepted` or `proposed`.
    """

    id: Id
    quote: Quoted
    kind: Annotated[
        str, Choice(("position", "claim")), "A stance or an asserted fact; as the act implies if not given.", IMPLIED
    ]
    holders: Annotated[tuple[str, ...], _SPEAKERS, "Who says so; several speak jointly.", Key("speaker")]
    candidates: Annotated[
        tuple[str, ...], ACTORS, "Who may be the speaker of a proposed row that has none, the likeliest first."
    ] = ()
    on_behalf_of: Annotated[
        tuple[tuple[str, tuple[str, ...]], ...],
        Each(ACTOR, ACTORS),
        "On whose behalf; a mapping tells joint speakers apart.",
        Key("for"),
    ] = ()
    addressees: Annotated[tuple[str, ...], ACTORS, "To whom it is said, where the text tells.", Key("addressee")] = ()
    targets: Annotated[
        tuple[str, ...],
        ACTORS,
        "Of whom it is said or demanded: who is accused, criticised, backed, asked to act.",
        Key("target"),
    ] = ()
    members_named: Annotated[str | None, Flag(), "Whether the quote names the members of the group that speaks."] = None
    act: Annotated[str, Term("act"), "What the speaker does by saying so."]
    polarity: Annotated[
        str, Term("polarity"), "The stance on the proposition; as the act implies if not given.", IMPLIED
    ]
    proposition: Annotated[str, PROPOSITION, "What it is about."]
    condition: Annotated[str | None, PROPOSITION, "What has to come true first; with polarity `conditional` only."] = (
        None
    )
    said: Annotated[Bounds, Days(), "When it was said; not after the publication where it is not given."] = UNKNOWN
    holds: Annotated[Period | None, "When the position holds."] = None
    mode: Annotated[str, Term("mode"), "Direct quote, indirect speech, or the narrator's words."]
    reported_by: ReportedBy = ()
    original_language: Annotated[
        str | None, LANGUAGE, "The language in which it was said, where the text gives it in another."
    ] = None
    translator: Annotated[tuple[str, ...], ACTORS, "Who translated the words, where the text says so."] = ()
    event: Annotated[str | None, ROW_ID, "The event of this sheet that it is about."] = None
    tolls: Annotated[tuple[Toll, ...], "Casualty figures of a claim."] = ()
    certainty: Annotated[str | None, Term("certainty"), "How sure the speaker is."] = None
    degree: Annotated[str, Term("degree"), "How strongly the words take the side; `plain` where it is not given."] = (
        "plain"
    )
    confidence: Confidence = None
    status: Status = "accepted"
    review: Reviewed = None
    revises: Annotated[str | None, _REVISED, "The statement that this one corrects."] = None
    retracts: Annotated[str | None, _REVISED, "The statement that the speaker takes back by this one."] = None
    about: Annotated[str | None, _REVISED, "The statement that this one says, denies or judges to have been made."] = (
        None
    )
    withdrawn: Annotated[Withdrawal | None, "When and why the row was taken back; it stays on record."] = None

    OPEN: ClassVar = ("speaker",)
