"""An article with every piece of evidence marked: flat segments, cut wherever any mark begins or ends.

Marks can nest and cross, but HTML elements cannot cross. So the text is cut at every boundary, as annotation tools do,
and each segment records all statements that it belongs to. The joined segments are the text, character for character.
"""

from __future__ import annotations

import itertools
import re
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["Mark", "Segment", "TextBlock", "blocks", "excerpts", "place", "segments"]

_GAP = re.compile(r"\s*\n[^\S\n]*\n\s*|\s*\n\s*\Z|\A\s*\n\s*")
#: The ends of sentences by punctuation, which is enough for showing quotes in their sentences.
_SENTENCE = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9À-Þ])|\n+")


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark: its name (the anchor of a statement), and its range in code points, end exclusive."""

    name: str
    start: int
    end: int


@dataclass(slots=True)
class Segment:
    """A piece of the text under the same marks throughout; `first` are the marks that begin with it."""

    text: str
    start: int
    marks: tuple[str, ...]
    first: tuple[str, ...] = ()
    #: 0 or 1: neighbouring marked segments have different shades, so that they can be distinguished.
    shade: int = 0


@dataclass(slots=True)
class TextBlock:
    """A paragraph of the text, or the blank lines between two."""

    gap: bool
    segments: list[Segment] = field(default_factory=list)


def place(text: str, exact: str, start: int | None, end: int | None) -> tuple[int, int] | None:
    """Return the place of a quote in the text from its offsets, if it has any."""
    if start is None or end is None or start >= end or text[start:end] != exact:
        return None
    return start, end


def segments(text: str, marks: Iterable[Mark], cuts: Iterable[int] = ()) -> list[Segment]:
    """Cut a text at both ends of every mark, and at `cuts`; the pieces joined are the text.

    Raises ValueError for a mark that does not lie within the text.
    """
    # The longest first if several begin at one place, so that the inner ones are named after it.
    wanted = sorted(marks, key=lambda mark: (mark.start, -mark.end, mark.name))
    if any(not 0 <= mark.start < mark.end <= len(text) for mark in wanted):
        raise ValueError("a mark lies outside of the text")
    edges = {0, len(text), *cuts, *(edge for mark in wanted for edge in (mark.start, mark.end))}
    found = list(_swept(text, sorted(edges), wanted))
    _shade(found)
    return found


def _swept(text: str, edges: Sequence[int], marks: Sequence[Mark]) -> Iterator[Segment]:
    """Go through the text once, keeping track of the open marks."""
    waiting, opened = deque(marks), list[Mark]()
    for start, end in _pairs(edges):
        opened = [mark for mark in opened if mark.end > start]
        begun: list[Mark] = []
        while waiting and waiting[0].start == start:
            begun.append(waiting.popleft())
        opened += begun
        yield Segment(text[start:end], start, _names(opened), _names(begun))


def _names(marks: Iterable[Mark]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(mark.name for mark in marks))


def blocks(text: str, marks: Iterable[Mark]) -> list[TextBlock]:
    """Return the text in its paragraphs and the gaps between them, each cut into segments."""
    gaps = [match.span() for match in _GAP.finditer(text) if match.end() > match.start()]
    cuts = [edge for span in gaps for edge in span]
    inside = dict(gaps)
    found: list[TextBlock] = []
    until = -1
    for segment in segments(text, marks, cuts):
        # Every gap and paragraph begins a segment, since their edges are among the cuts.
        if segment.start in inside:
            until = inside[segment.start]
            found.append(TextBlock(gap=True))
        elif segment.start == until or not found:
            found.append(TextBlock(gap=False))
        found[-1].segments.append(segment)
    return found


def excerpts(text: str, marks: Sequence[Mark]) -> list[list[Segment]]:
    """Return the sentences that contain a mark, each cut into segments, in the order of the text.

    For texts that may not be shown whole. Neighbouring sentences that share a mark are joined.
    """
    ends = [match.end() for match in _SENTENCE.finditer(text)]
    edges = sorted({0, *ends, len(text)})
    kept = [(start, end) for start, end in _pairs(edges) if any(m.start < end and start < m.end for m in marks)]
    found = segments(text, marks, edges)
    return [_trimmed([s for s in found if start <= s.start < end]) for start, end in _joined(kept, marks)]


def _trimmed(found: list[Segment]) -> list[Segment]:
    """Drop white space at the end of an excerpt, unless it is part of a quote."""
    if found and not found[-1].marks:
        found[-1].text = found[-1].text.rstrip()
    return [segment for segment in found if segment.text]


def _joined(spans: Sequence[tuple[int, int]], marks: Sequence[Mark]) -> list[tuple[int, int]]:
    """Join neighbouring sentences that share a mark."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and joined[-1][1] == start and any(mark.start < start < mark.end for mark in marks):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _pairs(edges: Sequence[int]) -> Iterator[tuple[int, int]]:
    return itertools.pairwise(edges)


def _shade(found: Iterable[Segment]) -> None:
    """Alternate the shade if a marked segment follows one with other marks."""
    before: Segment | None = None
    for segment in found:
        if segment.marks and before is not None and before.marks:
            segment.shade = before.shade if before.marks == segment.marks else 1 - before.shade
        before = segment
