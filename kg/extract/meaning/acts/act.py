"""What is read from a content: an act and a side."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ActReading"]


@dataclass(frozen=True, slots=True)
class ActReading:
    """The act that a content performs, its polarity if it differs from the act's own, and the confidence in this."""

    act: str
    polarity: str | None = None
    confidence: float = 0.6
