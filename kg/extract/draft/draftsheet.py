"""Writes a draft: the sheet, the text beside it, and the new names in `reference.proposed`."""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from kg.errors import InputError
from kg.files import write_file
from kg.forms.types import RecordType
from kg.layout import PROPOSED
from kg.reference.fields import PROPOSED_FILES
from kg.sources.model import SHEET
from kg.text import leads_out, read_bytes, refuse_outside

if TYPE_CHECKING:
    from pathlib import Path

    from kg.extract.draft.drafts import Draft, Row

__all__ = ["SECTIONS", "Head", "Output", "proposed_files", "rows_text", "sheet_text", "write_draft", "write_names"]

#: The lists of rows in a sheet, in order.
SECTIONS = ("statements", "events", "relations")
_WIDTH = 110
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_SPECIAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|[\ud800-\udfff]")


@dataclass(slots=True)
class Head:
    """The head of a drafted sheet: facts about the source, and points for a person to check first (`notes`)."""

    title: str
    publisher: str
    published: str
    text: str
    sha256: str
    url: str | None = None
    licence: str | None = None
    language: str = "en"
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Output:
    """The files of a draft by name, relative to the sheet's folder."""

    sheet: str
    names: dict[str, str]


def sheet_text(draft: Draft, head: Head) -> str:
    """Return the sheet as YAML, with its fields in order and instructions in a comment at the top."""
    source: Row = {
        "title": head.title,
        "publisher": head.publisher,
        "published": head.published,
        "text": head.text,
        "sha256": head.sha256,
        "url": head.url,
        "licence": head.licence,
        "language": head.language,
    }
    sheet = CommentedMap()
    sheet["source"] = _mapping({key: value for key, value in source.items() if value}, _record("source"))
    for section in SECTIONS:
        rows: list[Row] = getattr(draft, section)
        if rows:
            sheet[section] = _rows(section, rows, draft)
    stream = io.StringIO()
    _writer().dump(sheet, stream)
    return _comment(head) + _spaced(stream.getvalue())


def rows_text(section: str, draft: Draft, indent: int = 2) -> str:
    """Return the rows of a section as the items of a YAML list, indented by `indent` spaces."""
    stream = io.StringIO()
    _writer().dump(CommentedMap({section: _rows(section, getattr(draft, section), draft)}), stream)
    lines = re.sub(r" +\n", "\n", stream.getvalue()).split("\n")[1:]
    return "\n".join(" " * indent + line[2:] if line else line for line in lines)


def _rows(section: str, rows: list[Row], draft: Draft) -> list[CommentedMap]:
    """Return rows as mappings, with a comment where the state of a speaker is not from the text."""
    found = [_mapping(row, _record(section)) for row in rows]
    for row in found:
        if (by := draft.assumed.get(str(row["id"]))) is not None:
            row.yaml_add_eol_comment(by, key="for")
    return found


def _comment(head: Head) -> str:
    lines = [
        "A draft, made by `kg extract`: every row is a proposal. Go through it with `kg review`, or edit it and",
        "delete its `status` where a row is right. New names: reference.proposed/.",
        *head.notes,
    ]
    return "".join(f"# {line}\n" for line in lines)


def _record(name: str) -> RecordType:
    part = SHEET.field(name)
    kind = part.type if part else SHEET
    found = getattr(kind, "item", kind)  # the item of a list, or the record itself
    if not isinstance(found, RecordType):
        raise TypeError(name)
    return found


def _mapping(row: Row, record: RecordType) -> CommentedMap:
    order = [part.name for part in record.fields]
    mapping = CommentedMap()
    for key in sorted(row, key=lambda name: order.index(name) if name in order else len(order)):
        mapping[key] = _value(row[key])
    return mapping


