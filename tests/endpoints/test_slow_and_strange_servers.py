"""Servers that are slow, strange or hostile: what they send ends in an answer, or in one message within the time."""

from __future__ import annotations

import json
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress

import pyoxigraph as ox
import pytest
from cases import for_each
from hypothesis import given
from hypothesis import strategies as st
from in_process import kg_here
from small_store import kg, make_store

from kg.endpoints.answers import without_repeats
from kg.endpoints.profiles import from_preset
from kg.endpoints.sparql import Endpoint
from kg.endpoints.transport import Patience
from kg.errors import InputError, RemoteError, UsageError
from kg.limits import DEEPEST, JsonDepth, refuse_excess
from kg.machine.network import http_client, proxy_of, receive

ROW_TERMS = st.sampled_from(
    [
        None,
        *map(
            json.dumps,
            (
                {"type": "uri", "value": "http://x/a"},
                {"type": "bnode", "value": "b1"},
                {"type": "literal", "value": 'q"\n\\é', "xml:lang": "en"},
                {"type": "literal", "value": "0.50", "datatype": "http://www.w3.org/2001/XMLSchema#decimal"},
                {"type": "literal", "value": ""},
            ),
        ),
    ]
)
OK = b'{"head": {}, "boolean": true}'
JSON, XML, NT = "application/sparql-results+json", "application/sparql-results+xml", "application/n-triples"


def head(kind=JSON, status="200 OK", length=None, more=""):
    size = "" if length is None else f"Content-Length: {length}\r\n"
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{size}{more}Connection: close\r\n\r\n".encode()


