"""Reads a sheet: YAML to the values of `kg.sources.model`, with their places and all faults, in one pass."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg.findings import Finding, Span
from kg.forms.declared import value_of
from kg.forms.reader import Reader
from kg.forms.yaml_nodes import Document, YamlNode, parse_yaml
from kg.namespaces import SLUG, iri
from kg.reference.proposals import read_proposals
from kg.sources.model import EVENT, RELATION, SHEET, SOURCE, STATEMENT, Event, Quote, Relation, Sheet, Source
from kg.sources.model.rows import statement_of
from kg.sources.quotes import Misquote, locate_quote
from kg.sources.row_checks import RowChecks
from kg.sources.words.hedges import check_condition, check_hedge
from kg.sources.words.members import check_members
from kg.sources.words.modes import check_mode
from kg.sources.words.negations import check_negation
from kg.suggestions import suggest
from kg.text import SourceText, read_bytes, read_inside

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kg.forms.row import Row
    from kg.forms.types import RecordType
    from kg.reference.files import ReferenceReading
    from kg.reference.lookup import Reference

__all__ = ["Places", "SheetReading", "read_sheet", "slug_of_sheet"]

_SECTIONS = {"statements": STATEMENT, "events": EVENT, "relations": RELATION}


@dataclass(slots=True)
class Places:
    """The places of rows and their values in the file of a sheet, and of its quotes in the text."""

    document: Document | None = None
    rows: dict[str, YamlNode] = field(default_factory=dict)
    quotes: dict[Quote, tuple[int, int]] = field(default_factory=dict)
    _found: dict[tuple[str | int, ...], Span] = field(default_factory=dict)

    def find(self, row: str, *path: str | int) -> Span | None:
        """Return the place of a row (`source`, or its id), or of the value at `path` in it.

        If the row does not have that value, this is the nearest enclosing place.
        """
        if self.document is None or row not in self.rows:
            return None
        asked = (row, *path)
        if asked not in self._found:  # several triples stand in the same place
            self._found[asked] = self.document.span(self._nearest(row, path))
        return self._found[asked]

    def _nearest(self, row: str, path: Iterable[str | int]) -> YamlNode:
        current = self.rows[row]
        for step in path:
            deeper = current.child(step)
            if deeper is None:
                break
            current = deeper
        return current


@dataclass(slots=True)
class SheetReading:
    """What was read: the sheet (None if its source is unusable), its text if available, and the findings.

    `proposals` are the new names beside the sheet, which only proposed rows may use.

    Rows with a finding are not in the sheet. `inputs` are the SHA-256 of the files that were read, by path.
    """

    sheet: Sheet | None
    text: SourceText | None
    places: Places
    findings: list[Finding]
    inputs: dict[str, str]
    proposals: ReferenceReading | None = None


def slug_of_sheet(path: Path) -> str:
    """Return the slug of a sheet's source: the folder's name, or the file's name if this is not `sheet`."""
    return path.resolve().parent.name if path.stem == "sheet" else path.stem


def read_sheet(path: Path, reference: Reference) -> SheetReading:
    """Return the sheet in the file `path`, checked against the reference data and against its text.

    Faulty content becomes findings; raises InputError only if the file or the text cannot be read.
    """
    return _SheetReader(path, reference).read()


