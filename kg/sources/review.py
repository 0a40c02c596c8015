"""Accepts, changes or rejects the proposed rows of a sheet, and leaves the rest of the file unchanged."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.editing import EditedFile, scalar
from kg.errors import InputError, UsageError
from kg.forms.yaml_nodes import Document, YamlNode, parse_yaml
from kg.sources.adoption import name_nodes_of, possible_names
from kg.sources.model import EVENT, RELATION, STATEMENT
from kg.text import SourceText, read_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["Proposal", "ReviewedSheet"]

#: What a draft says behind the value of a field that it does not have from the text.
_REMARK = re.compile(r" *# assumed from [^\n]*")
_SECTIONS = {"statements": STATEMENT, "events": EVENT, "relations": RELATION}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed row: its section, its id, its fields as they are written, and its quote with the prefix.

    `remarks` has the comments of the draft behind its fields.
    """

    section: str
    id: str
    fields: tuple[tuple[str, str], ...]
    quote: str
    prefix: str | None
    remarks: Mapping[str, str] = field(default_factory=dict)


class ReviewedSheet:
    """A sheet under review. Each change is written at once, so that a review can be interrupted and continued later."""

    def __init__(self, path: Path) -> None:
        """Read the sheet; raises InputError if it or its text cannot be read."""
        self.path = path
        read_bytes(path)  # a missing sheet is not created
        self._file = EditedFile(path)
        self.document = self._parse(self.content)
        self.text = self._text()

    @property
    def content(self) -> str:
        """The text of the sheet, with LF line ends."""
        return self._file.content

    def proposals(self) -> list[Proposal]:
        """Return the rows that are still proposed, in the order of the file."""
        return [self._proposal(section, node) for section, node in self._rows() if _text(node, "status") == "proposed"]

    def context(self, proposal: Proposal) -> tuple[str, str, str] | None:
        """Return the paragraph of a quote in three parts: before, the quote, and after; None if it is not found."""
        if self.text is None:
            return None
        places = self.text.find(proposal.quote)
        if proposal.prefix:
            places = [place for place in places if self.text.preceded(place[0], proposal.prefix)]
        if not places:
            return None
        (start, end), content = places[0], self.text.content
        first = content.rfind("\n\n", 0, start) + 2 if "\n\n" in content[:start] else 0
        last = content.find("\n\n", end)
        return content[first:start], content[start:end], content[end : last if last >= 0 else len(content)]

    def names(self, proposal: Proposal) -> set[str]:
        """Return the words of a row and of its source that may be names."""
        fields = [pair for pair in proposal.fields if pair[0] != "candidates"]  # other candidates need no names
        return possible_names(fields) | self.source_names()

    def source_names(self) -> set[str]:
        """Return the words of the source block that may be names."""
        source = self.document.root.child("source") if self.document.root else None
        told = [pair for pair in self._fields(source) if pair[0] in ("publisher", "contributors")] if source else []
        return possible_names(told)

    def lines(self, row: str) -> tuple[int, int]:
        """Return the first and the last line of a row, from 1."""
        node = self._find(row)
        first = self.content.count("\n", 0, node.start) + 1
        return first, first + self.content[node.start : node.end].rstrip().count("\n")

    def head(self) -> tuple[int, int]:
        """Return the first and the last line of the source block, which comes before the rows."""
        source = self.document.root.child("source") if self.document.root else None
        last = self.content.count("\n", 0, source.end) + 1 if source is not None else 1
        return 1, last

    # -- decisions

    def accept(self, row: str, by: str, on: str) -> None:
        """Accept a row: it is no longer proposed, and records who accepted it (`by`) and when (`on`, ISO 8601)."""
        node = self._find(row)
        key, value = next((key, value) for key, value in node.entries if key.text == "status")
        self._replace(key.start, value.end, f"reviewed: {{by: {scalar(by)}, on: {on}}}")

    def reject(self, row: str) -> None:
        """Remove a row from the sheet; a section that becomes empty stays as an empty list."""
        section = next(name for name, node in self._rows() if _text(node, "id") == row)
        node = self._find(row)
        rows = [item for name, item in self._rows() if name == section]
        dash = self.content.rfind("-", 0, node.start)
        if len(rows) == 1:
            parent = self.document.root.child(section) if self.document.root else None
            start = parent.start if parent else dash
            self._replace(start, node.end, "[]")
            return
        start = self.content.rfind("\n", 0, dash) + 1
        flow = self.content[start:dash].strip() or dash < 0
        if flow:
            raise UsageError(f"{self.path}: the row {row!r} is on the same line as others: delete it by hand")
        end = self.content.find("\n", max(node.start, node.end - 1))
        self._replace(start, len(self.content) if end < 0 else end + 1, "")

    def change(self, row: str, field: str, value: str) -> None:
        """Change the value of a field of a row, written as in YAML; an empty value removes the field.

        Raises UsageError for a field that rows of this section do not have, and for a value that is not YAML.
        """
        section = next(name for name, node in self._rows() if _text(node, "id") == row)
        if _SECTIONS[section].field(field) is None or field in ("status", "reviewed"):
            known = ", ".join(
                part.name for part in _SECTIONS[section].fields if part.name not in ("status", "reviewed")
            )
            raise UsageError(f"a {_SECTIONS[section].name} has no field {field!r} to change", hint=f"fields: {known}")
        node = self._find(row)
        found = next(((key, item) for key, item in node.entries if key.text == field), None)
        value = _written(field, value)
        try:
            if found and not value:
                self._drop(found[0], found[1])
            elif found:
                self._replace(found[0].start, self._remark_end(found[1]), f"{field}: {value}")
            elif value:
                status = next(key for key, _ in node.entries if key.text == "status")
                indent = status.start - self.content.rfind("\n", 0, status.start) - 1
                self._replace(status.start, status.start, f"{field}: {value}\n{' ' * indent}")
        except InputError as error:
            raise UsageError(f"{value!r} cannot be written there: {error.message}") from None

    def rename(self, old: str, new: str) -> None:
        """Replace a name in the rows and the source; ids, quotes and other texts stay."""
        root = self.document.root
        found = [] if root is None else [node for _, value in root.entries for node in name_nodes_of(value, old)]
        # From the end: each replacement parses the document again, and moves everything after it.
        for node in sorted(found, key=lambda node: -node.start):
            self._replace(node.start, node.end, new)

    # -- inside

    def _rows(self) -> list[tuple[str, YamlNode]]:
        root = self.document.root
        return [
            (section, item)
            for section in _SECTIONS
            if root is not None and (part := root.child(section)) is not None
            for item in part.items
            if item.kind == "mapping"
        ]

    def _find(self, row: str) -> YamlNode:
        for _, node in self._rows():
            if _text(node, "id") == row:
                return node
        raise UsageError(f"{self.path}: no row {row!r}")

    def _proposal(self, section: str, node: YamlNode) -> Proposal:
        fields = tuple(pair for pair in self._fields(node) if pair[0] != "status")
        ends = {key.text: self.content[value.end : self._remark_end(value)].strip() for key, value in node.entries}
        remarks = {key: remark for key, remark in ends.items() if remark}
        return Proposal(
            section, _text(node, "id"), fields, _text(node, "quote"), _text(node, "prefix") or None, remarks
        )

    def _remark_end(self, value: YamlNode) -> int:
        """Return where the comment that a draft puts behind a value ends; the end of the value if there is none."""
        found = _REMARK.match(self.content, value.end)
        return found.end() if found is not None else value.end

    def _fields(self, node: YamlNode) -> list[tuple[str, str]]:
        return [(key.text, self._source(value)) for key, value in node.entries]

    def _source(self, node: YamlNode) -> str:
        return (
            node.text if node.kind not in ("mapping", "list") else " ".join(self.content[node.start : node.end].split())
        )

    def _text(self) -> SourceText | None:
        source = self.document.root.child("source") if self.document.root else None
        name = _text(source, "text") if source else ""
        path = self.path.parent / name
        return SourceText.read(path) if name and path.is_file() else None

    def _parse(self, content: str) -> Document:
        return parse_yaml(content.encode(), str(self.path))

    def _drop(self, key: YamlNode, value: YamlNode) -> None:
        start = self.content.rfind("\n", 0, key.start) + 1
        end = self.content.find("\n", max(key.end, value.end - 1))
        if self.content[start : key.start].strip():
            raise UsageError(f"the field {key.text!r} is on the same line as others: remove it by hand")
        self._replace(start, len(self.content) if end < 0 else end + 1, "")

    def _replace(self, start: int, end: int, words: str) -> None:
        """Replace a stretch by `words`; white space at its end stays. Raises InputError if the result is not YAML."""
        # The node of a block ends where the next one begins; the line feed and indent between them do not belong to it.
        while words and end > start and self.content[end - 1].isspace():
            end -= 1
        # Parsed before anything is written, so that an answer with a stray quote leaves the file unchanged.
        self.document = self._parse(self.content[:start] + words + self.content[end:])
        self._file.replace(start, end, words)
        self._file.save()


def _text(node: YamlNode, key: str) -> str:
    value = node.child(key)
    return value.text if value is not None else ""


def _written(field: str, value: str) -> str:
    """Return a value as YAML, with quotes around free text that YAML would otherwise read as something else."""
    value = " ".join(value.split())
    if (
        field in ("quote", "prefix", "label")
        and value
        and not (value[0] == value[-1] and value[0] in "\"'" and len(value) > 1)
    ):
        return json.dumps(value, ensure_ascii=False)
    return value
