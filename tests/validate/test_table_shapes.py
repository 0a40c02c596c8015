"""The checks of tables are those of the shapes: the same rows as RDF, one by one, are wrong in the same places."""

from __future__ import annotations

import csv
import random

import pyoxigraph as ox
import pytest
from repositories import DataRepository

from kg.namespaces import PREFIXES, iri, slugify
from kg.rdf.quads import Assertion, Quads, english, node, plain_literal, typed
from kg.sources.assertion import assert_reference
from kg.sources.tables.assertion import read_description
from kg.sources.tables.intake import Intake
from kg.validate.shacl.check import check_shapes
from kg.validate.shacl.engines import engine_named

DESCRIPTION = """\
source: {title: Rolls, publisher: herald, published: 2021-03-08}
tables:
  - url: rolls.csv
    columns:
      - {name: vote, titles: vote}
      - {name: date, titles: date}
      - {name: motion, titles: motion}
      - {name: issues, titles: issue}
      - {name: body, titles: body}
      - {name: voter, titles: voter}
      - {name: choice, titles: choice}
"""
HEADS = ("vote", "date", "motion", "issue", "body", "voter", "choice")
#: What each column can say, right and wrong; each vote has its own date, motion, issue and body.
RIGHT = {
    "date": ("1990-01-02", ""), "motion": ("truce", ""), "issue": ("ceasefire", ""), "body": ("herald", ""),
    "voter": ("aland", "bland", "ann", "city-council"), "choice": ("in-favour", "against", "abstain", "absent", "veto"),
}  # fmt: skip
WRONG = {
    "date": ("1990-02-30", "2 January"), "motion": ("aland", "trce"), "issue": ("fire", "herald"),
    "body": ("aland", "city"),
    "voter": ("zland", "city", "truce", ""), "choice": ("maybe", "supports", ""),
}  # fmt: skip


def table(chance: random.Random, wrong: float) -> list[tuple[str, ...]]:
    """Return rows of ballots, a share of whose cells is wrong, and some of which are there twice."""
    rows = []
    for vote in range(1, 7):
        about = [pick(chance, name, wrong) for name in HEADS[1:5]]
        for voter in chance.sample(RIGHT["voter"], 3):
            who = chance.choice(WRONG["voter"]) if chance.random() < wrong else voter
            rows.append((str(vote), *about, who, pick(chance, "choice", wrong)))
            if chance.random() < wrong / 2:
                rows.append((*rows[-1][:-1], pick(chance, "choice", 0)))
    return rows


def pick(chance: random.Random, name: str, wrong: float) -> str:
    return chance.choice(WRONG[name] if chance.random() < wrong else RIGHT[name])


def as_rdf(source: str, rows: list[tuple[str, ...]]) -> Assertion:
    """Return the rows as RDF, whatever they say: a ballot of its own for each row."""
    quads = Quads(source, Assertion(source).spans)
    quads.start(source, "dp:Table")
    quads.add(source, "dcterms:title", english("Rolls"))
    quads.add(source, "dcterms:language", plain_literal("en"))
    quads.add(source, "dcterms:issued", typed("2021-03-08", "date"))
    quads.link(source, "dcterms:publisher", "actor:herald")
    quads.add(source, "dp:sha256", plain_literal("0" * 64))
    for number, row in enumerate(rows, 2):
        add_vote(quads, source, row, number)
        add_ballot(quads, source, row, number)
    return Assertion(source, quads.sorted())


def add_vote(quads: Quads, source: str, row: tuple[str, ...], number: int) -> None:
    vote, date, *about = row[:5]
    name = source.rpartition("/")[2]
    event = iri("event", name, vote)
    quads.start(event, "dp:Vote")
    quads.add(event, "rdfs:label", english(f"vote {vote}"))
    quads.add(event, "dcterms:identifier", plain_literal(vote))
    quads.link(event, "dcterms:isPartOf", source)
    quads.link(event, "dp:mode", "mode:narrator")
    quads.link(event, "dp:occurrence", "occurrence:happened")
    quads.link(event, "dp:row", f"{source}/rolls.csv#row=2")
    quads.link(event, "dp:ballot", iri("ballot", name, vote, f"row-{number:03}"))
    if date:
        quads.add(event, "dp:happenedNotBefore", typed(date, "date"))
    for predicate, kind, value in zip(
        ("dp:motion", "dp:issue", "dp:body"), ("proposition", "issue", "actor"), about, strict=True
    ):
        if value:
            quads.link(event, predicate, iri(kind, slugify(value)))


