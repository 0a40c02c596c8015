"""The `shacl` package, written in Rust, with pySHACL for what the two may report differently.

For values of a wrong datatype, rdflib (and so pySHACL) compares in another way than SPARQL prescribes. The two engines
therefore report different results beside that violation (docs/engines.md). Parts without such a value, and those in
which the native engine finds no violation, are done. The others are checked again by the reference engine, and its
results are reported.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import EngineError
from kg.namespaces import VOCABULARIES
from kg.rdf.shipped import shipped_triples
from kg.validate.shacl.engines.interface import ShapeResult, failing, share_out
from kg.validate.shacl.engines.ordinary import is_ordinary
from kg.validate.shacl.engines.reference import PySHACL
from kg.validate.shacl.visibility import targeted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import shacl

    from kg.validate.shacl.engines.interface import Checker

__all__ = ["ScreenedSHACL", "Shacl", "compiled_shapes"]

_NTRIPLES = ox.RdfFormat.N_TRIPLES
_TYPE, _TARGET = VOCABULARIES["rdf"] + "type", VOCABULARIES["sh"] + "targetClass"
_READ = (VOCABULARIES["rdfs"] + "subClassOf", _TYPE)


class Shacl:
    """The native engine alone."""

    name = "shacl"

    @property
    def version(self) -> str:
        """The installed version of the package `shacl`."""
        from importlib.metadata import version

        return version("shacl")

    def prepare(self, context: Iterable[ox.Quad]) -> Checker:
        """Return a checker that uses `context` in addition to its input; raises EngineError."""
        return _ShaclChecker(context)


class ScreenedSHACL(Shacl):
    """The native engine, with violations reported by pySHACL."""

    def prepare(self, context: Iterable[ox.Quad]) -> Checker:
        """Return a checker that uses `context` in addition to its input; raises EngineError."""
        known = list(context)
        return _ScreenedChecker(super().prepare(known), known)


class _ShaclChecker:
    def __init__(self, context: Iterable[ox.Quad]) -> None:
        self._context = _text(quad.triple for quad in context) + _hierarchy()

    def check(self, parts: Sequence[Sequence[ox.Quad]]) -> list[list[ShapeResult]]:
        """Return the results about the subjects of each part; raises EngineError."""
        # Shapes for classes without an instance in the parts would check the reference data again with every group.
        types = {str(quad.object) for part in parts for quad in part if quad.predicate.value == _TYPE}
        shapes = compiled_shapes(targeted(types))
        data = "".join(_text(quad.triple for quad in part) for part in parts) + self._context
        with failing("shacl failed"):
            report = shapes.validate_text(data, format="ntriples")
        if not report.conforms and not report.results:
            raise EngineError("shacl found the data not conforming, but gave no result")
        return share_out(parts, map(_result, report.results))


class _ScreenedChecker:
    def __init__(self, screen: Checker, context: Sequence[ox.Quad]) -> None:
        self._screen, self._context = screen, context
        self._reference: Checker | None = None

    def check(self, parts: Sequence[Sequence[ox.Quad]]) -> list[list[ShapeResult]]:
        """Return the results about the subjects of each part; raises EngineError."""
        results = self._screen.check(parts)
        # Warnings are kept as they are: the engines differ only for values of a wrong datatype, which are violations.
        wrong = [at for at, found in enumerate(results) if _is_doubtful(found, parts[at])]
        if wrong:
            told = self._told_by().check([parts[at] for at in wrong])
            for at, found in zip(wrong, told, strict=True):
                results[at] = found
        return results

    def _told_by(self) -> Checker:
        """Return the reference engine, which is prepared only when needed."""
        if self._reference is None:
            self._reference = PySHACL().prepare(self._context)
        return self._reference


def _is_doubtful(found: Sequence[ShapeResult], part: Sequence[ox.Quad]) -> bool:
    """Return whether pySHACL may report other results than these."""
    return any(result.severity == "Violation" for result in found) and not is_ordinary(part)


def _result(result: shacl.Result) -> ShapeResult:
    return ShapeResult(
        (result.source_shape or "").strip("<>"),
        result.focus_node,
        result.message or "",
        result.severity,
        result.path,
        result.value,
        result.component_iri,
    )


@lru_cache(maxsize=64)
def compiled_shapes(targets: frozenset[str]) -> shacl.Shapes:
    """Return the shipped shapes, compiled, with only these classes (N-Triples form) as targets; raises EngineError."""
    kept = [
        triple
        for triple in shipped_triples("shapes")
        if triple.predicate.value != _TARGET or str(triple.object) in targets
    ]
    with failing("shacl cannot take the shapes"):
        from shacl import Shapes

        shapes = Shapes.from_text(_text(kept), format="ntriples")
    # An engine that skipped shapes that it does not understand would find that everything conforms.
    if not len(shapes):
        raise EngineError("shacl read no shape of those that are shipped")
    return shapes


@cache
def _hierarchy() -> str:
    """Return the part of the ontology that shapes read, as N-Triples: class hierarchy and types of values."""
    return _text(triple for triple in shipped_triples("ontology") if triple.predicate.value in _READ)


def _text(triples: Iterable[ox.Triple]) -> str:
    return (ox.serialize(triples, format=_NTRIPLES) or b"").decode()
