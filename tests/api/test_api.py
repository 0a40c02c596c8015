"""`import kg`: rows, frames, proofs and findings, as a program asks for them."""

from __future__ import annotations

import ast
import subprocess
import sys
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest
from graphs import CORNER, EXPECTED, SEEDS, graph_of, to_tsv
from small_store import DATA, make_store

import kg
from kg import api
from kg.errors import NotFoundError, QueryError, StoreError, UsageError
from kg.namespaces import BASE, base_in_force
from kg.query.catalogue import Catalogue
from kg.query.results import rows_of
from kg.query.rows import answer_of

FIRST = "2020-01-10-first"


@pytest.fixture(scope="module")
def graph(tmp_path_factory):
    data = ox.serialize(list(graph_of(CORNER)), format=ox.RdfFormat.TRIG).decode()
    folder = make_store(tmp_path_factory.mktemp("api") / "store", CORNER, data, stamped=True)
    return kg.open(folder.path)


def test_the_package_exports_the_api_with_its_types():
    stub = ast.parse(Path(kg.__file__).with_suffix(".pyi").read_text("utf-8"))
    typed = [alias.name for node in stub.body if isinstance(node, ast.ImportFrom) for alias in node.names]
    assert sorted(typed) == sorted(api.__all__) == sorted({*kg.__all__} - {"__version__"})
    assert all(getattr(kg, name) is getattr(api, name) for name in api.__all__)
    assert set(api.__all__) <= set(dir(kg))
    with pytest.raises(AttributeError, match="nothing"):
        _ = kg.nothing


def test_importing_the_package_loads_nothing_else():
    code = "import sys; before = set(sys.modules); import kg; print(*sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["__future__", "kg"]


def test_positions_takes_the_parameters_of_its_question(graph):
    import inspect

    taken = set(inspect.signature(kg.KnowledgeGraph.positions).parameters) - {"self"}
    question = next(question for question in graph.questions() if question.name == "positions")
    assert taken == {name.replace("-", "_") for name in question.parameters}


def test_rows_are_values_of_their_types(graph):
    (row,) = [row for row in graph.positions(actor="Boris Kane") if row["statement"].endswith("kane-condition")]
    assert (row["holder"], row["said_to"], row["said_from"]) == ("actor:boris-kane", date(2020, 1, 10), None)
    counts = graph.query("SELECT ?actor (COUNT(?s) AS ?n) { ?s dp:holder ?actor } GROUP BY ?actor")
    assert {type(row["n"]) for row in counts} == {int}
    until = graph.positions(until=date(2020, 1, 9))
    assert len(until) < len(graph.positions())
    assert graph.ask("positions", as_of="2020-01-10") == graph.positions(as_of=date(2020, 1, 10))


def test_every_literal_becomes_a_value_and_what_python_cannot_hold_stays_text():
    literals = (
        '"-0044-03-15"^^xsd:date "2020-01-02T03:04:05Z"^^xsd:dateTime 3 "0.5"^^xsd:decimal 1e3 true "x"@en '
        '"2020"^^xsd:gYear <http://elsewhere.example/a>'
    )
    found = ox.Store().query(
        f"PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> SELECT ?v {{ VALUES ?v {{ {literals} }} }}"
    )
    values = [row["v"] for row in answer_of(found)]
    assert values[0] == "-0044-03-15"
    assert values[1].isoformat() == "2020-01-02T03:04:05+00:00"
    assert values[2:] == [3, 0.5, 1000.0, True, "x", "2020", "<http://elsewhere.example/a>"]


def test_the_rows_of_every_question_are_those_of_the_command():
    store = graph_of(SEEDS)
    for name in ("stances", "death-tolls", "votes"):
        text = Catalogue(Path(__file__).parents[2] / "queries").find(name).text
        command = rows_of(store.query(text))
        answer = answer_of(store.query(text))
        spelt = [["" if value is None else str(value).replace(" 12:15:00-", "T12:15:00-") for value in row.values()]
                 for row in answer]  # fmt: skip  # str() of a moment has a space
        assert spelt == command
        assert to_tsv([list(answer.columns), *spelt]).count("\n") == len(answer) + 1
        assert (EXPECTED / f"{name}.tsv").is_file()


def test_a_frame_has_days_that_can_be_compared(graph):
    pandas = pytest.importorskip("pandas", reason="pip install 'diplomatic-positions-kg[tables]'")
    frame = graph.positions().to_pandas()
    assert len(frame) == len(graph.positions())
    assert (frame["said_to"] <= pandas.Timestamp("2020-02-20")).all()
    old = kg.Answer(("day", "n"), ({"day": date(1648, 10, 24), "n": 1}, {"day": None, "n": 2}))
    assert [str(day) for day in old.to_pandas()["day"]] == ["1648-10-24 00:00:00", "NaT"]
    assert list(kg.Answer(("a",), ()).to_pandas().columns) == ["a"]


