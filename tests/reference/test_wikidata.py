"""Importing reference data from an endpoint that holds data as Wikidata has it."""

from __future__ import annotations

import urllib.request
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from kg.cli.reference import command
from kg.errors import InputError, RemoteError
from kg.extract.names.gazetteer import Gazetteer
from kg.reference.wikidata import fetch, write_files

if TYPE_CHECKING:
    from pathlib import Path

    from servers import Server

SAMPLE = """
@prefix wd: <http://www.wikidata.org/entity/> . @prefix wdt: <http://www.wikidata.org/prop/direct/> .
@prefix p: <http://www.wikidata.org/prop/> . @prefix ps: <http://www.wikidata.org/prop/statement/> .
@prefix pq: <http://www.wikidata.org/prop/qualifier/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix s: <http://www.wikidata.org/entity/statement/> .

wd:Q20 wdt:P31 wd:Q3624078 ; rdfs:label "Norway"@en, "Norwegen"@de ; wdt:P297 "NO" ; wdt:P36 wd:Q585 ;
  wdt:P1549 "Norwegian"@en ; skos:altLabel "Kingdom of Norway"@en ; wdt:P1313 wd:Q100 ; wdt:P6 wd:Q57665 ;
  p:P6 s:a, s:b .
wd:Q585 rdfs:label "Oslo"@en .
wd:Q100 rdfs:label "prime minister of Norway"@en .
s:a ps:P6 wd:Q57665 ; pq:P580 "2000-03-17T00:00:00Z"^^xsd:dateTime ; pq:P582 "2001-10-19T00:00:00Z"^^xsd:dateTime .
s:b ps:P6 wd:Q57665 ; pq:P580 "2005-01-01T00:00:00Z"^^xsd:dateTime .
wd:Q57665 rdfs:label "Jens Stoltenberg"@en ; skos:altLabel "Stoltenberg"@en .
wd:Q200 wdt:P279 wd:Q7330070 ; wdt:P1001 wd:Q20 .
wd:Q300 rdfs:label "Arvid Lindqvist"@en ; p:P39 s:c .
s:c ps:P39 wd:Q200 ; pq:P580 "2005-10-17T00:00:00Z"^^xsd:dateTime .
wd:Q6256 rdfs:label "not a state"@en .
"""


@pytest.fixture
def endpoint(oxigraph_server: Server) -> str:
    base = oxigraph_server.health.removesuffix("/query")
    request = urllib.request.Request(
        f"{base}/store?default", SAMPLE.encode(), {"Content-Type": "text/turtle"}, method="PUT"
    )
    with urllib.request.urlopen(request):
        pass
    return f"{base}/query"


def test_states_and_their_officials_are_read(endpoint: str) -> None:
    found = fetch(endpoint)
    assert found.states == {
        "norway": {
            "label": "Norway",
            "demonyms": ["Norwegian"],
            "iso": "NO",
            "wikidata": "Q20",
            "capital": "oslo",
            "aliases": ["Kingdom of Norway"],
        }
    }
    assert found.places == {"oslo": {"label": "Oslo", "country": "norway", "wikidata": "Q585"}}
    assert found.officials["jens-stoltenberg"]["posts"] == [
        {"title": "Prime minister", "of": "norway", "since": "2000-03-17", "until": "2001-10-19"},
        {"title": "Prime minister", "of": "norway", "since": "2005"},
    ]
    assert found.officials["arvid-lindqvist"]["posts"] == [
        {"title": "Foreign Minister", "of": "norway", "since": "2005-10-17"}
    ]


def test_the_files_are_reference_data(endpoint: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(command, ["import", "--endpoint", endpoint, "-o", str(tmp_path / "new")])
    assert result.exit_code == 0, result.output
    names = Gazetteer.load(tmp_path / "new")
    assert names.find("Kingdom of Norway") == ["norway"]
    assert names.holders("foreign minister", "norway", "2010-01-01") == ["arvid-lindqvist"]
    assert names.holders("prime minister", "norway", "2003-01-01") == []


def test_what_is_known_is_left_out(endpoint: str, tmp_path: Path) -> None:
    assert write_files(fetch(endpoint), tmp_path, known=["Q20", "Q585"]) == {"states": 0, "places": 0, "officials": 2}
    with pytest.raises(InputError, match="there already"):
        write_files(fetch(endpoint), tmp_path)


def test_no_endpoint_is_an_error() -> None:
    with pytest.raises(RemoteError):
        fetch("http://127.0.0.1:9/sparql", timeout=2)
