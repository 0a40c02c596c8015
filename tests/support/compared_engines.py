"""The results of the engines side by side; pySHACL, which takes a tenth of a second, checks the same data only once."""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace
from typing import TYPE_CHECKING

from pyshacl.shape import Shape
from pyshacl.shapes_graph import ShapesGraph

from kg.validate.shacl.engines import PySHACL, engine_named, shacl_rust
from kg.validate.shacl.engines.ordinary import is_ordinary

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyoxigraph as ox
    import pytest
    from rdflib.term import Node

    from kg.validate.shacl.engines import Checker, Engine, ShapeResult

__all__ = ["RememberingPySHACL", "compared", "keep_shapes", "results", "shacl_alone"]

#: Makes the shapes of a graph, once: pySHACL makes all of them again for each check, in half of its time.
_kept_shapes = cache(ShapesGraph)
_targets = Shape.target


@cache
def _kept_targets(shape: Shape) -> tuple[tuple[Node, ...], ...]:
    return tuple(map(tuple, _targets(shape)))


def keep_shapes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pySHACL make the shapes of a graph only once, and look only once for what they say of their targets."""
    monkeypatch.setattr("pyshacl.validator.ShapesGraph", _kept_shapes)
    monkeypatch.setattr(Shape, "target", _kept_targets)


class RememberingPySHACL(PySHACL):
    """pySHACL, which in this process remembers its results about the same data."""

    def prepare(self, context: Iterable[ox.Quad]) -> Checker:
        known = tuple(context)
        return SimpleNamespace(check=lambda parts: [*_told(tuple(map(tuple, parts)), known)])


@cache
def _told(parts: tuple[tuple[ox.Quad, ...], ...], context: tuple[ox.Quad, ...]) -> list[list[ShapeResult]]:
    return _prepared(context).check(parts)


@cache
def _prepared(context: tuple[ox.Quad, ...]) -> Checker:
    return PySHACL().prepare(context)


def shacl_alone() -> Engine:
    """Return the native engine without pySHACL behind it."""
    return shacl_rust.Shacl()


def results(engine: Engine, quads: list[ox.Quad], context: list[ox.Quad]) -> list[ShapeResult]:
    return engine.prepare(context).check([quads])[0]


def compared(quads: list[ox.Quad], context: list[ox.Quad], monkeypatch: pytest.MonkeyPatch) -> list[ShapeResult]:
    """Return the results of the reference, which those of the screened engine have to be, down to the message."""
    told = results(RememberingPySHACL(), quads, context)
    # Where it asks the reference about the same data again, the results are known.
    monkeypatch.setattr(shacl_rust, "PySHACL", RememberingPySHACL)
    assert results(engine_named("shacl"), quads, context) == told
    alone = results(shacl_alone(), quads, context)
    if is_ordinary(quads) or all(result.severity != "Violation" for result in alone):
        assert alone == told, "nobody would have looked again"
    return told
