"""Importing reference data from an endpoint that holds data as Wikidata has it."""

from __future__ import annotations

import re
import threading
import time
import urllib.request
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from in_process import kg_here

from kg.cli.reference import command
from kg.cli.scaffold import create_repository
from kg.errors import InputError, RemoteError
from kg.extract.names.gazetteer import Gazetteer
from kg.reference.wikidata import fetch
from kg.reference.wikidata_files import write_files

if TYPE_CHECKING:
    from collections.abc import Iterator
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


def fill(server: Server, data: str) -> str:
    base = server.health.removesuffix("/query")
    request = urllib.request.Request(
        f"{base}/store?default", data.encode(), {"Content-Type": "text/turtle"}, method="PUT"
    )
    with urllib.request.urlopen(request):
        pass
    return f"{base}/query"


@pytest.fixture
def endpoint(oxigraph_server: Server) -> str:
    return fill(oxigraph_server, SAMPLE)


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


def test_known_entries_are_left_out(endpoint: str, tmp_path: Path) -> None:
    assert write_files(fetch(endpoint), tmp_path, known=["Q20", "Q585"]) == {"states": 0, "places": 0, "officials": 2}
    with pytest.raises(InputError, match="already exists"):
        write_files(fetch(endpoint), tmp_path)


def test_no_endpoint_is_an_error() -> None:
    with pytest.raises(RemoteError):
        fetch("http://127.0.0.1:9/sparql", timeout=2)


HOSTILE = """
@prefix pqv: <http://www.wikidata.org/prop/qualifier/value/> . @prefix wikibase: <http://wikiba.se/ontology#> .
wd:Q20 wdt:P31 wd:Q3624078 ; rdfs:label "Mulland"@mul ; wdt:P1549 "Mullish"@mul ; skos:altLabel "Realm of Mul"@mul ;
  wdt:P1906 wd:Q1, wd:Q2 ; p:P35 s:king, s:president, s:other, s:false, s:unknown ; p:P6 s:premier .
wd:Q21 wdt:P31 wd:Q3624078 ; rdfs:label "Sans nom"@fr .
wd:Q1 rdfs:label "King of Mulland"@en . wd:Q2 rdfs:label "President of Mulland"@en .
wd:Q11 rdfs:label "Old King"@en ; p:P39 s:throne . s:throne ps:P39 wd:Q1 .
wd:Q12 rdfs:label "Ada North"@mul, "Adele Nord"@de ; p:P39 s:chair, s:denied . s:chair ps:P39 wd:Q2 .
s:denied ps:P39 wd:Q1 ; wikibase:rank wikibase:DeprecatedRank .
wd:Q13 rdfs:label "No Post"@en . wd:Q14 rdfs:label "Impostor"@en . wd:Q15 rdfs:label "Bela South"@en .
wd:Q16 rdfs:label "Nur Deutsch"@de . wd:Q17 rdfs:label "Prime"@en .
s:king ps:P35 wd:Q11 ; pq:P580 "1890-01-01T00:00:00Z"^^xsd:dateTime ; pqv:P580 [ wikibase:timePrecision 8 ] ;
  pq:P582 "1931-05-01T00:00:00Z"^^xsd:dateTime ; pqv:P582 [ wikibase:timePrecision 10 ] .
s:president ps:P35 wd:Q12 ; pq:P580 "2010-01-01T00:00:00Z"^^xsd:dateTime ; pqv:P580 [ wikibase:timePrecision 11 ] .
s:other ps:P35 wd:Q13 ; pq:P580 "2001-07-04T00:00:00Z"^^xsd:dateTime .
s:false ps:P35 wd:Q14 ; wikibase:rank wikibase:DeprecatedRank ; pq:P580 "2001-07-04T00:00:00Z"^^xsd:dateTime .
s:unknown ps:P35 wd:Q15 ; pq:P580 "1931-05-02T00:00:00Z"^^xsd:dateTime ;
  pq:P582 <http://www.wikidata.org/.well-known/genid/d41d8cd98f00b204e9800998ecf8427e> .
s:premier ps:P6 wd:Q16, wd:Q17 .
"""


