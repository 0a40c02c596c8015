"""The findings for a person: place, severity, what to do, and the line with a caret under the words meant."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import combining, east_asian_width

from kg.errors import InputError
from kg.findings import one_line
from kg.text import read_inside

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.findings import Finding, Rule

__all__ = ["render", "summary"]

_WIDEST = 110


#: What a terminal shows a severity in: bold red, yellow, cyan; and the rule dimmed.
_COLOURS = {"violation": "1;31", "warning": "33", "info": "36"}
_DIM = "2"


def render(
    findings: Sequence[Finding],
    rules: Mapping[str, Rule],  # noqa: ARG001 - one signature for all formats
    *,
    colour: bool = False,
) -> str:
    """Return a block of lines for each finding, in colours for a terminal."""
    return "".join(_block(finding, colour=colour) for finding in findings)


def summary(findings: Sequence[Finding], checked: int, *, reference: bool = False) -> str:
    """Return one line: how many findings of which severity, in which files (all of them), and what was checked.

    That is so many sources, and the reference data where `reference` says so.
    """
    sources = [f"{checked} source{'s' if checked != 1 else ''}"] if checked or not reference else []
    looked = " and ".join([*sources, *(["the reference data"] if reference else [])]) + " checked"
    if not findings:
        return f"{looked}: conforms"
    numbers = {name: sum(str(f.severity) == name for f in findings) for name in ("violation", "warning", "info")}
    counts = [f"{number} {name}{'s' if number > 1 else ''}" for name, number in numbers.items() if number]
    files = sorted({finding.file for finding in findings if finding.file})
    return f"{looked}: {', '.join(counts)}" + (f" in {', '.join(files)}" if files else "")


def _block(finding: Finding, *, colour: bool) -> str:
    shade = _COLOURS[str(finding.severity)] if colour else ""
    place = ":".join(str(part) for part in (finding.file, finding.line, finding.column) if part is not None)
    severity, rule = _painted(str(finding.severity), shade), _painted(f"[{finding.rule}]", _DIM if colour else "")
    head = f"{place}: {severity}: {one_line(finding.message)} {rule}".removeprefix(": ")
    quoted = _quoted(finding)
    if quoted:
        quoted[-1] = _painted(quoted[-1], shade)
    related = [f"  see {_relative(span.file)}:{span.line}:{span.column}" for span in finding.related]
    return "\n".join([head, *quoted, *related]) + "\n"


def _painted(text: str, shade: str) -> str:
    return f"\x1b[{shade}m{text}\x1b[0m" if shade else text


def _quoted(finding: Finding) -> list[str]:
    """Return the source line and its carets, cut around the column where the line is long."""
    if finding.file is None or finding.line is None or finding.column is None:
        return []
    lines = _lines(finding.file)
    if finding.line > len(lines):
        return []
    line = lines[finding.line - 1]
    start = finding.column - 1
    same_line = finding.end_line == finding.line and finding.end_column
    end = finding.end_column - 1 if same_line and finding.end_column else len(line.rstrip())
    # A YAML row in one line can be longer than a terminal is wide: the middle is shown, with the fault in it.
    cut = max(0, start - _WIDEST // 2)
    # Every control character becomes a space, which keeps the caret under its word and the terminal out of a sheet's
    # hands.
    shown = "".join(max(char, " ") for char in line[cut : cut + _WIDEST]).rstrip()
    width = max(1, _columns(line[start : min(end, cut + _WIDEST)]))
    number = f"{finding.line:>5} | "
    return [number + shown, " " * (len(number) + _columns(line[cut:start])) + "^" * width]


def _columns(text: str) -> int:
    """Return how many columns of a terminal a text takes (Unicode Annex 11: wide letters take two, marks none)."""
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
