"""`kg export`: the graph and the flat table as files."""

from __future__ import annotations

import csv
import io
import tracemalloc
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from graphs import CORNER, SEEDS, ask, graph_of
from in_process import kg
from repositories import DataRepository, statement
from small_store import make_store

from kg.errors import UsageError
from kg.export.network import Network, NetworkNode, NetworkTie, network, to_gexf, to_graphml
from kg.export.table import COLUMNS, FORMATS, MULTIVALUED, export, export_pieces, flat_rows
from kg.namespaces import DERIVED, GRAPHS, iri, slug_of
from kg.paths import shipped
from kg.rdf.literals import as_asked
from kg.sources.assertion import assert_reference, assert_source, find_sources

CONTRACT = (
    "id,kind,holder,holder_label,holder_type,on_behalf_of,act,polarity,proposition,proposition_label,issue,addressee,"
    "said_from,said_to,published,mode,reported_by,source,quote,start,end,confidence,degree,certainty,standing"
)
SYNTAXES = {
    "turtle": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "nquads": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
}


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    data = ox.serialize(list(graph_of(CORNER)), format=ox.RdfFormat.TRIG).decode()
    return make_store(tmp_path_factory.mktemp("export") / "store", CORNER, data).path


def table(seeds=CORNER):
    return list(csv.DictReader(io.StringIO(export(graph_of(seeds), "csv").decode(), newline="")))


def test_the_header_is_the_contract():
    assert export(graph_of(CORNER), "csv").split(b"\r\n")[0].decode() == CONTRACT == ",".join(COLUMNS)


def test_one_row_of_the_table_in_full():
    row = next(row for row in table() if row["id"] == "kane-condition")
    assert row == {
        "id": "kane-condition",
        "kind": "position",
        "holder": "boris-kane",
        "holder_label": "Boris Kane",
        "holder_type": "official",
        "on_behalf_of": "borduria",
        "act": "makes-condition",
        "polarity": "conditional",
        "proposition": "talks",
        "proposition_label": "There should be talks.",
        "issue": "peace-talks",
        "addressee": "",
        "said_from": "",
        "said_to": "2020-01-10",
        "published": "2020-01-10",
        "mode": "indirect",
        "reported_by": "council|harbour-radio",
        "source": "2020-01-10-first",
        "quote": "he would talk only after a truce in Northport",
        "start": "186",
        "end": "231",
        "confidence": "",
        "degree": "",
        "certainty": "",
        "standing": "not-firm",
    }


def test_the_degree_is_that_of_the_words():
    degrees = {row["id"]: row["degree"] for row in table(SEEDS)}
    assert degrees["qatar-saudi-arabia-criticise-russia"] == "strong"
    assert degrees["authorities-rebels-killed-soldiers"] == ""
    assert COLUMNS[-3] == "degree", "after the columns that were there before"


def test_what_is_unsure_taken_back_or_over_is_marked(tmp_path):
    """Whoever counts the rows of a spreadsheet sees no other question."""
    repository = DataRepository(tmp_path)
    repository.write(
        "first",
        statement(said="2012-03-01"),
        statement(1, said="2012-03-02", retracts="row-0", act="claims", proposition="war"),
        statement(2, certainty="possible", proposition="talks"),
        statement(3, speaker="bob", **{"for": "bland"}, holds={"until": "2010"}),
        statement(4, speaker="bob", **{"for": "bland"}, proposition="talks", reported_by="ann"),
        statement(5, speaker=["ann", "bob"], **{"for": None}, proposition="war", act="opposes"),
    )
    told = {(row["id"], row["holder"]): (row["certainty"], row["standing"]) for row in table(repository.seeds)}
    assert told == {
        ("row-0", "ann"): ("", "not-firm"),
        ("row-1", "ann"): ("", "last-known"),
        ("row-2", "ann"): ("possible", "not-firm"),
        ("row-3", "bob"): ("", "ended"),
        ("row-4", "bob"): ("", "not-firm"),
        ("row-5", "ann"): ("", "last-known"),
        ("row-5", "bob"): ("", "last-known"),
    }


def test_a_joint_statement_has_a_row_for_each_holder():
    rows = [row for row in table() if row["id"] == "told-to-talk"]
    assert [row["holder"] for row in rows] == ["arcadia", "cadonia"]
    assert {key: value for key, value in rows[0].items() if not key.startswith("holder")} == {
        key: value for key, value in rows[1].items() if not key.startswith("holder")
    }


def test_withdrawn_statements_are_left_out():
    assert "cadonia-no-talks" not in {row["id"] for row in table()}


@pytest.mark.parametrize("seeds", [CORNER, SEEDS], ids=["corner", "seeds"])
def test_the_table_is_the_query_statements(seeds):
    columns, *rows = ask(graph_of(seeds), (shipped("queries") / "statements.rq").read_text())
    assert [list(row.values()) for row in flat_rows(graph_of(seeds))] == rows
    assert columns == list(COLUMNS)
    assert rows


