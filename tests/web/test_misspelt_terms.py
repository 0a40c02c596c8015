"""A misspelt term at the endpoint is refused as `kg query` refuses it; without rows it would look like an answer."""

from __future__ import annotations

import httpx
import pytest
from kg_server import serving

ONTOLOGY = "https://w3id.org/diplomatic-positions/ontology#"
ACT = "https://w3id.org/diplomatic-positions/id/act/"


@pytest.fixture(scope="module")
def server(seeds_store):
    with serving(seeds_store.path, "--workers", "1") as running:
        yield running


def ask(server, query: str, accept: str = "application/sparql-results+json") -> httpx.Response:
    return httpx.get(
        f"{server.url}sparql", params={"query": query}, headers={"accept": accept}, timeout=60, follow_redirects=True
    )


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT * { ?x dp:oposes ?y }", "query:1:15: the ontology has no term dp:oposes (did you mean dp:opposes?)"),
        (f"ASK {{ ?x a <{ONTOLOGY}Statment> }}", "query:1:12: the ontology has no term dp:Statment"),
        ("SELECT (COUNT(*) AS ?n)\n{ ?x dp:act act:denys }", "query:2:13: the ontology has no term act:denys"),
        (
            f"PREFIX x: <{ONTOLOGY}> ASK {{ ?s x:holdr ?o }}",
            "the ontology has no term dp:holdr (did you mean dp:holder",
        ),
        (f"PREFIX x: <{ACT}> ASK {{ ?s ?p x:denys }}", "the ontology has no term act:denys (did you mean act:denies"),
        ("CONSTRUCT { ?x dp:opposes ?y } { ?x dp:oposes ?y }", "the ontology has no term dp:oposes"),
        ("ASK { ?x dp:holder\\~ ?y }", "the ontology has no term"),
        ("SELECT * { ?x dpp:opposes ?y }", "unknown prefix 'dpp:'"),
    ],
)
def test_a_misspelt_term_is_refused_every_time(server, query: str, message: str) -> None:
    for _ in range(2):
        answer = ask(server, query)
        assert (answer.status_code, answer.headers["content-type"]) == (400, "text/plain; charset=utf-8")
        assert message in answer.text
        assert answer.text.count("\n") == 1


def test_the_page_shows_it_with_its_place(server) -> None:
    answer = ask(server, "SELECT *\n{ ?x dp:oposes ?y }", "text/html")
    assert answer.status_code == 400
    assert 'data-line="2" data-column="6"' in answer.text
    assert "The ontology has no term dp:oposes" in answer.text
    assert "Did you mean dp:opposes?" in answer.text


@pytest.mark.parametrize(
    "query",
    [
        "ASK { ?x dp:opposes ?y ; dp:holderOf ?z }",
        f"PREFIX dp: <{ONTOLOGY}> PREFIX a: <{ACT}> ASK {{ ?x dp:act a:denies }}",
        "PREFIX dp: <http://example.org/> ASK { ?x dp:oposes ?y }",
        "ASK { ?x rdfs:label 'dp:oposes' } # act:denys",
        "ASK { ?x ?p actor:nobody-at-all }",
    ],
)
def test_defined_and_foreign_terms_are_answered(server, query: str) -> None:
    for _ in range(2):
        assert set(ask(server, query).json()) == {"head", "boolean"}


def test_a_prefix_of_one_query_does_not_affect_the_next(server) -> None:
    misspelt = "ASK { ?x dp:oposes ?y }"
    assert ask(server, misspelt).status_code == 400
    assert ask(server, f"PREFIX dp: <http://example.org/> {misspelt}").json()["boolean"] is False
    assert ask(server, misspelt).status_code == 400
