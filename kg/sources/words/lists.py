"""The lists of words that checks share: words that deny, doubt, or make something conditional."""

from __future__ import annotations

from functools import cache
from pathlib import Path

__all__ = ["words_of"]


def words_of(name: str) -> tuple[str, ...]:
    """Return the words of one list of `lists.toml`; KeyError if there is no such list."""
    return tuple(_lists()[name])


@cache
def _lists() -> dict[str, list[str]]:
    import tomllib  # imported only when something is checked

    return tomllib.loads(Path(__file__).with_name("lists.toml").read_text("utf-8"))
