"""Events with their ballots, and relations between actors, as a sheet gives them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from kg.forms.declared import FLAT
from kg.forms.types import Bounds, Count, Days, Listed, Many, Name, Table, Term, Text
from kg.reference.fields import ACTOR, ACTORS, PLACE, PROPOSITION
from kg.sources.model.parts import UNKNOWN, Confidence, Id, Mode, Period, Quoted, ReportedBy, Reviewed, Status

__all__ = ["Ballot", "Event", "Relation", "Totals"]


@dataclass(frozen=True, slots=True)
class Ballot:
    """How one actor voted: `in-favour`, `against`, `veto`, `abstain` or `absent`."""

    voter: str
    choice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Totals of a vote, None where the text gives none. Vetoes count as against."""

    in_favour: Annotated[int | None, Count(), "How many voted for the motion."] = None
    against: Annotated[int | None, Count(), "How many voted against it, including vetoes."] = None
    abstaining: Annotated[int | None, Count(), "How many abstained."] = None
    absent: Annotated[int | None, Count(), "How many did not take part."] = None

    ANY_OF: ClassVar = ("in_favour", "against", "abstaining", "absent")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened or is planned, with who took part and the words that say so.

    `type` is the slug of a subclass of dp:Event (`meeting`, `vote`, `attack` ...); `occurrence`
    is `happened`, `planned` or `alleged`.
    """

    id: Id
    type: Annotated[str, Term("event-type"), "The kind of event."]
    label: Annotated[str, Text(), "A short name for the event."]
    quote: Quoted
    mode: Mode = "narrator"
    when: Annotated[Bounds, Days(), "When it happened, as far as the text says."] = UNKNOWN
    place: Annotated[str | None, PLACE, "Where it happened."] = None
    participants: Annotated[tuple[str, ...], ACTORS, "Who took part."] = ()
    perpetrators: Annotated[tuple[str, ...], ACTORS, "Who did it."] = ()
    victims: Annotated[tuple[str, ...], ACTORS, "Those it was done to."] = ()
    attendees: Annotated[
        tuple[str, ...], ACTORS, "Who was present without taking part: witnesses, observers, hosts."
    ] = ()
    initiators: Annotated[tuple[str, ...], ACTORS, "Who initiated the diplomatic act."] = ()
    recipients: Annotated[tuple[str, ...], ACTORS, "Whom the diplomatic act was directed at."] = ()
    occurrence: Annotated[str, Term("occurrence"), "Whether it happened, is planned or is alleged."] = "happened"
    body: Annotated[str | None, Name(("Organisation",)), "The organisation that voted."] = None
    motion: Annotated[str | None, PROPOSITION, "The proposition that was voted on."] = None
    ballots: Annotated[tuple[Ballot, ...], Table(ACTOR, Term("choice")), "How each actor voted."] = ()
    totals: Annotated[Totals | None, "Totals of the vote, if the text gives them."] = None
    issues: Annotated[tuple[str, ...], Many(Term("issue")), "The issues it belongs to."] = ()
    reported_by: ReportedBy = ()
    confidence: Confidence = None
    status: Status = "accepted"
    review: Reviewed = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A lasting tie between actors: `alliance` or `rivalry`, with the period over which it holds."""

    id: Id
    type: Annotated[str, Term("relation-type"), "The kind of tie."]
    between: Annotated[tuple[str, ...], Listed(ACTOR, 2), "The actors it connects."]
    quote: Quoted
    mode: Mode = "narrator"
    holds: Annotated[Period | None, FLAT] = None
    reported_by: ReportedBy = ()
    confidence: Confidence = None
    status: Status = "accepted"
    review: Reviewed = None
