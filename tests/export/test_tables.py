"""Workbooks, Parquet and compact JSON-LD: what a person opens, and what a program reads back."""

from __future__ import annotations

import io
import json
import re
import sys
from datetime import UTC, date, datetime, timedelta, timezone

import pyoxigraph as ox
import pytest
import rdflib
from graphs import CORNER, SEEDS, graph_of
from in_process import kg
from pyld import jsonld
from small_store import make_store
from write_context import FILE, context

from kg.errors import UsageError
from kg.export.jsonld import compacted
from kg.export.parquet import to_parquet
from kg.export.table import export, flat_answer, rows_as
from kg.export.workbook import to_xlsx
from kg.namespaces import BASE, naming
from kg.query.rows import Answer

WHERE = "SELECT ?s ?d { ?s dp:saidNotAfter ?d } ORDER BY ?s"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    data = ox.serialize(list(graph_of(CORNER)), format=ox.RdfFormat.TRIG).decode()
    return make_store(tmp_path_factory.mktemp("tables") / "store", CORNER, data).path


def sheet_of(data):
    openpyxl = pytest.importorskip("openpyxl", reason="pip install openpyxl")
    return openpyxl.load_workbook(io.BytesIO(data)).active


def answer(*values):
    return Answer(("value",), tuple({"value": value} for value in values))


def test_a_workbook_has_the_flat_table_with_dates_numbers_and_a_frozen_header():
    sheet = sheet_of(export(graph_of(CORNER), "xlsx"))
    head, *rows = sheet.iter_rows(values_only=True)
    wanted = flat_answer(graph_of(CORNER))
    assert head == wanted.columns
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", sheet.dimensions)
    assert all(cell.font.bold for cell in sheet[1])
    assert len(rows) == len(wanted)
    for shown, row in zip(rows, wanted, strict=True):
        # Excel has no zones: a moment stands there as its place knew it.
        wanted_row = [value.replace(tzinfo=None) if isinstance(value, datetime) else value for value in row.values()]
        at_midnight = [datetime(*value.timetuple()[:3]) if type(value) is date else value for value in wanted_row]
        assert list(shown) == at_midnight
    day = sheet.cell(2, head.index("said_to") + 1)
    assert (day.is_date, day.number_format, sheet.cell(2, head.index("start") + 1).data_type) == (
        True,
        "yyyy-mm-dd",
        "n",
    )


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "=cmd|' /C calc'!A0",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "http://elsewhere.example/",
        "'quoted",
        "{=1}",
        "007",
    ],
)
def test_a_text_stays_text_whatever_it_begins_with(text):
    cell = sheet_of(to_xlsx(answer(text), "t")).cell(2, 1)
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_values_that_excel_cannot_hold_become_text_or_are_refused():
    zoned = datetime(2012, 3, 11, 12, 15, tzinfo=timezone(timedelta(hours=-4)))
    given = (date(1648, 10, 24), 10**17, float("inf"), True, zoned, None, "a\x0bb", 0.5)
    cells = [row[0] for row in sheet_of(to_xlsx(answer(*given), "t")).iter_rows(min_row=2)]
    assert [cell.value for cell in cells[:4]] == ["1648-10-24", str(10**17), "inf", True]
    assert (cells[4].value, cells[4].number_format) == (datetime(2012, 3, 11, 12, 15), 'yyyy-mm-dd hh:mm:ss "-04:00"')
    assert cells[5].value is None
    assert cells[7].value == 0.5
    with pytest.raises(UsageError, match="32,767 characters, and a text in row 2 has 40,000"):
        to_xlsx(answer("short", "x" * 40_000), "t")
    many = Answer((), ({},) * 1_048_576)
    with pytest.raises(UsageError, match="1,048,576 rows"):
        to_xlsx(many, "t")


def test_parquet_has_the_flat_table_in_types_that_do_not_depend_on_the_rows():
    parquet = pytest.importorskip("pyarrow.parquet", reason="pip install pyarrow")
    table = parquet.read_table(io.BytesIO(export(graph_of(CORNER), "parquet")))
    wanted = flat_answer(graph_of(CORNER))
    kinds = {field.name: str(field.type) for field in table.schema}
    assert (kinds["said_to"], kinds["start"], kinds["confidence"]) == ("date32[day]", "int64", "double")
    assert [row["quote"] for row in table.to_pylist()] == [row["quote"] for row in wanted]
    assert [row["said_to"] for row in table.to_pylist()] == [row["said_to"] for row in wanted]
    empty = parquet.read_table(io.BytesIO(export(ox.Store(), "parquet")))
    assert (empty.schema, len(empty)) == (table.schema, 0)