def test_uncertain_values_of_wikidata_are_left_out_or_shortened(oxigraph_server: Server) -> None:
    found = fetch(fill(oxigraph_server, SAMPLE.partition("wd:Q20")[0] + HOSTILE))
    assert found.states == {
        "mulland": {"label": "Mulland", "demonyms": ["Mullish"], "wikidata": "Q20", "aliases": ["Realm of Mul"]}
    }
    assert {slug: entry["posts"] for slug, entry in found.officials.items()} == {
        "old-king": [{"title": "King", "of": "mulland", "until": "1931-05"}],
        "ada-north": [{"title": "President", "of": "mulland", "since": "2010-01-01"}],
        "no-post": [{"title": "Head of state", "of": "mulland", "since": "2001-07-04"}],
        "prime": [{"title": "Head of government", "of": "mulland"}],
    }
    assert sorted(found.left_out) == [
        "Bela South: one tenure ended on a day that nobody knows",
        "Q16: it has no name in English",
        "Q21: it has no name in English",
    ]


UNCERTAIN = """
@prefix pqv: <http://www.wikidata.org/prop/qualifier/value/> . @prefix wikibase: <http://wikiba.se/ontology#> .
wd:Q30 wdt:P31 wd:Q3624078 ; rdfs:label "United States of America"@en ; wdt:P36 wd:Q61 ; wdt:P1906 wd:Q11696 ;
  p:P35 s:still ; p:P6 s:century, s:backwards, s:twice, s:dead, s:year, s:anybody, s:namesake .
wd:Q61 rdfs:label "Washington, D.C."@en . wd:Q11696 rdfs:label "President of the United States"@en .
wd:Q258 wdt:P31 wd:Q3624078 ; rdfs:label "South Africa"@en ; wdt:P36 wd:Q3926, wd:Q5465 .
wd:Q3926 rdfs:label "Pretoria"@en . wd:Q5465 rdfs:label "Cape Town"@en .
wd:Q334 wdt:P31 wd:Q3624078 ; rdfs:label "Singapore"@en ; wdt:P36 wd:Q334 .
wd:Q1 rdfs:label "Still There"@en . wd:Q2 rdfs:label "Long Ago"@en . wd:Q3 rdfs:label "Back Wards"@en .
wd:Q4 rdfs:label "Two Starts"@en . wd:Q5 rdfs:label "Late Premier"@en ; wdt:P570 "1950-01-01T00:00:00Z"^^xsd:dateTime .
wd:Q6 rdfs:label "One Year"@en . wd:Q7 rdfs:label "Still There"@en .
s:still ps:P35 wd:Q1 ; pq:P580 "+2021-01-20T00:00:00Z" .
s:century ps:P6 wd:Q2 ; pq:P582 "1900-01-01T00:00:00Z"^^xsd:dateTime ; pqv:P582 [ wikibase:timePrecision 7 ] .
s:backwards ps:P6 wd:Q3 ; pq:P580 "2020-05-01T00:00:00Z"^^xsd:dateTime ; pq:P582 "2019-05-02T00:00:00Z"^^xsd:dateTime .
s:twice ps:P6 wd:Q4 ; pq:P580 "2000-05-02T00:00:00Z"^^xsd:dateTime, "2001-05-02T00:00:00Z"^^xsd:dateTime .
s:dead ps:P6 wd:Q5 ; pq:P580 "1940-05-02T00:00:00Z"^^xsd:dateTime .
s:year ps:P6 wd:Q6 ; pq:P580 "2020-05-02T00:00:00Z"^^xsd:dateTime ;
  pq:P582 "2020-01-01T00:00:00Z"^^xsd:dateTime ; pqv:P582 [ wikibase:timePrecision 9 ] .
s:anybody ps:P6 <http://www.wikidata.org/.well-known/genid/0> ; pq:P580 "2000-05-02T00:00:00Z"^^xsd:dateTime .
s:namesake ps:P6 wd:Q7 ; pq:P580 "1990-05-02T00:00:00Z"^^xsd:dateTime .
"""


