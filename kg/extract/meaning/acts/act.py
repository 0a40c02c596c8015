"""The result of reading a content: its act and its side."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ActReading"]


@dataclass(frozen=True, slots=True)
class ActReading:
    """The act that a content performs, its polarity if it differs from the act's own, and a confidence (0 to 1)."""

    act: str
    polarity: str | None = None
    confidence: float = 0.6
