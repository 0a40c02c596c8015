"""Every engine finds what pySHACL finds, and one that fails never reads as conforming."""

from __future__ import annotations

import os
import random
from importlib.util import find_spec
from types import SimpleNamespace

import pyoxigraph as ox
import pytest
from cases import for_each
from compared_engines import RememberingPySHACL, compared, keep_shapes, results, shacl_alone
from damage import damaged
from generated import generate
from shape_examples import GRAPH, STEMS, VALID, example, reference, valid

from kg.cli import main
from kg.errors import EngineError, UsageError
from kg.namespaces import VOCABULARIES, iri
from kg.paths import shipped
from kg.rdf.quads import Assertion
from kg.sources.assertion import assert_reference, assert_source, find_sources
from kg.validate.shacl.check import check_shapes
from kg.validate.shacl.engines import ENGINES, PySHACL, ShapeResult, engine_named, shacl_rust

INSTALLED = find_spec("shacl") is not None
#: In CI the engine has to be there, or nothing would tell that it has come to differ.
needs_shacl = pytest.mark.skipif(
    not INSTALLED and not os.environ.get("CI"), reason="the engine `shacl` is not installed: pip install '.[fast]'"
)


@pytest.fixture(autouse=True)
def _shapes_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    keep_shapes(monkeypatch)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> tuple[Assertion, list[Assertion]]:
    """Return the reference data, the source that is shipped, and seven generated ones."""
    folder = tmp_path_factory.mktemp("seeds")
    generate.write_seeds(folder, 7, statements=6)
    reference, context = assert_reference(folder / "reference")
    paths = [*find_sources(folder), *find_sources(shipped("seeds"))[:1]]
    return context, [assert_source(path, reference) for path in paths]


@needs_shacl
def test_the_examples_of_the_shapes_give_the_same_results(monkeypatch) -> None:
    conforming = [path.name for path in VALID if not compared(*with_context(valid(path)), monkeypatch)]
    assert conforming == [path.name for path in VALID]
    assert [stem for stem in STEMS if not compared(*with_context(example(stem)), monkeypatch)] == []


def test_shapes_that_are_kept_give_the_same_results_as_fresh_ones(monkeypatch) -> None:
    cases = [with_context(example(stem)) for stem in STEMS[::120]]
    kept = [results(PySHACL(), *case) for _ in range(2) for case in cases]
    monkeypatch.undo()
    assert kept == [results(PySHACL(), *case) for case in cases] * 2


def with_context(source: Assertion) -> tuple[list[ox.Quad], list[ox.Quad]]:
    """Return the quads of a source, and the reference data about other nodes."""
    subjects = {quad.subject for quad in source.quads}
    return list(source.quads), [quad for quad in reference().quads if quad.subject not in subjects]


@needs_shacl
@for_each("seed", range(16))
def test_a_source_damaged_with_its_own_values_gives_the_same_results(world, seed: int) -> None:
    context, sources = world
    chance = random.Random(seed)
    quads = damaged(chance, chance.choice(sources).quads, chance.choice((0, 1, 2, 5, 20)), stray=False)
    assert results(shacl_alone(), quads, context.quads) == results(RememberingPySHACL(), quads, context.quads)


@needs_shacl
@for_each("seed", range(16))
def test_ill_typed_values_are_left_to_the_reference_engine(world, monkeypatch, seed: int) -> None:
    context, sources = world
    chance = random.Random(1000 + seed)
    quads = damaged(chance, chance.choice(sources).quads, chance.choice((1, 1, 2, 3)))
    compared(quads, context.quads, monkeypatch)


@needs_shacl
def test_only_violations_beside_ill_typed_values_are_reported_by_the_reference_engine(world, monkeypatch) -> None:
    context, sources = world
    told = [ShapeResult("shape", str(ox.NamedNode(sources[0].source)), "told", "Violation")]
    monkeypatch.setattr(PySHACL, "run", lambda *_: told)
    good, number = sources[0].quads, ox.Literal("1", datatype=ox.NamedNode(VOCABULARIES["xsd"] + "integer"))
    without = [quad for quad in good if "sha256" not in quad.predicate.value]
    (old,) = set(good) - set(without)
    assert results(engine_named("shacl"), good, context.quads) == []
    (missing,) = results(engine_named("shacl"), without, context.quads)
    assert missing.shape.endswith("#source-sha256")
    odd = [*without, ox.Quad(old.subject, old.predicate, number, old.graph_name)]
    assert results(engine_named("shacl"), odd, context.quads) == told


@pytest.mark.parametrize("name", [name for name in ENGINES if name == "pyshacl" or INSTALLED])
def test_sources_give_the_same_findings_together_as_alone(world, name: str) -> None:
    context, sources = world
    engine = engine_named(name)
    hurt = [
        Assertion(source.source, damaged(random.Random(at), source.quads, 4), source.spans)
        for at, source in enumerate(sources[:7])
    ]
    meddling = Assertion(iri("source", "meddler"), meddler(sources[0]))
    together = check_shapes([*hurt, meddling, *sources[:2]], context, engine)
    alone = [f for part in (*hurt, meddling, *sources[:2]) for f in check_shapes([part], context, engine)]
    assert together
    assert sorted(together, key=repr) == sorted(alone, key=repr)