@contextmanager
def server(*parts, pause=0.0):
    """Yield the address of a server that sends `parts` to everybody, each `pause` seconds after the one before."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve(connection):
        with connection:
            try:
                connection.recv(1 << 16)
                for part in parts:
                    connection.sendall(part)
                    time.sleep(pause)  # a server that is slow is what is tested
                connection.shutdown(socket.SHUT_WR)
                while connection.recv(1 << 16):
                    pass  # the rest of the request: what is closed before it is read is reset
            except OSError:
                pass  # the client has gone

    def accept():
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=serve, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/sparql"
    finally:
        listener.close()


def drip(text):
    return [bytes([byte]) for byte in text]


def answered(kind, body, query="SELECT ?s { ?s ?p ?o }"):
    with server(head(kind, length=len(body)) + body) as url:
        found = Endpoint(from_preset("sparql", url), patience=Patience(0)).query(query)
        return found if isinstance(found, bool | list) else list(found)


SLOW = {
    "body": [head(length=len(OK)), *drip(OK)],
    "body without a length": [head(), *drip(OK)],
    "header": drip(head(length=len(OK)) + OK),
    "error text": [head("text/plain", "500 Sorry", 1000), *drip(b"x" * 1000)],
    "status line": drip(b"HTTP/1.1 " + b"2" * 200),
    "nothing at all": [b""] * 100,
}


@pytest.fixture(scope="module")
def answers_to_the_patient():
    """What `kg query` says of each slow server; they are asked at once, since all that they take is time."""

    def ask(what):
        with server(*SLOW[what], pause=0.3) as url:
            return kg("query", "-q", "ASK {}", "--at", url, "-t", "2")

    with ThreadPoolExecutor(len(SLOW)) as threads:
        return dict(zip(SLOW, threads.map(ask, SLOW), strict=True))


@pytest.mark.hostile("slow-answer")
@for_each("what", SLOW)
def test_an_answer_of_one_byte_a_second_ends_at_the_timeout(answers_to_the_patient, what):
    done = answers_to_the_patient[what]
    assert (done.code, done.out) == (2, ""), done.err  # a whole answer would come after 9 s
    assert "within 2 s" in done.err, done.err


def test_each_request_of_a_load_has_its_own_timeout():
    def asked(parts, count, each):
        with server(*parts, pause=0.3) as url:
            endpoint = Endpoint(from_preset("sparql", url), patience=Patience(0), each=each)
            return [endpoint.query("ASK {}") for _ in range(count)]

    for parts in (SLOW["header"], SLOW["body"], SLOW["error text"]):
        with pytest.raises(RemoteError, match=r"no answer within 1\.5 s$"):
            asked(parts, 1, each=1.5)
    whole = [head(length=len(OK)), OK[:9], OK[9:]]
    assert asked(whole, 6, each=3) == [True] * 6  # in all longer than one may take, and each far from that


def test_all_requests_of_a_query_share_its_timeout():
    answer = head(NT, length=0)
    with server(b"", answer, pause=1.2) as url:
        began = time.monotonic()
        done = kg("query", "positions", "-p", "by=russia", "--at", url, "-t", "3")
        assert time.monotonic() - began < 30
    assert done.code == 2
    assert "within 3 s" in done.err, done.err


def test_httpx_obeys_the_overall_time_limit_too():
    for parts in (SLOW["body"], SLOW["header"]):
        with server(*parts, pause=0.3) as url, http_client(url) as client:
            began = time.monotonic()
            with pytest.raises(Exception, match="too long"):
                receive(client, client.build_request("GET", url), seconds=1)
            assert time.monotonic() - began < 20  # in full it would be 30


@pytest.mark.hostile("endless-answer-of-a-model")
def test_an_endless_answer_from_a_model_is_refused(tmp_path, monkeypatch):
    from kg.paths import shipped

    (tmp_path / "a.txt").write_text("Talks\n\nRussia said that it rejects the plan.\n", encoding="utf-8")
    with server(head("application/json"), *[b"[" * 1_000_000] * 20) as url:
        call = ("--backend", "openai-compatible", "--url", url, "--model", "m", "--seeds", shipped("seeds"))
        done = kg("extract", tmp_path / "a.txt", *call)
    assert done.code == 2
    assert "4,000,000 bytes" in done.err


def rows(*bindings):
    return json.dumps({"head": {"vars": ["s"]}, "results": {"bindings": [{"s": item} for item in bindings]}}).encode()


def test_blank_node_labels_that_no_parser_accepts_are_replaced_consistently():
    node = {"type": "bnode", "value": "nodeID://b10273"}
    turned = {"value": "nodeID://b10273", "type": "bnode"}
    literal = {"type": "literal", "value": '{"type":"bnode","value":"nodeID://b1"}'}
    (one,), (two,), (three,), (four,) = answered(
        JSON, rows(node, turned, literal, {"type": "bnode", "value": "two words"})
    )
    assert isinstance(one, ox.BlankNode)
    assert one == two
    assert three == ox.Literal(literal["value"])
    assert isinstance(four, ox.BlankNode)
    assert four != one


def test_virtuoso_blank_nodes_are_recognised_in_xml_and_tsv():
    xml = (
        b'<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="s"/></head>'
        b'<results><result><binding name="s"><bnode>nodeID://b1</bnode></binding></result>'
        b'<result><binding name="s"><literal>nodeID://b1</literal></binding></result></results></sparql>'
    )
    (node,), (text,) = answered(XML, xml)
    assert (type(node), text) == (ox.BlankNode, ox.Literal("nodeID://b1"))
    (node,), (iri,) = answered("text/tab-separated-values", b"?s\nnodeID://b1\n<http://example.org/a>\n")
    assert (type(node), iri) == (ox.BlankNode, ox.NamedNode("http://example.org/a"))


@pytest.mark.parametrize("size", [1, 2, 7, 100])
def test_an_answer_may_arrive_in_chunks_of_any_size(size):
    body = rows(*[{"type": "bnode", "value": f"nodeID://b{number}"} for number in range(20)])
    parts = [body[start : start + size] for start in range(0, len(body), size)]
    with server(head(), *parts) as url:
        found = list(Endpoint(from_preset("sparql", url), patience=Patience(0)).query("SELECT ?s { ?s ?p ?o }"))
    assert len({row[0] for row in found}) == 20


@given(st.lists(st.tuples(ROW_TERMS, ROW_TERMS), max_size=6), st.data())
def test_rows_that_a_server_repeats_are_kept_once(rows, data):
    """As Virtuoso repeats those of SELECT DISTINCT: in the order of the first of each, and term for term the same."""
    rows = list(dict.fromkeys(rows))
    repeated = [row for row in rows for _ in range(data.draw(st.integers(1, 3)))]
    repeated += data.draw(st.lists(st.sampled_from(rows), max_size=3)) if rows else []
    bindings = [{name: term for name, term in zip("ab", row, strict=True) if term is not None} for row in repeated]
    found = [{name: json.loads(term) for name, term in row.items()} for row in bindings]
    answer = json.dumps({"head": {"vars": ["a", "b"]}, "results": {"bindings": found}})
    parsed = ox.parse_query_results(answer, format=ox.QueryResultsFormat.JSON)
    once = without_repeats(parsed)
    assert [name.value for name in once.variables] == ["a", "b"]
    wanted = ox.parse_query_results(
        json.dumps(
            {
                "head": {"vars": ["a", "b"]},
                "results": {"bindings": list(map(json.loads, dict.fromkeys(map(json.dumps, found))))},
            }
        ),
        format=ox.QueryResultsFormat.JSON,
    )
    assert [tuple(row) for row in once] == [tuple(row) for row in wanted]


@pytest.mark.parametrize(("preset", "count"), [("virtuoso", 1), ("sparql", 1), ("fuseki", 2)])
def test_repeats_are_taken_out_of_the_answers_of_what_may_be_virtuoso(store, preset, count, tmp_path):
    """A plain address may be that of a Virtuoso, too; other servers know what DISTINCT is."""
    row = {"s": {"type": "uri", "value": "http://x/a"}, "o": {"type": "literal", "value": "1"}}
    answer = json.dumps({"head": {"vars": ["s", "o"]}, "results": {"bindings": [row, row]}}).encode()
    with server(head(length=len(answer)), answer) as url:
        (tmp_path / "kg.toml").write_text(f'[profiles.x]\npreset = "{preset}"\nurl = "{url}"\n', "utf-8")
        done = kg_here(tmp_path, "query", "-q", "SELECT DISTINCT ?s ?o { ?s ?p ?o }", "--at", "x", "-f", "csv")
    assert (done.returncode, done.stdout.count("http://x/a")) == (0, count), done.stderr


@pytest.mark.parametrize(("question", "count"), [(("posts",), 1), (("-q", "SELECT * { ?s ?p ?o }"), 2)])
def test_what_another_repository_calls_differently_is_one_row_of_a_question(question, count, tmp_path):
    """The store answers that it has another repository's manifest, too; rows of one's own query stay as they are."""
    names = [{"type": "literal", "value": name} for name in ("North", "Northland")]
    rows = [{"organisation": {"type": "uri", "value": "http://x/a"}, "organisation_label": name} for name in names]
    body = json.dumps({"head": {"vars": list(rows[0])}, "results": {"bindings": rows}}).encode()
    with server(head(length=len(body)), body) as url:
        (tmp_path / "kg.toml").write_text(f'[profiles.x]\npreset = "sparql"\nurl = "{url}"\n', "utf-8")
        done = kg_here(tmp_path, "query", *question, "--at", "x", "-f", "csv")
    assert (done.returncode, done.stdout.count("http://x/a")) == (0, count), done.stderr


def test_a_byte_order_mark_does_no_harm():
    assert answered(JSON, b"\xef\xbb\xbf" + OK, "ASK {}") is True
    assert answered(NT, b"\xef\xbb\xbf<x:s> <x:p> <x:o> .", "CONSTRUCT WHERE { ?s ?p ?o }")


def deep_json(depth):
    iri, triple = '{"type":"uri","value":"x:a"}', '{"type":"triple","value":{"subject":%s,"predicate":%s,"object":'
    term = (triple % (iri, iri)) * depth + iri + "}}" * depth
    return f'{{"head":{{"vars":["s"]}},"results":{{"bindings":[{{"s":{term}}}]}}}}'.encode()


@pytest.mark.hostile("deep-answer")
def test_excessive_nesting_is_reported_without_a_crash():
    assert len(answered(JSON, deep_json(20))) == 1
    triples = b"<x:s> <x:p> " + b"<<( <x:s> <x:p> " * 40_000 + b"<x:o>" + b" )>>" * 40_000 + b" ."
    xml = b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">' + b"<rdf:D>" * 30_000
    for kind, body, query in (
        (JSON, deep_json(20_000), "SELECT ?s { ?s ?p ?o }"),
        (NT, triples, "CONSTRUCT WHERE { ?s ?p ?o }"),
        ("application/rdf+xml", xml, "CONSTRUCT WHERE { ?s ?p ?o }"),
    ):
        with pytest.raises(RemoteError, match="nested more than 200 levels deep"):
            answered(kind, body, query)


@pytest.mark.hostile("xml-entities")
@pytest.mark.parametrize("kind", [XML, "application/rdf+xml"])
def test_entities_are_refused(kind):
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(10))
    body = f'<?xml version="1.0"?><!DOCTYPE x [{lol}]><x>&l9;</x>'.encode()
    with pytest.raises(RemoteError, match="declares entities"):
        answered(kind, body, "SELECT ?s {}" if kind == XML else "CONSTRUCT WHERE {}")


def test_depth_is_counted_outside_strings_across_chunks():
    body = json.dumps([{"a": 'x{["\\"', "b": [{"c": "é\\\\"}] * 3}] * 100).encode()
    for size in (1, 3, 1000):
        depth = JsonDepth()
        assert all(depth.feed(body[start : start + size]) for start in range(0, len(body), size))
        assert depth.feed(b"[" * DEEPEST)
        assert not depth.feed(b"[")


@pytest.mark.hostile("huge-literal")
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ASK {" + "\n(" * 201, "f:201:1: nested more than 200"),
        ('"' + "[" * 300 + '" <x:' + "[" * 300 + "> # " + "(" * 300 + "\n" + "((" * 101, "f:2:201: nested"),
        ("'''" + "{" * 300 + "''' " + "<x:[[[[>" * 300, None),
        ("<x:p> " + "7" * 1001, "f:1:7: a number of more than 1,000 digits"),
        ('<x:p> """' + "x" * 1_000_001 + '"""', "a literal of more than 1,000,000 characters"),
        ("[ ] " * 1000, None),
    ],
)
def test_excess_is_reported_with_its_place(text, told):
    if told is None:
        refuse_excess(text, "f")
    else:
        with pytest.raises(InputError) as caught:
            refuse_excess(text, "f")
        assert told in str(caught.value)


@pytest.mark.hostile("huge-literal")
def test_the_search_for_excess_takes_time_in_proportion_to_length():
    for text in ('"[" ' * 300_000, '"""' * 300_001, "<" * 250 + "<a" * 300_000, "'''" * 300_001 + "[" * 150):
        began = time.process_time()
        with suppress(InputError):
            refuse_excess(text, "f")
        assert time.process_time() - began < 10


@pytest.mark.hostile("malformed-challenge")
@pytest.mark.parametrize(
    "challenge",
    [
        "Digest",
        "Digest realm",
        'Digest realm="x", nonce',
        'Digest qop="?"',
        "Digest \xff",
        'Digest realm="x", nonce="n", qop="auth-int"',
    ],
)
def test_a_malformed_challenge_is_reported(challenge, monkeypatch):
    header = head("text/plain", "401 No", 0, f"WWW-Authenticate: {challenge}\r\n")
    settings = {"auth": "digest", "user": "ann", "password": "correct-horse"}
    with server(header) as url:
        profile = from_preset("virtuoso", url.removesuffix("/sparql"), **settings)
        endpoint = Endpoint(profile, patience=Patience(0))
        for work in (lambda: endpoint.query("ASK {}"), lambda: endpoint.graphs.get("http://example.org/g")):
            with pytest.raises(RemoteError) as caught:
                work()
            assert "correct" not in str(caught.value)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    path = tmp_path_factory.mktemp("strange") / "s"
    make_store(path)
    return path


@pytest.mark.hostile("deep-query")
@pytest.mark.parametrize(
    "query",
    [
        "ASK { FILTER(" + "(" * 5000 + "1" + ")" * 5000 + ") }",
        "ASK { " + "{ " * 20_000 + "?s ?p ?o" + " }" * 20_000 + " }",
        "ASK { " + "{ SELECT * { " * 3000 + "?s ?p ?o" + " } }" * 3000 + " }",
        "ASK { FILTER(" + "!" * 20_000 + "1) }",
        "ASK { FILTER(1" + " || 1" * 20_000 + ") }",
        "ASK { { ?s ?p ?o }" + " UNION { ?s ?p ?o }" * 20_000 + " }",
        "ASK { ?s ?p ?o" + " FILTER(1)" * 20_000 + " }",
        "ASK { FILTER(" + "ABS(" * 2000 + "1" + ")" * 2000 + ") }",
        "ASK { FILTER(" + "(" * 5000,
    ],
    ids=lambda query: query[6:24],
)
@pytest.mark.parametrize("at", [False, True])
def test_a_query_nested_too_deeply_is_reported(store, query, at):
    with server(head(length=len(OK)) + OK) as url:
        place = ("--at", url) if at else ("--store", store)
        done = kg("query", "-", *place, stdin=query.encode())
    assert done.code == 2, (done.code, done.err)
    assert done.err.startswith("kg: ")
    assert "Traceback" not in done.err


def test_a_long_query_of_ordinary_depth_is_answered(store):
    many = " ".join(f"<x:{number}>" for number in range(5000))
    done = kg("query", "-q", f"SELECT (COUNT(*) AS ?n) {{ VALUES ?x {{ {many} }} }}", "--store", store)
    assert done.out == "?n\n5000\n", done.err


@pytest.mark.hostile("service")
def test_service_is_asked_only_where_that_was_allowed(store):
    with server(head(length=len(OK)) + rows()) as url:
        query = f"SELECT ?s {{ SERVICE <{url}> {{ ?s ?p ?o }} }}"
        done = kg("query", "-q", query, "--store", store)
        assert (done.code, "--allow-service" in done.err) == (2, True)
        assert "--allow-service" not in kg("query", "-q", query, "--store", store, "--allow-service").err
        assert kg("query", "-q", 'ASK { ?s ?p "SERVICE <x:y> {}" } # SERVICE', "--store", store).code == 0


PROXIES = {
    "ALL_PROXY": ["socks5://127.0.0.1:1080", "socks://127.0.0.1:1080/", "socks4a://h:1"],
    "http_proxy": ["socks5h://u:hunter2@127.0.0.1:1080"],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in PROXIES.items() for value in values])
