"""The ontology: every term is labelled, defined, told apart and declared; the value lists say what they have to."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path

import pyshacl
import pytest
from rdflib import OWL, RDF, RDFS, SH, SKOS, BNode, Graph, Literal, Namespace, URIRef

from kg.namespaces import BASE, DP, ID

ROOT = Path(__file__).parents[2]
ONTOLOGY = ROOT / "ontology"
SHARED = ROOT.parent / "shared" / "data"
FILES = ("diplomatic-positions.ttl", "stances.ttl", "values.ttl", "acts.ttl", "issues.ttl")
DPN = Namespace(DP)
PROPERTY_KINDS = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
VALUE_CLASSES = (
    "Act", "ActKind", "BallotChoice", "Capacity", "Certainty", "Degree", "Issue", "Mode", "Occurrence", "Polarity",
    "Qualifier", "Side", "Standing",
)  # fmt: skip
BUILT_IN = (str(OWL), str(RDF), str(RDFS), "http://www.w3.org/2001/XMLSchema#")


@lru_cache(maxsize=2)
def graph(*names: str) -> Graph:
    merged = Graph()
    for name in names or FILES:
        merged.parse(ONTOLOGY / name)
    return merged


def own_terms() -> list[URIRef]:
    kinds = (OWL.Class, *PROPERTY_KINDS, *(DPN[name] for name in VALUE_CLASSES))
    return sorted({term for kind in kinds for term in graph().subjects(RDF.type, kind) if str(term).startswith(BASE)})


def acts() -> list[URIRef]:
    return sorted(graph().subjects(DPN.statementKind))


def slugs(kind: str) -> set[str]:
    prefix = f"{ID}{kind}/"
    return {str(term).removeprefix(prefix) for term in own_terms() if str(term).startswith(prefix)}


def test_the_ontology_has_terms_of_its_own() -> None:
    assert own_terms()


@pytest.mark.parametrize("predicate", [RDFS.label, SKOS.definition, SKOS.example, DPN.counterExample, RDFS.isDefinedBy])
def test_every_term_has_its_documentation(predicate: URIRef) -> None:
    assert [term for term in own_terms() if not list(graph().objects(term, predicate))] == []


def test_no_two_terms_share_a_definition_and_no_two_values_of_a_list_a_label() -> None:
    definitions = [str(graph().value(term, SKOS.definition)) for term in own_terms()]
    labels = [
        (kind, str(graph().value(term, SKOS.prefLabel)))
        for kind in VALUE_CLASSES
        for term in graph().subjects(RDF.type, DPN[kind])
    ]
    assert len(definitions) == len(set(definitions))
    assert len(labels) == len(set(labels))


def style_findings(data: Graph) -> set[str]:
    conforms, report, _ = pyshacl.validate(
        data, shacl_graph=Graph().parse(ONTOLOGY / "style.ttl"), advanced=True, inference="none"
    )
    found = {str(shape).rpartition("#")[2] for shape in report.objects(None, SH.sourceShape)}
    assert conforms == (not found)
    return found


def test_the_ontology_keeps_its_own_style() -> None:
    assert style_findings(graph()) == set()


ACT = URIRef(ID + "act/demands")
ISSUE = URIRef(ID + "issue/ceasefire")
HEAD = URIRef(BASE + "ontology")


@pytest.mark.parametrize(
    ("shape", "remove", "add"),
    [
        ("TermLabel", (DPN.Actor, RDFS.label, None), ()),
        ("TermDefinition", (DPN.Actor, SKOS.definition, None), ()),
        ("TermExample", (DPN.holder, SKOS.example, None), ()),
        ("TermCounterExample", (DPN.holder, DPN.counterExample, None), ()),
        ("TermDefinedBy", (DPN.holder, RDFS.isDefinedBy, None), ()),
        ("ActKind", (), (ACT, DPN.statementKind, DPN.Event)),
        ("ActPolarity", (ACT, DPN.defaultPolarity, None), ()),
        ("ActBroader", (ACT, SKOS.broader, None), ()),
        ("ValuePrefLabel", (ISSUE, SKOS.prefLabel, None), ()),
        ("ValueScheme", (), (ISSUE, SKOS.inScheme, URIRef(ID + "scheme/acts"))),
        ("IssuePlace", (ISSUE, SKOS.broader, None), ()),
        ("OntologyVersion", (HEAD, OWL.versionIRI, None), ()),
        ("OntologyLicence", (HEAD, URIRef("http://purl.org/dc/terms/license"), None), ()),
        ("OntologyPrefix", (HEAD, URIRef("http://purl.org/vocab/vann/preferredNamespacePrefix"), None), ()),
    ],
)
def test_each_breach_of_style_is_found_by_its_shape(
    shape: str, remove: tuple[object, ...], add: tuple[object, ...]
) -> None:
    broken = Graph() + graph()
    if remove:
        broken.remove(remove)
    if add:
        broken.add(add)
    assert style_findings(broken) == {shape}


@pytest.mark.parametrize(
    ("shape", "name", "kind"),
    [("ClassName", "armedForce", OWL.Class), ("PropertyName", "Holds", OWL.ObjectProperty)],
)
def test_the_style_finds_a_name_of_the_wrong_form(shape: str, name: str, kind: URIRef) -> None:
    broken = Graph() + graph()
    for predicate, value in graph().predicate_objects(DPN.counterExample):
        if predicate != RDF.type:
            broken.add((DPN[name], predicate, value))
    broken.add((DPN[name], RDF.type, kind))
    assert style_findings(broken) == {shape}


@pytest.mark.parametrize("names", [FILES, (*FILES, "alignments.ttl")])
def test_every_property_and_class_that_is_used_is_declared(names: tuple[str, ...]) -> None:
    ontology = graph(*names)
    declared = {kind: set(ontology.subjects(RDF.type, kind)) for kind in (OWL.Class, *PROPERTY_KINDS)}
    used = {p for p in ontology.predicates() if not str(p).startswith(BUILT_IN)}
    assert used - set().union(*(declared[kind] for kind in PROPERTY_KINDS)) == set()
    classes = set(ontology.objects(None, RDF.type)) | set(ontology.objects(None, RDFS.subClassOf))
    classes = {c for c in classes if isinstance(c, URIRef) and not str(c).startswith(BUILT_IN)}
    assert classes - declared[OWL.Class] == set()


def test_every_term_of_another_vocabulary_says_which() -> None:
    ontology = graph(*FILES, "alignments.ttl")
    for kind in (OWL.Class, *PROPERTY_KINDS):
        for term in ontology.subjects(RDF.type, kind):
            if isinstance(term, URIRef) and not str(term).startswith(BASE):
                assert [home for home in ontology.objects(term, RDFS.isDefinedBy) if str(term).startswith(str(home))]


def test_no_name_is_two_kinds_of_property_or_a_property_and_a_class() -> None:
    ontology = graph(*FILES, "alignments.ttl")
    seen: dict[object, object] = {}
    for kind in (OWL.Class, *PROPERTY_KINDS):
        for term in ontology.subjects(RDF.type, kind):
            assert seen.setdefault(term, kind) == kind, term


def test_properties_are_used_as_what_they_are() -> None:
    data = set(graph().subjects(RDF.type, OWL.DatatypeProperty))
    objects = set(graph().subjects(RDF.type, OWL.ObjectProperty))
    assert [(s, p, o) for s, p, o in graph() if p in data and not isinstance(o, Literal)] == []
    assert [(s, p, o) for s, p, o in graph() if p in objects and isinstance(o, Literal)] == []


def test_transitive_properties_are_not_bound_to_be_simple() -> None:
    transitive = set(graph().subjects(RDF.type, OWL.TransitiveProperty))
    for kind in (
        OWL.IrreflexiveProperty,
        OWL.AsymmetricProperty,
        OWL.FunctionalProperty,
        OWL.InverseFunctionalProperty,
    ):
        assert not transitive & set(graph().subjects(RDF.type, kind))


def test_the_core_imports_nothing_and_has_no_date_range() -> None:
    assert not list(graph().objects(None, OWL.imports))
    assert URIRef("http://www.w3.org/2001/XMLSchema#date") not in set(graph().objects(None, RDFS.range))


def test_blank_nodes_are_only_class_expressions_axioms_and_lists() -> None:
    allowed = {OWL.Restriction, OWL.Class, OWL.AllDifferent, OWL.AllDisjointClasses}
    for node in {s for s in graph().subjects() if isinstance(s, BNode)}:
        assert set(graph().objects(node, RDF.type)) <= allowed
        assert (node, RDF.type, None) in graph() or (node, RDF.first, None) in graph()


def test_every_act_has_a_kind_a_polarity_and_a_group_and_is_used_as_the_group_of_none() -> None:
    assert acts()
    for act in acts():
        assert len(list(graph().objects(act, DPN.defaultPolarity))) == 1
        (broader,) = graph().objects(act, SKOS.broader)
        assert broader not in acts()


def test_the_value_lists_have_the_values_that_sheets_may_use() -> None:
    assert slugs("polarity") == {"supports", "opposes", "neutral", "conditional"}
    assert slugs("mode") == {"direct", "indirect", "narrator"}
    assert slugs("certainty") == {"certain", "probable", "possible"}
    assert slugs("degree") == {"weak", "plain", "strong"}
    assert slugs("occurrence") == {"happened", "planned", "alleged"}
    assert slugs("qualifier") == {"exactly", "at-least", "more-than", "about", "at-most", "fewer-than"}
    assert slugs("choice") == {"in-favour", "against", "veto", "abstain", "absent"}
    assert slugs("side") == {"supports", "opposes", "claims", "denies", "doubts", "conditional", "neutral"}
    assert slugs("capacity") == {"itself", "in-office", "represented", "named-member", "supplied-member"}
    assert slugs("standing") == {"last-known", "ended", "superseded", "disputed", "not-firm"}
    assert slugs("kind") == {"accuses", "criticises", "threatens", "praises", "backs", "demands-of"}


def test_names_of_acts_and_issues_in_texts_exist() -> None:
    """An example that points to a neighbour (`accuses.` at the end of a counter-example) names one that exists."""
    known = slugs("act") | slugs("issue") | {"neutral"} | {str(t).rpartition("/")[2] for t in own_terms()}
    for kind in ("act", "issue"):
        for term in (t for t in own_terms() if str(t).startswith(f"{ID}{kind}/")):
            text = str(graph().value(term, DPN.counterExample))
            if found := re.search(r": ([a-z]+(?:-[a-z]+)*)\.$", text):
                assert found.group(1) in known, text


def test_codes_of_plover_and_cameo_are_theirs() -> None:
    table = SHARED / "plover" / "CAMEO2PLOVER-2021.txt"
    if not table.exists():
        pytest.skip("the table of PLOVER is not beside this checkout")
    lines = table.read_text(encoding="utf-8", errors="replace").splitlines()
    known = dict(found.groups() for line in lines if (found := re.match(r"(\d{3,4}): ([A-Z]+)", line)))
    codes = (set(graph().subjects(DPN.cameo)), set(graph().subjects(DPN.plover)))
    assert codes[0] == codes[1]
    coded = [(str(graph().value(term, DPN.cameo)), str(graph().value(term, DPN.plover))) for term in codes[0]]
    assert coded
    assert [pair for pair in coded if known.get(pair[0]) != pair[1]] == []


def test_matches_to_eurovoc_are_in_eurovoc_under_their_labels() -> None:
    file = SHARED / "eurovoc" / "eurovoc_descriptors.json"
    if not file.exists():
        pytest.skip("EuroVoc is not beside this checkout")
    labels = {entry["uri"]: entry["label"] for entry in json.loads(file.read_text(encoding="utf-8"))}
    kinds = (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch)
    matched = {str(o) for kind in kinds for o in graph().objects(None, kind) if "eurovoc" in str(o)}
    assert matched
    for uri in matched:
        assert str(graph().value(URIRef(uri), SKOS.prefLabel)) == labels.get(uri)


def test_issues_have_two_levels() -> None:
    for issue in graph().subjects(RDF.type, DPN.Issue):
        for broader in graph().objects(issue, SKOS.broader):
            assert (broader, SKOS.topConceptOf, None) in graph()


def test_a_class_that_a_shape_asks_for_is_that_of_the_ontology() -> None:
    """What conforms to the shapes must not contradict the ontology, which a build asks HermiT."""
    shapes = Graph()
    for file in sorted((ROOT / "shapes").glob("*.ttl")):
        shapes.parse(file)
    told = {
        (shapes.value(shape, SH.path), shapes.value(shape, SH["class"])) for shape in shapes.subjects(SH["class"], None)
    }
    ranges = {(path, graph().value(path, RDFS.range), kind) for path, kind in told if isinstance(path, URIRef)}
    named = [(path, range_, kind) for path, range_, kind in ranges if isinstance(range_, URIRef)]
    assert named
    assert [item for item in named if item[1] not in set(graph().transitive_objects(item[2], RDFS.subClassOf))] == []
