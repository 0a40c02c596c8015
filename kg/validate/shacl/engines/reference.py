"""pySHACL, the reference engine. rdflib is imported only when it is used, since that takes time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import EngineError
from kg.validate.shacl.engines.interface import failing

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyoxigraph as ox
    import rdflib

    from kg.validate.shacl.engines.interface import Checker, ShapeResult

__all__ = ["PySHACL"]

_SH = "http://www.w3.org/ns/shacl#"


class PySHACL:
    """The reference engine."""

    name = "pyshacl"

    @property
    def version(self) -> str:
        """The installed version of pySHACL."""
        from importlib.metadata import version

        return version("pyshacl")

    def prepare(self, context: Iterable[ox.Quad]) -> Checker:
        """Return a checker that uses `context` in addition to its input."""
        from kg.validate.shacl.engines.checker import PySHACLChecker

        return PySHACLChecker(self.run, context)

    def run(self, data: rdflib.Graph, shapes: rdflib.Graph) -> list[ShapeResult]:
        """Return every result of `shapes` over `data`; raises EngineError when pySHACL fails."""
        import pyshacl
        import rdflib

        from kg.validate.shacl.engines.checker import result_of

        with failing("pySHACL failed"):
            # `inplace` avoids a copy of the whole graph; without inference, nothing is added to it.
            conforms, report, text = pyshacl.validate(data, shacl_graph=shapes, inference="none", inplace=True)
        # pySHACL returns an internal failure as an exception object in place of the report, without raising it.
        if not isinstance(report, rdflib.Graph):
            raise EngineError(f"pySHACL failed: {text}")
        results = [result_of(report, node) for node in report.objects(None, rdflib.URIRef(_SH + "result"))]
        # A report with unreadable results must not look like one without results.
        if not conforms and not results:
            raise EngineError("pySHACL found the data not conforming, but gave no result")
        return results
