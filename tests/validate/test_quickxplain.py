"""Why a source contradicts the ontology: the fewest axioms, in words, each asserted one with its file and line."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from sheets import STATEMENT, World, source_block
from without_java import without_java

from kg.errors import EngineError
from kg.findings import Spans
from kg.namespaces import PREFIXES, iri
from kg.sources.assertion import Assertion, assert_reference, assert_source
from kg.sources.rdf import assert_rdf
from kg.validate.owl import check as owl
from kg.validate.owl.axioms import Axiom, axioms_of, pairwise
from kg.validate.owl.check import check_assertion, check_consistency
from kg.validate.owl.hermit import first_contradiction, impossible_classes
from kg.validate.owl.premises import logical, ontology_triples
from kg.validate.owl.quickxplain import Explanation, explain_contradiction, minimal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kg.findings import Finding

HEAD = "".join(f"@prefix {prefix}: <{name}> .\n" for prefix, name in PREFIXES.items())
ONTOLOGY = logical(ontology_triples())
NOTHING = Assertion(iri("graph", "reference"))


def source(folder: Path, text: str, name: str = "s") -> Assertion:
    """Return a Turtle source whose lines after the prefixes are those of `text`."""
    path = folder / f"{name}.ttl"
    path.write_text(f"{HEAD}source:{name} a dp:Source .\n{text}\n", encoding="utf-8")
    return assert_rdf(path)


def lines(finding: Finding) -> list[str]:
    """Return the lines of the files that a finding points at, its own place first."""
    places = [(finding.file, finding.line), *((span.file, span.line) for span in finding.related)]
    assert all(file and line for file, line in places), places
    return [open(file, encoding="utf-8").read().split("\n")[line - 1].strip() for file, line in places]


CASES = {
    "disjoint classes": (
        'actor:x a dp:State ; rdfs:label "X" .\nactor:x a dp:Person .',
        {'actor:x a dp:State ; rdfs:label "X" .', "actor:x a dp:Person ."},
        {"X is a state", "X is a person", "no state is a person (disjoint classes)"},
    ),
    "two values where one is possible": (
        "statement:s.a dp:polarity polarity:supports .\nstatement:s.a dp:polarity polarity:opposes .\n"
        "statement:s.a dp:towards proposition:p .",
        {"statement:s.a dp:polarity polarity:supports .", "statement:s.a dp:polarity polarity:opposes ."},
        {
            "“polarity” of statement `a` is supports",
            "“polarity” of statement `a` is opposes",
            "nothing has two different values of “polarity”",
            "supports and opposes are different",
        },
    ),
    "a value of the wrong kind": (
        "statement:s.a dp:holder place:y .\nplace:y a dp:Place .\nplace:z a dp:Place .",
        {"statement:s.a dp:holder place:y .", "place:y a dp:Place ."},
        {
            "“holder” of statement `a` is place `y`",
            "place `y` is a place",
            "a value of “holder” is always an actor",
            "no actor is a place (disjoint classes)",
        },
    ),
    "a property of the wrong kind of thing": (
        "event:s.a a dp:Meeting .\nevent:s.a dp:voter actor:x .\nevent:s.b dp:participant actor:x .",
        {"event:s.a a dp:Meeting .", "event:s.a dp:voter actor:x ."},
        {
            "event `a` is a meeting",
            "“voter” of event `a` is actor `x`",
            "every meeting is an event",
            "only a ballot has “voter”",
            "no event is a ballot (disjoint classes)",
        },
    ),
    "a value that is not in the list": (
        "statement:s.a dp:mode mode:sung .\nmode:sung owl:differentFrom mode:direct .\n"
        "mode:sung owl:differentFrom mode:indirect .\nmode:sung owl:differentFrom mode:narrator .",
        {"statement:s.a dp:mode mode:sung ."}
        | {f"mode:sung owl:differentFrom mode:{mode} ." for mode in ("direct", "indirect", "narrator")},
        {"“mode” of statement `a` is mode `sung`", "a value of “mode” is always a mode"},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "places", "told"), CASES.values(), ids=CASES)
def test_a_contradiction_is_explained_by_the_fewest_axioms(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, places: set[str], told: set[str]
) -> None:
    given: list[Explanation] = []

    def recorded(*axioms: list[ox.Triple]) -> Explanation:
        given.append(explain_contradiction(*axioms))
        return given[-1]

    monkeypatch.setattr(owl, "explain_contradiction", recorded)
    (finding,) = check_assertion(source(tmp_path, text), NOTHING)
    assert finding.rule == "owl-inconsistent"
    assert set(lines(finding)) == places
    assert len(lines(finding)) == len(places)
    assert {sentence for sentence in told if sentence in finding.message} == told
    (explanation,) = given
    assert_minimal([*explanation.asserted, *explanation.background])


def assert_minimal(axioms: list[Axiom]) -> None:
    """Assert that the axioms cannot all be true, and that without any one of them the rest can."""
    declared, _ = axioms_of(ONTOLOGY)
    parts = [[axiom for axiom in axioms if axiom is not left_out] for left_out in axioms]
    sets = [[*declared, *chain.from_iterable(axiom.triples for axiom in part)] for part in [*parts, axioms]]
    assert first_contradiction(sets) == len(parts)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A world whose reference data has a Turtle file beside the YAML."""
    found = World(tmp_path_factory.mktemp("owl"))
    contradiction = "statement:2012-03-11-talks.truce\n    dp:towards place:beirut .\n"
    (found.reference_folder / "more.ttl").write_text(HEAD + contradiction, encoding="utf-8")
    found.reference, found.reference_assertion = assert_reference(found.reference_folder, found.vocabulary)
    return found


