"""Drafts into an existing sheet: appends rows to its lists and leaves everything else unchanged."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.editing import EditedFile
from kg.errors import InputError, UsageError
from kg.extract.draft.drafts import named_in
from kg.extract.draft.draftsheet import SECTIONS, rows_text, write_names
from kg.extract.draft.extraction import Options
from kg.forms.yaml_nodes import parse_yaml
from kg.text import SourceText, read_inside

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kg.extract.draft.drafts import Draft, Row
    from kg.extract.draft.extraction import Result
    from kg.forms.yaml_nodes import YamlNode

__all__ = ["BegunSheet"]

_HEAD = ("publisher", "published", "title", "url", "licence")
_NOTHING = re.compile(r"\[\s*\]|~|null|")


class BegunSheet:
    """A sheet with a head and perhaps some rows, as written by `kg new` or by a person."""

    def __init__(self, path: Path) -> None:
        """Read the sheet and its text. Raises InputError if either cannot be read, or if the text has changed."""
        read_inside(path)  # refuses a sheet that does not exist, or a symbolic link to one elsewhere
        self.path, self._file = path, EditedFile(path)
        self._root = _parsed(self._file.content, path)
        self.article = path.parent / self._of_head("text")
        if not self._of_head("text"):
            raise InputError("its head names no text", file=str(path), hint="add `text: article.txt` below `source:`")
        read_inside(self.article)
        self.text = SourceText.read(self.article)
        if self._of_head("sha256") not in ("", self.text.sha256):
            hint = f"`kg validate {path.parent}` says what to do"
            raise InputError(f"its sha256 does not match {self.article.name}", file=str(path), hint=hint)

    @property
    def rows(self) -> dict[str, list[YamlNode]]:
        """The rows of each section."""
        parts = {name: self._root.child(name) for name in SECTIONS}
        return {name: part.items if part is not None else [] for name, part in parts.items()}

    @property
    def ids(self) -> frozenset[str]:
        """The ids of its rows, which no new row may get."""
        return frozenset(_text(row, "id") for rows in self.rows.values() for row in rows)

    def options(self, *, narrator: bool, country: str | None = None) -> Options:
        """Return the facts about the source in its head, with what the sheet does not say."""
        said = {name: self._of_head(name) or None for name in _HEAD}
        return Options(**said, narrator=narrator, taken=self.ids, country=country)

    def take(self, result: Result) -> int:
        """Add the rows of a draft; return how many were left out because an existing row covers the same words.

        `result.draft` keeps only the added rows. Raises UsageError for a list in brackets, and InputError if
        the text is a web page or a file cannot be written.
        """
        if result.article.from_page:
            hint = "make the source anew with `kg extract PAGE -o SHEET`, which takes the text out of the page"
            raise InputError("this is a web page, not a text", file=str(self.article), hint=hint)
        draft, rows = result.draft, self.rows
        before = sum(len(getattr(draft, name)) for name in SECTIONS)
        for name in SECTIONS:
            covered = [place for row in rows[name] for place in self._places(row)]
            setattr(draft, name, [row for row in getattr(draft, name) if not self._is_covered(row, covered)])
        _prune(draft)
        for name in SECTIONS:
            self._append(name, draft)
        write_names(draft, self.path.parent)
        self._file.save()
        return before - sum(len(getattr(draft, name)) for name in SECTIONS)

    # -- internals

    def _of_head(self, key: str) -> str:
        source = self._root.child("source")
        return _text(source, key) if source is not None else ""

    def _places(self, row: YamlNode) -> list[tuple[int, int]]:
        return self._found(_text(row, "quote"), _text(row, "prefix"))

    def _found(self, quote: str, prefix: str) -> list[tuple[int, int]]:
        found = self.text.find(quote)
        return [place for place in found if not prefix or self.text.preceded(place[0], prefix)]

    def _is_covered(self, row: Row, covered: Iterable[tuple[int, int]]) -> bool:
        places = self._found(str(row["quote"]), str(row.get("prefix", "")))
        return any(start < last and first < end for start, end in places for first, last in covered)

    def _append(self, section: str, draft: Draft) -> None:
        """Add the rows of a draft to a section, with the indentation of its existing rows."""
        content, part = self._file.content, self._root.child(section)
        rows: list[Row] = getattr(draft, section)
        if not rows:
            return
        if part is None:
            self._write(len(content), f"\n{section}:\n{rows_text(section, draft)}")
        elif part.items:
            self._after_rows(section, part, draft)
        else:
            self._in_place_of_nothing(section, draft)
        self._root = _parsed(self._file.content, self.path)
        if not {row["id"] for row in rows} <= self.ids:
            raise self._brackets(section)

    def _after_rows(self, section: str, part: YamlNode, draft: Draft) -> None:
        content, first = self._file.content, part.items[0].start
        dash = content.rfind("-", part.start, first)
        if content[part.start] == "[" or dash < 0:
            raise self._brackets(section)
        indent = dash - content.rfind("\n", 0, dash) - 1
        last = part.items[-1]
        end = last.start + len(content[last.start : last.end].rstrip())
        self._write(self._line_end(end), rows_text(section, draft, indent))

    def _in_place_of_nothing(self, section: str, draft: Draft) -> None:
        """Replace `statements: []` with rows; a comment on that line stays."""
        content = self._file.content
        key, value = next(pair for pair in self._root.entries if pair[0].text == section)
        colon = content.index(":", key.end) + 1
        said = content[value.start : value.end].strip() if value.start > key.start else ""
        if _NOTHING.fullmatch(said) is None:
            raise self._brackets(section)
        last = max(colon, value.end) if said else colon
        self._write(self._line_end(last), rows_text(section, draft))
        self._file.replace(colon, last, "")

    def _line_end(self, place: int) -> int:
        end = self._file.content.find("\n", place)
        return len(self._file.content) if end < 0 else end + 1

    def _write(self, place: int, words: str) -> None:
        whole = place == 0 or self._file.content[place - 1] == "\n"
        self._file.replace(place, place, words if whole else "\n" + words)

    def _brackets(self, section: str) -> UsageError:
        message = f"{self.path}: no rows can be added to `{section}` as it is written"
        return UsageError(message, hint="write each row below it, beginning with `- `, without brackets")


def _parsed(content: str, path: Path) -> YamlNode:
    root = parse_yaml(content.encode(), str(path)).root
    if root is None or root.kind != "mapping" or content[root.start : root.start + 1] == "{":
        raise InputError("not a sheet", file=str(path), hint="a sheet begins with `source:`; `kg new TEXT` writes one")
    return root


def _text(node: YamlNode, key: str) -> str:
    value = node.child(key)
    return value.text if value is not None else ""


def _prune(draft: Draft) -> None:
    """Remove the new entries and propositions that no row of the draft uses any more."""
    rows = [row for name in SECTIONS for row in getattr(draft, name)]
    used = {str(row.get(key)) for row in rows for key in ("proposition", "condition", "motion")}
    draft.propositions = {slug: new for slug, new in draft.propositions.items() if slug in used}
    names = {name for row in rows for name in named_in(row)}
    names |= {slug for new in draft.propositions.values() for slug in new.concerns}
    # An entry can refer to another one, such as a person to a party.
    names |= {slug for entry in draft.entries if entry.slug in names for slug in entry.linked}
    draft.entries = [entry for entry in draft.entries if entry.slug in names]
