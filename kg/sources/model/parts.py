"""The parts of the rows of a sheet: quotations, periods, corrections, and the keys that all rows share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, ClassVar, TypeAlias

from kg.forms.declared import FLAT, Key
from kg.forms.types import Bounds, Choice, Moment, PartDay, Score, Term, Text
from kg.namespaces import SLUG
from kg.reference.fields import ACTORS

__all__ = [
    "LANGUAGE", "ROW_ID", "UNKNOWN", "Confidence", "Id", "Mode", "Period", "Quote", "Quoted", "ReportedBy", "Review",
    "Reviewed", "Status", "Withdrawal",
]  # fmt: skip

LANGUAGE = Text("[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", "a language tag such as `en`")
ROW_ID = Text(SLUG.pattern, "an id of lower-case letters, digits and single hyphens, such as `lavrov-truce`")
#: What is known of a day that the text does not date.
UNKNOWN = Bounds()


@dataclass(frozen=True, slots=True)
class Period:
    """When something holds: ISO 8601 years, months or days, as precise as the text; None means open or unknown."""

    since: Annotated[str | None, PartDay(), "The first year, month or day; leave out if open."] = None
    until: Annotated[str | None, PartDay(), "The last year, month or day; leave out if open."] = None

    ANY_OF: ClassVar = ("since", "until")
    PATTERN: ClassVar = re.compile(r"-?\d{4}(-\d{2}(-\d{2})?)?")


@dataclass(frozen=True, slots=True)
class Quote:
    """A verbatim stretch of the source's text; `prefix` selects one of several occurrences."""

    text: Annotated[str, Text(), "The shortest verbatim passage that shows it.", Key("quote")]
    prefix: Annotated[str | None, Text(), "The words directly before the quote, if it occurs more than once."] = None


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
Id: TypeAlias = Annotated[str, ROW_ID, "The name of the row, unique in the sheet."]
Quoted: TypeAlias = Annotated[Quote, FLAT]
Mode: TypeAlias = Annotated[str, Term("mode"), "Quoted directly, reported, or told by the narrator (default)."]
ReportedBy: TypeAlias = Annotated[
    tuple[str, ...], ACTORS, "Who passed it on, starting with the one closest to the speaker."
]
Confidence: TypeAlias = Annotated[str | None, Score(), "Confidence of the automatic extraction, 0 to 1."]
Status: TypeAlias = Annotated[
    str, Choice(("accepted", "proposed")), "`proposed` rows are validated but left out of the graph."
]
Reviewed: TypeAlias = Annotated[Review | None, "Who accepted a proposed row, and when.", Key("reviewed")]
