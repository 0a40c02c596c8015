"""What a source says, as plain values: the shape between a sheet and its RDF.

Names in here are slugs (`sergei-lavrov`), never IRIs; `kg.sources.assertion` turns them into RDF.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from kg.forms.types import Bounds

__all__ = [
    "Ballot",
    "Event",
    "Period",
    "Quote",
    "Relation",
    "Review",
    "Sheet",
    "Source",
    "Statement",
    "Toll",
    "Withdrawal",
]


#: What is known of a day that the text does not date.
UNKNOWN = Bounds()


@dataclass(frozen=True, slots=True)
class Period:
    """When something holds: ISO 8601 years, months or days, as precise as the text; None is open or unknown."""

    since: str | None = None
    until: str | None = None

    PATTERN = re.compile(r"-?\d{4}(-\d{2}(-\d{2})?)?")


@dataclass(frozen=True, slots=True)
class Quote:
    """A verbatim stretch of the source's text; `prefix` tells it apart where it occurs more than once."""

    text: str
    prefix: str | None = None


@dataclass(frozen=True, slots=True)
class Toll:
    """A casualty figure inside a claim: how many deaths, of whom, by whom, where, over which days."""

    deaths: int
    qualifier: str = "exactly"
    victims: str | None = None
    perpetrator: str | None = None
    place: str | None = None
    during: Bounds = UNKNOWN


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A statement taken back by the coder: when (ISO 8601 date-time) and why. It stays in the graph."""

    on: str
    reason: str


@dataclass(frozen=True, slots=True)
class Review:
    """Who accepted a proposed row, and when (ISO 8601 date-time)."""

    by: str
    on: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A position or a claim: who says what about which proposition, and by which words we know.

    `kind` is `position` or `claim`; `polarity`, `act`, `mode`, `certainty` are slugs of the
    ontology's value lists. `on_behalf_of` pairs a speaker with those that it speaks for.
    `reported_by` lists the voices between the speaker and the source's narrator, the one nearest
    to the speaker first. `status` is `accepted` or `proposed`.
    """

    id: str
    kind: str
    quote: Quote
    holders: tuple[str, ...]
    act: str
    polarity: str
    proposition: str
    mode: str
    on_behalf_of: tuple[tuple[str, tuple[str, ...]], ...] = ()
    addressees: tuple[str, ...] = ()
    condition: str | None = None
    said: Bounds = UNKNOWN
    holds: Period | None = None
    reported_by: tuple[str, ...] = ()
    event: str | None = None
    tolls: tuple[Toll, ...] = ()
    certainty: str | None = None
    confidence: str | None = None
    status: str = "accepted"
    review: Review | None = None
    revises: str | None = None
    withdrawn: Withdrawal | None = None


@dataclass(frozen=True, slots=True)
class Ballot:
    """How one actor voted: `in-favour`, `against`, `veto`, `abstain` or `absent`."""

    voter: str
    choice: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened or is planned, with who took part and the words that say so.

    `type` is the slug of a subclass of dp:Event (`meeting`, `vote`, `attack` ...); `occurrence`
    is `happened`, `planned` or `alleged`.
    """

    id: str
    type: str
    label: str
    quote: Quote
    mode: str = "narrator"
    when: Bounds = UNKNOWN
    place: str | None = None
    participants: tuple[str, ...] = ()
    perpetrators: tuple[str, ...] = ()
    victims: tuple[str, ...] = ()
    occurrence: str = "happened"
    body: str | None = None
    motion: str | None = None
    ballots: tuple[Ballot, ...] = ()
    issues: tuple[str, ...] = ()
    reported_by: tuple[str, ...] = ()
    confidence: str | None = None
    status: str = "accepted"
    review: Review | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """A lasting tie between actors: `alliance` or `rivalry`, with the period over which it holds."""

    id: str
    type: str
    between: tuple[str, ...]
    quote: Quote
    mode: str = "narrator"
    holds: Period | None = None
    reported_by: tuple[str, ...] = ()
    confidence: str | None = None
    status: str = "accepted"
    review: Review | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """The text that a sheet codes: `slug` is the folder's name, `published` an ISO 8601 date or date-time.

    `licence` is an id of the SPDX list, a web address, `all-rights-reserved`, or None where the sheet does not say.
    """

    slug: str
    title: str
    publisher: str
    published: str
    text: str
    sha256: str
    url: str | None = None
    licence: str | None = None
    language: str = "en"
    contributors: tuple[str, ...] = ()
    coder: str | None = None

    def published_on(self) -> date:
        """Return the day of publication, in the time zone that `published` gives."""
        return date.fromisoformat(self.published[:10])


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that was coded of one source."""

    source: Source
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    relations: tuple[Relation, ...] = ()
    path: str = field(default="", compare=False)
