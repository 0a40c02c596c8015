"""What a sheet says: every key is declared here once, with the value that it becomes.

The reader (`kg.sources.sheet`), the JSON Schema and the drafts take the keys from these classes; the order of the
fields is the order in which a writer puts them. Names in here are slugs (`sergei-lavrov`), never IRIs;
`kg.sources.sheet_graph` turns them into RDF.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

from kg.forms.declared import record_of
from kg.forms.types import Field, Licence, Listed, Moment, Name, RecordType, Text
from kg.reference.fields import ACTORS
from kg.sources.model.events import Ballot, Event, Relation, Totals
from kg.sources.model.parts import LANGUAGE, Period, Quote, Review, Withdrawal
from kg.sources.model.statements import Statement, Toll

__all__ = [
    "EVENT", "LANGUAGE", "RELATION", "SHEET", "SOURCE", "STATEMENT", "URL", "Ballot", "Event", "Period", "Quote",
    "Relation", "Review", "Sheet", "Source", "Statement", "Toll", "Totals", "Withdrawal",
]  # fmt: skip

_SHA256 = Text("[0-9a-f]{64}", "64 lower-case hexadecimal digits")
# A character of an IRI (RFC 3987) that does not end any of its parts, since URLs become IRIs.
_CHAR = r"(?:[^\s\x00-\x20\x7f-\x9f\ue000-\uf8ff\ufdd0-\ufdef\ufff0-\uffff<>\"{}|\\^`\[\]%#?/:@]|%[0-9A-Fa-f]{2})"
_REST = rf"(?:{_CHAR}|[:/?@])*"
URL = Text(rf"https?://(?:{_CHAR}*@)?{_CHAR}+(?::[0-9]*)?(?:[/?]{_REST})?(?:#{_REST})?", "a web address, https://...")
_FILE = Text(r"[^/\\\s.][^/\\]*", "the name of a file beside the sheet, such as `article.txt`")


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
    url: Annotated[str | None, URL, "Where the text was published."] = None
    licence: Annotated[
        str | None,
        Licence(),
        "What may be done with the text: an SPDX id, a web address, or all-rights-reserved.",
    ] = None
    language: Annotated[str, LANGUAGE, "The language of the text; `en` where it is not given."] = "en"
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
