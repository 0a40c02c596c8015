"""Reasoning over kinds gives the verdicts of reasoning over the sources, and Java runs only for what is new in kind."""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from damage import damaged
from generated import generate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from repositories import DataRepository, statement
from without_java import without_java

from kg.errors import EngineError
from kg.namespaces import PREFIXES, iri
from kg.paths import shipped
from kg.rdf.quads import in_ntriples
from kg.sources.assertion import assert_reference, assert_source, find_sources
from kg.validate.owl import hermit
from kg.validate.owl.check import check_consistency
from kg.validate.owl.hermit import contradictory, first_contradiction, impossible_classes
from kg.validate.owl.known_summary import KnownSummary
from kg.validate.owl.premises import logical, ontology_triples
from kg.validate.owl.summary import Summariser, fact_triples
from kg.validate.run import validate
from kg.validate.shacl.mistakes import mistake_files, read_mistake

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.findings import Finding
    from kg.rdf.quads import Assertion
    from kg.validate.run import Report

SEEDS, SHAPES = shipped("seeds"), shipped("shapes")
HEAD = "".join(f"@prefix {prefix}: <{name}> .\n" for prefix, name in PREFIXES.items())
ONTOLOGY = logical(ontology_triples())
NOTES = [triple for triple in ONTOLOGY if triple.object == ox.NamedNode(PREFIXES["owl"] + "AnnotationProperty")]
TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")


def turtle(text: str) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(HEAD + text, format=ox.RdfFormat.TURTLE, rename_blank_nodes=True)]


def triples(assertion: Assertion) -> list[ox.Triple]:
    return [quad.triple for quad in assertion.quads]


class Both:
    """The ontology and reference data, for HermiT as they are and as they are summarised."""

    def __init__(self, reference: Iterable[ox.Triple], ontology: Sequence[ox.Triple] = ONTOLOGY) -> None:
        known = list(reference)
        self.summariser = Summariser(ontology, known)
        self.whole = [*ontology, *logical([*NOTES, *known])]

    def plain(self, graphs: Sequence[Iterable[ox.Triple]]) -> set[int]:
        return contradictory([[*self.whole, *logical([*NOTES, *graph])] for graph in graphs])

    def contradictory_parts(self, graphs: list[list[ox.Triple]]) -> list[list[ox.Triple]]:
        """Return which graphs are contradictory, asking about many at once: what is consistent together is so alone."""
        if not graphs or not self.plain([[triple for graph in graphs for triple in graph]]):
            return []
        if len(graphs) == 1:
            return graphs
        half = len(graphs) // 2
        return self.contradictory_parts(graphs[:half]) + self.contradictory_parts(graphs[half:])

    def summarised(self, graphs: Sequence[Iterable[ox.Triple]]) -> set[int]:
        """Return which graphs have a contradictory summary; what cannot be summarised is reasoned over itself."""
        wholes = [graph if isinstance(graph, list) else list(graph) for graph in graphs]
        summaries = [self.summariser.summarise(graph) for graph in wholes]
        asked = [at for at, summary in enumerate(summaries) if summary is not None]
        found = contradictory([[*self.summariser.premises, *fact_triples(summaries[at] or ())] for at in asked])
        left = [at for at, summary in enumerate(summaries) if summary is None]
        exactly = self.plain([wholes[at] for at in left])
        return {asked[at] for at in found} | {left[at] for at in exactly}


