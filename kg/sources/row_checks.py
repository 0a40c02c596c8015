"""Checks between the fields of a row of a sheet, and between its rows."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kg.findings import Severity
from kg.forms.row import Row
from kg.suggestions import Suggestions, suggest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.forms.reader import Reader
    from kg.forms.yaml_nodes import YamlNode
    from kg.vocabulary import Vocabulary

__all__ = ["DONE_TO_SOMEBODY", "RowChecks"]

#: Acts against somebody: before there was `target:`, sheets used `addressee:` for this.
DONE_TO_SOMEBODY = ("accuses", "blames", "criticises")
#: Keys of a row that say nothing of what was said.
_BESIDES = {"id", "confidence", "reviewed", "status"}


class RowChecks:
    """Checks the rows of one sheet, given its events by id (whether they are accepted) and its statements' ids."""

    def __init__(
        self, reader: Reader, vocabulary: Vocabulary, events: Mapping[str, bool], statements: set[str]
    ) -> None:
        self.reader, self.vocabulary = reader, vocabulary
        self.events, self.statements, self.suggestions = events, statements, Suggestions()
        self.seen: dict[str, str] = {}  # the id of the first row with the same content

    def check(self, row: Row, *, is_statement: bool) -> None:
        """Report the faults of a row that was read; it is then no longer valid."""
        self.periods(row)
        if is_statement:
            self.conditional(row)
            self.referring(row)
            self.accused(row)
            self.repeated(row)
        self.narrating(row)
        self.undecided(row)

    def accused(self, row: Row) -> None:
        """Read the addressee of an accusation as its target: sheets of version 1 of the ontology meant this."""
        if row.maybe("act") in DONE_TO_SOMEBODY and "addressee" in row.values and "target" not in row.nodes:
            act = row.text("act")
            message = (
                f"`addressee` under `{act}` is read as `target`: rename it, or add a `target:` (`kg migrate` does it)"
            )
            node = row.nodes["addressee"]
            self.reader.report(node, "addressee-as-target", message, severity=Severity.WARNING)
            row.values["target"] = row.values.pop("addressee")

    def repeated(self, row: Row) -> None:
        """Report a row that says the same as an earlier one, in the same words: both would be counted."""
        if "withdrawn" in row.nodes or row.maybe("status") == "proposed" or "id" not in row.values:
            return
        content = str(_content({key: value for key, value in row.values.items() if key not in _BESIDES}))
        first = self.seen.setdefault(content, row.text("id"))
        if first != row.text("id"):
            message = f"this row repeats `{first}` in all but the id, and would be counted twice: remove one of them"
            self.reader.report(row.nodes["id"], "repeated-row", message, severity=Severity.WARNING)

    def wrong(self, row: Row, place: str | YamlNode, rule: str, message: str) -> None:
        """Add a finding about a row, at the value of a key or at any node in it."""
        node = row.nodes.get(place, row.node) if isinstance(place, str) else place
        self.reader.report(node, rule, message)
        row.good = False

    def periods(self, row: Row) -> None:
        """Report a period that ends before it begins."""
        for period in (row, row.row("holds")):
            since, until = (period.maybe("since"), period.maybe("until")) if period else (None, None)
            # Compared to the precision of both: from 2012-05 until 2012 is a period within that year.
            if period and since and until and since[: len(until)] > until[: len(since)]:
                message = f"since {since} is after until {until}: swap or correct them"
                self.wrong(row, period.nodes["since"], "dates-in-order", message)

    def conditional(self, row: Row) -> None:
        """Report a missing condition, or one without polarity `conditional`."""
        act = self.vocabulary.acts.get(row.maybe("act") or "")
        # An invalid polarity was already reported, and the one implied by the act must not replace it.
        polarity = row.maybe("polarity") or (act.polarity if act and "polarity" not in row.nodes else None)
        if polarity == "conditional" and "condition" not in row.nodes:
            key = "polarity" if "polarity" in row.nodes else "act"
            message = "a conditional statement needs a `condition`: add the proposition that has to come true first"
            self.wrong(row, key, "missing-condition", message)
        elif polarity and polarity != "conditional" and "condition" in row.nodes:
            message = f"`condition` needs the polarity `conditional`, not `{polarity}`: correct one of them"
            self.wrong(row, "condition", "unexpected-condition", message)

    def referring(self, row: Row) -> None:
        """Report a reference to an event or a statement that this sheet does not have."""
        event = row.maybe("event")
        if event and event not in self.events:
            advice = self.suggestions.about(event, lambda: suggest(event, self.events))
            message = f"unknown event `{event}` in this sheet: {advice}"
            self.wrong(row, "event", "unknown-event", message)
        elif event and not self.events[event] and row.maybe("status") != "proposed":
            self.wrong(row, "event", "proposed-event", f"the event `{event}` is still proposed: accept it first")
        for key in ("revises", "retracts", "about"):
            other, own = row.maybe(key), row.maybe("id") or ""
            if other and "." not in other and (other == own or other not in self.statements):
                advice = self.suggestions.about((other, own), partial(self._other, other, own))
                message = f"unknown statement `{other}` in this sheet: {advice}"
                self.wrong(row, key, "unknown-statement", message)

    def _other(self, name: str, own: str) -> str:
        # Only for an unknown name: a set of all other rows for each row would take quadratic time.
        return suggest(name, self.statements - {own})

    def undecided(self, row: Row) -> None:
        """Report candidates in a row that is no longer proposed."""
        if "candidates" in row.nodes and row.maybe("status") != "proposed":
            message = "only a proposed row can have `candidates`: name the speaker as `speaker`, and remove them"
            self.wrong(row, "candidates", "undecided-speaker", message)

    def narrating(self, row: Row) -> None:
        """Report voices that exclude each other, and principals of somebody who is not a speaker."""
        speakers = row.names("speaker")
        for name in row.table("for"):
            if name not in speakers:
                message = f"`{name}` is not a speaker of this statement: {suggest(name, speakers)}"
                key = next((key for key, _ in row.nodes["for"].entries if key.text == name), "for")
                self.wrong(row, key, "unknown-speaker", message)
        if "narrator" in speakers and len(speakers) > 1:
            self.wrong(row, "speaker", "joint-narrator", "the narrator speaks alone: split this into two statements")
        elif "narrator" in speakers and row.names("reported_by"):
            message = "nobody reports the narrator: remove `reported_by`, or name the speaker"
            self.wrong(row, "reported_by", "joint-narrator", message)


def _content(value: object) -> object:
    """Return a value as it is compared: of records only what they say, in the order of their keys."""
    value = value.values if isinstance(value, Row) else value
    if isinstance(value, dict):
        return sorted((key, _content(item)) for key, item in value.items())
    return [_content(item) for item in value] if isinstance(value, list) else str(value)