def test_a_proxy_that_cannot_be_used_is_named(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(UsageError, match=name) as caught:
        proxy_of("http://example.org/sparql")
    assert "hunter2" not in str(caught.value)
    assert "NO_PROXY" in str(caught.value)


def test_the_environment_decides_about_proxies_as_elsewhere(monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    assert proxy_of("http://example.org/") is None
    monkeypatch.setenv("ALL_PROXY", "10.0.0.1:3128")
    assert proxy_of("https://example.org/") == ("ALL_PROXY", "http://10.0.0.1:3128")
    monkeypatch.setenv("https_proxy", "http://10.0.0.2:3128")
    assert proxy_of("https://example.org/") == ("https_proxy", "http://10.0.0.2:3128")
    monkeypatch.setenv("NO_PROXY", "localhost,[::1],.example.org")
    assert proxy_of("https://a.example.org/") is None
    assert proxy_of("http://[::1]:7878/") is None
    assert proxy_of("http://10.1.1.1/") == ("ALL_PROXY", "http://10.0.0.1:3128")
    monkeypatch.setenv("REQUEST_METHOD", "GET")
    monkeypatch.setenv("HTTP_PROXY", "http://10.0.0.3:3128")
    assert proxy_of("http://10.1.1.1/") == ("ALL_PROXY", "http://10.0.0.1:3128")


@pytest.mark.parametrize(("name", "value"), [("SSL_CERT_FILE", "/nonexistent.pem"), ("SSL_CERT_DIR", "/nonexistent")])
@pytest.mark.parametrize("auth", ["none", "basic"])
def test_missing_certificates_are_named(monkeypatch, name, value, auth):
    monkeypatch.setenv(name, value)
    profile = from_preset("oxigraph", "https://127.0.0.1:1", auth=auth, user="u", password="p")
    endpoint = Endpoint(profile, patience=Patience(0))
    for work in (lambda: endpoint.query("ASK {}"), lambda: endpoint.graphs.get("http://example.org/g")):
        with pytest.raises(UsageError, match=f"{name}={value}"):
            work()


def test_a_proxy_that_does_not_answer_is_named(monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    endpoint = Endpoint(from_preset("oxigraph", "http://example.org:7878"), patience=Patience(0))
    for work in (lambda: endpoint.query("ASK {}"), lambda: endpoint.graphs.get("http://example.org/g")):
        with pytest.raises(RemoteError, match=r"through the proxy that HTTP_PROXY names \(http://127.0.0.1:9\)"):
            work()


def test_a_query_of_the_command_goes_through_the_proxy(monkeypatch):
    with server(head(length=len(OK)) + OK) as proxy:
        done = kg("query", "-q", "ASK {}", "--at", "http://nowhere.invalid/sparql", HTTP_PROXY=proxy, NO_PROXY="")
    assert (done.code, done.out.strip()) == (0, "true"), done.err