def test_several_values_are_sorted_whatever_the_engine_does():
    for row in table(SEEDS):
        for name in MULTIVALUED:
            assert row[name] == "|".join(sorted(row[name].split("|")))


def test_a_quotation_is_never_altered():
    """Not even one that a spreadsheet would take for a formula, nor one with commas and line breaks."""
    quotes = {row["id"]: row["quote"] for row in table()}
    assert quotes["stone-victory"] == "=We fight on, to victory"
    assert quotes["arcadia-toll"] == "25 were killed in the\nNorthern Province that day and 3,000 since the war began"
    assert b'"=We fight on, to victory"' in export(graph_of(CORNER), "csv")
    text = (SEEDS / "2012-03-11-un-envoy-syria-talks" / "article.txt").read_text(encoding="utf-8")
    for row in table(SEEDS):
        if row["source"] == "2012-03-11-un-envoy-syria-talks":
            assert text[int(row["start"]) : int(row["end"])] == row["quote"]


@pytest.mark.parametrize("syntax", FORMATS)
def test_the_same_store_gives_the_same_bytes(syntax):
    shuffled = ox.Store()
    shuffled.extend(sorted(graph_of(CORNER), key=lambda quad: hash(str(quad))))
    assert export(shuffled, syntax) == export(graph_of(CORNER), syntax)


@pytest.mark.parametrize("syntax", ["trig", "nquads", "jsonld"])
def test_an_exported_graph_can_be_read_back_in_full(syntax):
    read = {str(quad) for quad in ox.parse(export(graph_of(CORNER), syntax), format=SYNTAXES[syntax])}
    ontology = "<https://w3id.org/diplomatic-positions/ontology>"  # its blank nodes get other names
    data = {str(as_asked(quad)) for quad in graph_of(CORNER) if str(quad.graph_name) != ontology}
    assert {quad for quad in read if not quad.endswith(ontology)} >= data
    assert len(read) == len(graph_of(CORNER))


@pytest.mark.parametrize(
    ("syntax", "suffix"), [("turtle", "ttl"), ("trig", "trig"), ("nquads", "nq"), ("jsonld", "jsonld")]
)
def test_an_exported_source_is_taken_back_as_it_was(tmp_path, syntax, suffix):
    reference, _ = assert_reference(CORNER / "reference")
    source = next(assert_source(path, reference) for path in find_sources(CORNER))
    store = ox.Store()
    store.extend(source.quads)  # which loses the kinds of its whole numbers
    path = tmp_path / f"sheet.{suffix}"
    path.write_bytes(export(store, syntax, [slug_of(source.source)]))
    assert assert_source(path, reference).quads == source.quads


def test_turtle_merges_the_graphs():
    read = list(ox.parse(export(graph_of(CORNER), "turtle"), format=ox.RdfFormat.TURTLE))
    assert {str(quad.graph_name) for quad in read} == {"DEFAULT"}
    assert len(read) == len({str(quad.triple) for quad in graph_of(CORNER)})


def test_a_single_source_can_be_exported():
    read = list(ox.parse(export(graph_of(CORNER), "nquads", ["2020-02-20-second"]), format=ox.RdfFormat.N_QUADS))
    assert {quad.graph_name.value.rpartition("/")[2] for quad in read} == {"2020-02-20-second"}
    assert {row["source"] for row in flat_rows(graph_of(CORNER), ["2020-02-20-second"])} == {"2020-02-20-second"}
    for wrong in ("2020-02-20-secnd", "reference", "no IRI"):
        with pytest.raises(UsageError, match="unknown source"):
            export(graph_of(CORNER), "csv", [wrong])


def corner_network():
    return network(flat_rows(graph_of(CORNER)))


def test_a_tie_gathers_the_statements_of_one_side():
    tie = next(
        tie for tie in corner_network().ties if (tie.source, tie.target) == ("actor/arcadia", "proposition/talks")
    )
    assert (tie.polarity, tie.kind, tie.acts) == ("supports", "position", ("demands", "supports"))
    assert tie.ids == ("2020-01-10-first.told-to-talk", "2020-02-20-second.borduria-arcadia-talks")
    assert (tie.attributes()["sign"], tie.attributes()["statements"]) == ("1", "2")
    assert (tie.attributes()["acts"], tie.attributes()["ids"]) == ("demands|supports", "|".join(tie.ids))


