"""What other programs get: the rows of `kg query`, whichever client asks, and in whichever form."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

import pyoxigraph as ox
import pytest
from cases import for_each
from kg_server import serving
from rdflib import Graph
from rdflib.compare import isomorphic
from servers import missing
from SPARQLWrapper import JSON, SPARQLWrapper

from kg.paths import shipped
from kg.query.catalogue import Catalogue
from kg.query.results import render_results
from kg.query.run import run_query

CATALOGUE = Catalogue(shipped("queries"))
NAMES = CATALOGUE.names()
FORMS = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}
QUERY = (
    "SELECT ?holder ?proposition { ?s a dp:Position ; dp:holder ?holder ; dp:towards ?proposition } ORDER BY ?s ?holder"
)


@pytest.fixture(scope="module")
def served(seeds_store):
    with serving(seeds_store.path, "--timeout", "30") as running:
        yield running


@pytest.fixture(scope="module")
def quads(seeds_store):
    return seeds_store.read()


def local_rows(quads, text: str) -> list[list[str | None]]:
    results = run_query(quads, text)
    return [[None if term is None else term.value for term in row] for row in results]


@for_each("name", NAMES)
def test_a_question_gives_the_rows_of_kg_query(served, quads, name: str) -> None:
    text, kept = CATALOGUE.find(name).text, ox.QueryResultsFormat.JSON
    ours = run_query(quads, text).serialize(format=kept)  # asked once, and written in each form
    for form, media_type in FORMS.items():
        answer = served.ask(text, media_type)
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(media_type)
        rows = ox.parse_query_results(ours, format=kept)
        assert answer.content.rstrip(b"\n") == render_results(rows, form).rstrip(b"\n")


@pytest.mark.parametrize("name", ["conditions", "sources", "for-and-against"])
def test_the_file_of_a_question_is_that_of_kg_query(served, seeds_store, name: str) -> None:
    for form in ("csv", "tsv"):
        command = [sys.executable, "-m", "kg", "query", name, "-f", form, "--store", seeds_store.path]
        theirs = subprocess.run(command, capture_output=True, check=True).stdout
        assert served.client.get(f"/questions/{name}/index.{form}").content.rstrip() == theirs.rstrip()


@pytest.mark.parametrize(
    "media_type", ["text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"]
)
def test_triples_say_the_same_in_each_form(served, media_type: str) -> None:
    query = "CONSTRUCT { ?s ?p ?o } { ?s a dp:State ; ?p ?o }"
    forms = {"text/turtle": "turtle", "application/n-triples": "nt", "application/ld+json": "json-ld"}
    answer = served.ask(query, media_type)
    found = Graph().parse(data=answer.content, format=forms.get(media_type, "xml"))
    expected = Graph().parse(data=served.ask(query, "application/n-triples").content, format="nt")
    assert len(found) > 0
    assert isomorphic(found, expected)


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "application/sparql-results+json"),
        ("", "application/sparql-results+json"),
        ("text/csv;q=0.5, application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv, */*;q=0.1", "text/csv"),
        ("application/*", "application/sparql-results+json"),
        ("application/json", "application/json"),
        ("application/sparql-results+json;q=0, */*", "application/sparql-results+xml"),
        ("text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8", "text/html"),
        ("image/png", None),
        ("text/turtle", None),
    ],
)
def test_the_form_is_the_one_that_the_client_prefers(served, accept: str, media_type: str | None) -> None:
    headers = {"Accept": accept} if accept else {}
    answer = served.client.get("/sparql/", params={"query": QUERY}, headers=headers)
    if media_type is None:
        assert answer.status_code == 406
        assert "text/csv" in answer.text
    else:
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(media_type)


def test_the_endpoint_describes_itself(served) -> None:
    answer = served.client.get("/sparql", headers={"Accept": "text/turtle"})
    graph = Graph().parse(data=answer.content, format="turtle")
    found = graph.query(
        "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> SELECT ?e { ?s a sd:Service ; sd:endpoint ?e }"
    )
    assert [str(row.e) for row in found] == [f"{served.url}sparql"]
    for accept in ("application/rdf+xml", "application/ld+json", "application/n-triples", "*/*"):
        assert served.client.get("/sparql", headers={"Accept": accept}).status_code == 200


def test_a_dataset_of_the_protocol_limits_the_query(served, quads) -> None:
    graphs = [term[0] for term in local_rows(quads, "SELECT DISTINCT ?g { GRAPH ?g { ?g a dp:Source } } ORDER BY ?g")]
    count = "SELECT (COUNT(*) AS ?n) { ?s a dp:Position }"

    def counted(**dataset: list[str]) -> int:
        answer = served.client.get("/sparql", params={"query": count, **dataset}, headers={"Accept": "text/csv"})
        return int(answer.text.split()[1])

    each = [counted(**{"default-graph-uri": [graph]}) for graph in graphs]
    assert all(each)
    assert counted(**{"default-graph-uri": graphs}) == sum(each)
    assert counted(**{"named-graph-uri": graphs}) == 0
    assert counted(**{"default-graph-uri": ["http://nothing.example/"]}) == 0


def test_sparqlwrapper_can_query_it(served, quads) -> None:
    wrapper = SPARQLWrapper(f"{served.url}sparql")
    wrapper.setReturnFormat(JSON)
    for method in ("GET", "POST"):
        wrapper.setMethod(method)
        wrapper.setQuery(QUERY)
        found = wrapper.queryAndConvert()["results"]["bindings"]
        assert [[row["holder"]["value"], row["proposition"]["value"]] for row in found] == local_rows(quads, QUERY)
    wrapper.setQuery("CONSTRUCT { ?s a dp:State } { ?s a dp:State }")
    states = local_rows(quads, "SELECT DISTINCT ?s { ?s a dp:State }")
    assert len(Graph().parse(data=wrapper.queryAndConvert(), format="turtle")) == len(states) > 0


def test_curl_can_query_it(served, quads, tmp_path) -> None:
    if not shutil.which("curl"):
        missing("curl", "apt install curl")
    (tmp_path / "query.rq").write_text(QUERY, encoding="utf-8")
    command = ["curl", "-sf", "-H", "Accept: text/csv", "--data-urlencode", "query@query.rq", f"{served.url}sparql"]
    answer = subprocess.run(command, capture_output=True, check=True, cwd=tmp_path).stdout.decode()
    assert len(answer.splitlines()) == 1 + len(local_rows(quads, QUERY))


def test_comunica_can_query_it(served, quads) -> None:
    client = shutil.which("comunica-sparql")
    if not client:
        missing("Comunica", "`npm install --global @comunica/query-sparql@4.5.0` brings it")
    question = CATALOGUE.find("for-and-against")
    command = [client, f"sparql@{served.url}sparql", "-f", question.file, "-t", "application/sparql-results+json"]
    done = subprocess.run(command, capture_output=True, check=True, timeout=120)
    answer = json.loads(done.stdout)
    names = answer["head"]["vars"]
    found = [[row[name]["value"] if name in row else None for name in names] for row in answer["results"]["bindings"]]
    assert found == local_rows(quads, question.text)


def test_kg_query_works_with_it(served, quads, tmp_path) -> None:
    command = [sys.executable, "-m", "kg", "query", "for-and-against", "-f", "csv"]
    there = subprocess.run(
        [*command, "--at", f"{served.url}sparql"], capture_output=True, check=True, cwd=tmp_path, env=os.environ
    )
    here = render_results(run_query(quads, CATALOGUE.find("for-and-against").text), "csv")
    assert isinstance(run_query(quads, "ASK {}"), ox.QueryBoolean)
    assert there.stdout.rstrip() == here.rstrip()