def test_entries_without_a_certain_end_or_with_two_values_are_left_out(oxigraph_server: Server) -> None:
    found = fetch(fill(oxigraph_server, SAMPLE.partition("wd:Q20")[0] + UNCERTAIN))
    assert {slug: entry.get("capital") for slug, entry in found.states.items()} == {
        "united-states-of-america": "washington-d-c",
        "south-africa": None,
        "singapore": None,
    }
    assert found.places.keys() == {"washington-d-c"}
    post = {"title": "Head of government", "of": "united-states-of-america"}
    assert {slug: entry["posts"] for slug, entry in found.officials.items()} == {
        "still-there": [{"title": "President of the United States", "of": post["of"], "since": "2021-01-20"}],
        "still-there-q7": [post | {"since": "1990-05-02"}],
        "one-year": [post | {"since": "2020-05-02", "until": "2020"}],
    }
    assert sorted(found.left_out) == [
        "Back Wards: one tenure ended before it began",
        "Late Premier: one tenure has no end, though the person has died",
        "Long Ago: one tenure ended on a day that is only known roughly",
        "South Africa: it has several capitals (Cape Town, Pretoria)",
        "Two Starts: one tenure has several days for its start or its end",
        "somebody unknown: it has no name in English",
    ]


def test_what_a_repository_knows_keeps_its_name(oxigraph_server: Server, tmp_path: Path) -> None:
    """Otherwise there would be two of each state of `world`, and its officials would hold posts of the second one."""
    endpoint = fill(oxigraph_server, SAMPLE.partition("wd:Q20")[0] + UNCERTAIN)
    create_repository(tmp_path / "r")
    folder = tmp_path / "r/seeds/reference"
    (folder / "persons.yaml").write_text("still-there: {label: Still There}\n", "utf-8")
    (folder / "officials.yaml").write_text(
        "one-year: {label: One Year, posts: [{title: Premier, of: united-states}]}\n", "utf-8"
    )
    done = kg_here(tmp_path / "r", "reference", "import", "--endpoint", endpoint, "-o", "new")
    assert (done.returncode, done.stdout) == (0, "0 states, 0 places, 3 officials in new\n"), done.stderr
    officials = (tmp_path / "r/new/officials.yaml").read_text("utf-8")
    assert re.findall(r"^\S+(?=:)", officials, re.MULTILINE) == ["one-year", "still-there-q1", "still-there-q7"]
    assert "{title: President, of: united-states, since: '2021-01-20'}" in officials
    assert "united-states-of-america" not in officials


@contextmanager
def answering(*answers: tuple[int, dict[str, str], bytes]) -> Iterator[tuple[str, list[float]]]:
    """Yield the address of a server that gives each answer once, the last for ever, and when it was asked."""
    asked: list[float] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            status, headers, body = answers[min(len(asked), len(answers) - 1)]
            asked.append(time.monotonic())
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/sparql", asked
    finally:
        server.shutdown()
        server.server_close()


EMPTY = (200, {"Content-Type": "application/sparql-results+json"}, b'{"results": {"bindings": []}}')


def test_a_busy_endpoint_is_asked_again_when_it_says_so() -> None:
    told: list[str] = []
    with answering((429, {"Retry-After": "1"}, b""), (503, {}, b""), EMPTY) as (url, asked):
        assert fetch(url, tell=told.append).states == {}
    assert asked[1] - asked[0] >= 1
    assert len(told) == 2
    assert "busy (HTTP 429)" in told[0]


@pytest.mark.parametrize("after", ["120", "date"])
def test_a_server_that_asks_for_too_long_a_wait_is_reported_with_the_time(after: str) -> None:
    if after == "date":
        after = format_datetime(datetime.now(UTC) + timedelta(seconds=120), usegmt=True)
    with answering((429, {"Retry-After": after}, b"")) as (url, asked), pytest.raises(RemoteError) as caught:
        fetch(url)
    assert len(asked) == 1
    assert "busy" in str(caught.value)
    wait = re.search(r"try again in (\d+) s", str(caught.value))  # a date is of whole seconds, which go on meanwhile
    assert wait is not None
    assert 60 < int(wait[1]) <= 120


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("body", [b"<!doctype html><title>Sign in</title>", b"[1]", b"{", b""])
def test_a_web_page_in_place_of_an_answer_is_an_error(body: bytes) -> None:
    with answering((200, {"Content-Type": "text/html"}, body)) as (url, _), pytest.raises(RemoteError) as caught:
        fetch(url)
    assert "the answer is text/html, and no result of a SPARQL query" in str(caught.value)
