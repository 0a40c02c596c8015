"""Each constraint of shapes/ rejects a deliberate mistake, alone, on the line of the mistake.

An example is called <shape>.<constraint component>.ttl and has `# wrong` behind the line of the mistake.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox
import rdflib
from compared_engines import keep_shapes
from rdflib.namespace import RDF, SH
from shape_examples import INVALID, SHAPES, STEMS, VALID, check, example, local, named, source_of, valid

from kg.findings import Severity
from kg.namespaces import DP, VOCABULARIES
from kg.validate.shacl.mistakes import read_mistake
from kg.validate.shacl.shapes import shapes

if TYPE_CHECKING:
    import pytest

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


def test_the_valid_examples_conform() -> None:
    assert {path.name: check(valid(path)) for path in VALID} == {path.name: [] for path in VALID}


def test_each_mistake_violates_exactly_its_shape_on_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    keep_shapes(monkeypatch)
    assert [problem for stem in STEMS if (problem := problem_of(stem))] == []


def problem_of(stem: str) -> str:
    """Return how the findings in an example differ from what its name and its `# wrong` promise, or nothing."""
    lines = source_of(stem).split("\n")
    wrong = {number for number, line in enumerate(lines, 1) if line.endswith("# wrong")}
    found = check(example(stem))
    rules, places = {finding.rule for finding in found}, {finding.line for finding in found}
    if rules != {stem.rpartition(".")[0]} or places != wrong or not wrong:
        return f"{stem}: {sorted(rules)} on lines {sorted(places)}, expected lines {sorted(wrong)}"
    complete = all(finding.column and finding.end_column and finding.file.endswith(f"{stem}.ttl") for finding in found)
    return "" if complete else f"{stem}: a finding without columns or file"


def test_each_mistake_has_a_sentence_as_its_summary() -> None:
    summaries = {path.name: read_mistake(path).summary for path in INVALID}
    assert [name for name, summary in summaries.items() if not re.fullmatch(r"[A-Z].*\.", summary)] == []


def test_every_constraint_has_its_mistake() -> None:
    wanted = {
        f"{local(shape)}.{COMPONENTS[parameter]}"
        for shape in named()
        for parameter in shapes().predicates(shape)
        if parameter in COMPONENTS
    }
    assert wanted == set(STEMS)


def test_every_parameter_of_a_shape_is_known_here() -> None:
    used = {parameter for shape in named() for parameter in shapes().predicates(shape)}
    assert used <= COMPONENTS.keys() | NO_COMPONENTS


def test_every_shape_has_a_name_a_reason_and_an_instruction() -> None:
    forms = {SH.name: r"[A-Z`].*[^.]", SH.description: r"[A-Z`].*\.", SH.message: r"[A-Z`].*: .*\."}
    wrong = [
        f"{local(shape)} {local(key)}"
        for shape in named()
        for key, form in forms.items()
        if not re.fullmatch(form, str(shapes().value(shape, key)))
    ]
    assert wrong == [], "a message says what is wrong, and after a colon what to do"
    assert [shape for shape in named() if not isinstance(shape, rdflib.URIRef)] == []


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
    DP + "asOf": "of the graph of what is derived",
    **{
        DP + name: "entailed or derived, each from what is constrained: tests/store/test_stances.py"
        for name in (
            "supports",
            "opposes",
            "claims",
            "denies",
            "speaksAgainst",
            "speaksWellOf",
            "accuses",
            "criticises",
            "threatens",
            "praises",
            "backs",
            "demandsOf",
            "holderOf",
            "participantIn",
            "propositionOf",
            "heldFrom",
            "heldTo",
            "surelyHeldTo",
        )
    },
}


def test_a_shape_of_severity_warning_gives_a_warning() -> None:
    (finding,) = check(example("post-held.sparql"))
    assert finding.severity is Severity.WARNING


def test_messages_name_the_row_as_its_sheet_does() -> None:
    (finding,) = check(example("statement-act.min-count"))
    assert finding.message.startswith("statement `north` has no `dp:act`. A statement has exactly one act")
    (finding,) = check(example("statement-act.class"))
    assert finding.message.startswith("`dp:act` of statement `north` is issue `ceasefire`, which is not an act. ")
