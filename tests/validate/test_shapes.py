"""Each constraint of shapes/ rejects a deliberate mistake, alone, on the line of the mistake.

An example is called <shape>.<constraint component>.ttl, says the shape in its first line, and has
`# wrong` behind the line of the mistake.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import RDF, SH

from kg.findings import Severity
from kg.namespaces import DP, VOCABULARIES
from kg.rdf.places import locate
from kg.rdf.quads import Assertion
from kg.validate.shacl.check import check_assertions
from kg.validate.shacl.shapes import shapes

SHAPES = Path(__file__).parents[2] / "shapes"
DPS = "https://w3id.org/diplomatic-positions/shapes#"
INVALID = sorted((SHAPES / "invalid").glob("*.ttl"))
GRAPH = ox.NamedNode("https://example.org/graph")
#: What constrains: the parameters of SHACL's constraint components, as far as the shapes use them.
COMPONENTS = {
    SH["class"]: "class", SH.closed: "closed", SH.datatype: "datatype", SH.disjoint: "disjoint", SH.equals: "equals",
    SH["in"]: "in", SH.lessThan: "less-than", SH.lessThanOrEquals: "less-than-or-equals", SH.maxCount: "max-count",
    SH.maxInclusive: "max-inclusive", SH.minCount: "min-count", SH.minInclusive: "min-inclusive",
    SH.minLength: "min-length", SH.nodeKind: "node-kind", SH["or"]: "or", SH.pattern: "pattern",
    SH.qualifiedMaxCount: "qualified-max-count", SH.qualifiedMinCount: "qualified-min-count", SH.sparql: "sparql",
    SH.xone: "xone",
}  # fmt: skip
#: Parameters that say what a shape is about, or belong to a component named above.
NO_COMPONENTS = {
    RDF.type, SH.description, SH.ignoredProperties, SH.message, SH.name, SH.path, SH.property, SH.qualifiedValueShape,
    SH.severity, SH.targetClass, SH.targetSubjectsOf,
}  # fmt: skip


def read(path: Path) -> Assertion:
    text = path.read_text("utf-8")
    triples = ox.parse(text, format=ox.RdfFormat.TURTLE)
    quads = [ox.Quad(triple.subject, triple.predicate, triple.object, GRAPH) for triple in triples]
    return Assertion(GRAPH.value, quads, locate(text, str(path)))


@cache
def reference() -> Assertion:
    return read(SHAPES / "valid" / "reference.ttl")


def check(example: Assertion):
    """Return the findings in an example; what it says of a node stands for what the reference data say of it."""
    subjects = {quad.subject for quad in example.quads}
    rest = [quad for quad in reference().quads if quad.subject not in subjects]
    return check_assertions([example], Assertion(GRAPH.value, rest))


def named() -> list[rdflib.term.Node]:
    """Return the shapes that tell something: those with a message. The others are parts of them."""
    told = sorted(set(shapes().subjects(SH.message, None)))
    return [shape for shape in told if (shape, SH.select, None) not in shapes()]


def local(node: rdflib.term.Node) -> str:
    return str(node).removeprefix(DPS)


@pytest.mark.parametrize("path", sorted((SHAPES / "valid").glob("*.ttl")), ids=lambda path: path.stem)
def test_the_valid_examples_conform(path: Path) -> None:
    assert check(read(path)) == []


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_exactly_the_named_shape_fires_on_the_line_of_the_mistake(path: Path) -> None:
    text = path.read_text("utf-8")
    said = re.match(r"#\+ shape: (\S+)\n#\+ summary: \S.*\.\n", text)
    assert said is not None
    assert path.stem.rpartition(".")[0] == said[1]
    wrong = {number for number, line in enumerate(text.split("\n"), 1) if line.endswith("# wrong")}
    found = check(read(path))
    assert {finding.rule for finding in found} == {said[1]}
    assert {finding.line for finding in found} == wrong
    assert all(finding.column and finding.end_column and finding.file == str(path) for finding in found)


def test_every_constraint_has_its_mistake() -> None:
    wanted = {
        f"{local(shape)}.{COMPONENTS[parameter]}"
        for shape in named()
        for parameter in shapes().predicates(shape)
        if parameter in COMPONENTS
    }
    assert wanted == {path.stem for path in INVALID}


def test_every_parameter_of_a_shape_is_known_here() -> None:
    used = {parameter for shape in named() for parameter in shapes().predicates(shape)}
    assert used <= COMPONENTS.keys() | NO_COMPONENTS


@pytest.mark.parametrize("shape", named(), ids=local)
def test_every_shape_says_what_it_is_why_and_what_to_do(shape: rdflib.term.Node) -> None:
    name, why, what = (str(shapes().value(shape, key)) for key in (SH.name, SH.description, SH.message))
    assert re.fullmatch(r"[A-Z`].*[^.]", name)
    assert re.fullmatch(r"[A-Z`].*\.", why)
    assert re.fullmatch(r"[A-Z`].*: .*\.", what), "a message says what is wrong, and after a colon what to do"
    assert isinstance(shape, rdflib.URIRef)


def test_no_two_shapes_say_the_same() -> None:
    names = [str(shapes().value(shape, SH.name)) for shape in named()]
    assert len(names) == len(set(names))


def test_every_class_and_property_is_constrained() -> None:
    ontology = ox.Store()
    for file in (SHAPES.parent / "ontology").glob("*.ttl"):
        ontology.load(path=file, format=ox.RdfFormat.TURTLE)
    owl = VOCABULARIES["owl"]
    kinds = [ox.NamedNode(owl + name) for name in ("Class", "ObjectProperty", "DatatypeProperty")]
    terms = {
        quad.subject.value
        for kind in kinds
        for quad in ontology.quads_for_pattern(None, None, kind, None)
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(DP)
    }
    mentioned = {str(term) for triple in shapes() for term in triple}
    links = [quad for quad in ontology if quad.predicate.value == VOCABULARIES["rdfs"] + "subClassOf"]
    above = {(str(quad.subject.value), quad.object.value) for quad in links if isinstance(quad.object, ox.NamedNode)}
    covered = {term for term in terms if any(other in mentioned for other in (term, *relatives(term, above)))}
    assert terms - covered == UNCONSTRAINED.keys()


def relatives(term: str, above: set[tuple[str, str]]) -> set[str]:
    """Return the direct superclasses, whose shapes hold for the class, and the subclasses, if shapes name them all."""
    return {upper for lower, upper in above if lower == term} | {lower for lower, upper in above if upper == term}


#: Terms of the ontology that no source's data use, with the reason.
UNCONSTRAINED = {
    DP + "defaultPolarity": "of the acts themselves: ontology/style.ttl",
    DP + "plover": "of the acts themselves: ontology/style.ttl",
    DP + "cameo": "of the acts themselves: ontology/style.ttl",
}


def test_a_warning_is_a_warning() -> None:
    (finding,) = check(read(SHAPES / "invalid" / "post-held.sparql.ttl"))
    assert finding.severity is Severity.WARNING


def test_messages_name_the_row_as_its_sheet_does() -> None:
    (finding,) = check(read(SHAPES / "invalid" / "statement-act.min-count.ttl"))
    assert finding.message.startswith("statement `north` has no `dp:act`. A statement has exactly one act")
    (finding,) = check(read(SHAPES / "invalid" / "statement-act.class.ttl"))
    assert finding.message.startswith("statement `north` has issue `ceasefire` as `dp:act`, which is no act. ")
