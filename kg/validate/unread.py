"""Unreadable files as findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.findings import UNREADABLE, Finding, Span

if TYPE_CHECKING:
    from kg.errors import InputError

__all__ = ["unreadable"]


def unreadable(error: InputError) -> Finding:
    """Return the finding for an unreadable file, at the place given by the error."""
    line, column = error.line or 1, error.column or 1
    message = f"{error.reason}: {error.hint}" if error.hint else error.reason
    return Finding.at(Span(error.file, line, column, line, column + 1), UNREADABLE, message)
