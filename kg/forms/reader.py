"""Reads YAML as the fields are declared: the values with their positions, and a finding for everything wrong."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from kg.findings import Severity
from kg.forms import scalars
from kg.forms.row import Row, Value
from kg.forms.types import (
    Bounds,
    Choice,
    Count,
    Day,
    Days,
    Each,
    Field,
    Flag,
    Licence,
    Listed,
    Many,
    Moment,
    Name,
    Names,
    PartDay,
    RecordType,
    Score,
    Table,
    Term,
    Text,
    Type,
)
from kg.suggestions import suggest

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.findings import Span
    from kg.forms.yaml_nodes import Document, YamlNode
    from kg.vocabulary import Vocabulary

__all__ = ["Reader"]

#: How what is expected begins where it is no text in quotes either.
_FORMS = ("a day", "a whole number", "a number")
_ARTICLES = {"integer": "a number", "number": "a number", "boolean": "a boolean", "null": "empty", "text": "text"}


class Reader:
    """Reads the nodes of one document and adds the findings to it."""

    def __init__(self, document: Document, vocabulary: Vocabulary, names: Names | None = None) -> None:
        """Read `document`; without `names`, any well-formed name is accepted."""
        self.document, self.vocabulary, self.known = document, vocabulary, names

    def report(
        self,
        node: YamlNode,
        rule: str,
        message: str,
        *,
        value: str | None = None,
        severity: Severity = Severity.VIOLATION,
        related: tuple[Span, ...] = (),
    ) -> None:
        """Add a finding at a node; its value is by default the text of the node."""
        self.document.report(node, rule, message, value=value, severity=severity, related=related)

    def read(self, node: YamlNode, kind: Type) -> Value | None:
        """Return the value of a node; report a finding and return None if it is wrong."""
        return _READERS[type(kind)](self, node, kind)

    def record(self, node: YamlNode, record: RecordType) -> Row | None:
        """Return the keys of a mapping that could be read, or None if the node is not a mapping."""
        if node.kind != "mapping":
            self.expected(node, f"a mapping with the keys of a {record.name}")
            return None
        # A row is good when reading it has added no finding: so no reader has to hand a verdict up through all levels.
        before, row = len(self.document.findings), Row(node)
        for key, value in self.entries(node):
            self._take(row, record, key, value)
        self._missing(row, record)
        row.good = len(self.document.findings) == before
        return row

    def entries(self, node: YamlNode) -> list[tuple[YamlNode, YamlNode]]:
        """Return the entries of a mapping that have a text key; of duplicates, only the first."""
        seen: dict[str, YamlNode] = {}
        entries = []
        for key, value in node.entries:
            if key.kind in ("mapping", "list", "alias"):
                self.expected(key, "a plain key")
            elif key.text in seen:
                line = self.document.span(seen[key.text]).line
                self.report(
                    key, "duplicate-key", f"duplicate key `{key.text}`, already given on line {line}: keep one of them"
                )
            else:
                seen[key.text] = key
                entries.append((key, value))
        return entries

    def _take(self, row: Row, record: RecordType, key: YamlNode, node: YamlNode) -> None:
        declared = record.field(key.text)
        if declared is None:
            self._unknown_key(key, record)
            return
        row.nodes[key.text] = node
        value = self.read(node, declared.type)
        if value is not None:
            row.values[key.text] = value

    def _unknown_key(self, key: YamlNode, record: RecordType) -> None:
        if key.text == "<<":
            advice = "merge keys are not supported: write the keys out"
        else:
            advice = suggest(key.text, [known.name for known in record.fields])
        self.report(key, "unknown-key", f"unknown key `{key.text}` in {_with_article(record.name)}: {advice}")

    def _missing(self, row: Row, record: RecordType) -> None:
        for declared in record.fields:
            # A draft may leave open what only a person can decide, and is checked in everything else.
            open_ = declared.name in record.open and row.maybe("status") == "proposed"
            if declared.required and declared.name not in row.nodes and not open_:
                says = declared.says[0].lower() + declared.says[1:].rstrip(".")
                message = f"{self._called(row, record)} has no `{declared.name}`: add it ({says})"
                self.report(_head(row.node), "missing-key", message, value=declared.name)
        if record.any_of and not any(name in row.nodes for name in record.any_of):
            options = " or ".join(f"`{name}`" for name in record.any_of)
            lacks = "is incomplete" if row.node.entries else "is empty"
            message = f"{self._called(row, record)} {lacks}: give {options}, or remove it"
            self.report(_head(row.node), "missing-key", message)

    @staticmethod
    def _called(row: Row, record: RecordType) -> str:
        named = row.maybe("id")
        return f"{record.name} `{named}`" if named else f"the {record.name}"

    def expected(self, node: YamlNode, what: str) -> None:
        """Report that a node has the wrong type."""
        if node.kind == "alias":
            self.report(node, "yaml-alias", f"the alias `*{node.text}` is not supported: write the value out")
            return
        is_a = _ARTICLES.get(node.kind, f"a {node.kind}")
        if node.kind == "null":
            message = f"the value is empty: write {what}, or remove the key"
        elif node.kind in ("integer", "number", "boolean"):
            # In quotes, neither a day nor a number would be any better.
            advice = "" if what.startswith(_FORMS) else ": put it in quotes if you mean the text"
            message = f"`{node.text}` is {is_a} in YAML, but {what} is expected{advice}"
        else:
            message = f"this is {is_a}, but {what} is expected"
        self.report(node, "wrong-type", message)

    def words(self, node: YamlNode, what: str) -> str | None:
        """Return the text of a scalar; report a finding and return None if it is blank or not text."""
        if node.kind != "text" or not node.text.strip():
            if node.kind == "text":
                self.report(node, "wrong-type", f"the text is blank: write {what}, or remove the key")
            else:
                self.expected(node, what)
            return None
        return node.text.strip()

    def _days(self, node: YamlNode, _kind: Days) -> Bounds | None:
        if node.kind != "mapping":
            day = scalars.day(self, node, Day())
            return Bounds(date.fromisoformat(day), date.fromisoformat(day)) if day else None
        row = self.record(node, _BOUNDS)
        if row is None or not row.good:
            return None
        first, last = (date.fromisoformat(day) if (day := row.maybe(key)) else None for key in _BOUNDS.any_of)
        if first and last and first > last:
            message = f"not_before {first} is after not_after {last}: swap or correct them"
            self.report(row.nodes["not_before"], "dates-in-order", message)
            return None
        return Bounds(first, last)

    def _many(self, node: YamlNode, kind: Many) -> list[Value] | None:
        return self._items([node], kind.item) if node.kind != "list" else self._listed(node, kind)

    def _listed(self, node: YamlNode, kind: Many | Listed) -> list[Value] | None:
        if node.kind != "list":
            self.expected(node, "a list (each item on a line of its own after `- `)")
            return None
        if len(node.items) < kind.least:
            self.report(node, "wrong-type", f"the list has {len(node.items)} items: give at least {kind.least}")
            return None
        return self._items(node.items, kind.item)

    def _items(self, nodes: list[YamlNode], kind: Type) -> list[Value]:
        values: list[Value] = []
        for node in nodes:
            value = self.read(node, kind)
            # Only names are compared: two rows that say the same are two rows, and have ids of their own.
            if isinstance(value, str) and value in values:
                self.report(node, "duplicate-value", f"duplicate value `{value}`: keep one of them")
            elif value is not None:
                values.append(value)
        return values

    def _each(self, node: YamlNode, kind: Each) -> list[Value] | dict[str, Value] | None:
        if node.kind == "mapping":
            return self._table(node, Table(kind.key, kind.value))
        return self._many(node, kind.value)

    def _table(self, node: YamlNode, kind: Table) -> dict[str, Value] | None:
        if node.kind != "mapping" or not node.entries:
            self.expected(node, "a mapping with at least one entry")
            return None
        entries: dict[str, Value] = {}
        for key, node_of in self.entries(node):
            name, value = self.read(key, kind.key), self.read(node_of, kind.value)
            if isinstance(name, str) and value is not None:
                entries[name] = value
        return entries


_BOUNDS = RecordType(
    "date range",
    (
        Field("not_before", Day(), "The first day on which it can have been."),
        Field("not_after", Day(), "The last day on which it can have been."),
    ),
    any_of=("not_before", "not_after"),
)


def _with_article(name: str) -> str:
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def _head(node: YamlNode) -> YamlNode:
    """Return the first key of a mapping, where a missing key is reported."""
    return node.entries[0][0] if node.entries else node


#: Each reader takes its own type of declaration; the key says which, which no annotation can.
_READERS: dict[type, Callable[[Reader, YamlNode, Any], Value | None]] = {
    Choice: scalars.choice,
    Count: scalars.count,
    Day: scalars.day,
    Days: Reader._days,
    Each: Reader._each,
    Flag: scalars.flag,
    Listed: Reader._listed,
    Many: Reader._many,
    Moment: scalars.moment,
    Name: scalars.name,
    PartDay: scalars.part_day,
    RecordType: Reader.record,
    Licence: scalars.licence,
    Score: scalars.score,
    Table: Reader._table,
    Term: scalars.term,
    Text: scalars.text,
}
