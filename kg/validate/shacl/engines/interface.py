"""The interface of SHACL engines: sources and their context go in, results come out."""

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
    """An engine with shapes and context already loaded."""

    def check(self, parts: Sequence[Sequence[ox.Quad]]) -> list[list[ShapeResult]]:
        """Return the results about the subjects of each part, sorted and without duplicates; raises EngineError.

        The parts are checked together, in one graph with the context; `kg.validate.shacl.grouping` decides which may
        be.
        """
        ...


class Engine(Protocol):
    """A SHACL engine. On failure it raises EngineError, so that nothing counts as conforming by mistake."""

    name: str

    @property
    def version(self) -> str:
        """The version of the underlying package."""
        ...

    def prepare(self, context: Iterable[ox.Quad]) -> Checker:
        """Return a checker that uses `context` (reference data, which is not reported on) in addition to its input."""
        ...


@contextmanager
def failing(words: str) -> Iterator[None]:
    """Turn anything that an engine raises into an EngineError; a panic in Rust is not an Exception."""
    try:
        yield
    # pyo3 raises a panic as its own BaseException, so everything is caught except interrupts and exits.
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        raise EngineError(f"{words}: {error}") from error


def in_order(results: Iterable[ShapeResult]) -> list[ShapeResult]:
    """Return the results sorted; if two components of one shape report the same about a value, only one is kept."""
    found: dict[tuple[str | None, ...], ShapeResult] = {}
    for result in sorted(results, key=lambda result: tuple(part or "" for part in astuple(result))):
        # Compare everything except the component: sh:datatype and sh:pattern of one shape have the same message, and
        # one mistake should be one finding.
        found.setdefault(astuple(result)[:-1], result)
    return list(found.values())


def share_out(parts: Sequence[Sequence[ox.Quad]], results: Iterable[ShapeResult]) -> list[list[ShapeResult]]:
    """Return for each part the results whose focus is among its subjects."""
    about: defaultdict[str, list[ShapeResult]] = defaultdict(list)
    for result in results:
        about[result.focus].append(result)
    # Most groups have no results, and collecting every subject takes longer than assigning results.
    subjects = [{str(quad.subject) for quad in part} if about else set() for part in parts]
    return [in_order(result for name in about.keys() & names for result in about[name]) for names in subjects]