@pytest.mark.parametrize(
    ("values", "kind", "read"),
    [
        ((1, None, 2.5), "double", [1.0, None, 2.5]),
        ((date(1648, 10, 24),), "date32[day]", [date(1648, 10, 24)]),
        ((date(2012, 3, 11), "2012-03"), "string", ["2012-03-11", "2012-03"]),
        ((datetime(2012, 3, 11, tzinfo=UTC),), "timestamp[us, tz=UTC]", [datetime(2012, 3, 11, tzinfo=UTC)]),
        ((datetime(2012, 3, 11),), "string", ["2012-03-11T00:00:00"]),
        ((10**30,), "string", [str(10**30)]),
        ((None,), "string", [None]),
    ],
)
def test_a_column_of_parquet_has_one_type_that_holds_all_its_values(values, kind, read):
    parquet = pytest.importorskip("pyarrow.parquet", reason="pip install pyarrow")
    column = parquet.read_table(io.BytesIO(to_parquet(answer(*values)))).column("value")
    assert (str(column.type), column.to_pylist()) == (kind, read)


@pytest.mark.parametrize(("form", "module"), [("xlsx", "xlsxwriter"), ("parquet", "pyarrow")])
def test_a_missing_writer_is_reported_with_how_to_get_it(form, module, monkeypatch):
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(UsageError, match=r"not installed \(pip install 'diplomatic-positions-kg\[tables\]'"):
        rows_as(form, answer(1), "t")


def test_answers_are_written_in_these_formats_too(store, tmp_path):
    for name, start in (("a.xlsx", b"PK"), ("a.parquet", b"PAR1")):
        done = kg("query", "-q", WHERE, "-s", store, "-o", tmp_path / name)
        assert (done.code, done.out) == (0, ""), done.err
        assert (tmp_path / name).read_bytes().startswith(start)
    sheet = sheet_of((tmp_path / "a.xlsx").read_bytes())
    assert [cell.value for cell in sheet[1]] == ["s", "d"]
    assert sheet.cell(2, 2).is_date
    assert kg("query", "positions", "-f", "xlsx", "-s", store).raw.startswith(b"PK")


def test_answers_of_an_endpoint_are_written_in_these_formats_too(oxigraph_server, tmp_path):
    # Oxigraph's union of graphs is asked for, as for any question; the server is empty.
    call = ("query", "-q", "SELECT (1 AS ?n) (xsd:date('2012-03-11') AS ?d) {}", "--at", oxigraph_server.profile.query)
    done = kg(*call, "-o", tmp_path / "a.xlsx")
    assert done.code == 0, done.err
    sheet = sheet_of((tmp_path / "a.xlsx").read_bytes())
    assert [cell.value for cell in sheet[2]] == [1, datetime(2012, 3, 11)]
    assert kg(*call, "-f", "parquet").raw.startswith(b"PAR1")
    assert kg(*call, "-f", "csv", "--excel").raw == b"\xef\xbb\xbfn,d\r\n1,2012-03-11\r\n"


def test_csv_for_excel_begins_with_a_byte_order_mark(store):
    for call in (("query", "-q", WHERE), ("export",)):
        plain = kg(*call, "-f", "csv", "-s", store)
        marked = kg(*call, "-f", "csv", "--excel", "-s", store)
        assert marked.raw == b"\xef\xbb\xbf" + plain.raw


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (("query", "-q", WHERE, "--excel"), "--excel needs csv"),
        (("query", "-q", WHERE, "-f", "json", "--excel"), "--excel needs csv, but the format is json"),
        (("export", "-f", "turtle", "--excel"), "--excel needs csv"),
        (("query", "-q", WHERE, "-f", "xlsx", "--labels"), "--labels does not work with xlsx"),
    ],
)
def test_incompatible_options_are_refused(store, call, message):
    done = kg(*call, "-s", store)
    assert (done.code, done.out) == (2, "")
    assert message in done.err


def lines(quads):
    """Return quads as text, blank nodes without their names."""
    return sorted(re.sub(r"_:\w+", "_:", str(quad)) for quad in quads)


