"""SHACL engines behind one interface: a graph and shapes in, results out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from kg.errors import EngineError

if TYPE_CHECKING:
    import rdflib

__all__ = ["Engine", "PySHACL", "Result"]

_SH = "http://www.w3.org/ns/shacl#"


@dataclass(frozen=True, slots=True)
class Result:
    """One SHACL result; terms are in N-Triples form, `severity` is the local name of SHACL's."""

    shape: str
    focus: str
    message: str
    severity: str
    path: str | None = None
    value: str | None = None


class Engine(Protocol):
    """What a SHACL engine must do; EngineError when it cannot."""

    def run(self, data: rdflib.Graph, shapes: rdflib.Graph) -> list[Result]:
        """Return every result of `shapes` over `data`."""
        ...


class PySHACL:
    """The reference engine."""

    def run(self, data: rdflib.Graph, shapes: rdflib.Graph) -> list[Result]:
        """Return every result; raises EngineError when pySHACL fails, which never reads as conforming."""
        import pyshacl
        import rdflib

        try:
            conforms, report, text = pyshacl.validate(data, shacl_graph=shapes, inference="none", inplace=True)
        except Exception as error:
            raise EngineError(f"pySHACL failed: {error}") from error
        if not isinstance(report, rdflib.Graph):
            raise EngineError(f"pySHACL failed: {text}")
        top = report.objects(None, rdflib.URIRef(_SH + "result"))
        results = [_result(report, node) for node in top]
        if not conforms and not results:
            raise EngineError("pySHACL found the data not conforming, but gave no result")
        return results


def _result(report: rdflib.Graph, node: rdflib.term.Node) -> Result:
    import rdflib

    def one(name: str) -> rdflib.term.Node | None:
        return report.value(node, rdflib.URIRef(_SH + name))

    def text(name: str) -> str | None:
        term = one(name)
        return term.n3() if isinstance(term, rdflib.term.Identifier) else None

    return Result(
        str(one("sourceShape")),
        text("focusNode") or "",
        str(one("resultMessage") or ""),
        str(one("resultSeverity")).rpartition("#")[2],
        text("resultPath"),
        text("value"),
    )
