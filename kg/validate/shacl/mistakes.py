"""The mistakes of shapes/invalid: each file has only the wrong block, and the loader builds a whole source around it.

::

    #+ summary: The act of a statement: it is missing.
    #+ changes: statement:2024-05-02-talks.north
    #+ without: dp:act
    statement:2024-05-02-talks.north a dp:Position ;  # wrong

Above each block, `changes`, `replaces` or `follows` names a block of shapes/valid. Below it are the lines that differ
(see `kg.validate.shacl.changed_blocks`), or a complete block. The loader adds the source and its narrator, the row that
the block belongs to, and the rows that these refer to. `with` names other rows instead; if it is empty, only the wrong
block is used. A block of the reference data or of derived data stands alone, except for those listed in `with`. `right`
names a valid block that is a better example of the correct form.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.paths import shipped
from kg.validate.shacl.changed_blocks import changed_block

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Mistake", "WrongBlock", "mistake_files", "read_mistake", "subject_of_block", "valid_blocks"]

_ANCHORS = ("changes", "replaces", "follows")
_KEYS = ("summary", *_ANCHORS, "without", "with", "right")
#: Keys whose values are names of blocks of shapes/valid.
_NAMING = (*_ANCHORS, "with", "right")
_LINE = re.compile(rf"#\+ ({'|'.join(_KEYS)}):(.*)")
#: The prefix of a name such as `dp:act`; literals, IRIs and comments are removed from the text beforehand.
_PREFIX = re.compile(r"(?<![\w:.-])[a-z][a-z0-9]*:(?=\w)")
_NOT_NAMES = re.compile(r'"(?:[^"\\]|\\.)*"|<[^>\s]*>|\s# .*')


@dataclass(frozen=True)
class WrongBlock:
    """A wrong block, the valid block that it replaces (or follows), and the one to show as right, by subject."""

    text: str
    anchor: str
    replaces: bool
    right: str

    @property
    def marked(self) -> bool:
        """Whether the mistake is marked in this block."""
        return "# wrong" in self.text


@dataclass(frozen=True)
class Mistake:
    """A mistake: its summary, the wrong blocks, and the rows around them if listed."""

    path: Path
    summary: str
    blocks: tuple[WrongBlock, ...]
    rows: tuple[str, ...] | None = None

    @property
    def shape(self) -> str:
        """The name of the shape that rejects it; in the file's name, the constraint's component follows it."""
        return self.path.name.split(".")[0]

    def whole(self) -> str:
        """Return the whole source with this mistake, as a Turtle file."""
        body = "\n\n".join(text for block in self._around() for text in self._written(block))
        return f"#+ shape: {self.shape}\n#+ summary: {self.summary}\n\n{_prefixes(body)}\n\n{body}\n"

    def _around(self) -> list[str]:
        """Return the valid blocks of the source in order; the wrong ones are inserted later."""
        focus = self.blocks[0].anchor
        head, *rows = _rows_of_the_source()
        if all(focus != subject_of_block(block) for row in (head, *rows) for block in row):
            return [valid_blocks()[focus], *(block for name in self.rows or () for block in _row_of(name))]
        if self.rows is not None:
            named = {focus, *self.rows}
            return [
                block
                for row in (head, *rows)
                for block in row
                if named & {subject_of_block(row[0]), subject_of_block(block)}
            ]
        own = next((row for row in rows if focus in map(subject_of_block, row)), rows[0])
        mentioned = set(re.split(r"[\s;]+", "\n".join([*own, *(block.text for block in self.blocks)])))
        return head + [block for row in rows if row is own or subject_of_block(row[0]) in mentioned for block in row]

    def _written(self, valid: str) -> list[str]:
        """Return the text that takes the place of a valid block."""
        here = [block for block in self.blocks if block.anchor == subject_of_block(valid)]
        replaced = [block.text for block in here if block.replaces] or [valid]
        return replaced + [block.text for block in here if not block.replaces]


def mistake_files() -> list[Path]:
    """Return the files of shapes/invalid, sorted."""
    return sorted((shipped("shapes") / "invalid").glob("*.ttl"))


@cache
def read_mistake(path: Path) -> Mistake:
    """Return the mistake in a file.

    Raises:
        InputError: the summary is missing, or a block has no line above it that names a valid block.

    """
    parts = path.read_text("utf-8").rstrip("\n").split("\n\n")
    starts = [1 + sum(part.count("\n") + 2 for part in parts[:number]) for number in range(len(parts))]
    headers = [_header(part, path, line) for part, line in zip(parts, starts, strict=True)]
    if not headers[0].get("summary"):
        raise InputError("has no summary", file=str(path), line=1, hint="begin with `#+ summary: ...`")
    rows = tuple(headers[0]["with"].split()) if "with" in headers[0] else None
    blocks = tuple(_block(part, header, path, line) for part, header, line in zip(parts, headers, starts, strict=True))
    return Mistake(path, headers[0]["summary"], blocks, rows)


def _header(part: str, path: Path, line: int) -> dict[str, str]:
    """Return the `#+` lines above a block as keys and values; `line` is its first line."""
    header = {}
    lines = [text for text in part.split("\n") if text.startswith("#+")]
    for number, text in enumerate(lines, line):
        found = _LINE.fullmatch(text)
        if not found:
            raise InputError(f"unknown line {text!r}", file=str(path), line=number, hint=f"known: {', '.join(_KEYS)}")
        header[found[1]] = found[2].strip()
    if not header.keys() & set(_ANCHORS):
        hint = "write `#+ changes: SUBJECT`, `#+ replaces: SUBJECT` or `#+ follows: SUBJECT` above each block"
        raise InputError("a block without a valid one", file=str(path), line=line, hint=hint)
    if "without" in header and "changes" not in header:
        raise InputError("`without` needs `changes`", file=str(path), line=line)
    named = [name for key in _NAMING for name in header.get(key, "").split()]
    if unknown := [name for name in named if name not in valid_blocks()]:
        raise InputError(f"no such block in shapes/valid: {unknown[0]!r}", file=str(path), line=line)
    return header


def _block(part: str, header: dict[str, str], path: Path, line: int) -> WrongBlock:
    lines = [text for text in part.split("\n") if not text.startswith("#+")]
    anchor = next(header[key] for key in _ANCHORS if key in header)
    text = "\n".join(lines)
    if "changes" in header:
        text = _changed(valid_blocks()[anchor], lines, header.get("without", "").split(), path, line)
    return WrongBlock(text, anchor, "follows" not in header, header.get("right", anchor))


def _changed(valid: str, lines: list[str], without: list[str], path: Path, line: int) -> str:
    """Return the block that `changes` makes from a valid one; InputError if nothing changes, or it is not possible."""
    try:
        text = changed_block(valid, lines, without)
    except ValueError as error:
        raise InputError(str(error), file=str(path), line=line) from None
    if text == valid:
        raise InputError("changes nothing of the valid block", file=str(path), line=line)
    return text


def subject_of_block(block: str) -> str:
    """Return the subject of a block, as written."""
    return block.split(" a ", 1)[0]


@cache
def valid_blocks() -> dict[str, str]:
    """Return the blocks of shapes/valid by their subjects."""
    return {subject_of_block(block): block for blocks in _valid_files().values() for block in blocks}


@cache
def _valid_files() -> dict[str, list[str]]:
    """Return the blocks of each valid file, without its comment and prefixes."""
    return {file: text.rstrip("\n").split("\n\n")[2:] for file, text in _valid_texts().items()}


@cache
def _valid_texts() -> dict[str, str]:
    return {file.stem: file.read_text("utf-8") for file in sorted((shipped("shapes") / "valid").glob("*.ttl"))}


@cache
def _rows_of_the_source() -> list[list[str]]:
    """Return the blocks of the valid source: first those of the source itself, then those of each row."""
    rows: list[list[str]] = [[]]
    for block in _valid_files()["source"]:
        if "\n    dcterms:identifier " in block:
            rows.append([])
        rows[-1].append(block)
    return rows


def _row_of(name: str) -> list[str]:
    """Return the blocks of the row with this name, or the single block if it is not a row of the source."""
    return next((row for row in _rows_of_the_source() if subject_of_block(row[0]) == name), [valid_blocks()[name]])


def _prefixes(body: str) -> str:
    """Return the declarations of the prefixes used in a text, as the valid files write them."""
    used = set(_PREFIX.findall(_NOT_NAMES.sub("", body)))
    lines = {line for text in _valid_texts().values() for line in text.split("\n") if line.startswith("@prefix ")}
    return "\n".join(sorted(line for line in lines if line.split()[1] in used))
