"""Finds quoted words with a state machine over the characters of a text."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Quotation", "find_quotations"]

#: The closing marks for each opening mark. Danish reverses « », and Swedish opens with ”.
_CLOSING = {
    "“": "”\"", "„": "“”\"", "”": "”", "«": "»", "»": "«", "‹": "›", "›": "‹", "‚": "‘’", "「": "」", "『": "』",
}  # fmt: skip
_STRAIGHT = ('"', '""', "``", "''")
_MARK = re.compile(r"\"\"|``|''|[\"“”„«»‘’'‚‹›「」『』]|\n\s*\n|\Z")
_DOUBLE = re.compile(r"\n\s*\n|[\"“”«»]|''")
_BEFORE_OPENING = frozenset(" \t\n\u00a0([{—–-/:…")
#: An unclosed quotation ends with its paragraph; if it is longer than this many characters, its mark is a stray one.
_LONGEST = 6000


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch in quotation marks: `start` and `end` without the marks, `outer` with them, in code points.

    `continues` is true if it continues the quotation of the paragraph above.
    """

    start: int
    end: int
    outer: tuple[int, int]
    closed: bool = True
    continues: bool = False
    single: bool = False

    def __len__(self) -> int:
        """Return the number of code points between the marks."""
        return self.end - self.start


def find_quotations(text: str) -> list[Quotation]:
    """Return the outermost quotations of a text, in order; quotations inside quotations are part of theirs."""
    machine = _Machine(text)
    for mark in _MARK.finditer(text):
        machine.take(mark)
    return machine.found


class _Machine:
    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[Quotation] = []
        self.opened: re.Match[str] | None = None
        self.inner = 0
        self.carried = False

    def take(self, mark: re.Match[str]) -> None:
        if not mark[0].strip():
            self.end_paragraph(mark)
        elif self.opened is None:
            if self.opens(mark):
                self.opened = mark
        elif self.closes(mark):
            if self.inner and self.is_closed_later(mark):
                self.inner -= 1
            else:
                self.close(mark.start(), mark.end(), closed=True)
        elif mark[0] in '"“«' and self.before(mark) in _BEFORE_OPENING:
            self.inner += 1

    def opens(self, mark: re.Match[str]) -> bool:
        before, after = self.before(mark), self.text[mark.end() : mark.end() + 1]
        if mark[0] in "”»›":
            return (not before or before in _BEFORE_OPENING) and after.isalnum()
        if mark[0] in ("'", "’", "」", "』"):
            if mark[0] != "'" or not self.is_single(mark, before, after):
                return False
        elif mark[0] == "‘" and not self.is_single(mark, before, after):
            return False
        if mark[0] == '""' and not after.strip():
            return False
        if mark[0] == "«":
            return True  # the French put a space on the inner side of their marks
        return bool(after.strip()) and (not before or before in _BEFORE_OPENING or mark[0] in "“«„「『")

    def is_single(self, mark: re.Match[str], before: str, after: str) -> bool:
        """Return whether a single mark opens a quotation and is no apostrophe: its partner must be on this line."""
        if (before and before not in _BEFORE_OPENING) or not (after.isalnum() or after in '"“[('):
            return False
        closing = re.compile(r"(?<=[\w.,!?…\])])['’](?![\w'’])")
        found = closing.search(self.text, mark.end())
        line = self.text.find("\n", mark.end())
        if found is None or found.start() > (line if line >= 0 else len(self.text)):
            return False
        inside = self.text[mark.end() : found.start()]
        return not (
            inside.endswith("s") and " " in inside and re.match(r"\s\w", self.text[found.end() :]) and len(inside) > 60
        )

    def closes(self, mark: re.Match[str]) -> bool:
        assert self.opened is not None  # noqa: S101  # only called inside a quotation
        opener = self.opened[0]
        before, after = self.before(mark), self.text[mark.end() : mark.end() + 1]
        if opener in ("'", "‘"):
            return mark[0] in ("'", "’") and not after.isalnum()
        ends = ('"', '""', "”", "''") if opener in _STRAIGHT else _CLOSING.get(opener, "")
        return mark[0] in ends and not (before.isspace() and after.isalnum())

    def is_closed_later(self, mark: re.Match[str]) -> bool:
        """Return whether the paragraph closes again before it opens: then this mark is an inner one.

        Articles put straight marks into straight marks: "The "United States" is not holding them."
        """
        later = _DOUBLE.search(self.text, mark.end())
        if later is None or not later[0].strip() or later[0] in "“«":
            return False
        after = self.text[later.end() : later.end() + 1]
        return (later[0] == "»" or not self.before(later).isspace()) and not after.isalnum()

    def before(self, mark: re.Match[str]) -> str:
        return self.text[mark.start() - 1 : mark.start()] if mark.start() else ""

    def end_paragraph(self, mark: re.Match[str]) -> None:
        self.inner = 0
        if self.opened is None:
            return
        follows = self.text[mark.end() : mark.end() + 1]
        continues = bool(follows) and follows in '"“«' and self.opened[0] not in "'‘"
        if self.opened[0] in "'‘" or mark.start() - self.opened.end() > _LONGEST:
            self.opened = None
            return
        self.close(len(self.text[: mark.start()].rstrip()), mark.start(), closed=False)
        self.carried = continues

    def close(self, end: int, outer_end: int, *, closed: bool) -> None:
        assert self.opened is not None  # noqa: S101  # only called inside a quotation
        start = self.opened.end()
        if end > start:
            outer = (self.opened.start(), outer_end if closed else end)
            single = self.opened[0] in ("'", "‘")
            self.found.append(Quotation(start, end, outer, closed, self.carried, single))
        self.opened, self.inner, self.carried = None, 0, False
