"""The lists of words that checks share: what denies, doubts, or makes something depend on something else."""

from __future__ import annotations

from functools import cache
from pathlib import Path

__all__ = ["words_of"]


def words_of(name: str) -> tuple[str, ...]:
    """Return the words of one list of `lists.toml`; KeyError where there is none with that name."""
    return tuple(_lists()[name])


@cache
def _lists() -> dict[str, list[str]]:
    import tomllib  # only for what has something to be checked

    return tomllib.loads(Path(__file__).with_name("lists.toml").read_text("utf-8"))
