"""The findings for people: place, severity, what to do, and the line with a caret under the words."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import combining, east_asian_width

from kg.errors import InputError
from kg.findings import one_line
from kg.redact import clean
from kg.suggestions import counted
from kg.text import read_inside

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.findings import Finding, Rule

__all__ = ["render", "summary"]

_WIDEST = 110
_MOST_FILES = 5  # named in the summary: each stands at its findings anyway


#: Terminal colours of the severities: bold red, yellow, cyan. The rule is dimmed.
_COLOURS = {"violation": "1;31", "warning": "33", "info": "36"}
_DIM = "2"


def render(
    findings: Sequence[Finding],
    rules: Mapping[str, Rule],  # noqa: ARG001 - one signature for all formats
    *,
    colour: bool = False,
) -> str:
    """Return a block of lines for each finding, with colours for a terminal if wanted."""
    return "".join(_block(finding, colour=colour) for finding in findings)


def summary(findings: Sequence[Finding], checked: int, *, reference: bool = False) -> str:
    """Return one line with the number of findings by severity, their files, and what was checked.

    `checked` is the number of sources; `reference` is true if the reference data was checked.
    """
    sources = [counted(checked, "source")] if checked or not reference else []
    looked = " and ".join([*sources, *(["the reference data"] if reference else [])]) + " checked"
    if not findings:
        return f"{looked}: conforms"
    numbers = {name: sum(str(f.severity) == name for f in findings) for name in ("violation", "warning", "info")}
    counts = [counted(number, name) for name, number in numbers.items() if number]
    files = sorted({finding.file for finding in findings if finding.file})
    where = ", ".join(map(_shown, files)) if len(files) <= _MOST_FILES else f"{len(files)} files"
    return f"{looked}: {', '.join(counts)}" + (f" in {where}" if files else "")


def _block(finding: Finding, *, colour: bool) -> str:
    shade = _COLOURS[str(finding.severity)] if colour else ""
    file = None if finding.file is None else _shown(finding.file)
    place = ":".join(str(part) for part in (file, finding.line, finding.column) if part is not None)
    severity, rule = _painted(str(finding.severity), shade), _painted(f"[{finding.rule}]", _DIM if colour else "")
    head = f"{place}: {severity}: {one_line(finding.message)} {rule}".removeprefix(": ")
    quoted = _quoted(finding)
    if quoted:
        quoted[-1] = _painted(quoted[-1], shade)
    related = [f"  see {_shown(_relative(span.file))}:{span.line}:{span.column}" for span in finding.related]
    return "\n".join([head, *quoted, *related]) + "\n"


def _shown(file: str) -> str:
    """Return the name of a file without what would end the line or control the terminal."""
    return file if file.isprintable() else re.sub(r"[\x00-\x1f\x7f-\x9f]", "\N{REPLACEMENT CHARACTER}", clean(file))


def _painted(text: str, shade: str) -> str:
    return f"\x1b[{shade}m{text}\x1b[0m" if shade else text


def _quoted(finding: Finding) -> list[str]:
    """Return the source line and its carets; a long line is cut around the column."""
    if finding.file is None or finding.line is None or finding.column is None:
        return []
    lines = _lines(finding.file)
    if finding.line > len(lines):
        return []
    line = lines[finding.line - 1]
    start = finding.column - 1
    same_line = finding.end_line == finding.line and finding.end_column
    end = finding.end_column - 1 if same_line and finding.end_column else len(line.rstrip())
    # A YAML row on one line can be wider than a terminal: only the part around the fault is shown.
    cut = max(0, start - _WIDEST // 2)
    # Control characters become spaces, which keeps the caret under its word, and keeps a sheet from controlling the
    # terminal.
    shown = "".join(max(char, " ") for char in line[cut : cut + _WIDEST]).rstrip()
    width = max(1, _columns(line[start : min(end, cut + _WIDEST)]))
    number = f"{finding.line:>5} | "
    return [number + shown, " " * (len(number) + _columns(line[cut:start])) + "^" * width]


def _columns(text: str) -> int:
    """Return the width of a text in terminal columns (Unicode Annex 11: wide letters take two, marks none)."""
    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text)


@lru_cache(maxsize=64)
def _lines(file: str) -> list[str]:
    try:
        return read_inside(Path(file)).decode("utf-8-sig", "replace").split("\n")
    except InputError:
        return []


def _relative(file: str) -> str:
    try:
        return os.path.relpath(file)
    except ValueError:  # another drive
        return file