def _value(value: object) -> object:
    if isinstance(value, dict):
        found = CommentedMap((key, _value(item)) for key, item in value.items())
        found.fa.set_flow_style()
        return found
    if isinstance(value, list):
        from ruamel.yaml.comments import CommentedSeq

        items = CommentedSeq(_value(item) for item in value)
        if not any(isinstance(item, dict) for item in value):
            items.fa.set_flow_style()
        return items
    if isinstance(value, str):
        if _DAY.fullmatch(value):
            # A string that looks like a date would be quoted.
            return date.fromisoformat(value)
        # Only double quotes allow escapes, without which YAML cannot contain these characters.
        return DoubleQuotedScalarString(value) if _SPECIAL.search(value) else value
    return value


def _writer() -> YAML:
    yaml = YAML()
    yaml.version = None
    yaml.width = _WIDTH
    yaml.allow_unicode = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _spaced(text: str) -> str:
    return re.sub(r"\n(?=statements:|events:|relations:)", "\n\n", re.sub(r" +\n", "\n", text))


def proposed_files(draft: Draft) -> dict[str, dict[str, dict[str, object]]]:
    """Return the new entries by file of the reference data, each with its fields in order."""
    files: dict[str, dict[str, dict[str, object]]] = {}
    for entry in draft.entries:
        row: dict[str, object] = {"label": entry.label, **dict(entry.extra)}
        row |= {"posts": [{"title": title, "of": body} for title, body in entry.posts]} if entry.posts else {}
        row |= {"description": entry.description} if entry.description else {}
        files.setdefault(entry.file, {})[entry.slug] = row
    for slug, new in sorted(draft.propositions.items()):
        said: dict[str, object] = {"sentence": new.sentence, "words": new.words, "issues": new.issues}
        said |= {"unclear": list(new.unclear), "concerns": new.concerns, "suggested": list(new.suggested)}
        kept = {key: value for key, value in said.items() if value or key == "sentence"}
        files.setdefault("propositions.yaml", {})[slug] = kept
    return files


def write_draft(draft: Draft, head: Head, path: Path, text: str | None) -> None:
    """Write the sheet to `path`, the text beside it if given, and the new names.

    Raises InputError if a file cannot be written.
    """
    folder = path.parent
    refuse_outside(path, named=True)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if text is not None:
            write_file(folder / head.text, text)
        write_names(draft, folder)
        write_file(path, sheet_text(draft, head))
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror}", file=str(error.filename or path)) from None


def write_names(draft: Draft, folder: Path) -> None:
    """Add the new names in a draft to those proposed in the folder of its sheet.

    Raises InputError if the folder, or a file in it, is a symbolic link to outside the repository.
    """
    for path in (folder / PROPOSED, *(folder / PROPOSED).glob("*.yaml")):
        if leads_out(path):
            raise InputError("is a link that leads out of the repository, so nothing is written there", file=str(path))
    for name, entries in proposed_files(draft).items():
        (folder / PROPOSED).mkdir(exist_ok=True)
        _add(folder / PROPOSED / name, entries)


def _add(path: Path, entries: dict[str, dict[str, object]]) -> None:
    """Add entries to a file of proposals; existing entries stay unchanged."""
    known = YAML(typ="safe").load(read_bytes(path).decode()) if path.is_file() else None
    known = known if isinstance(known, dict) else {}
    # An existing entry may have been corrected by hand.
    fresh = {slug: row for slug, row in entries.items() if slug not in known}
    if not fresh:
        return
    record = PROPOSED_FILES[path.stem]
    stream = io.StringIO()
    _writer().dump(CommentedMap((slug, _mapping(row, record)) for slug, row in fresh.items()), stream)
    before = (
        path.read_text("utf-8")
        if known
        else "# Proposed by `kg extract`: check each entry, and move what is right into reference/.\n"
    )
    write_file(path, before + re.sub(r" +\n", "\n", stream.getvalue()))


def sha256_of(text: str) -> str:
    """Return the SHA-256 of a text encoded as UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()
