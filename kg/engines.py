"""SHACL engines behind one interface: sources and what they refer to in, results out.

`pyshacl` is the reference. `shacl`, in `kg.engines_shacl`, is faster and gives the same results; docs/engines.md
tells what was compared, and how.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import astuple, dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Protocol

from kg.errors import EngineError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pyoxigraph as ox
    import rdflib

__all__ = ["ENGINES", "Checker", "Engine", "PySHACL", "Result", "engine_named", "in_order", "share_out"]

_SH = "http://www.w3.org/ns/shacl#"
#: The names of the engines that can be chosen, the reference first.
ENGINES = ("pyshacl", "shacl")


@dataclass(frozen=True, slots=True)
class Result:
    """One SHACL result; terms are in N-Triples form, `shape` is an IRI, `severity` the local name of SHACL's."""

    shape: str
    focus: str
    message: str
    severity: str
    path: str | None = None
    value: str | None = None


class Checker(Protocol):
    """An engine with the shapes and the context in place."""

    def check(self, parts: Sequence[Sequence[ox.Quad]]) -> list[list[Result]]:
        """Return for each part the results about its subjects: each once, in order; raises EngineError.

        The parts are looked at together, in one graph with the context: `kg.grouping` tells which may be.
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


def engine_named(name: str | None = None) -> Engine:
    """Return the engine called `name`; without a name the fastest that is installed.

    Raises UsageError when there is no such engine, or when it is not installed.
    """
    if name == "pyshacl" or (name is None and not find_spec("shacl")):
        return PySHACL()
    if name not in (None, "shacl"):
        raise UsageError(f"no engine is called {name!r}", hint=f"there are {' and '.join(ENGINES)}")
    if not find_spec("shacl"):
        raise UsageError("the engine `shacl` is not installed", hint="pip install 'diplomatic-positions-kg[fast]'")
    from kg.engines_shacl import Screened

    return Screened()


def in_order(results: Iterable[Result]) -> list[Result]:
    """Return each result once, sorted by all that it says."""
    return sorted(set(results), key=lambda result: tuple(part or "" for part in astuple(result)))


def share_out(parts: Sequence[Sequence[ox.Quad]], results: Iterable[Result]) -> list[list[Result]]:
    """Return for each part the results whose focus is among its subjects."""
    about: defaultdict[str, list[Result]] = defaultdict(list)
    for result in results:
        about[result.focus].append(result)
    subjects = [{str(quad.subject) for quad in part} if about else set() for part in parts]
    return [in_order(result for name in about.keys() & names for result in about[name]) for names in subjects]


class PySHACL:
    """The reference engine."""

    name = "pyshacl"

    @property
    def version(self) -> str:
        """The installed version of pySHACL."""
        from importlib.metadata import version

        return version("pyshacl")

    def prepare(self, context: Iterable[ox.Quad]) -> Checker:
        """Return a checker that sees `context` beside what it checks."""
        from kg.engines_pyshacl import PySHACLChecker

        return PySHACLChecker(self, context)

    def run(self, data: rdflib.Graph, shapes: rdflib.Graph) -> list[Result]:
        """Return every result of `shapes` over `data`; raises EngineError when pySHACL fails."""
        import pyshacl
        import rdflib

        from kg.engines_pyshacl import result_of

        try:
            conforms, report, text = pyshacl.validate(data, shacl_graph=shapes, inference="none", inplace=True)
        except Exception as error:
            raise EngineError(f"pySHACL failed: {error}") from error
        if not isinstance(report, rdflib.Graph):
            raise EngineError(f"pySHACL failed: {text}")
        results = [result_of(report, node) for node in report.objects(None, rdflib.URIRef(_SH + "result"))]
        if not conforms and not results:
            raise EngineError("pySHACL found the data not conforming, but gave no result")
        return results
