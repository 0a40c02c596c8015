"""The layout of a text: its parts, its quotations, and excerpts trimmed of stray punctuation."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from kg.extract.article.structure import Block, find_blocks
from kg.sources.words.quotation_marks import Quotation, find_quotations

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from kg.extract.names.principals.outlets import Outlet

__all__ = ["Layout"]

#: Marks that are left out at the end of a quotation.
_OMITTED = re.compile(r"\s*[\[(](?:\.\.\.|…|\.)[\])]?[\s.\"”’'\])]*\Z")
#: The parts of a word before and after a hyphen.
_TO_HYPHEN, _FROM_HYPHEN = re.compile(r"(?<![^\W_])[^\W_]+-\Z"), re.compile(r"-[^\W_]+")
_SKIPPED = ("credit", "picture", "date", "note", "lead-in", "teaser")


class Layout:
    """The parts and the quotations of a text, and the state of its outlet, if that is known."""

    def __init__(self, text: str, doc: Doc, outlet: Outlet | None = None) -> None:
        """Find the parts of `text`; `doc` is its parse."""
        self.text, self.doc, self.outlet = text, doc, outlet
        self.blocks = find_blocks(text)
        self.starts = [block.start for block in self.blocks]
        self.quotations = find_quotations(text)
        self.opened = [quote.start for quote in self.quotations]

    def is_text(self, index: int) -> bool:
        """Return whether a token is in running text, as opposed to a credit or a dateline."""
        block = self.block(self.doc[index].idx)
        return block is not None and block.kind not in _SKIPPED

    def quoted(self, offset: int) -> bool:
        """Return whether an offset is inside a quotation."""
        return self.quotation(offset) is not None

    def quotation(self, offset: int) -> Quotation | None:
        """Return the quotation that contains an offset, or None."""
        index = bisect_right(self.opened, offset) - 1
        return self.quotations[index] if index >= 0 and offset < self.quotations[index].end else None

    def in_dateline(self, offset: int) -> bool:
        """Return whether an offset is in a dateline, a credit or another line that is not running text."""
        block = self.block(offset)
        return block is None or block.kind in _SKIPPED or offset < block.body

    def opens(self, offset: int) -> bool:
        """Return whether an offset is in the dateline before running text."""
        block = self.block(offset)
        return block is not None and block.kind not in _SKIPPED and offset < block.body

    def in_headline(self, offset: int) -> bool:
        """Return whether an offset is in the headline."""
        block = self.block(offset)
        return block is not None and block.kind == "headline"

    def block(self, offset: int) -> Block | None:
        """Return the part of the text that contains an offset."""
        index = bisect_right(self.starts, offset) - 1
        return self.blocks[index] if index >= 0 and offset < self.blocks[index].end else None

    def trim(self, start: int, end: int) -> tuple[int, int]:
        """Return an excerpt without the marks at its ends that do not belong to it, within its block."""
        block = self.block(start)
        # The parser splits "al-Berg" into several words, but a name must not be cut at its hyphen.
        before, after = self.text[max(0, start - 30) : start], self.text[end : end + 30]
        start -= len(found[0]) if (found := _TO_HYPHEN.search(before)) and self.text[start : start + 1].isalpha() else 0
        end += len(found[0]) if (found := _FROM_HYPHEN.match(after)) and self.text[end - 1].isalpha() else 0
        if block is not None:
            start, end = max(start, block.body), min(end, block.end)
        while start < end and (self.text[start].isspace() or self.text[start] in "\"“”'‘,;:.-–—)]"):
            if (
                self.text[start] in "\"“'‘"
                and any(mark in self.text[start + 1 : end] for mark in "\"”’'")
                and not self.is_quote(start, end)
            ):
                break
            start += 1
        while omitted := _OMITTED.search(self.text, start, end):
            end = omitted.start()
        while end > start and (
            self.text[end - 1].isspace()
            or self.text[end - 1] in ",;:.-–—"
            or (self.text[end - 1] in "\"”’'" and self.is_unbalanced(start, end))
        ):
            end -= 1
        return start, end

    def is_quote(self, start: int, end: int) -> bool:
        """Return whether an excerpt is a whole quotation, including its marks."""
        return any(quote.outer[0] == start and quote.outer[1] >= end - 2 for quote in self.quotations)

    def is_unbalanced(self, start: int, end: int) -> bool:
        """Return whether the quotation mark at the end of an excerpt is unpaired."""
        words = self.text[start:end]
        return (
            (words[-1] == '"' and words.count('"') % 2 == 1)
            or (words[-1] == "”" and words.count("”") > words.count("“"))
            or words[-1] in "'’"
        )
