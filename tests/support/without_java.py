"""A reasoner whose Java does not work, beside the one of all other tests, which need not start again after it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from kg.validate.owl import hermit
from kg.validate.owl.reasoner import Reasoner

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

__all__ = ["without_java"]


def without_java(monkeypatch: pytest.MonkeyPatch, command: str = "/bin/false") -> None:
    """Have another program asked in place of Java, by a reasoner of its own.

    The reasoner that tests share would end its Java to start the other program, and start Java anew for the next test.
    """
    monkeypatch.setattr(hermit, "java", lambda: command)
    monkeypatch.setattr(hermit, "reasoner", _another)


@contextmanager
def _another() -> Iterator[Reasoner]:
    found = Reasoner()
    try:
        yield found
    finally:
        found.close()