def test_the_context_that_is_shipped_is_that_of_ontology_and_shapes():
    """`python tests/support/write_context.py` writes it anew."""
    assert json.loads(FILE.read_text("utf-8")) == context()
    assert json.loads(kg("schema", "context").out) == context()


def compact_of(quads):
    """Return the document of some quads, in which a node is whole only if the graphs stand one after another."""
    ordered = sorted((str(quad.graph_name), f"{quad} .\n") for quad in quads)
    return b"".join(compacted(lambda: (line.encode() for _, line in ordered)))


@pytest.mark.parametrize("seeds", [CORNER, SEEDS], ids=["corner", "seeds"])
def test_compact_json_ld_is_the_same_graph(seeds):
    written = ox.serialize(list(graph_of(seeds)), format=ox.RdfFormat.JSON_LD)
    compact = compact_of(graph_of(seeds))
    again, before = (list(ox.parse(data, format=ox.RdfFormat.JSON_LD)) for data in (compact, written))
    assert lines(again) == lines(before)
    assert len(compact) < 0.7 * len(written)
    nodes = {node["@id"]: node for graph in json.loads(compact)["@graph"] for node in graph.get("@graph", ())}
    assert any(node.get("dp:holder", "").startswith("actor:") for node in nodes.values() if "dp:act" in node)


@pytest.mark.parametrize("together", [1, 1_000, 1_500_000])
def test_the_document_is_the_same_however_it_is_chunked(together, monkeypatch):
    one = [ox.Quad(quad.subject, quad.predicate, quad.object) for quad in list(graph_of(CORNER))[:30]]
    for quads in ([], one, list(graph_of(CORNER)), [*one, *graph_of(CORNER)]):
        whole = compact_of(quads)
        assert json.dumps(json.loads(whole), ensure_ascii=False, indent=1) + "\n" == whole.decode()
        with monkeypatch.context() as patch:
            patch.setattr("kg.export.jsonld.TOGETHER", together)
            assert compact_of(quads) == whole


def test_other_processors_expand_it_to_the_same_graph():
    source = "2020-01-10-first"
    compact = export(graph_of(CORNER), "jsonld", [source])
    expanded = [
        str(quad) for quad in ox.parse(export(graph_of(CORNER), "nquads", [source]), format=ox.RdfFormat.N_QUADS)
    ]
    pyld = jsonld.to_rdf(json.loads(compact), {"format": "application/n-quads"})
    assert lines(ox.parse(pyld, format=ox.RdfFormat.N_QUADS)) == lines(expanded)
    read = rdflib.Dataset().parse(data=compact, format="json-ld")
    assert len(set(read.quads())) == len(expanded)


def test_values_of_a_type_not_in_the_context_keep_their_type():
    dp, xsd = "https://w3id.org/diplomatic-positions/ontology#", "http://www.w3.org/2001/XMLSchema#"
    rdfs = "http://www.w3.org/2000/01/rdf-schema#"
    data = f"""
    @prefix dp: <{dp}> . @prefix xsd: <{xsd}> . @prefix rdfs: <{rdfs}> .
    <urn:a> dp:order "007"^^xsd:positiveInteger, 8, "9" ; dp:holder "a text", <urn:b>, _:c ;
      rdfs:label "a"@en, "b"@de, "c" ; a dp:Position, _:k ; dp:towards <act:this>, <dp://host/x> ;
      dp:saidNotAfter "2012-03"^^xsd:gYearMonth, "2012-03-11"^^xsd:date ;
      <{dp}/odd//name> true ; <urn:p> 1.5, "x", <urn:actor:y> .
    """
    quads = list(ox.parse(data.encode(), format=ox.RdfFormat.TURTLE))
    compact = compact_of(quads)
    assert lines(ox.parse(compact, format=ox.RdfFormat.JSON_LD)) == lines(quads)


def test_the_context_names_data_below_the_base_in_force():
    own = "https://data.example.org/own/"
    quads = [
        ox.Quad(ox.NamedNode(quad.subject.value.replace(BASE + "id", own + "id")), quad.predicate, ox.Literal("x"))
        for quad in list(graph_of(CORNER).quads_for_pattern(None, ox.NamedNode(f"{BASE}ontology#act"), None))[:3]
    ]
    with naming(own):
        compact = compact_of(quads)
    assert json.loads(compact)["@context"]["statement"] == own + "id/statement/"
    assert lines(ox.parse(compact, format=ox.RdfFormat.JSON_LD)) == lines(quads)