def test_without_pandas_the_message_says_how_to_get_it(graph, monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(UsageError, match=r"pip install 'diplomatic-positions-kg\[tables\]'"):
        graph.positions().to_pandas()


def test_a_notebook_shows_a_table_in_which_nothing_is_markup():
    answer = kg.Answer(("a",), tuple({"a": "<b>&"} for _ in range(60)))
    assert answer._repr_html_().count("<td>&lt;b&gt;&amp;</td>") == 50
    assert "and 10 more rows" in answer._repr_html_()
    assert repr(answer) == "<60 rows: a>"
    assert answer[1:3] == answer.rows[1:3]


def test_sparql_of_every_form_gives_rows(graph):
    assert graph.query("ASK { ?s a dp:Position }").rows == ({"answer": True},)
    assert graph.query("CONSTRUCT { ?s a dp:Claim } { ?s a dp:Position }").columns == ("subject", "predicate", "object")
    long = "SELECT ?s { ?s a dp:Position } # " + "x" * 500
    assert graph.query(long) == graph.query("SELECT ?s { ?s a dp:Position }")


def test_a_sparql_error_is_reported_and_nothing_leaves_the_machine(graph):
    with pytest.raises(QueryError, match="the query:1:11"):
        graph.query("SELECT ?s WERE { }")
    with pytest.raises(UsageError, match="allow_service=True"):
        graph.query("SELECT ?s { SERVICE <http://elsewhere.example/> { ?s ?p ?o } }")


def test_names_are_resolved_as_on_the_command_line(graph):
    with pytest.warns(UserWarning, match="is interpreted as") as told:
        graph.positions(actor="kane")
    assert told[0].filename == __file__
    with pytest.raises(UsageError, match="boris-kane"):
        graph.positions(actor="boris-kain")
    with pytest.raises(UsageError, match="proposition"):
        graph.ask("positions", propositon="talks")
    with pytest.raises(UsageError, match="for-and-against"):
        graph.ask("for-and-agains")


def test_a_proof_leads_to_the_words(graph):
    proof = graph.why("kane-condition")
    assert isinstance(proof, kg.Proof)
    assert proof.passage.exact == "he would talk only after a truce in Northport"
    assert f"{FIRST}/article.txt:" in kg.as_text(proof)
    stance = graph.ask("stances")[0]["stance"]
    assert isinstance(graph.why(stance), kg.Derived)
    with pytest.raises(NotFoundError, match="kane-condition"):
        graph.why("kane-conditon")
    with pytest.raises(UsageError):
        graph.why("two words")


def test_findings_are_returned_with_their_places(graph, tmp_path):
    import shutil

    shutil.copytree(CORNER, tmp_path / "seeds")
    sheet = tmp_path / "seeds" / FIRST / "sheet.yaml"
    sheet.write_text(sheet.read_text("utf-8").replace("boris-kane", "boris-kain", 1), "utf-8")
    repository = kg.open(tmp_path)
    (finding,) = [found for found in repository.validate(sheet, owl=False) if found.rule == "unknown-name"]
    line = next(n for n, text in enumerate(sheet.read_text("utf-8").splitlines(), 1) if "boris-kain" in text)
    assert (finding.severity, finding.line) == (kg.Severity.VIOLATION, line)
    (tmp_path / "seeds" / FIRST / "sheet.yaml").write_text("source: [", "utf-8")
    assert [found.rule for found in repository.validate(sheet, owl=False)] == ["unreadable"]
    with pytest.raises(StoreError, match="kg build"):
        repository.positions()


def test_a_path_that_is_neither_repository_nor_store_is_refused(tmp_path, monkeypatch):
    with pytest.raises(UsageError, match="neither a repository nor a store"):
        kg.open(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KG_STORE", raising=False)
    monkeypatch.delenv("KG_SEEDS", raising=False)
    with pytest.raises(UsageError, match="kg demo"):
        kg.open()
    make_store(tmp_path / ".kg")
    assert len(kg.open().query("SELECT ?s { ?s dp:holder ?o }")) == 3


def test_seeds_that_changed_since_are_a_warning(tmp_path):
    make_store(tmp_path / "store", CORNER)
    with pytest.warns(UserWarning, match=f"changed since the store was built: {FIRST}"):
        kg.open(tmp_path / "store")


def test_graphs_of_two_bases_are_asked_in_turn(tmp_path):
    import json

    own = "https://data.example.org/own/"
    ours, theirs = (
        make_store(tmp_path / "ours"),
        make_store(tmp_path / "theirs", data=DATA.replace(BASE + "id", own + "id")),
    )
    manifest = Path(theirs.current(), "manifest.json")
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "base": own}))
    first, second = kg.open(ours.path), kg.open(theirs.path)
    for graph in (first, second, first):
        found = graph.query("SELECT ?s { ?s dp:holder actor:russia }")
        assert [row["s"] for row in found] == ["statement:one.a"]
    assert base_in_force() == BASE
