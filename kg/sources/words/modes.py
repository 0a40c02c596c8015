"""Checks that the mode of a row agrees with the quotation marks of the text around its quote."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.findings import Severity
from kg.forms.types import NARRATOR
from kg.sources.quotes import Misquote
from kg.sources.words.quotation_marks import find_quotations

if TYPE_CHECKING:
    from kg.findings import Span
    from kg.forms.reader import Reader
    from kg.forms.row import Row
    from kg.sources.words.quotation_marks import Quotation
    from kg.text import SourceText

__all__ = ["SEVERITIES", "check_mode", "mode_fault"]

#: Quotation marks make a quote `direct`, but the quoted speaker may report what somebody else has said.
SEVERITIES = {"direct-without-marks": Severity.VIOLATION, "marks-without-direct": Severity.WARNING}

#: Quotations of up to this many words may be a name, or words that the text does not want to vouch for.
_FEW_WORDS = 2
#: Marks that may have been missed: if one is left over, its paragraph is not checked.
_MARK = re.compile(r"[\"“”„«»「」『』]|``|''|(?<!\w)['‘](?=\w)|(?<=[.,!?])['’](?!\w)")
_SMALL = re.compile(r"an?|and|as|at|but|by|for|from|in|into|nor|of|on|or|over|the|to|with")


def check_mode(row: Row, reader: Reader, text: SourceText, place: tuple[int, int]) -> None:
    """Report a row whose mode differs from that of its quote, which is at `place` (code points) in `text`."""
    if "mode" not in row.values and not row.good:
        return  # a missing or unknown mode has already been reported
    mode = row.maybe("mode") or NARRATOR
    found = mode_fault(text, place, mode, passed_on="reported_by" in row.values)
    if found is not None:
        node, severity = row.nodes.get("mode", row.nodes["quote"]), SEVERITIES[found.rule]
        reader.report(node, found.rule, found.message, severity=severity, related=found.related)
        row.good = row.good and severity is not Severity.VIOLATION


def mode_fault(text: SourceText, place: tuple[int, int], mode: str, *, passed_on: bool = False) -> Misquote | None:
    """Return the fault in the mode of a row whose quote is at `place` (code points) in `text`, or None.

    `direct` needs quotation marks around more than half of the words: a quote may span two quotations ("I go," he said,
    "and stay"). With other modes, the whole quote must not be inside marks, except for a name, a title, one or two
    words, and what is `passed_on`: in a quotation, a speaker can report what others said.
    """
    words = [place[0] + found.start() for found in re.finditer(r"\w+", text.content[slice(*place)])]
    marked = [found for offset in words if (found := _around(text.content, offset))]
    if mode == "direct":
        # More than half, because “I go,” he said, “and stay” has words of the text between its two quotations.
        is_quoted = 2 * len(marked) > len(words) or _is_doubtful(text.content, *place)
        return None if is_quoted else _not_quoted(len(marked), len(words), text.span(*place))
    if len(marked) < len(words) or not words or passed_on:
        return None
    if all(_is_name_or_aside(text.content[item.start : item.end]) for item in marked):
        return None
    message = f"`{mode}`, but all of these words stand in quotation marks: use `mode: direct`"
    advice = "or name as `reported_by` who is quoted with what others said"
    return Misquote("marks-without-direct", f"{message}, {advice}", (text.span(*place),))


def _not_quoted(marked: int, words: int, span: Span) -> Misquote:
    some = f"only {marked} of {words} words stand" if marked else "none of these words stands"
    message = f"`direct`, but {some} in quotation marks: use `mode: indirect`, or only take the words that are quoted"
    return Misquote("direct-without-marks", message, (span,))


def _around(text: str, offset: int) -> Quotation | None:
    """Return the quotation that contains an offset."""
    items = _quotations(text)  # in order, and none inside another
    at = bisect_right(_starts(text), offset) - 1
    return items[at] if at >= 0 and offset < items[at].end else None


@lru_cache(maxsize=4)  # called for each row of a sheet, and a process reads one sheet at a time
def _quotations(text: str) -> tuple[Quotation, ...]:
    return tuple(find_quotations(text))


@lru_cache(maxsize=4)
def _starts(text: str) -> list[int]:
    return [item.start for item in _quotations(text)]


def _is_name_or_aside(words: str) -> bool:
    """Return whether the words in quotation marks may be a title, a name, or too short to be speech."""
    found = re.findall(r"[\w’'-]+", words)
    titled = all(word[0].isupper() or word[0].isdigit() or _SMALL.fullmatch(word) for word in found)
    return len(found) <= _FEW_WORDS or (titled and not words.rstrip().endswith((".", "!", "?")))


def _is_doubtful(text: str, start: int, end: int) -> bool:
    """Return whether the paragraphs of a quote have an unpaired quotation mark."""
    opened = text.rfind("\n\n", 0, start) + 1
    closed = text.find("\n\n", end)
    stretch = range(opened, closed if closed >= 0 else len(text))
    paired = [item.outer for item in _quotations(text)]
    marks = (found.start() for found in _MARK.finditer(text, stretch.start, stretch.stop))
    before = ((mark, bisect_right(paired, mark, key=lambda pair: pair[0]) - 1) for mark in marks)
    return any(at < 0 or mark >= paired[at][1] for mark, at in before)