def add_ballot(quads: Quads, source: str, row: tuple[str, ...], number: int) -> None:
    voter, choice = row[5:]
    ballot = iri("ballot", source.rpartition("/")[2], row[0], f"row-{number:03}")
    quads.start(ballot, "dp:Ballot")
    quads.link(ballot, "dp:row", f"{source}/rolls.csv#row={number}")
    if voter:
        quads.link(ballot, "dp:voter", iri("place" if voter == "city" else "actor", voter))
    if choice:
        quads.link(ballot, "dp:choice", iri("choice", choice))


def of_shapes(assertion: Assertion, reference: Assertion, rows: list[tuple[str, ...]]) -> set[tuple[str, str]]:
    """Return what pySHACL finds: the rule, and the vote, or the vote and row.

    Of a voter whom nobody knows a table says just that, and not that it has two ballots.
    """
    found = set()
    for finding in check_shapes([assertion], reference, engine_named("pyshacl")):
        about = finding.focus.rpartition("/")[2].partition(".")[2]
        number = int(about.rpartition("-")[2]) if "row-" in about else 0
        if finding.rule != "one-ballot" or rows[number - 2][5] in RIGHT["voter"]:
            found.add((finding.rule, about))
    return found


def of_table(intake: Intake, rows: list[tuple[str, ...]]) -> set[tuple[str, str]]:
    """Return what is found in the table: the rule, and the vote, or the vote and row."""
    found = set()
    for fault in intake.faults.found:
        vote, number = rows[fault.row - 2][0], fault.row
        of_ballot = fault.rule.startswith(("ballot", "one"))
        found.add((fault.rule, f"{vote}.row-{number:03}" if of_ballot else vote))
    return found


@pytest.fixture(scope="module")
def repository(tmp_path_factory) -> DataRepository:
    repository = DataRepository(tmp_path_factory.mktemp("tables"))
    repository.reference["organisations"]["city-council"] = {"label": "City Council", "type": "organ"}
    repository.write_reference()
    return repository


@pytest.mark.parametrize("seed", range(4))
def test_a_table_has_the_findings_of_its_rows_as_rdf(repository: DataRepository, seed: int) -> None:
    rows = table(random.Random(seed), 0 if seed == 0 else 0.15)
    folder = repository.seeds / "rolls"
    folder.mkdir(exist_ok=True)
    (folder / "source.yaml").write_text(DESCRIPTION)
    with (folder / "rolls.csv").open("w", newline="") as file:
        csv.writer(file).writerows([HEADS, *rows])
    reference, context = assert_reference(repository.seeds / "reference")
    _, description = read_description(folder / "source.yaml", reference)
    assert description is not None
    intake = Intake(folder, reference)
    intake.read(description.tables)
    expected = of_shapes(as_rdf(PREFIXES["source"] + "rolls", rows), context, rows)
    assert of_table(intake, rows) == expected
    assert bool(expected) == (seed > 0)


def test_the_sample_of_a_table_stands_for_all_its_kinds(repository: DataRepository) -> None:
    """Every voter, choice, motion, issue and body of the graph is in the part that the shapes are run over."""
    from kg.sources.assertion import assert_source

    folder = repository.seeds / "sample"
    folder.mkdir()
    (folder / "source.yaml").write_text(DESCRIPTION.replace("source:", "source:", 1))
    with (folder / "rolls.csv").open("w", newline="") as file:
        csv.writer(file).writerows([HEADS, *table(random.Random(7), 0)])
    reference, context = assert_reference(repository.seeds / "reference")
    assertion = assert_source(folder, reference)
    assert assertion.whole is not None
    quads = ox.parse(assertion.whole.head() + b"".join(assertion.whole.ballots()), format=ox.RdfFormat.N_QUADS)
    names = {"dp:voter", "dp:choice", "dp:motion", "dp:issue", "dp:body"}
    wanted = {node(name) for name in names}
    of_graph = {(quad.predicate, quad.object) for quad in quads if quad.predicate in wanted}
    assert of_graph == {(quad.predicate, quad.object) for quad in assertion.quads if quad.predicate in wanted}
    assert {predicate for predicate, _ in of_graph} == wanted
    assert check_shapes([assertion], context) == []
