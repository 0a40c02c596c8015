"""The formats of results: the W3C's to the letter, and those for people."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from small_store import DATA, HELD

from kg.errors import UsageError
from kg.query.results import FORMATS, render_results
from kg.query.run import run_query
from kg.query.tables import table
from kg.query.view import readable_rows

ROWS = 'SELECT * { VALUES (?a ?b) { (actor:russia "x\\ty|z\\n2"@en) (UNDEF 1.5) } }'
TRIPLES = "CONSTRUCT { ?s dp:holder ?o } { ?s dp:holder ?o }"


@pytest.fixture(scope="module")
def store():
    store = ox.Store()
    store.load(DATA.encode(), ox.RdfFormat.TRIG)
    return store


def test_tsv_is_sparql_tsv(store):
    russia = "<https://w3id.org/diplomatic-positions/id/actor/russia>"
    assert render_results(run_query(store, ROWS), "tsv").decode() == f'?a\t?b\n{russia}\t"x\\ty|z\\n2"@en\n\t1.5\n'


def test_csv_is_sparql_csv(store):
    russia = "https://w3id.org/diplomatic-positions/id/actor/russia"
    assert render_results(run_query(store, ROWS), "csv").decode() == f'a,b\r\n{russia},"x\ty|z\n2"\r\n,1.5\r\n'


def test_json_and_xml_are_read_back(store):
    rows = json.loads(render_results(run_query(store, ROWS), "json"))["results"]["bindings"]
    assert rows[0]["b"] == {"type": "literal", "value": "x\ty|z\n2", "xml:lang": "en"}
    assert "a" not in rows[1]
    root = ElementTree.fromstring(render_results(run_query(store, ROWS), "xml"))
    assert root.tag == "{http://www.w3.org/2005/sparql-results#}sparql"


def test_markdown_keeps_its_columns(store):
    assert render_results(run_query(store, ROWS), "md").decode() == (
        "| a | b |\n| --- | --- |\n| actor:russia | x y\\|z 2 |\n|  | 1.5 |\n"
    )


def test_the_table_prints_prefixed_names_without_colour_when_piped(store):
    text = render_results(run_query(store, HELD), "table").decode()
    assert "\x1b" not in text
    assert text.splitlines()[3].split() == ["1", "actor:qatar", "ceasefire"]


def test_labels_stand_for_what_they_label_in_a_table():
    columns, rows = readable_rows(
        ["holder", "holder_label", "act", "statement", "place"],
        [["actor:qatar", "Qatar", "act:demands", "statement:s.a", "place:doha"], ["actor:x", "", "", "", "see: this"]],
    )
    assert columns == ["holder", "act", "statement", "place"]
    assert rows == [["Qatar", "demands", "s.a", "doha"], ["actor:x", "", "", "see: this"]]


@pytest.mark.parametrize("width", [40, 80, 200])
def test_a_table_is_never_wider_than_the_terminal(monkeypatch, width):
    monkeypatch.setenv("COLUMNS", str(width))
    row = ["some words of a quotation " * 9, "word " * 30, "x" * 30, "", "short"]
    text = table(["quote", "sentence", "name", "empty", "last"], [row, row], terminal=True).decode()
    assert max(len(line) for line in re.sub(r"\x1b\[[0-9;]*m", "", text).splitlines()) <= width
    assert "quotation" in text


def test_a_cell_is_text_and_not_markup():
    assert "[red]x[/red]" in table(["a"], [["[red]x[/red]"]]).decode()


def test_nothing_is_cut_from_a_piped_table():
    wide = ["wide " * 100, "漢字" * 100]
    assert all(cell.strip() in table(["a", "b"], [wide]).decode() for cell in wide)


@pytest.mark.parametrize("form", [None, *FORMATS])
def test_triples_in_every_format_give_the_same_bytes_again(store, form):
    first = render_results(run_query(store, TRIPLES), form)
    assert first == render_results(run_query(store, TRIPLES), form)
    assert b"sergei-lavrov" in first


@pytest.mark.parametrize("form", ["ttl", "nt", "jsonld", "xml"])
def test_graph_formats_are_read_back(store, form):
    known = {
        "ttl": ox.RdfFormat.TURTLE,
        "nt": ox.RdfFormat.N_TRIPLES,
        "jsonld": ox.RdfFormat.JSON_LD,
        "xml": ox.RdfFormat.RDF_XML,
    }
    assert len(list(ox.parse(render_results(run_query(store, TRIPLES), form), known[form]))) == 3


def test_turtle_uses_the_known_prefixes(store):
    assert b"statement:one.a dp:holder actor:russia" in render_results(run_query(store, TRIPLES), "ttl")


@pytest.mark.parametrize(
    ("form", "said"), [("table", b"true\n"), ("tsv", b"true\n"), ("md", b"true\n"), ("csv", b"true\n")]
)
def test_an_ask_query_gives_a_truth_value(store, form, said):
    assert render_results(run_query(store, "ASK { actor:russia a dp:State }"), form) == said
    assert json.loads(render_results(run_query(store, "ASK { actor:russia a dp:Place }"), "json"))["boolean"] is False


@pytest.mark.parametrize("form", ["ttl", "nt", "jsonld"])
def test_rows_cannot_be_written_as_triples(store, form):
    with pytest.raises(UsageError, match="holds triples"):
        render_results(run_query(store, ROWS), form)


def test_an_unknown_format_gets_the_nearest(store):
    with pytest.raises(UsageError, match=r"`tabel` \(did you mean `table`"):
        render_results(run_query(store, ROWS), "tabel")


def test_an_empty_answer_keeps_its_header_except_in_a_table_for_people(store):
    empty = "SELECT ?a ?b { ?a dp:nothing ?b }"
    assert render_results(run_query(store, empty), "tsv") == b"?a\t?b\n"
    assert render_results(run_query(store, empty), "table") == b""
    assert render_results(run_query(store, empty), "md").decode().count("\n") == 2