def test_programs_draw_arrows_and_keep_parallel_ties():
    """Gephi merges edges between the same two nodes unless their `kind` differs."""
    built = corner_network()
    graph = ET.fromstring(to_graphml(built)).find("{http://graphml.graphdrawing.org/xmlns}graph")
    assert graph is not None
    assert graph.get("edgedefault") == "directed"
    space = "{http://gexf.net/1.3}"
    root = ET.fromstring(to_gexf(built))
    (drawn,) = root.findall(f"{space}graph")
    assert (root.get("version"), drawn.get("defaultedgetype"), drawn.get("mode")) == ("1.3", "directed", "static")
    edges = [(edge.get("source"), edge.get("target"), edge.get("kind")) for edge in drawn.iter(f"{space}edge")]
    assert len(set(edges)) == len(edges) == len(built.ties)
    assert {group.get("class") for group in drawn.findall(f"{space}attributes")} == {"node", "edge"}
    assert {edge.get("id") for edge in drawn.iter(f"{space}edge")} == {f"e{number}" for number in range(len(edges))}


def test_both_sides_of_one_actor_are_two_ties():
    ties = {
        (tie.polarity, tie.standing, tie.attributes()["sign"])
        for tie in corner_network().ties
        if (tie.source, tie.target) == ("actor/boris-kane", "proposition/truce")
    }
    assert ties == {("opposes", "superseded", "0"), ("supports", "last-known", "1")}


def test_what_is_not_firm_is_a_tie_of_its_own_without_a_sign(tmp_path):
    """Layouts and sums take a merely possible side, or one that is over, for nothing."""
    repository = DataRepository(tmp_path)
    repository.write(
        "first",
        statement(),
        statement(1, certainty="possible"),
        statement(2, speaker="bob", **{"for": "bland"}, act="opposes", holds={"until": "2010"}),
    )
    ties = network(flat_rows(graph_of(repository.seeds))).ties
    assert [(tie.source, tie.standing, tie.attributes()["sign"], tie.attributes()["ids"]) for tie in ties] == [
        ("actor/ann", "last-known", "1", "first.row-0|first.row-1"),
        ("actor/bob", "ended", "0", "first.row-2"),
    ]


def read_graphml(data):
    """Read GraphML as its specification has it, knowing nothing of how we wrote it."""
    space = {"g": "http://graphml.graphdrawing.org/xmlns"}
    root = ET.fromstring(data)
    names = {key.get("id"): key.get("attr.name") for key in root.findall("g:key", space)}

    def values(element):
        return {names[item.get("key")]: item.text for item in element.findall("g:data", space)}

    nodes = {node.get("id"): values(node) for node in root.findall("g:graph/g:node", space)}
    edges = [(edge.get("source"), edge.get("target"), values(edge)) for edge in root.findall("g:graph/g:edge", space)]
    return nodes, edges


def read_gexf(data):
    space = {"g": "http://gexf.net/1.3"}
    root = ET.fromstring(data)
    names = {item.get("id"): item.get("title") for item in root.findall("g:graph/g:attributes/g:attribute", space)}

    def values(element):
        found = {names[item.get("for")]: item.get("value") for item in element.findall("g:attvalues/g:attvalue", space)}
        return {**found, **({"label": element.get("label")} if element.get("label") else {})}

    nodes = {node.get("id"): values(node) for node in root.findall("g:graph/g:nodes/g:node", space)}
    edges = [
        (e.get("source"), e.get("target"), {**values(e), "weight": e.get("weight")})
        for e in root.findall("g:graph/g:edges/g:edge", space)
    ]
    return nodes, edges


@pytest.mark.parametrize(("syntax", "read"), [("graphml", read_graphml), ("gexf", read_gexf)])
def test_the_network_can_be_read_back(syntax, read):
    nodes, edges = read(export(graph_of(CORNER), syntax))
    wanted = corner_network()
    assert nodes["actor/arcadia"] == {"label": "Arcadia", "kind": "actor", "type": "state"}
    assert nodes["proposition/talks"] == {
        "label": "There should be talks.",
        "kind": "proposition",
        "issue": "peace-talks",
    }
    assert set(nodes) == {node.id for node in wanted.nodes}
    assert edges == [
        (tie.source, tie.target, {**tie.attributes(), "weight": f"{len(tie.ids)}.0"}) for tie in wanted.ties
    ]
    assert all(source in nodes and target in nodes for source, target, _ in edges)


def test_numbers_of_the_network_are_declared_as_each_format_calls_them():
    """A program that takes `sign` for a text cannot add it up."""
    tie = NetworkTie("actor/a", "proposition/p", "opposes", "claim", "last-known", ("denies",), ("s.1", "s.2"))
    drawn = Network((NetworkNode("actor/a", "a", "actor"), NetworkNode("proposition/p", "p", "proposition")), (tie,))
    graphml, gexf = ET.fromstring(to_graphml(drawn)), ET.fromstring(to_gexf(drawn))
    keys = {
        (key.get("for"), key.get("attr.name")): key.get("attr.type") for key in graphml.iter() if key.get("attr.name")
    }
    numbers = {name: kind for name, kind in keys.items() if kind != "string"}
    assert numbers == {("edge", "sign"): "int", ("edge", "statements"): "int", ("edge", "weight"): "double"}
    titles = {item.get("title"): item.get("type") for item in gexf.iter() if item.get("title")}
    assert {name for name, kind in titles.items() if kind == "integer"} == {"sign", "statements"}
    assert set(titles.values()) == {"integer", "string"}
    assert {tie.attributes()[name] for name in ("sign", "statements")} == {"-1", "2"}


