"""Finds quoted words in their paragraph, and the positions of the words and of the row that codes them."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.text import SourceText, read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.findings import Span

__all__ = ["Passage", "find_passage", "find_row", "find_text", "plain_row"]

#: A line that leaves a quoted text open, and one that begins a block of text.
_QUOTED = re.compile(rb"""^[^'#]*[-: ,\[{](')(?:[^']|'')*$|^[^"#]*[-: ,\[{](")(?:[^"\\]|\\.)*$""")
#: A line of such a text that ends it after a word, and one that certainly does not; compiled where they are needed.
_CLOSED = {b"'": rb"(?:[^']|'')*(?<! )'\s*", b'"': rb'(?:[^"\\]|\\.)*(?<! )"\s*'}
_INSIDE = {b"'": rb"(?:[^']|'')*", b'"': rb'(?:[^"\\]|\\.)*\\?'}
_BLOCK = re.compile(rb"[|>][-+0-9]*\s*(#.*)?$")
_PLACED = (".ttl", ".trig", ".nt", ".nq")  # the RDF syntaxes for which positions are available


@dataclass(slots=True)
class Passage:
    """A quotation: the values of its selectors (offsets in code points, end exclusive) and the surrounding text.

    `before` and `after` are the rest of the paragraph once the text has been found, and the context from the selectors
    until then. `problems` lists what has changed and why the text could not be shown.
    """

    prefix: str
    exact: str
    suffix: str
    start: int
    end: int
    before: str = ""
    after: str = ""
    text_at: str | None = None
    sheet_at: str | None = None
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Use the context from the selectors until the paragraph is known."""
        self.before, self.after = self.before or self.prefix, self.after or self.suffix


def find_text(folder: Path, sha256: str) -> Path:
    """Return the text file of a source: the one with the recorded hash, or else the one that must have changed."""
    texts = sorted(folder.glob("*.txt"))
    same = (path for path in texts if hashlib.sha256(path.read_bytes()).hexdigest() == sha256)
    # A changed text is still shown, together with a note on the problem, since it may well contain the quote.
    return next(same, texts[0] if texts else folder / "article.txt")


def find_passage(passage: Passage, text: Path, sha256: str) -> None:
    """Complete `passage` from the file `text`, and add a problem if that file is no longer the one that was coded."""
    try:
        source = SourceText.read(text)
    except InputError as error:
        passage.problems.append(f"the text cannot be shown in full: {error}")
        return
    if source.sha256 != sha256:
        passage.problems.append(f"{text} has changed since it was coded: its SHA-256 is not the recorded one")
    place = _place(source, passage)
    if place is None:
        passage.problems.append(f"the quote no longer stands in {text}")
        return
    passage.before, passage.after = _around(source.content, *place)
    passage.text_at = _shown(source.span(*place))


def _place(source: SourceText, passage: Passage) -> tuple[int, int] | None:
    """Return the position of the quote: the coded one, or else that of its only occurrence; None if there is none."""
    if source.content[passage.start : passage.end] == passage.exact:
        return passage.start, passage.end
    places = source.find(passage.exact)
    return places[0] if len(places) == 1 else None


def _around(content: str, start: int, end: int) -> tuple[str, str]:
    """Return the rest of the paragraph before and after a quote; blank lines end a paragraph."""
    # A line with only white space ends a paragraph, too, because it looks the same as an empty line.
    opening = [gap.end() for gap in re.finditer(r"\n[^\S\n]*\n\s*", content[:start])]
    closing = re.search(r"\n[^\S\n]*\n", content[end:])
    first = opening[-1] if opening else 0
    last = end + closing.start() if closing else len(content)
    return content[first:start].lstrip(), content[end:last].rstrip()


def _shown(span: Span) -> str:
    return f"{span.file}:{span.line}:{span.column}"


def find_row(folder: Path, node: str, identifier: str) -> str | None:
    """Return `file:line:column` of a row in the folder's sheet, or of its node in an RDF file; None if it is gone."""
    for sheet in (folder / "sheet.yaml", folder / "sheet.yml"):
        if sheet.is_file():
            return _in_sheet(sheet, identifier)
    from kg.rdf.places import locate_terms  # not needed for sheets

    for path in sorted(folder.glob("*")):
        if path.suffix in _PLACED:
            span = locate_terms(path.read_text(encoding="utf-8-sig"), str(path)).find(f"<{node}>")
            if span:
                return _shown(span)
    return None


def _in_sheet(sheet: Path, identifier: str) -> str | None:
    try:
        data = read_bytes(sheet)
        if place := plain_row(data, identifier):
            return f"{sheet}:{place[0]}:{place[1]}"
        from kg.forms.yaml_nodes import parse_yaml  # imports ruamel.yaml, which takes longer than the rest of a proof

        document = parse_yaml(data, str(sheet))
    except InputError:
        return None
    for _, rows in document.root.entries if document.root else ():
        for row in rows.items:
            if any(key.text == "id" and value.text == identifier for key, value in row.entries):
                return _shown(document.span(row))
    return None


def plain_row(data: bytes, identifier: str) -> tuple[int, int] | None:
    """Return the line and column of a row that begins with its id and is written as usual; None if that is unsure.

    It is unsure where another line has these words, or where they may be part of a text of several lines.
    """
    lines = [line.rstrip(b"\r") for line in data.split(b"\n")]
    name = re.compile(rb"( *- +)id: *%s *" % re.escape(identifier.encode()))
    found = [(at, len(match[1])) for at, line in enumerate(lines) if (match := name.fullmatch(line))]
    if len(found) != 1 or data.startswith(b"\xef\xbb\xbf"):
        return None
    at, margin = found[0]
    if _may_be_quoted(lines[:at]):
        return None
    followed = re.match(rb" {%d}[a-z_]+:( |$)" % margin, b"".join(lines[at + 1 : at + 2]))
    return (at + 1, margin + 1) if followed and not any(map(_BLOCK.search, _above(lines, at))) else None


def _may_be_quoted(lines: list[bytes]) -> bool:
    """Return whether what stands after some lines may be inside a quoted text that begins in one of them."""
    mark = None
    for line in lines:
        if mark is None:
            opened = _QUOTED.search(line)
            mark = opened and (opened[1] or opened[2])
        elif re.fullmatch(_CLOSED[mark], line):
            mark = None
        elif not re.fullmatch(_INSIDE[mark], line):
            return True
    return mark is not None


def _above(lines: list[bytes], at: int) -> Iterator[bytes]:
    """Yield the lines that a line is inside of, by indentation: the one that begins a block of text is among them."""
    indent = len(lines[at]) - len(lines[at].lstrip(b" "))
    for line in reversed(lines[:at]):
        begins = len(line) - len(line.lstrip(b" "))
        if line.strip() and begins < indent:
            indent = begins
            yield line