class _SheetReader:
    def __init__(self, path: Path, reference: Reference) -> None:
        data = read_inside(path)
        self.path, self.reference, self.name = path, reference, slug_of_sheet(path)
        self.inputs = {str(path): hashlib.sha256(data).hexdigest()}
        self.document = parse_yaml(data, str(path))
        self.reader = Reader(self.document, reference.vocabulary, reference)
        self.proposals = read_proposals(path.parent, reference)
        extended = self.proposals.reference if self.proposals else reference
        self.extended, self.is_english = extended, True
        self.lenient = Reader(self.document, reference.vocabulary, extended)
        self.places = Places(self.document)
        self.text: SourceText | None = None
        self.ids: dict[str, YamlNode] = {}
        self.events: dict[str, bool] = {}
        self.statements: set[str] = set()

    def read(self) -> SheetReading:
        root = self.document.root or YamlNode("mapping", 0, 0)
        parts = self.parts(root)
        slug = self.slug()
        items = [item for name in _SECTIONS if name in parts for item in parts[name].items]
        draft = bool(items) and all(map(_is_proposed, items))
        source = self.source(parts.get("source"), slug, self.lenient if draft else self.reader)
        self.is_english = source is None or source.language.startswith("en")
        rows = {name: self.rows(parts[name], record) for name, record in _SECTIONS.items() if name in parts}
        self.events = {
            row.text("id"): row.maybe("status") != "proposed" for row in rows.get("events", ()) if _has_id(row)
        }
        self.statements = {row.text("id") for row in rows.get("statements", ()) if _has_id(row)}
        day = source.published_on() if source else None
        statements = tuple(statement_of(row, self.reference, day) for row in self.good(rows, "statements"))
        events = tuple(value_of(Event, row) for row in self.good(rows, "events"))
        relations = tuple(value_of(Relation, row) for row in self.good(rows, "relations"))
        sheet = Sheet(source, statements, events, relations, str(self.path)) if source and slug else None
        findings = sorted(self.document.findings, key=lambda finding: (finding.line or 0, finding.column or 0))
        if self.proposals:
            findings += self.proposals.findings
            self.inputs.update(self.proposals.inputs)
        return SheetReading(sheet, self.text, self.places, findings, self.inputs, self.proposals)

    def slug(self) -> str | None:
        slug = self.name
        if SLUG.fullmatch(slug):
            return slug
        message = f"`{slug}` cannot name a source: rename the folder to lower-case letters, digits and hyphens"
        self.document.findings.append(Finding("source-slug", message, file=str(self.path), line=1, column=1))
        return None

    def parts(self, root: YamlNode) -> dict[str, YamlNode]:
        """Return the sections of the sheet by name."""
        if root.kind != "mapping":
            self.reader.expected(root, "a sheet: a mapping with `source` and `statements`")
            return {}
        found = {}
        for key, value in self.reader.entries(root):
            if SHEET.field(key.text):
                found[key.text] = value
            else:
                advice = suggest(key.text, [part.name for part in SHEET.fields])
                self.reader.report(key, "unknown-key", f"unknown key `{key.text}` in the sheet: {advice}")
        if "source" not in found:
            start = YamlNode("null", 0, 0)
            self.reader.report(
                start, "missing-key", "the sheet has no `source`: add it (the text that is coded)", value="source"
            )
        return found

    def source(self, node: YamlNode | None, slug: str | None, reader: Reader) -> Source | None:
        row = reader.record(node, SOURCE) if node else None
        if row is None or node is None:
            return None
        self.places.rows["source"] = node
        if "text" in row.values:
            self.text = self.read_text(row)
        return value_of(Source, row, slug=slug) if row.good and slug else None

    def read_text(self, row: Row) -> SourceText | None:
        path = self.path.parent / row.text("text")
        if not path.is_file():
            self.reader.report(row.nodes["text"], "missing-text", f"the file `{path.name}` {_why_missing(path)}")
            row.good = False
            return None
        text = SourceText.read(path, inside=True)
        self.inputs[str(path)] = text.sha256
        if "sha256" not in row.nodes:
            self.give_hash(text.sha256)
        elif "sha256" in row.values and row.text("sha256") != text.sha256:
            self.reader.report(row.nodes["sha256"], "wrong-hash", _other_hash(path, row.text("sha256"), text.sha256))
        return text

    def give_hash(self, sha256: str) -> None:
        """Add the hash of the text to the finding that the sheet has none."""
        # The missing key was reported before the text was read, so its hash is only known now.
        for index, found in enumerate(self.document.findings):
            if (found.rule, found.value) == ("missing-key", "sha256"):
                message = f"the source has no `sha256`: add `sha256: {sha256}`, the hash of this text"
                self.document.findings[index] = replace(found, message=message)

    def rows(self, node: YamlNode, record: RecordType) -> list[Row]:
        """Return the rows of a section that are records, valid or not."""
        if node.kind != "list":
            self.reader.expected(node, f"a list of {record.name}s, each starting with `- id:`")
            return []
        rows = []
        for item in node.items:
            self.begin(record, item)
            row = self.reader_for(item).record(item, record)
            if row:
                self.register(row)
                self.quoted(row)
                rows.append(row)
        self.document.focus = None
        return rows

    def begin(self, record: RecordType, item: YamlNode) -> None:
        """Set the focus of the following findings: the row `item`, if it has a usable id."""
        name = item.child("id")
        named = name is not None and SLUG.fullmatch(name.text) and SLUG.fullmatch(self.name)
        self.document.focus = iri(record.name, self.name, name.text) if name and named else None

    def reader_for(self, item: YamlNode) -> Reader:
        """Return the reader with the names that a row may use."""
        return self.lenient if _is_proposed(item) else self.reader

    def register(self, row: Row) -> None:
        if not _has_id(row):
            return
        name, node = row.text("id"), row.nodes["id"]
        if name in self.ids or name == "source":
            line = self.document.span(self.ids.get(name, node)).line
            message = (
                "the id `source` is reserved" if name == "source" else f"the id `{name}` is already used on line {line}"
            )
            self.reader.report(row.nodes["id"], "duplicate-id", f"{message}: choose a different one")
            row.good = False
            return
        self.ids[name] = node
        self.places.rows[name] = row.node

    def quoted(self, row: Row) -> None:
        """Check that the quote of a row occurs in the text exactly once."""
        # Without its invalid prefix, the quote would be reported a second time, as not unique.
        if "quote" not in row.values or ("prefix" in row.nodes and "prefix" not in row.values) or self.text is None:
            return
        quote = Quote(row.text("quote"), row.maybe("prefix"))
        found = locate_quote(self.text, quote)
        if isinstance(found, Misquote):
            key = "prefix" if found.rule.startswith("prefix") else "quote"
            self.document.report(row.nodes[key], found.rule, found.message, related=found.related)
            row.good = False
        else:
            self.places.quotes[quote] = found
            check_mode(row, self.reader, self.text, found)
            check_members(row, self.reader, self.extended, self.text, found)

    def good(self, rows: dict[str, list[Row]], section: str) -> list[Row]:
        """Return the valid rows of a section, after the checks between fields and rows."""
        checks = RowChecks(self.reader, self.reference.vocabulary, self.events, self.statements)
        for row in rows.get(section, ()):
            self.begin(_SECTIONS[section], row.node)
            checks.check(row, is_statement=section == "statements")
            if section == "statements" and self.is_english:
                for words in (check_negation, check_hedge, check_condition):
                    words(row, self.reader, self.reference.vocabulary, self.extended)
        self.document.focus = None
        return [row for row in rows.get(section, ()) if row.good]


def _is_proposed(item: YamlNode) -> bool:
    status = item.child("status")
    return status is not None and status.text == "proposed"


def _why_missing(path: Path) -> str:
    """Return what is wrong with the file of a text that is none."""
    if path.is_dir():
        return "is a folder: put the text itself in its place"
    if path.is_symlink():
        return "is a link to a file that is not there: put the text itself in its place"
    return f"is missing beside the sheet: {suggest(path.name, [found.name for found in path.parent.glob('*.txt')])}"


def _other_hash(path: Path, wanted: str, found: str) -> str:
    """Return the fault of a text whose hash differs from that in its sheet."""
    data = read_bytes(path)
    plain = data.replace(b"\r\n", b"\n")
    if wanted in {hashlib.sha256(text).hexdigest() for text in (plain, plain.replace(b"\n", b"\r\n"))}:
        return (
            "only the ends of its lines differ from the text with this hash: git has changed them; "
            "put `seeds/** -text` into .gitattributes, and check the text out again"
        )
    return (
        f"sha256 does not match {path.name} (actual {found}): restore the text, or, if the new text is intended, "
        "update sha256 and recheck every quote"
    )


def _has_id(row: Row) -> bool:
    return "id" in row.values
