"""What a sheet says: every key is declared here once, with the value that it becomes.

The reader (`kg.sources.sheet`), the JSON Schema and the drafts take the keys from these classes; the order of the
fields is the order in which a writer puts them. Names in here are slugs (`sergei-lavrov`), never IRIs;
`kg.sources.sheet_graph` turns them into RDF.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, ClassVar, TypeAlias

from kg.forms.declared import FLAT, IMPLIED, Key, record_of
from kg.forms.types import (
    Bounds,
    Choice,
    Count,
    Days,
    Each,
    Field,
    Flag,
    Licence,
    Listed,
    Many,
    Moment,
    Name,
    PartDay,
    RecordType,
    Score,
    Table,
    Term,
    Text,
)
from kg.namespaces import SLUG
from kg.reference.fields import ACTOR, ACTORS, PLACE, PROPOSITION

__all__ = [
    "EVENT", "RELATION", "SHEET", "SOURCE", "STATEMENT", "Ballot", "Event", "Period", "Quote", "Relation", "Review",
    "Sheet", "Source", "Statement", "Toll", "Withdrawal",
]  # fmt: skip

_SLUG = Text(SLUG.pattern, "an id of lower-case letters, digits and single hyphens, such as `lavrov-truce`")
_SHA256 = Text("[0-9a-f]{64}", "64 lower-case hexadecimal digits")
# A character of an IRI (RFC 3987) that ends none of its parts: a URL becomes one.
_CHAR = r"(?:[^\s\x00-\x20\x7f-\x9f\ue000-\uf8ff\ufdd0-\ufdef\ufff0-\uffff<>\"{}|\\^`\[\]%#?/:@]|%[0-9A-Fa-f]{2})"
_REST = rf"(?:{_CHAR}|[:/?@])*"
_URL = Text(rf"https?://(?:{_CHAR}*@)?{_CHAR}+(?::[0-9]*)?(?:[/?]{_REST})?(?:#{_REST})?", "a web address, https://...")
_FILE = Text(r"[^/\\\s.][^/\\]*", "the name of a file beside the sheet, such as `article.txt`")
_REVISED = Text(rf"({SLUG.pattern}\.)?{SLUG.pattern}", "the id of a statement of this sheet, or `<source>.<id>`")
_LANGUAGE = Text("[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", "a language tag such as `en`")
_SPEAKERS = Many(Name(("Actor",), narrator=True))

#: What is known of a day that the text does not date.
UNKNOWN = Bounds()


@dataclass(frozen=True, slots=True)
class Period:
    """When something holds: ISO 8601 years, months or days, as precise as the text; None is open or unknown."""

    since: Annotated[str | None, PartDay(), "The first year, month or day; open where it is not given."] = None
    until: Annotated[str | None, PartDay(), "The last year, month or day; open where it is not given."] = None

    ANY_OF: ClassVar = ("since", "until")
    PATTERN: ClassVar = re.compile(r"-?\d{4}(-\d{2}(-\d{2})?)?")


@dataclass(frozen=True, slots=True)
class Quote:
    """A verbatim stretch of the source's text; `prefix` selects one of several occurrences."""

    text: Annotated[str, Text(), "The words of the text that say so, verbatim, as few as carry it.", Key("quote")]
    prefix: Annotated[
        str | None, Text(), "Words that stand right before the quote, where it occurs more than once."
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll:
    """A casualty figure inside a claim: how many deaths, of whom, by whom, where, over which days."""

    deaths: Annotated[int, Count(), "How many people were killed."]
    qualifier: Annotated[str, Term("qualifier"), "How exact the figure is; `exactly` where it is not given."] = (
        "exactly"
    )
    victims: Annotated[str | None, ACTOR, "Who was killed."] = None
    perpetrator: Annotated[str | None, ACTOR, "Who killed them."] = None
    place: Annotated[str | None, PLACE, "Where they were killed."] = None
    during: Annotated[Bounds, Days(), "The day, or the first and last day, that the figure covers."] = UNKNOWN


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A statement taken back by the coder: when (ISO 8601 date-time) and why. It stays in the graph."""

    on: Annotated[str, Moment(), "When it was withdrawn."]
    reason: Annotated[str, Text(), "Why it was withdrawn."]


@dataclass(frozen=True, slots=True)
class Review:
    """Who accepted a proposed row, and when (ISO 8601 date-time)."""

    by: Annotated[str, Text(), "Who accepted the row."]
    on: Annotated[str, Moment(), "When it was accepted."]


# What statements, events and relations have in common.
_Id: TypeAlias = Annotated[str, _SLUG, "The name of the row, unique in the sheet."]
_Quoted: TypeAlias = Annotated[Quote, FLAT]
_Mode: TypeAlias = Annotated[str, Term("mode"), "Who tells of it; the narrator where it is not given."]
_ReportedBy: TypeAlias = Annotated[
    tuple[str, ...], ACTORS, "Who passed it on to the text, the one nearest to the speaker first."
]
_Confidence: TypeAlias = Annotated[str | None, Score(), "The score of an automatic extraction, 0 to 1."]
_Status: TypeAlias = Annotated[
    str, Choice(("accepted", "proposed")), "`proposed` rows are checked, and left out of the graph."
]
_Reviewed: TypeAlias = Annotated[Review | None, "Who accepted a proposed row, and when.", Key("reviewed")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A position or a claim: who says what about which proposition, and by which words we know.

    `kind` is `position` or `claim`; `polarity`, `act`, `mode`, `certainty` are slugs of the
    ontology's value lists. `on_behalf_of` pairs a speaker with those that it speaks for.
    `reported_by` lists the voices between the speaker and the source's narrator, the one nearest
    to the speaker first. `status` is `accepted` or `proposed`.
    """

    id: _Id
    quote: _Quoted
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
    reported_by: _ReportedBy = ()
    event: Annotated[str | None, _SLUG, "The event of this sheet that it is about."] = None
    tolls: Annotated[tuple[Toll, ...], "Casualty figures of a claim."] = ()
    certainty: Annotated[str | None, Term("certainty"), "How sure the speaker is."] = None
    confidence: _Confidence = None
    status: _Status = "accepted"
    review: _Reviewed = None
    revises: Annotated[str | None, _REVISED, "The statement that this one corrects."] = None
    retracts: Annotated[str | None, _REVISED, "The statement that the speaker takes back by this one."] = None
    withdrawn: Annotated[Withdrawal | None, "When and why the row was taken back; it stays on record."] = None

    OPEN: ClassVar = ("speaker",)


@dataclass(frozen=True, slots=True)
class Ballot:
    """How one actor voted: `in-favour`, `against`, `veto`, `abstain` or `absent`."""

    voter: str
    choice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened or is planned, with who took part and the words that say so.

    `type` is the slug of a subclass of dp:Event (`meeting`, `vote`, `attack` ...); `occurrence`
    is `happened`, `planned` or `alleged`.
    """

    id: _Id
    type: Annotated[str, Term("event-type"), "What kind of event."]
    label: Annotated[str, Text(), "The event in a few words."]
    quote: _Quoted
    mode: _Mode = "narrator"
    when: Annotated[Bounds, Days(), "When it happened, as far as the text says."] = UNKNOWN
    place: Annotated[str | None, PLACE, "Where it happened."] = None
    participants: Annotated[tuple[str, ...], ACTORS, "Who took part."] = ()
    perpetrators: Annotated[tuple[str, ...], ACTORS, "Who did it."] = ()
    victims: Annotated[tuple[str, ...], ACTORS, "To whom it was done."] = ()
    occurrence: Annotated[str, Term("occurrence"), "Whether it happened, is planned or is alleged."] = "happened"
    body: Annotated[str | None, Name(("Organisation",)), "The organisation that voted."] = None
    motion: Annotated[str | None, PROPOSITION, "The proposition that was voted on."] = None
    ballots: Annotated[tuple[Ballot, ...], Table(ACTOR, Term("choice")), "How each one voted."] = ()
    issues: Annotated[tuple[str, ...], Many(Term("issue")), "The issues that it belongs to."] = ()
    reported_by: _ReportedBy = ()
    confidence: _Confidence = None
    status: _Status = "accepted"
    review: _Reviewed = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A lasting tie between actors: `alliance` or `rivalry`, with the period over which it holds."""

    id: _Id
    type: Annotated[str, Term("relation-type"), "What kind of tie."]
    between: Annotated[tuple[str, ...], Listed(ACTOR, 2), "The actors that it ties."]
    quote: _Quoted
    mode: _Mode = "narrator"
    holds: Annotated[Period | None, FLAT] = None
    reported_by: _ReportedBy = ()
    confidence: _Confidence = None
    status: _Status = "accepted"
    review: _Reviewed = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The text that a sheet codes: `slug` is the folder's name, `published` an ISO 8601 date or date-time.

    `licence` is an id of the SPDX list, a web address, `all-rights-reserved`, or None where the sheet does not say.
    """

    slug: str
    title: Annotated[str, Text(), "The headline of the text."]
    publisher: Annotated[str, Name(("NewsOrganisation",), labels=True), "Who published it."]
    published: Annotated[str, Moment(), "When it was published."]
    text: Annotated[str, _FILE, "The file with the text, in the folder of the sheet."]
    sha256: Annotated[str, _SHA256, "The SHA-256 of that file's bytes."]
    url: Annotated[str | None, _URL, "Where the text was published."] = None
    licence: Annotated[
        str | None,
        Licence(),
        "What may be done with the text: an SPDX id, a web address, or all-rights-reserved.",
    ] = None
    language: Annotated[str, _LANGUAGE, "The language of the text; `en` where it is not given."] = "en"
    contributors: Annotated[tuple[str, ...], ACTORS, "Agencies that contributed to the text."] = ()
    coder: Annotated[str | None, Text(), "Who coded the text."] = None

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


SOURCE, STATEMENT, EVENT, RELATION = (record_of(kind) for kind in (Source, Statement, Event, Relation))
SHEET = RecordType(
    "sheet",
    (
        Field("source", SOURCE, "The text that is coded.", True),
        Field("statements", Listed(STATEMENT, 0), "Positions and claims."),
        Field("events", Listed(EVENT, 0), "What happened, or is planned."),
        Field("relations", Listed(RELATION, 0), "Lasting ties between actors."),
    ),
)
