"""The W3C's tests of the SPARQL 1.1 Protocol: the queries are answered as they say, the updates refused."""

from __future__ import annotations

import http.client
import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import rdflib
from cases import for_each
from kg_server import serving
from rdflib.collection import Collection
from small_store import make_store

SUITE = Path(__file__).parent / "w3c_sparql_protocol"
MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = rdflib.Namespace("http://www.w3.org/2011/http#")
HTS = rdflib.Namespace("http://www.w3.org/2011/http-statusCodes#")
CNT = rdflib.Namespace("http://www.w3.org/2011/content#")
MANIFEST = rdflib.Graph().parse(SUITE / "manifest.ttl", publicID="http://w3c.example/manifest.ttl")
ENTRIES = list(Collection(MANIFEST, next(MANIFEST.objects(None, MF.entries))))
NAMES = [str(entry).partition("#")[2] for entry in ENTRIES]
UPDATES = [name for name in NAMES if "update" in name]
QUERIES = [name for name in NAMES if "update" not in name]
#: The graphs of the suite, under the names that its requests use.
DATA = "".join(
    f"<http://kasei.us/2009/09/sparql/data/data{number}.rdf> {{ {(SUITE / f'data{number}.nt').read_text('utf-8')} }}\n"
    for number in (1, 2, 3)
)


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory):
    folder = tmp_path_factory.mktemp("protocol") / "kg"
    make_store(folder, data=DATA)
    with serving(folder) as running:
        yield running


def requests_of(name: str) -> list[rdflib.term.Node]:
    entry = next(entry for entry in ENTRIES if str(entry).endswith(f"#{name}"))
    action = MANIFEST.value(entry, MF.action)
    return list(Collection(MANIFEST, MANIFEST.value(action, HT.requests)))


def send(url: str, request) -> http.client.HTTPResponse:
    """Send one request of the suite, byte for byte."""
    value = MANIFEST.value
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
    fields = value(request, HT.headers)
    headers = {
        str(value(field, HT.fieldName)): str(value(field, HT.fieldValue))
        for field in (Collection(MANIFEST, fields) if fields else ())
    }
    body = value(request, HT.body)
    data = str(value(body, CNT.chars)).encode(str(value(body, CNT.characterEncoding))) if body else b""
    connection.putrequest(str(value(request, HT.methodName)), str(value(request, HT.absolutePath)))
    for header, text in headers.items():
        connection.putheader(header, text)
    if data:
        connection.putheader("Content-Length", str(len(data)))
    connection.endheaders(data or None)
    return connection.getresponse()


def expected(request) -> tuple[set[str], str | None, bool | None]:
    """Return the classes of status, the form of results, and the answer to an ASK, as far as the suite says."""
    response = MANIFEST.value(request, HT.resp)
    statuses = {str(status).rpartition("StatusCode")[2][:1] for status in MANIFEST.objects(response, MF.expectedStatus)}
    form, boolean = MANIFEST.value(response, MF.expectedFormat), MANIFEST.value(response, MF.expectedBoolean)
    return statuses, None if form is None else str(form), None if boolean is None else bool(boolean.toPython())


def test_the_suite_is_complete() -> None:
    assert {*ENTRIES} == {*MANIFEST.subjects(rdflib.RDF.type, MF.ProtocolTest)}
    assert QUERIES
    assert UPDATES


@for_each("name", QUERIES)
def test_a_query_is_answered_as_the_suite_expects(endpoint, name: str) -> None:
    for request in requests_of(name):
        statuses, form, boolean = expected(request)
        response = send(endpoint.url, request)
        body = response.read()
        assert str(response.status)[0] in statuses, body
        check_form(response.headers["Content-Type"], body, form)
        if boolean is not None:
            assert json.loads(body)["boolean"] is boolean


def check_form(media_type: str, body: bytes, form: str | None) -> None:
    kind = media_type.partition(";")[0]
    if form == "RDF":
        formats = {"text/turtle": "turtle", "application/rdf+xml": "xml", "application/n-triples": "nt"}
        rdflib.Graph().parse(data=body, format=formats[kind])
    elif form == "tabular":
        assert kind in ("application/sparql-results+json", "application/sparql-results+xml", "text/csv")
    elif form == "boolean":
        assert kind in ("application/sparql-results+json", "application/sparql-results+xml")


@for_each("name", UPDATES)
def test_an_update_is_refused(endpoint, name: str) -> None:
    response = send(endpoint.url, requests_of(name)[0])
    line = response.read().decode()
    assert 400 <= response.status < 500
    assert line.count("\n") == 1
    assert endpoint.ask("ASK { ?s ?p ?o }").json()["boolean"] is True
