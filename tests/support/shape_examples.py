"""The examples of the shapes, read as the tests need them: as assertions with places, checked in their small world."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib.namespace import SH

from kg.rdf.places import locate_terms
from kg.rdf.quads import Assertion
from kg.validate.shacl.check import check_shapes
from kg.validate.shacl.mistakes import mistake_files, read_mistake
from kg.validate.shacl.shapes import shapes

if TYPE_CHECKING:
    import rdflib

    from kg.findings import Finding
    from kg.validate.shacl.engines.interface import Engine

__all__ = [
    "GRAPH", "INVALID", "SHAPES", "STEMS", "VALID", "as_assertion", "check", "example", "local", "named", "reference",
    "source_of", "valid",
]  # fmt: skip

SHAPES = Path(__file__).parents[2] / "shapes"
GRAPH = ox.NamedNode("https://example.org/graph")
VALID = sorted((SHAPES / "valid").glob("*.ttl"))
#: The files of the mistakes, and their names without the suffix: shape and component, such as `statement-act.class`.
INVALID = mistake_files()
STEMS = [path.name.removesuffix(".ttl") for path in INVALID]


def source_of(stem: str) -> str:
    """Return the whole source with a mistake, in Turtle."""
    return read_mistake(SHAPES / "invalid" / f"{stem}.ttl").whole()


def as_assertion(text: str, file: Path | str) -> Assertion:
    """Return a source that is written in Turtle."""
    triples = ox.parse(text, format=ox.RdfFormat.TURTLE)
    quads = [ox.Quad(triple.subject, triple.predicate, triple.object, GRAPH) for triple in triples]
    return Assertion(GRAPH.value, quads, locate_terms(text, str(file)))


@cache
def valid(path: Path) -> Assertion:
    return as_assertion(path.read_text("utf-8"), path)


@cache
def example(stem: str) -> Assertion:
    """Return the source with a mistake."""
    return as_assertion(source_of(stem), SHAPES / "invalid" / f"{stem}.ttl")


def reference() -> Assertion:
    return valid(SHAPES / "valid" / "reference.ttl")


def check(source: Assertion, engine: Engine | None = None) -> list[Finding]:
    """Return the findings in a source; what it says of a node replaces what the reference data say of it."""
    subjects = {quad.subject for quad in source.quads}
    rest = [quad for quad in reference().quads if quad.subject not in subjects]
    return check_shapes([source], Assertion(GRAPH.value, rest), engine)


def named() -> list[rdflib.term.Node]:
    """Return the shapes that report something: those with a message. The others are parts of them."""
    reporting = sorted(set(shapes().subjects(SH.message, None)))
    return [shape for shape in reporting if (shape, SH.select, None) not in shapes()]


def local(node: rdflib.term.Node) -> str:
    return str(node).removeprefix("https://w3id.org/diplomatic-positions/shapes#")
