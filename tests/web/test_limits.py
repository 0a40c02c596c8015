"""What a query may cost: time, memory, size, and no way out of the machine."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from bombs import BOMBS, REFUSED, SERVICES
from cases import for_each
from kg_server import serving
from waiting import is_busy, wait_for

from kg.web.limits import mentions_service, parse_size

UNGUARDED = Path(__file__).parents[1] / "support" / "unguarded.py"
#: Of these, ones that a process survives: what they cost is spent before they are read, or is little.
HARMLESS = {"path brackets", "path choices", "quoted triples", "product unmatched"}


@pytest.fixture(scope="module")
def hurried(store):
    """A server whose deadline is short, since bombs wait for it."""
    with serving(store, "--timeout", "1", "--workers", "2") as running:
        yield running


@pytest.mark.parametrize("name", BOMBS)
def test_an_expensive_query_is_refused_and_the_next_one_answered(hurried, name: str) -> None:
    server = hurried
    answer = server.client.post("/sparql", data={"query": BOMBS[name]})
    asked = time.monotonic()
    # Where the machine is busy, even this one can take longer than the half second that it has here.
    answered = wait_for(lambda: (given := server.ask("ASK {}")).status_code == 200 and given)
    assert answered.json()["boolean"] is True
    assert time.monotonic() - asked < 5 or is_busy()  # as long as a worker may take to start
    assert answer.status_code in ({200, 504} if name in HARMLESS else {400, 413, 500, 504})
    assert answer.status_code == 200 or answer.text.count("\n") == 1


def test_no_bomb_leaves_a_worker_behind_or_takes_one_away(hurried) -> None:
    server = hurried
    for name in ("braces", "product counted", "doubling"):
        server.client.post("/sparql", data={"query": BOMBS[name]})
    wait_for(lambda: server.health()["sparql"]["idle"] == 2)
    wait_for(lambda: sorted(server.workers().values()) == ["pages"] * 3 + ["sparql"] * 3)
    time.sleep(1)  # no more of them come
    assert sorted(server.workers().values()) == ["pages"] * 3 + ["sparql"] * 3


@pytest.mark.parametrize("name", REFUSED)
def test_text_that_is_not_a_query_is_refused(server, name: str) -> None:
    answer = server.client.post("/sparql", data={"query": REFUSED[name]})
    assert answer.status_code == 400
    assert answer.text.count("\n") == 1


def test_an_answer_beyond_its_limit_is_refused_whole(store) -> None:
    query = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
    with serving(store, "--max-answer", "20K") as server:
        answer = server.ask(query)
        assert answer.status_code == 500
        assert "larger than 0.0195 MB" in answer.text
        assert server.ask(query + " LIMIT 10").status_code == 200
        constructed = server.ask("CONSTRUCT { ?a ?b ?f } { ?a ?b ?c . ?d ?e ?f }", "text/turtle")
        assert constructed.status_code == 500


def test_a_body_beyond_its_limit_is_refused(server) -> None:
    answer = server.client.post("/sparql", data={"query": "#" * 300_000})
    assert answer.status_code == 413
    assert server.ask("ASK {}").status_code == 200


#: Refused for the size, for the method, and for the host.
REFUSED_BODIES = [
    (413, "POST /sparql HTTP/1.1\r\nHost: localhost"),
    (405, "PUT /positions/ HTTP/1.1\r\nHost: localhost"),
    (421, "POST /sparql HTTP/1.1\r\nHost: example.org"),
]


@for_each(("status", "head"), REFUSED_BODIES)
def test_a_slow_sender_of_a_refused_body_can_read_the_refusal(server, status: int, head: str) -> None:
    with socket.create_connection((server.client.base_url.host, server.client.base_url.port)) as connection:
        connection.sendall(f"{head}\r\nContent-Length: 3000000\r\n\r\n".encode())
        for _ in range(30):  # a server that closes over unread bytes resets the connection
            connection.sendall(b"#" * 100_000)
            time.sleep(0.005)
        assert connection.recv(100).startswith(f"HTTP/1.1 {status}".encode())


@contextmanager
def listener():
    """A socket that counts who connects to it."""
    seen: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as waiting:
        waiting.settimeout(0.1)
        stopped = threading.Event()

        def count() -> None:
            while not stopped.is_set():
                try:
                    connection, address = waiting.accept()
                except TimeoutError:
                    continue
                seen.append(address)
                connection.close()

        thread = threading.Thread(target=count)
        thread.start()
        try:
            yield f"http://127.0.0.1:{waiting.getsockname()[1]}/", seen
        finally:
            stopped.set()
            thread.join()


@pytest.mark.parametrize("guards", ["both", "guarded", "filtered"])
def test_no_disguised_service_query_reaches_another_server(store, guards: str) -> None:
    program = ("-m", "kg", "serve") if guards == "both" else (str(UNGUARDED), guards)
    with listener() as (address, seen), serving(store, "--timeout", "60", program=program) as server:
        for query in SERVICES:
            answer = server.client.post("/sparql", data={"query": query.replace("%", address)})
            refused = "SERVICE is not available" in answer.text
            assert refused or guards == "guarded" or "syntax error" in answer.text, query
        assert seen == []


def test_without_both_guards_the_listener_would_be_reached(store) -> None:
    """So that the test above can fail."""
    program = (str(UNGUARDED), "neither")
    with listener() as (address, seen), serving(store, "--timeout", "3", program=program) as server:
        assert any("not cut off from the network" in line for line in server.log)
        for query in SERVICES:
            server.client.post("/sparql", data={"query": query.replace("%", address)})
        assert len(seen) > 10


def test_without_the_kernels_guard_nobody_else_is_served(store) -> None:
    program = (str(UNGUARDED), "filtered")
    with (
        pytest.raises(AssertionError, match="cannot be cut off"),
        serving(store, "--host", "example.org", program=program),
    ):
        pass


@for_each("query", [*SERVICES[:-1], "'a' SERVICE 'b'", '"a\\" " SERVICE "b"', '"""a"" SERVICE""" SERVICE'])
def test_the_keyword_service_is_found(query: str) -> None:
    assert mentions_service(query)


@for_each(
    "query",
    [
        "SELECT ?service $SERVICE { }",
        "ASK { ?s ?p 'SERVICE', \"a SERVICE\", '''a ' SERVICE''', \"\"\"a \"\" SERVICE\"\"\", 'a\\' SERVICE' }",
        "ASK { <http://x.example/SERVICE> ?p ?o } # SERVICE",
    ],
)
def test_service_in_a_name_or_a_string_is_not_the_keyword(query: str) -> None:
    assert not mentions_service(query)


@for_each(("text", "size"), [("1G", 1 << 30), ("512M", 512 << 20), ("1.5k", 1536), ("64MiB", 64 << 20), ("7", 7)])
def test_sizes_are_parsed(text: str, size: int) -> None:
    assert parse_size(text) == size


@for_each("text", ["", "G", "1 X", "-1M", "1e9"])
def test_invalid_sizes_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a size"):
        parse_size(text)
