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
    wounded: Annotated[int | None, Count(), "How many people were wounded; give it in a separate toll."] = None
    displaced: Annotated[int | None, Count(), "How many people were displaced; give it in a separate toll."] = None
    qualifier: Annotated[str, Term("qualifier"), "How exact the figure is (default: `exactly`)."] = "exactly"
    victims: Annotated[str | None, ACTOR, "The victims."] = None
    perpetrator: Annotated[str | None, ACTOR, "Who did it."] = None
    place: Annotated[str | None, PLACE, "Where it happened."] = None
    during: Annotated[Bounds, Days(), "The day, or the first and last day, covered by the figure."] = UNKNOWN

    ANY_OF: ClassVar = ("deaths", "wounded", "displaced")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A position or a claim: who says what about which proposition, and the words that show it.

    `kind` is `position` or `claim`; `polarity`, `act`, `mode`, `certainty`, `degree` are slugs of the
    ontology's value lists. `on_behalf_of` pairs a speaker with those that it speaks for.
    `reported_by` lists the voices between the speaker and the source's narrator, the one nearest
    to the speaker first. `status` is `accepted` or `proposed`.
    """

    id: Id
    quote: Quoted
    kind: Annotated[
        str, Choice(("position", "claim")), "A stance or an asserted fact; by default as implied by the act.", IMPLIED
    ]
    holders: Annotated[tuple[str, ...], _SPEAKERS, "The speaker, or several who speak jointly.", Key("speaker")]
    candidates: Annotated[
        tuple[str, ...], ACTORS, "Possible speakers of a proposed row without one, most likely first."
    ] = ()
    on_behalf_of: Annotated[
        tuple[tuple[str, tuple[str, ...]], ...],
        Each(ACTOR, ACTORS),
        "On whose behalf; use a mapping if this differs between joint speakers.",
        Key("for"),
    ] = ()
    addressees: Annotated[tuple[str, ...], ACTORS, "The addressee, if the text gives one.", Key("addressee")] = ()
    targets: Annotated[
        tuple[str, ...],
        ACTORS,
        "The target: who is accused, criticised, backed or asked to act.",
        Key("target"),
    ] = ()
    members_named: Annotated[str | None, Flag(), "Whether the quote names the members of the group that speaks."] = None
    act: Annotated[str, Term("act"), "The speech act."]
    polarity: Annotated[
        str, Term("polarity"), "The stance on the proposition; by default as implied by the act.", IMPLIED
    ]
    proposition: Annotated[str, PROPOSITION, "The proposition it is about."]
    condition: Annotated[str | None, PROPOSITION, "What has to happen first; only with polarity `conditional`."] = None
    said: Annotated[Bounds, Days(), "When it was said; by default not after publication."] = UNKNOWN
    holds: Annotated[Period | None, "When the position holds."] = None
    mode: Annotated[str, Term("mode"), "Direct quote, indirect speech, or the narrator's words."]
    reported_by: ReportedBy = ()
    original_language: Annotated[str | None, LANGUAGE, "The original language, if the text gives a translation."] = None
    translator: Annotated[tuple[str, ...], ACTORS, "The translator, if the text names one."] = ()
    event: Annotated[str | None, ROW_ID, "The event in this sheet that it is about."] = None
    tolls: Annotated[tuple[Toll, ...], "Casualty figures of a claim."] = ()
    certainty: Annotated[str | None, Term("certainty"), "How certain the speaker is."] = None
    degree: Annotated[str, Term("degree"), "How strongly the words take the side (default: `plain`)."] = "plain"
    confidence: Confidence = None
    status: Status = "accepted"
    review: Reviewed = None
    revises: Annotated[str | None, _REVISED, "The statement this one corrects."] = None
    retracts: Annotated[str | None, _REVISED, "The statement the speaker retracts with this one."] = None
    about: Annotated[str | None, _REVISED, "The statement that this one reports, denies or judges."] = None
    withdrawn: Annotated[Withdrawal | None, "When and why the row was withdrawn; it stays on record."] = None

    OPEN: ClassVar = ("speaker",)