def meddler(victim: Assertion) -> list[ox.Quad]:
    """Return a graph that talks about another source's statement, and invents an actor that others might use."""
    graph = ox.NamedNode(iri("source", "meddler"))
    node, kind = ox.NamedNode(iri("actor", "nobody")), ox.NamedNode(VOCABULARIES["rdf"] + "type")
    statement = next(quad for quad in victim.quads if quad.predicate.value.endswith("#holder"))
    return [
        ox.Quad(node, kind, ox.NamedNode("https://w3id.org/diplomatic-positions/ontology#State"), graph),
        ox.Quad(statement.subject, statement.predicate, node, graph),
    ]


def test_an_offset_that_is_not_a_number_is_a_finding_and_not_a_crash(world) -> None:
    context, sources = world
    end = VOCABULARIES["oa"] + "end"
    wrong = ox.Literal("abc", datatype=ox.NamedNode(VOCABULARIES["xsd"] + "integer"))
    quads = [ox.Quad(q.subject, q.predicate, wrong, q.graph_name) if q.predicate.value == end else q for q in
             sources[0].quads]  # fmt: skip
    for name in ENGINES if INSTALLED else ("pyshacl",):
        assert {r.shape.rpartition("#")[2] for r in results(engine_named(name), quads, context.quads)} >= {
            "position-end"
        }


def test_long_texts_and_numbers_come_back_as_they_were_written(world) -> None:
    context, sources = world
    node = next(quad.subject for quad in sources[0].quads if quad.predicate.value.endswith("#act"))
    act = ox.NamedNode("https://w3id.org/diplomatic-positions/ontology#act")
    values = [
        ox.Literal('two\nlines, "quoted"'),
        ox.Literal("1.50", datatype=ox.NamedNode(VOCABULARIES["xsd"] + "decimal")),
    ]
    quads = [*sources[0].quads, *(ox.Quad(node, act, value, GRAPH) for value in values)]
    for name in ENGINES if INSTALLED else ("pyshacl",):
        assert {str(value) for value in values} <= {r.value for r in results(engine_named(name), quads, context.quads)}


class PanicException(BaseException):  # its name in PyO3
    """What a panic of Rust is to Python: no Exception."""


@needs_shacl
@pytest.mark.parametrize("fault", ["raises", "panics", "silent", "no shapes"])
def test_a_failing_native_engine_never_conforms(world, monkeypatch, fault: str) -> None:
    def validate_text(*_: object, **__: object) -> object:
        if fault == "raises":
            raise ValueError("out of order")
        if fault == "panics":
            raise PanicException("out of order")
        return SimpleNamespace(conforms=False, results=[])

    if fault == "no shapes":
        monkeypatch.setattr(shacl_rust, "shipped_triples", lambda _: ())
        monkeypatch.setattr(shacl_rust, "compiled_shapes", shacl_rust.compiled_shapes.__wrapped__)  # not from its cache
    else:
        monkeypatch.setattr(shacl_rust, "compiled_shapes", lambda _: SimpleNamespace(validate_text=validate_text))
    context, sources = world
    with pytest.raises(EngineError, match="shacl"):
        check_shapes(sources[:1], context, engine_named("shacl"))


def test_the_fastest_engine_that_is_installed_is_the_default() -> None:
    assert engine_named().name == ("shacl" if INSTALLED else "pyshacl")
    assert engine_named("pyshacl").version.startswith("0.")


def test_a_missing_engine_is_an_error(monkeypatch) -> None:
    with pytest.raises(UsageError, match="unknown engine `sparkling`"):
        engine_named("sparkling")
    monkeypatch.setattr("kg.validate.shacl.engines.find_spec", lambda _: None)
    assert engine_named().name == "pyshacl"
    with pytest.raises(UsageError, match=r"pip install .*\[fast\]"):
        engine_named("shacl")


@pytest.mark.parametrize("name", [name for name in ENGINES if name == "pyshacl" or INSTALLED])
def test_the_command_ends_with_2_when_its_engine_fails(monkeypatch, capsys, name: str) -> None:
    def fail(*_: object, **__: object) -> object:
        raise RuntimeError("out of order")

    monkeypatch.setattr("pyshacl.validate", fail)
    monkeypatch.setattr(shacl_rust, "compiled_shapes", lambda _: SimpleNamespace(validate_text=fail))
    source = find_sources(shipped("seeds"))[0]
    with pytest.raises(SystemExit) as stopped:
        main(["validate", str(source), "--engine", name, "--no-cache"])
    assert stopped.value.code == 2
    assert "out of order" in capsys.readouterr().err


def test_the_command_knows_its_engines(capsys) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["validate", str(shipped("seeds")), "--engine", "sparkling"])
    assert stopped.value.code == 2
    assert "unknown engine `sparkling` (known: `pyshacl`, `shacl`)" in capsys.readouterr().err
