"""The checks of tables of stances are those of the shapes: the same rows as RDF are wrong in the same places."""

from __future__ import annotations

import csv
import random

import pyoxigraph as ox
import pytest
from repositories import DataRepository

from kg.namespaces import PREFIXES, iri
from kg.rdf.quads import Assertion, Quads, english, node, plain_literal, typed
from kg.sources.assertion import assert_reference, assert_source
from kg.sources.tables.assertion import read_description
from kg.sources.tables.intake import Intake
from kg.validate.shacl.check import check_shapes
from kg.validate.shacl.engines import engine_named

HEADS = ("holder", "act", "polarity", "proposition", "date", "mode", "quote")
DESCRIPTION = (
    "source: {title: Rolls, publisher: herald, published: 2021-03-08}\ntables:\n  - url: said.csv\n    columns:\n"
)
DESCRIPTION += "".join(f"      - {{name: {name}, titles: {name}}}\n" for name in HEADS)
#: What each column can say, right and wrong.
RIGHT = {
    "holder": ("aland", "bland", "ann", "city-council"), "act": ("supports", "opposes", "calls-for", "denies"),
    "polarity": ("supports", "opposes", "neutral", ""), "proposition": ("truce",), "date": ("1990-01-02", ""),
    "mode": ("direct", "indirect", "narrator", ""), "quote": ("words",),
}  # fmt: skip
WRONG = {
    "holder": ("zland", "city", "truce", ""), "act": ("maybe", "in-favour", ""), "polarity": ("against", "conditional"),
    "proposition": ("aland", "trce", ""), "date": ("1990-02-30", "2 January", "2021-03-09"), "mode": ("loud",),
    "quote": ("",),
}  # fmt: skip


def table(chance: random.Random, wrong: float) -> list[tuple[str, ...]]:
    """Return rows of stances, a share of whose cells is wrong; no two have the same words."""
    rows = []
    for number in range(30):
        cells = [chance.choice(WRONG[name] if chance.random() < wrong else RIGHT[name]) for name in HEADS]
        rows.append((*cells[:-1], cells[-1] and f"{cells[-1]} {number}"))
    return rows


def as_rdf(source: str, rows: list[tuple[str, ...]], acts: dict[str, str]) -> Assertion:
    """Return the rows as RDF, whatever they say; `acts` are the polarities that acts imply."""
    quads, name = Quads(source, Assertion(source).spans), source.rpartition("/")[2]
    quads.start(source, "dp:Table")
    quads.add(source, "dcterms:title", english("Rolls"))
    quads.add(source, "dcterms:language", plain_literal("en"))
    quads.add(source, "dcterms:issued", typed("2021-03-08", "date"))
    quads.link(source, "dcterms:publisher", "actor:herald")
    quads.add(source, "dp:sha256", plain_literal("0" * 64))
    narrator = iri("actor", "narrator", name)
    quads.start(narrator, "dp:Narrator")
    quads.add(narrator, "rdfs:label", english("narrator"))
    quads.link(narrator, "dp:narrates", source)
    quads.link(narrator, "prov:actedOnBehalfOf", "actor:herald")
    for number, row in enumerate(rows, 2):
        statement = iri("statement", name, f"row-{number:03}")
        add_frame(quads, source, statement, number)
        add_chain(quads, narrator, statement, row[0], number)
        add_stance(quads, source, statement, dict(zip(HEADS, row, strict=True)), acts, number)
    return Assertion(source, quads.sorted())


def add_frame(quads: Quads, source: str, statement: str, number: int) -> None:
    quads.start(statement, "dp:Position")
    quads.add(statement, "rdfs:label", english(f"row {number}"))
    quads.add(statement, "dcterms:identifier", plain_literal(f"row-{number:03}"))
    quads.link(statement, "dcterms:isPartOf", source)
    quads.link(statement, "prov:hadPrimarySource", source)


def add_chain(quads: Quads, narrator: str, statement: str, holder: str, number: int) -> None:
    """Write the chain of voices, which ends with the holder if that is an actor."""
    voices = [narrator, *([iri("actor", holder)] if holder in RIGHT["holder"] else [])]
    quads.add(statement, "dp:hearsayDepth", typed(len(voices) - 1, "nonNegativeInteger"))
    for order, voice in enumerate(voices, 1):
        link = iri("attribution", statement.rpartition("/")[2].partition(".")[0], f"row-{number:03}", str(order))
        quads.link(statement, "dp:attribution", link)
        quads.start(link, "dp:Attribution")
        quads.link(link, "prov:agent", voice)
        quads.add(link, "dp:order", typed(order, "positiveInteger"))