@pytest.mark.parametrize(
    ("polarity", "sign"), [("supports", "1"), ("opposes", "-1"), ("neutral", "0"), ("conditional", "0"), ("else", "0")]
)
def test_only_support_and_opposition_have_a_sign(polarity, sign):
    assert NetworkTie("a", "p", polarity, "claim", "last-known", (), ()).attributes()["sign"] == sign


def test_characters_that_xml_forbids_do_not_break_the_file():
    odd = Network(
        (NetworkNode("actor/a", "a\x0b <&> \ufffe\"'", "actor"), NetworkNode("proposition/p", "p", "proposition")),
        (NetworkTie("actor/a", "proposition/p", "opposes", "claim", "last-known", ("denies",), ("s.1",)),),
    )
    for written in (to_graphml(odd), to_gexf(odd)):
        assert b"&lt;&amp;" in written
        ET.fromstring(written)


def test_the_format_may_come_from_the_file(store, tmp_path):
    for name, start in (("x.csv", b"id,kind"), ("x.ttl", b"@prefix"), ("x.gexf", b"<?xml"), ("x", b"id,kind")):
        assert kg("export", "-s", store, "-o", tmp_path / name).code == 0
        assert (tmp_path / name).read_bytes().startswith(start)


def test_the_command_writes_to_standard_output(store):
    run = kg("export", "-f", "csv", "--store", store)
    assert (run.code, run.err) == (0, "")
    assert run.raw == export(graph_of(CORNER), "csv")
    assert kg("export", "-f", "nq", "--store", store, "--source", "source:2020-01-10-first").out.count("\n") > 100


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-f", "cvs"], "unknown format `cvs` (did you mean `csv`"),
        (["--source", "2020-01-10-frist"], "unknown source `2020-01-10-frist` (did you mean `2020-01-10-first`"),
        (["-o", "/no/such/folder/x.csv"], "/no/such/folder/x.csv: cannot be written"),
    ],
)
def test_wrong_usage_of_the_export_is_one_line(store, arguments, message):
    run = kg("export", *arguments, "--store", store)
    assert (run.code, run.out) == (2, "")
    assert message in run.err
    assert run.err.count("\n") == 1


@pytest.mark.parametrize("seeds", [CORNER, SEEDS], ids=["corner", "seeds"])
def test_the_asserted_graph_conforms_under_plain_pyshacl(seeds):
    data = rdflib.Graph().parse(data=export(graph_of(seeds), "turtle", asserted_only=True), format="turtle")
    shapes = rdflib.Graph()
    for file in sorted(shipped("shapes").glob("*.ttl")):
        shapes.parse(file)
    conforms, _, report = pyshacl.validate(data, shacl_graph=shapes, inference="none")
    assert conforms, report[:2000]


def test_derived_statements_are_left_out_on_request_with_a_note(store):
    whole = kg("export", "-f", "nquads", "-s", store)
    part = kg("export", "-f", "nquads", "--asserted-only", "-s", store)
    graphs = {line.rsplit(" ", 2)[-2] for line in whole.out.splitlines()}
    left = {f"<{GRAPHS[name]}>" for name in DERIVED}
    assert left <= graphs
    assert {line.rsplit(" ", 2)[-2] for line in part.out.splitlines()} == graphs - left
    assert "left out derived triples" in part.err


LINES = 20_000


def test_rdf_is_written_without_being_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    graph, text = iri("source", "large"), "a text of some length " * 10
    lines = (f'<x:s{number % 5000}> <x:p> "{text}, number {number}" <{graph}> .' for number in range(LINES))
    large = ox.Store()
    large.bulk_load("\n".join(lines).encode(), format=ox.RdfFormat.N_QUADS)
    triples = {str(quad.triple) for quad in large}
    monkeypatch.setattr("kg.export.rdf.TOGETHER", 500)
    for syntax in ("nquads", "trig", "turtle"):
        tracemalloc.start()
        written = sum(map(len, export_pieces(large, syntax)))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert written > 4_000_000
        assert peak < written / 3, syntax
        parts = b"".join(export_pieces(large, syntax))
        assert {str(quad.triple) for quad in ox.parse(parts, format=SYNTAXES[syntax])} == triples