class SmallWorld(Both):
    """The shipped reference data, and sources over them: those that are shipped, and small generated ones."""

    def __init__(self, folder: Path) -> None:
        generate.write_seeds(folder, 4, 3)
        self.reference, self.context = assert_reference(folder / "reference")
        super().__init__(triples(self.context))
        self.sources = [assert_source(path, self.reference) for path in find_sources(folder)]
        self.nodes = sorted({triple.subject for triple in triples(self.context)}, key=str)
        self.properties = named("ObjectProperty")
        self.classes = [name for name in named("Class") if not name.value.startswith(PREFIXES["owl"])]

    def mutated(self, chance: random.Random) -> list[ox.Triple]:
        """Return a source with values exchanged, and with properties and types where they may have no business."""
        quads = damaged(chance, chance.choice(self.sources).quads, chance.randrange(3), stray=chance.random() < 0.3)
        own = [quad.subject for quad in quads]
        found = [quad.triple for quad in quads]
        for _ in range(chance.randrange(3)):
            one, other = (chance.choice(own if chance.random() < 0.7 else self.nodes) for _ in range(2))
            typed = ox.Triple(one, TYPE, chance.choice(self.classes))
            found.append(chance.choice([typed, ox.Triple(one, chance.choice(self.properties), other)]))
        return found


def named(sort: str) -> list[ox.NamedNode]:
    wanted = ox.NamedNode(PREFIXES["owl"] + sort)
    found = {triple.subject for triple in ONTOLOGY if triple.predicate == TYPE and triple.object == wanted}
    return sorted((name for name in found if isinstance(name, ox.NamedNode)), key=str)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> SmallWorld:
    return SmallWorld(tmp_path_factory.mktemp("small") / "seeds")


@pytest.fixture
def no_java(monkeypatch: pytest.MonkeyPatch) -> None:
    without_java(monkeypatch)


@settings(
    max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.integers(0, 10**6))
def test_a_summary_of_a_mutated_source_is_contradictory_when_the_source_is(small: SmallWorld, seed: int) -> None:
    chance = random.Random(seed)
    graphs = [small.mutated(chance) for _ in range(6)]
    assert small.summarised(graphs) == small.plain(graphs)


def test_each_invalid_example_has_the_same_verdict() -> None:
    both, graphs = Both(parsed("valid/reference.ttl")), different_in_logic(invalid_examples())
    wrong = both.summarised(graphs)
    assert len(graphs) / 5 < len(wrong) < len(graphs)
    assert both.plain([graphs[at] for at in sorted(wrong)]) == set(range(len(wrong)))
    right = [graph for at, graph in enumerate(graphs) if at not in wrong]
    assert [part for at in range(0, len(right), 16) for part in both.contradictory_parts(right[at : at + 16])] == []


def test_one_run_answers_as_a_run_for_each_set_does(small: SmallWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    """Through pipes and from files, without anything left over from one question to the next."""
    chance = random.Random(7)
    graphs = [[], *(small.mutated(chance) for _ in range(8)), turtle("actor:x a dp:State , dp:Person .")]
    sets = [[*small.whole, *logical([*NOTES, *graph])] for graph in graphs]
    sets += [[], turtle("actor:x a owl:Nothing .")]
    found = contradictory(sets)
    assert {0, 9, 10, 11} & found == {9, 11}
    assert first_contradiction(sets) == min(found)
    monkeypatch.delattr("os.mkfifo")
    assert contradictory(sets) == found
    assert first_contradiction(sets) == min(found)
    alone = [min(found), max(set(range(len(sets))) - found)]
    assert [contradictory([sets[at]]) for at in alone] == [{0}, set()]


def test_what_the_reasoner_cannot_read_is_an_error_and_the_next_question_is_answered() -> None:
    many = "dp:odd a owl:ObjectProperty , owl:TransitiveProperty , owl:FunctionalProperty ."
    for text in (many, "<urn:kg:reasoning> owl:imports <urn:kg:nowhere> ."):
        with pytest.raises(EngineError, match=r"the reasoner failed: .*(odd|nowhere)"):
            contradictory([ONTOLOGY, [*ONTOLOGY, *turtle(text)]])
        assert contradictory([ONTOLOGY, turtle("actor:x a owl:Nothing .")]) == {1}


def parsed(name: str) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(path=SHAPES / name)]


def invalid_examples() -> Iterator[list[ox.Triple]]:
    source = parsed("valid/source.ttl")
    for path in mistake_files():
        wrong = [quad.triple for quad in ox.parse(read_mistake(path).whole(), format=ox.RdfFormat.TURTLE)]
        described = {triple.subject for triple in wrong}
        yield [*wrong, *(triple for triple in source if triple.subject not in described)]


