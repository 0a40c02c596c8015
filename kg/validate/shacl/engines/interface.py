"""What a SHACL engine must do, and what it gives: sources and what they refer to in, results out."""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Protocol

from kg.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pyoxigraph as ox

__all__ = ["Checker", "Engine", "ShapeResult", "failing", "in_order", "share_out"]


@dataclass(frozen=True, slots=True)
class ShapeResult:
    """One SHACL result: `shape` and `component` are IRIs, `severity` the local name of SHACL's, all else N-Triples."""

    shape: str
    focus: str
    message: str
    severity: str
    path: str | None = None
    value: str | None = None
    component: str = ""


class Checker(Protocol):
    """An engine with the shapes and the context in place."""

    def check(self, parts: Sequence[Sequence[ox.Quad]]) -> list[list[ShapeResult]]:
        """Return for each part the results about its subjects: each once, in order; raises EngineError.

        The parts are looked at together, in one graph with the context: `kg.validate.shacl.grouping` tells
        which may be.
        """
        ...


class Engine(Protocol):
    """What a SHACL engine must do. When it cannot, it raises EngineError: nothing is taken for conforming then."""

    name: str

    @property
    def version(self) -> str:
        """The version of the package that does the work."""
        ...

    def prepare(self, context: Iterable[ox.Quad]) -> Checker:
        """Return a checker that sees `context` (reference data, of which nothing is told) beside what it checks."""
        ...


@contextmanager
def failing(words: str) -> Iterator[None]:
    """Turn whatever an engine raises into an EngineError; a panic in Rust is no Exception."""
    try:
        yield
    # pyo3 raises a panic as a BaseException of its own, so everything has to be caught but what the user or a signal
    # wants.
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        raise EngineError(f"{words}: {error}") from error


def in_order(results: Iterable[ShapeResult]) -> list[ShapeResult]:
    """Return the results, sorted by all that they say; what two components of one shape say of a value, once."""
    found: dict[tuple[str | None, ...], ShapeResult] = {}
    for result in sorted(results, key=lambda result: tuple(part or "" for part in astuple(result))):
        # All but the component: sh:datatype and sh:pattern of one shape have the same message, and one mistake is one
        # finding.
        found.setdefault(astuple(result)[:-1], result)
    return list(found.values())


def share_out(parts: Sequence[Sequence[ox.Quad]], results: Iterable[ShapeResult]) -> list[list[ShapeResult]]:
    """Return for each part the results whose focus is among its subjects."""
    about: defaultdict[str, list[ShapeResult]] = defaultdict(list)
    for result in results:
        about[result.focus].append(result)
    # Most groups have no result at all, and to write out every subject takes longer than the sharing itself.
    subjects = [{str(quad.subject) for quad in part} if about else set() for part in parts]
    return [in_order(result for name in about.keys() & names for result in about[name]) for names in subjects]