def test_a_contradiction_in_the_reference_data_is_not_reported_for_a_sheet(small: World) -> None:
    sheet = small.sheet()
    assert not sheet.findings
    found = check_consistency([sheet], small.reference_assertion)
    assert list(found) == [small.reference_assertion.source]  # beirut is a place whoever says anything
    (finding,) = found[small.reference_assertion.source]
    assert {"dp:towards place:beirut .", "beirut: {label: Beirut}"} == set(lines(finding))
    assert "“towards” of statement `truce` is Beirut" in finding.message


def test_a_sheet_that_contradicts_the_reference_data(tmp_path: Path) -> None:
    world = World(tmp_path)
    (world.reference_folder / "more.ttl").write_text(HEAD + "statement:2012-03-11-talks.truce a dp:Claim .\n")
    world.reference, world.reference_assertion = assert_reference(world.reference_folder, world.vocabulary)
    good = world.write(source_block() + "statements:\n" + STATEMENT, name="2012-03-12-good")
    sheets = [assert_source(good, world.reference), world.sheet()]
    found = check_consistency(sheets, world.reference_assertion)
    assert list(found) == [iri("source", "2012-03-11-talks")]
    (finding,) = found[iri("source", "2012-03-11-talks")]
    assert finding.file is not None
    assert finding.file.endswith("2012-03-11-talks/sheet.yaml")
    assert lines(finding) == ["- id: truce", "statement:2012-03-11-talks.truce a dp:Claim ."]
    assert "no position is a claim (disjoint classes)" in finding.message


def test_each_source_is_reasoned_over_separately(tmp_path: Path) -> None:
    sources = [
        source(tmp_path, "actor:x a dp:State .", "a"),
        source(tmp_path, "actor:x a dp:Group .", "c"),
        source(tmp_path, "actor:x a dp:State .\nactor:x a dp:Person .", "d"),
        source(tmp_path, "dp:Both rdfs:subClassOf dp:State .\ndp:Both rdfs:subClassOf dp:Person .", "e"),
    ]
    found = check_consistency(sources, NOTHING)
    assert {name: [finding.rule for finding in findings] for name, findings in found.items()} == {
        iri("source", "d"): ["owl-inconsistent"],
        iri("source", "e"): ["owl-unsatisfiable"],
    }  # a and c contradict only one another
    assert set(lines(found[iri("source", "d")][0])) == {"actor:x a dp:State .", "actor:x a dp:Person ."}


def test_a_class_that_several_sources_make_impossible_is_reported_for_none(tmp_path: Path) -> None:
    sources = [
        source(tmp_path, "dp:Both rdfs:subClassOf dp:State .", "a"),
        source(tmp_path, "dp:Both rdfs:subClassOf dp:Person .", "b"),
    ]
    assert check_consistency(sources, NOTHING) == {}


def test_a_class_without_possible_members_is_explained(tmp_path: Path) -> None:
    text = "dp:Both a owl:Class .\ndp:Both rdfs:subClassOf dp:State .\ndp:Both rdfs:subClassOf dp:Person ."
    (finding,) = check_assertion(source(tmp_path, text), NOTHING)
    assert finding.rule == "owl-unsatisfiable"
    assert set(lines(finding)) == {"dp:Both rdfs:subClassOf dp:State .", "dp:Both rdfs:subClassOf dp:Person ."}
    assert "every `dp:Both` is a state" in finding.message
    assert "no state is a person (disjoint classes)" in finding.message


def test_a_consistent_source_with_wrong_literals_has_no_finding(tmp_path: Path, world: World) -> None:
    text = 'statement:s.a a dp:Position ; dp:saidNotAfter "soon"^^xsd:date ; dp:polarity "supports", polarity:opposes .'
    assert check_consistency([source(tmp_path, text), world.sheet()], world.reference_assertion) == {}


def test_the_minimal_set_is_found_with_few_questions() -> None:
    asked: list[int] = []

    def first(sets: Sequence[Sequence[int]]) -> int | None:
        found = next((number for number, part in enumerate(sets) if {3, 700, 999} <= set(part)), None)
        asked.append(len(sets) if found is None else found + 1)  # those after the first are not asked about
        return found

    assert minimal(range(1000), first) == [3, 700, 999]
    assert (len(asked) <= 15, sum(asked) < 60) == (True, True), asked
    assert minimal(range(5), lambda _: 0) == []


def test_a_list_of_different_things_is_cut_into_pairs() -> None:
    text = HEAD + "[] a owl:AllDifferent ; owl:distinctMembers ( mode:a mode:b mode:c ) ."
    _, (axiom,) = axioms_of(quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE))
    assert len(pairwise(axiom)) == 3


@pytest.mark.parametrize("command", ["/bin/false", "/bin/true"])
def test_a_reasoner_that_does_not_answer_is_an_error(monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    without_java(monkeypatch, command)
    with pytest.raises(EngineError, match="reasoner failed"):
        first_contradiction([ONTOLOGY])
    with pytest.raises(EngineError, match="reasoner failed"):
        impossible_classes(ONTOLOGY)
    with pytest.raises(EngineError, match="reasoner failed"):
        check_assertion(Assertion(iri("source", "s"), spans=Spans()), NOTHING)


def test_java_starts_in_any_folder_and_any_locale(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "fôlder").mkdir()
    monkeypatch.chdir(tmp_path / "fôlder")
    monkeypatch.setenv("LC_ALL", "C")
    assert first_contradiction([ontology_triples()]) is None
