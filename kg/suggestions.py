"""Parts of messages: how many of what, and unknown names with the most similar known ones."""

from __future__ import annotations

from kg.errors import UsageError

TYPE_CHECKING = False  # not from typing, whose import would double the start-up time of a query
if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["counted", "similar", "suggest", "unknown"]

_LONGEST = 100  # characters of a name that are compared: difflib takes quadratic time
_CUTOFF = 0.55  # difflib's ratio; below it, similarity of short names is chance
_MOST_LISTED = 40  # most names to list if none is similar


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return how many there are of what: `1 row`, `1,200 rows`; `plural` is for nouns that take no `s`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def similar(name: str, known: Iterable[str], most: int = 3) -> list[str]:
    """Return the known names that look like `name`, nearest first; or else those that contain it."""
    from difflib import get_close_matches

    names = sorted(known)
    near = get_close_matches(name.lower()[:_LONGEST], names, most, _CUTOFF)
    # difflib rates a short name and a long one that contains it as very different.
    return near or [item for item in names if name and name in item][:most]


def suggest(name: str, known: Iterable[str], otherwise: str = "no similar name is known") -> str:
    """Return "did you mean ...?" with the names that look like `name`, or else all known ones if they are few."""
    names = sorted(known)
    if near := similar(name, names):
        return f"did you mean {' or '.join(f'`{item}`' for item in near)}?"
    return f"known: {', '.join(f'`{item}`' for item in names)}" if 0 < len(names) <= _MOST_LISTED else otherwise


def unknown(kind: str, name: str, known: Iterable[str], hint: str | None = None, *, of: str = "") -> UsageError:
    """Return the error for an unknown name of a `kind` (of something); `hint` is used if no known name is similar."""
    shown = repr(name)[1:-1]  # without control characters
    names = list(known)
    near = similar(name, names)
    advice = suggest(name, names) if near or not hint else hint
    return UsageError(f"unknown {kind} `{shown}`{f' of {of}' if of else ''}", hint=advice)
