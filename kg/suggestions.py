"""Parts of messages: how many of what, and unknown names with the most similar known ones."""

from __future__ import annotations

from kg.errors import UsageError

TYPE_CHECKING = False  # not from typing, whose import would double the start-up time of a query
if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

__all__ = ["Suggestions", "counted", "similar", "suggest", "unknown"]

_LONGEST = 100  # characters of a name that are compared: difflib takes quadratic time
_CUTOFF = 0.55  # difflib's ratio; below it, similarity of short names is chance
_CANDIDATES = 50  # most names that difflib compares, of many known ones
_MOST_LISTED = 40  # most names to list if none is similar
_MOST_EXPLAINED = 500  # unknown names of one file that get a suggestion: nobody reads more, and each costs milliseconds


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return how many there are of what: `1 row`, `1,200 rows`; `plural` is for nouns that take no `s`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def similar(name: str, known: Iterable[str], most: int = 3) -> list[str]:
    """Return the known names that look like `name`, nearest first; or else those that contain it."""
    from difflib import get_close_matches

    names = sorted(known)
    wanted = name.lower()[:_LONGEST]
    near = get_close_matches(wanted, _candidates(wanted, names), most, _CUTOFF)
    # difflib rates a short name and a long one that contains it as very different.
    return near or [item for item in names if name and name in item][:most]


def _candidates(wanted: str, names: list[str]) -> list[str]:
    """Return the names that are worth comparing in full: difflib takes seconds over tens of thousands."""
    if len(names) <= _CANDIDATES:
        return names
    from rapidfuzz import fuzz, process

    # The longest common subsequence is never shorter than difflib's matching blocks, so it leaves out nothing similar.
    found = process.extract(wanted, names, scorer=fuzz.ratio, score_cutoff=100 * _CUTOFF, limit=_CANDIDATES)
    return sorted(name for name, _, _ in found)


class Suggestions:
    """What is said about the unknown names in one file: each once, and for at most `most` different names."""

    def __init__(self, most: int = _MOST_EXPLAINED) -> None:
        self._most = most
        self._made: dict[Hashable, str] = {}

    def about(self, key: Hashable, make: Callable[[], str], otherwise: str = "") -> str:
        """Return what `make` says of the name that `key` stands for; if there are too many, `otherwise` and that."""
        if key not in self._made:
            if len(self._made) >= self._most:
                return f"{otherwise}no name is suggested after the first {self._most:,} unknown names of a file"
            self._made[key] = make()
        return self._made[key]


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
