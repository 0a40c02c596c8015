"""What may stand in a sheet: declared once, read by `kg.forms.reader`, printed by `kg.sources.json_schema`.

The order of the fields is the order in which a writer puts them.
"""

from __future__ import annotations

from kg.forms.types import (
    Choice,
    Count,
    Days,
    Each,
    Field,
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

__all__ = ["EVENT", "RELATION", "SHEET", "SOURCE", "STATEMENT"]

_SLUG = Text(SLUG.pattern, "an id of lower-case letters, digits and single hyphens, such as `lavrov-truce`")
_ACTOR = Name(("Actor",))
_ACTORS = Many(_ACTOR)
_PROPOSITION = Name(("Proposition",))
_PLACE = Name(("Place",))
_SHA256 = Text("[0-9a-f]{64}", "64 lower-case hexadecimal digits")
# A character of an IRI (RFC 3987) that ends none of its parts: a URL becomes one.
_CHAR = r"(?:[^\s\x00-\x20\x7f-\x9f\ue000-\uf8ff\ufdd0-\ufdef\ufff0-\uffff<>\"{}|\\^`\[\]%#?/:@]|%[0-9A-Fa-f]{2})"
_REST = rf"(?:{_CHAR}|[:/?@])*"
_URL = Text(rf"https?://(?:{_CHAR}*@)?{_CHAR}+(?::[0-9]*)?(?:[/?]{_REST})?(?:#{_REST})?", "a web address, https://...")
_FILE = Text(r"[^/\\\s.][^/\\]*", "the name of a file beside the sheet, such as `article.txt`")
_REVISED = Text(rf"({SLUG.pattern}\.)?{SLUG.pattern}", "the id of a statement of this sheet, or `<source>.<id>`")
_LANGUAGE = Text("[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", "a language tag such as `en`")

SOURCE = RecordType(
    "source",
    (
        Field("title", Text(), "The headline of the text.", True),
        Field("publisher", Name(("NewsOrganisation",), labels=True), "Who published it.", True),
        Field("published", Moment(), "When it was published.", True),
        Field("text", _FILE, "The file with the text, in the folder of the sheet.", True),
        Field("sha256", _SHA256, "The SHA-256 of that file's bytes.", True),
        Field("url", _URL, "Where the text was published."),
        Field(
            "licence", Licence(), "What may be done with the text: an SPDX id, a web address, or all-rights-reserved."
        ),
        Field("language", _LANGUAGE, "The language of the text; `en` where it is not given."),
        Field("contributors", _ACTORS, "Agencies that contributed to the text."),
        Field("coder", Text(), "Who coded the text."),
    ),
)

_REVIEW = RecordType(
    "review",
    (Field("by", Text(), "Who accepted the row.", True), Field("on", Moment(), "When it was accepted.", True)),
)
_WITHDRAWAL = RecordType(
    "withdrawal",
    (Field("on", Moment(), "When it was withdrawn.", True), Field("reason", Text(), "Why it was withdrawn.", True)),
)
_PERIOD = RecordType(
    "period",
    (
        Field("since", PartDay(), "The first year, month or day; open where it is not given."),
        Field("until", PartDay(), "The last year, month or day; open where it is not given."),
    ),
    any_of=("since", "until"),
)
_TOLL = RecordType(
    "toll",
    (
        Field("deaths", Count(), "How many people were killed.", True),
        Field("qualifier", Term("qualifier"), "How exact the figure is; `exactly` where it is not given."),
        Field("victims", _ACTOR, "Who was killed."),
        Field("perpetrator", _ACTOR, "Who killed them."),
        Field("place", _PLACE, "Where they were killed."),
        Field("during", Days(), "The day, or the first and last day, that the figure covers."),
    ),
)

_ID = Field("id", _SLUG, "The name of the row, unique in the sheet.", True)
_QUOTE = (
    Field("quote", Text(), "The words of the text that say so, verbatim, as few as carry it.", True),
    Field("prefix", Text(), "Words that stand right before the quote, where it occurs more than once."),
)
_REPORTED = Field("reported_by", _ACTORS, "Who passed it on to the text, the one nearest to the speaker first.")
_TAIL = (
    Field("confidence", Score(), "The score of an automatic extraction, 0 to 1."),
    Field("status", Choice(("accepted", "proposed")), "`proposed` rows are checked, and left out of the graph."),
    Field("reviewed", _REVIEW, "Who accepted a proposed row, and when."),
)

STATEMENT = RecordType(
    "statement",
    (
        _ID,
        *_QUOTE,
        Field("kind", Choice(("position", "claim")), "A stance or an asserted fact; as the act implies if not given."),
        Field("speaker", Many(Name(("Actor",), narrator=True)), "Who says so; several speak jointly.", True),
        Field("candidates", _ACTORS, "Who may be the speaker of a proposed row that has none, the likeliest first."),
        Field("for", Each(_ACTOR, _ACTORS), "On whose behalf; a mapping tells joint speakers apart."),
        Field("addressee", _ACTORS, "To whom it is said, or of whom it is demanded."),
        Field("act", Term("act"), "What the speaker does by saying so.", True),
        Field("polarity", Term("polarity"), "The stance on the proposition; as the act implies if not given."),
        Field("proposition", _PROPOSITION, "What it is about.", True),
        Field("condition", _PROPOSITION, "What has to come true first; with polarity `conditional` only."),
        Field("said", Days(), "When it was said; not after the publication where it is not given."),
        Field("holds", _PERIOD, "When the position holds."),
        Field("mode", Term("mode"), "Direct quote, indirect speech, or the narrator's words.", True),
        _REPORTED,
        Field("event", _SLUG, "The event of this sheet that it is about."),
        Field("tolls", Listed(_TOLL), "Casualty figures of a claim."),
        Field("certainty", Term("certainty"), "How sure the speaker is."),
        *_TAIL,
        Field("revises", _REVISED, "The statement that this one corrects."),
        Field("withdrawn", _WITHDRAWAL, "When and why the row was taken back; it stays on record."),
    ),
    open=("speaker",),
)

EVENT = RecordType(
    "event",
    (
        _ID,
        Field("type", Term("event-type"), "What kind of event.", True),
        Field("label", Text(), "The event in a few words.", True),
        *_QUOTE,
        Field("mode", Term("mode"), "Who tells of it; the narrator where it is not given."),
        Field("when", Days(), "When it happened, as far as the text says."),
        Field("place", _PLACE, "Where it happened."),
        Field("participants", _ACTORS, "Who took part."),
        Field("perpetrators", _ACTORS, "Who did it."),
        Field("victims", _ACTORS, "To whom it was done."),
        Field("occurrence", Term("occurrence"), "Whether it happened, is planned or is alleged."),
        Field("body", _ACTOR, "The body that voted."),
        Field("motion", _PROPOSITION, "The proposition that was voted on."),
        Field("ballots", Table(_ACTOR, Term("choice")), "How each one voted."),
        Field("issues", Many(Term("issue")), "The issues that it belongs to."),
        _REPORTED,
        *_TAIL,
    ),
)

RELATION = RecordType(
    "relation",
    (
        _ID,
        Field("type", Term("relation-type"), "What kind of tie.", True),
        Field("between", Listed(_ACTOR, 2), "The actors that it ties.", True),
        *_QUOTE,
        Field("mode", Term("mode"), "Who tells of it; the narrator where it is not given."),
        Field("since", PartDay(), "The first year, month or day; open where it is not given."),
        Field("until", PartDay(), "The last year, month or day; open where it is not given."),
        _REPORTED,
        *_TAIL,
    ),
)

SHEET = RecordType(
    "sheet",
    (
        Field("source", SOURCE, "The text that is coded.", True),
        Field("statements", Listed(STATEMENT, 0), "Positions and claims."),
        Field("events", Listed(EVENT, 0), "What happened, or is planned."),
        Field("relations", Listed(RELATION, 0), "Lasting ties between actors."),
    ),
)