def add_stance(
    quads: Quads, source: str, statement: str, row: dict[str, str], acts: dict[str, str], number: int
) -> None:
    if row["holder"]:
        holder = iri("place" if row["holder"] == "city" else "actor", row["holder"])
        quads.link(statement, "dp:holder", holder)
        quads.link(statement, "prov:wasAttributedTo", holder)
    act = row["act"] or (row["polarity"] if row["polarity"] in ("supports", "opposes") else "")
    polarity = row["polarity"] or acts.get(act, "")
    for predicate, kind, value in (
        ("dp:act", "act", act),
        ("dp:polarity", "polarity", polarity),
        ("dp:towards", "actor" if row["proposition"] == "aland" else "proposition", row["proposition"]),
        ("dp:mode", "mode", row["mode"] or "indirect"),
    ):
        if value:
            quads.link(statement, predicate, iri(kind, value))
    if row["date"]:
        quads.add(statement, "dp:saidNotBefore", typed(row["date"], "date"))
    quads.add(statement, "dp:saidNotAfter", typed(row["date"] or "2021-03-08", "date"))
    if row["quote"]:
        quads.link(statement, "dp:row", f"{source}/said.csv#row={number}")


def of_shapes(assertion: Assertion, reference: Assertion, rows: list[tuple[str, ...]]) -> set[tuple[str, int]]:
    """Return what pySHACL finds: the rule and the row.

    A row says only once that a day is none, and nothing of what a wrong or empty cell would have implied.
    """
    found = set()
    for finding in check_shapes([assertion], reference, engine_named("pyshacl")):
        number = int(finding.focus.rpartition("-")[2])
        row = dict(zip(HEADS, rows[number - 2], strict=True))
        implied = (finding.rule == "statement-polarity" and not row["polarity"]) or (
            finding.rule == "statement-act" and not row["act"] and row["polarity"] in WRONG["polarity"]
        )
        if not implied:
            found.add(("statement-said-to" if finding.rule == "statement-said-from" else finding.rule, number))
    return found


@pytest.fixture(scope="module")
def repository(tmp_path_factory) -> DataRepository:
    repository = DataRepository(tmp_path_factory.mktemp("stances"))
    repository.reference["organisations"]["city-council"] = {"label": "City Council", "type": "organ"}
    repository.write_reference()
    return repository


def write(repository: DataRepository, name: str, rows: list[tuple[str, ...]]) -> None:
    folder = repository.seeds / name
    folder.mkdir(exist_ok=True)
    (folder / "source.yaml").write_text(DESCRIPTION)
    with (folder / "said.csv").open("w", newline="") as file:
        csv.writer(file).writerows([HEADS, *rows])


@pytest.mark.parametrize("seed", range(5))
def test_a_table_of_stances_has_the_findings_of_its_rows_as_rdf(repository: DataRepository, seed: int) -> None:
    rows = table(random.Random(seed), 0 if seed == 0 else 0.12)
    write(repository, "rolls", rows)
    reference, context = assert_reference(repository.seeds / "reference")
    _, description = read_description(repository.seeds / "rolls" / "source.yaml", reference)
    assert description is not None
    intake = Intake(repository.seeds / "rolls", reference, description.source.published)
    intake.read(description.tables)
    acts = {slug: act.polarity for slug, act in reference.vocabulary.acts.items()}
    expected = of_shapes(as_rdf(PREFIXES["source"] + "rolls", rows, acts), context, rows)
    assert {(fault.rule, fault.row) for fault in intake.faults.found} == expected
    assert bool(expected) == (seed > 0)


def test_the_sample_of_stances_stands_for_all_and_both_conform(repository: DataRepository) -> None:
    write(repository, "sample", table(random.Random(9), 0))
    reference, context = assert_reference(repository.seeds / "reference")
    assertion = assert_source(repository.seeds / "sample", reference)
    assert assertion.whole is not None
    quads = list(ox.parse(assertion.whole.head(), format=ox.RdfFormat.N_QUADS))
    wanted = {node(f"dp:{name}") for name in ("holder", "act", "polarity", "towards", "mode")}
    of_graph = {(quad.predicate, quad.object) for quad in quads if quad.predicate in wanted}
    assert of_graph == {(quad.predicate, quad.object) for quad in assertion.quads if quad.predicate in wanted}
    assert len({quad.subject for quad in quads if quad.predicate == node("dp:holder")}) == 30
    assert check_shapes([assertion], context) == []
    assert check_shapes([Assertion(assertion.source, quads)], context) == []