def different_in_logic(graphs: Iterable[list[ox.Triple]]) -> list[list[ox.Triple]]:
    """Leave out those that differ from others in literals only."""
    return list({frozenset(logical([*NOTES, *graph])): graph for graph in graphs}.values())


def test_individuals_that_must_differ_are_of_different_kinds() -> None:
    """Merged, each of these would be contradictory: it is consistent, and so is its summary."""
    graphs = [
        turtle("actor:a a dp:State ; dp:alliedWith actor:b . actor:b a dp:State ; dp:alliedWith actor:c ."
               "actor:c a dp:State ; dp:alliedWith actor:a ."),
        turtle("statement:s.a dp:polarity polarity:supports . statement:s.b dp:polarity polarity:opposes ."),
        turtle("statement:s.a a dp:Claim ; dp:evidence evidence:s.a ; dp:act act:claims ."
               "statement:s.b a dp:Claim ; dp:evidence evidence:s.b ; dp:act act:denies ."),
        turtle("event:s.v a dp:Vote ; dp:ballot ballot:s.v.a , ballot:s.v.b . ballot:s.v.a dp:choice choice:veto ."
               "ballot:s.v.b dp:choice choice:abstain . event:s.w a dp:Vote ; dp:ballot ballot:s.w.a ."
               "ballot:s.w.a dp:choice choice:yes ."),
    ]  # fmt: skip
    both = Both(parsed("valid/reference.ttl"))
    assert all(both.summariser.summarise(graph) is not None for graph in graphs)
    assert both.summarised(graphs) == both.plain(graphs) == set()


def test_axioms_and_identities_in_a_source_are_not_summarised() -> None:
    summariser = Summariser(ONTOLOGY, [])
    for text in (
        "dp:State rdfs:subClassOf dp:Place .",
        "actor:a owl:sameAs actor:b .",
        "[] a owl:AllDifferent ; owl:distinctMembers ( actor:a actor:b ) .",
        "actor:a a [ a owl:Class ; owl:complementOf dp:State ] .",
        "actor:a a dp:NoSuchClass .",
        "actor:a dp:noSuchProperty actor:b .",
        "dp:note a owl:AnnotationProperty .",
    ):
        assert summariser.summarise(turtle(text)) is None, text
        assert summariser.summarise_written(in_ntriples(turtle(text))) is None, text
    said = turtle('actor:a a dp:State , owl:NamedIndividual ; rdfs:label "A" ; rdfs:isDefinedBy actor:b .')
    assert len(summariser.summarise(said) or ()) == 1
    assert summariser.summarise_written(in_ntriples(said)) == summariser.summarise(said)


def test_a_summary_is_the_same_from_triples_and_from_their_text(small: SmallWorld) -> None:
    edges = 'dp:Position a owl:NamedIndividual . actor:a a dp:DerivedEdge , dp:State ; dp:note "é\\n\\"" .'
    chance = random.Random(12)
    mutated = [small.mutated(chance) for _ in range(200)]
    wholes = [*(triples(source) for source in small.sources), *mutated, turtle(edges), []]
    for whole in wholes:
        assert small.summariser.summarise_written(in_ntriples(whole)) == small.summariser.summarise(whole)


def test_axioms_in_the_reference_data_are_laws() -> None:
    reference = turtle("actor:a a dp:State ; owl:differentFrom actor:b . actor:b a dp:State . actor:c a dp:State .")
    both = Both(reference)
    ballots = "ballot:s.v.x a dp:Ballot ; dp:voter actor:{}, actor:{} ."
    graphs = [turtle(ballots.format("a", "b")), turtle(ballots.format("a", "c"))]
    assert both.summarised(graphs) == both.plain(graphs) == {0}


def test_a_class_that_data_make_impossible_is_seen_in_the_summary() -> None:
    axioms = "dp:Odd a owl:Class ; owl:equivalentClass [ a owl:Class ; owl:oneOf ( act:demands ) ] ."
    ontology = [*ONTOLOGY, *logical(turtle(axioms + "dp:Odder a owl:Class ; rdfs:subClassOf dp:Odd , dp:Even ."
                "dp:Even a owl:Class . dp:NotEven a owl:Class ; owl:disjointWith dp:Even ."))]  # fmt: skip
    data = turtle("act:demands a dp:NotEven .")
    assert impossible_classes([*ontology, *data]) == [PREFIXES["dp"] + "Odder"]
    both = Both([], ontology)
    assert both.plain([data]) == set()
    assert both.summarised([data]) == {0}


def test_many_sources_become_few_kinds_and_one_question(
    small: SmallWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    generate.write_seeds(tmp_path, 60, 10)
    asked: list[int] = []
    ask = hermit.first_contradiction

    def counted(sets: Sequence[Sequence[ox.Triple]]) -> int | None:
        asked.append(len(sets))
        return ask(sets)

    monkeypatch.setattr("kg.validate.owl.known_summary.first_contradiction", counted)
    sources = [triples(assert_source(path, small.reference)) for path in find_sources(tmp_path)]
    summaries = {str(at): small.summariser.summarise(source) or frozenset() for at, source in enumerate(sources)}
    known = KnownSummary(small.summariser.premises)
    assert known.cover(summaries) == set(summaries)
    assert asked == [1]
    subjects = {triple.subject for source in sources for triple in source}
    assert len({fact[0] for fact in known.facts}) < len(subjects) / 10
    assert known.cover({"again": summaries["0"]}) == {"again"}
    assert asked == [1]


def test_one_more_step_along_functional_properties_distinguishes_no_more_kinds(
    small: SmallWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kinds() -> list[int]:
        summariser = Summariser(ONTOLOGY, triples(small.context))
        return [len({fact[0] for fact in summariser.summarise(triples(one)) or ()}) for one in small.sources]

    before = kinds()
    monkeypatch.setattr("kg.validate.owl.summary.STEPS", 6)
    assert kinds() == before


def test_a_summary_that_contradicts_what_is_known_is_refused_and_the_rest_is_known(small: SmallWorld) -> None:
    texts = {
        "good": "statement:s.a a dp:Claim ; dp:act act:claims .",
        "wrong": "actor:x a dp:State , dp:Person .",
        "fine": "statement:s.a a dp:Position ; dp:act act:demands .",
        "worse": "statement:s.a dp:act act:claims , act:demands .",
    }
    summaries = {name: small.summariser.summarise(turtle(text)) or frozenset() for name, text in texts.items()}
    known = KnownSummary(small.summariser.premises)
    assert known.cover(summaries) == {"good", "fine"}
    assert known.facts == summaries["good"] | summaries["fine"]


@pytest.fixture
def repository(tmp_path: Path) -> DataRepository:
    repository = DataRepository(tmp_path)
    repository.write("first", statement())
    repository.write("second", statement(speaker="bob", **{"for": "bland"}, proposition="talks"))
    return repository


def check(repository: DataRepository, **options: object) -> Report:
    options.setdefault("cache", repository.folder / "cache")
    return validate([repository.seeds], owl=True, **options)  # type: ignore[arg-type]  # any of its options


def owl_findings(repository: DataRepository, **options: object) -> list[Finding]:
    return [finding for finding in check(repository, **options).findings if finding.rule.startswith("owl-")]


def rdf(repository: DataRepository, name: str, text: str) -> None:
    folder = repository.seeds / name
    folder.mkdir(exist_ok=True)
    (folder / "sheet.ttl").write_text(f"{HEAD}source:{name} a dp:Source .\n{text}\n", "utf-8")


def test_an_article_with_nothing_new_in_kind_starts_no_java(
    repository: DataRepository, request: pytest.FixtureRequest
) -> None:
    assert owl_findings(repository) == []
    request.getfixturevalue("no_java")
    repository.write("third", statement(1), statement(2))
    assert check(repository).fresh == 1
    repository.reference["states"]["cland"] = {"label": "Cland", "iso": "CC", "wikidata": "Q3"}
    repository.write_reference()
    repository.write("fourth", statement(**{"for": "cland"}))
    assert owl_findings(repository) == []


def test_something_new_in_kind_asks_and_a_failing_java_is_an_error(
    repository: DataRepository, request: pytest.FixtureRequest
) -> None:
    check(repository)
    request.getfixturevalue("no_java")
    repository.write("third", statement(act="denies"))
    with pytest.raises(EngineError, match="reasoner failed"):
        check(repository)


def test_sources_at_fault_are_explained_as_they_are_alone(repository: DataRepository) -> None:
    rdf(repository, "wrong", "actor:x a dp:State .\nactor:x a dp:Person .")
    rdf(repository, "worse", "dp:Odd a owl:Class ; rdfs:subClassOf dp:State , dp:Person .")
    reference, context = assert_reference(repository.seeds / "reference")
    alone: list[Finding] = []
    for name in ("wrong", "worse"):
        alone += check_consistency([assert_source(repository.seeds / name, reference)], context)[iri("source", name)]
    told = owl_findings(repository)
    assert {finding.rule for finding in told} == {"owl-inconsistent", "owl-unsatisfiable"}
    assert {(f.rule, f.message, f.line, f.column) for f in told} == {
        (f.rule, f.message, f.line, f.column) for f in alone
    }


def test_findings_of_the_reasoner_are_remembered_and_forgotten_with_their_reason(
    repository: DataRepository, request: pytest.FixtureRequest
) -> None:
    rdf(repository, "wrong", "statement:wrong.x dp:onBehalfOf place:city .")
    (finding,) = owl_findings(repository)
    assert Path(finding.file or "").parent.name == "wrong"
    (repository.seeds / "wrong" / "sheet.ttl").write_text(HEAD + "source:wrong a dp:Source .\n")
    assert owl_findings(repository) == []
    request.getfixturevalue("no_java")
    assert owl_findings(repository) == []


def test_a_change_of_kind_two_steps_away_in_the_reference_data_is_noticed(repository: DataRepository) -> None:
    """The class of a territory tells a state of one kind from others: whoever names the state is asked about again."""
    land = repository.seeds / "reference" / "lands.ttl"
    land.write_text(HEAD + "actor:aland dp:territory place:land . place:land a dp:Place .")
    rdf(repository, "third", "actor:aland dp:territory place:other . place:other a dp:Place .")
    assert owl_findings(repository) == []
    land.write_text(
        HEAD + "actor:aland dp:territory place:land . place:land a dp:Place ; owl:differentFrom place:other ."
    )
    (finding,) = owl_findings(repository)
    assert Path(finding.file or "").parent.name == "third"
    land.write_text(HEAD + "actor:aland dp:territory place:land . place:land a dp:Place .")
    assert owl_findings(repository) == []


def test_a_contradiction_in_the_reference_data_is_reported_alone(repository: DataRepository) -> None:
    assert owl_findings(repository) == []
    (repository.seeds / "reference" / "more.ttl").write_text(HEAD + "actor:aland a dp:Person .")
    (finding,) = owl_findings(repository)
    assert Path(finding.file or "").parent.name == "reference"
    assert owl_findings(repository) == [finding]
    (repository.seeds / "reference" / "more.ttl").unlink()
    assert owl_findings(repository) == []


def test_reference_data_are_asked_about_without_any_fact_in_a_source(repository: DataRepository) -> None:
    (repository.seeds / "reference" / "more.ttl").write_text(HEAD + "actor:aland a dp:Person .")
    for name in ("first", "second"):
        shutil.rmtree(repository.seeds / name)
    rdf(repository, "empty", "")
    assert [finding.rule for finding in owl_findings(repository)] == ["owl-inconsistent"]
