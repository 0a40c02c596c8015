"""The front process: who may ask, what is answered to what is wrong, and the headers of what is right."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from urllib.parse import urlsplit

import pytest
from kg_server import serving
from small_store import HELD, kg
from waiting import wait_for

from kg.web.http.connection import QUIET
from kg.web.http.static_files import StaticFiles


def raw(url: str, text: bytes, wait: float = 60) -> bytes:
    """Send bytes, and return what comes back until the other side closes."""
    host = urlsplit(url)
    with socket.create_connection((host.hostname, host.port), timeout=wait) as connection:
        connection.sendall(text)
        parts = []
        try:
            while part := connection.recv(1 << 16):
                parts.append(part)
        except (TimeoutError, ConnectionError):
            pass
    return b"".join(parts)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("LOCALHOST:1", 200),
        ("127.0.0.1:65535", 200),
        ("[::1]:8000", 200),
        ("evil.example", 421),
        ("localhost.evil.example", 421),
        ("127.0.0.1.nip.io", 421),
        ("", 421),
        ("localhost:8000:9", 421),
        ("user@localhost", 421),
    ],
)
def test_only_names_of_the_machine_are_answered(server, host: str, status: int) -> None:
    assert server.client.get("/", headers={"Host": host}).status_code == status


def test_a_host_has_to_be_named_before_others_can_reach_it(store) -> None:
    run = kg("serve", "--bind", "0.0.0.0:0", "--store", store)
    assert run.code == 2
    assert run.err.count("\n") == 1
    assert "--host" in run.err
    with serving(store, "--host", "Positions.Example.org") as server:
        assert server.client.get("/", headers={"Host": "positions.example.org"}).status_code == 200
        assert server.client.get("/", headers={"Host": "other.example.org"}).status_code == 421


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--bind", "127.0.0.1"], "a valid ADDRESS:PORT"),
        (["--bind", "127.0.0.1:99999"], "a valid ADDRESS:PORT"),
        (["--host", "http://x.example"], "without http://"),
        (["--memory", "lots"], "not a size"),
        (["--memory", "1M"], "at least 512M"),
        (["--cors", "example.org"], "not a valid origin"),
        (["--bind", "192.0.2.1:80", "--host", "x.example"], "choose another --bind"),
    ],
)
def test_a_wrong_option_gets_one_line(store, arguments: list[str], words: str) -> None:
    run = kg("serve", "--store", store, *arguments)
    assert (run.code, run.err.count("\n")) == (2, 1)
    assert words in run.err


def test_serving_without_a_store_is_refused(tmp_path) -> None:
    run = kg("serve", "--store", tmp_path / "none")
    assert run.code == 2
    assert "kg build" in run.err


def test_two_servers_cannot_share_a_port(store, server) -> None:
    run = kg("serve", "--store", store, "--bind", f"127.0.0.1:{urlsplit(server.url).port}")
    assert run.code == 2
    assert "choose another --bind" in run.err


def test_a_browser_gets_a_page_where_a_program_gets_a_line(server) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    for path, status in (("/static/<b>.css", 404), ("/id//x/", 404), ("/sparql/?query=SELECT", 400)):
        line = server.client.get(path, headers={"Accept": "*/*"})
        assert line.status_code == status
        assert line.headers["content-type"].startswith("text/plain")
        page = server.client.get(path, headers=browser)
        assert page.status_code == status
        assert page.headers["content-type"] == "text/html; charset=utf-8"
    page = server.client.get("/static/x/<b>.css", headers=browser)
    assert "No such file." in page.text
    assert server.client.get(page.url.join("../../static/style.css")).status_code == 200
    assert 'href="../../static/style.css"' in page.text


@pytest.mark.parametrize("path", ["/", "/sparql", "/health", "/static/x", "/nothing/", "/id/actor/x"])
def test_every_response_protects_its_reader(server, path: str) -> None:
    headers = server.client.get(path).headers
    assert headers["content-security-policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "access-control-allow-origin" not in headers
    assert "server" not in headers


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "POST", "BREW", "OPTIONS"])
def test_other_methods_are_refused(server, method: str) -> None:
    answer = server.client.request(method, "/")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD"


def test_head_is_get_without_its_body(server) -> None:
    whole, head = server.client.get("/"), server.client.head("/")
    assert head.content == b""
    assert head.headers["content-length"] == str(len(whole.content))
    assert head.headers["etag"] == whole.headers["etag"]


def test_unchanged_pages_are_not_sent_again(server) -> None:
    first = server.client.get("/sparql", params={"query": HELD})
    again = server.client.get("/sparql", params={"query": HELD}, headers={"If-None-Match": first.headers["etag"]})
    other = server.client.get("/sparql", params={"query": HELD}, headers={"Accept": "text/csv"})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert other.headers["etag"] != first.headers["etag"]
    assert "Accept" in first.headers["vary"]


@pytest.mark.parametrize(
    "path",
    [
        b"/static/../front.py",
        b"/static/%2e%2e/front.py",
        b"/static/..%2ffront.py",
        b"/static/..%5cfront.py",
        b"/static//etc/passwd",
        b"/..%2f..%2fetc/passwd",
        b"/static/%00",
        b"/static/.",
        b"/id/%2e%2e/%2e%2e/",
    ],
)
def test_no_path_leads_out_of_the_static_files(server, path: bytes) -> None:
    answer = raw(server.url, b"GET " + path + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 404")
    assert b"import" not in answer
    assert b"root:" not in answer


@pytest.mark.parametrize("target", [b"/%ff/", b"/?q=%ff", b"/sparql?query=%c3", b"http://evil.example/", b"*"])
def test_unreadable_requests_get_status_400(server, target: bytes) -> None:
    answer = raw(server.url, b"GET " + target + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 400")


def test_symbolic_links_and_strange_files_are_not_static(tmp_path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    folder = tmp_path / "static"
    (folder / "inner").mkdir(parents=True)
    (folder / "style.css").write_text("p {}")
    (folder / "inner" / "code.js").write_text("1")
    (folder / "notes.py").write_text("1")
    (folder / "link.css").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "a.css").write_text("a")
    (folder / "linked").symlink_to(tmp_path / "outside")
    files = StaticFiles(folder)
    names = ("style.css", "inner/code.js", "notes.py", "link.css", "linked/a.css", "../secret.txt")
    assert [files.get(name) is not None for name in names] == [True, True, False, False, False, False]


WHOLE = b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"


def test_half_sent_requests_are_dropped(server) -> None:
    """Whether head or body stops, of the first request or of a later one, and when a byte comes now and then."""
    host = urlsplit(server.url)
    head = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
    beginnings = [
        b"GET / HT",
        head,
        head + b"Content-Length: 9\r\n\r\nASK",
        head + b"Transfer-Encoding: chunked\r\n\r\n5\r\nA",
    ]
    beginnings += [WHOLE + more for more in (b"", *beginnings)]
    open_ = []
    for number in range(200):
        connection = socket.create_connection((host.hostname, host.port))
        connection.sendall(beginnings[number % len(beginnings)])
        open_.append(connection)
    dripping = socket.create_connection((host.hostname, host.port))
    dripping.sendall(b"GET / HTTP/1.1\r\nX-A: ")
    assert server.client.get("/health").status_code == 200
    ended = time.monotonic() + 60
    busy = http.client.HTTPConnection(host.netloc)
    busy.auto_open = 0  # it has one connection, or fails
    busy.connect()
    for _ in range(3):  # who asks again and again is not silent
        busy.request("GET", "/health")
        assert busy.getresponse().read()
        time.sleep(2)
    for connection in open_:
        connection.settimeout(max(0.1, ended - time.monotonic()))
        with contextlib.suppress(ConnectionError):
            while connection.recv(4096):
                pass
        connection.close()
    assert is_dropped(dripping, ended)


def is_dropped(connection: socket.socket, until: float) -> bool:
    """Send a byte now and then, and say whether the other side ends the connection in time."""
    with connection:
        while time.monotonic() < until:
            try:
                connection.send(b"a")
            except OSError:
                return True
            time.sleep(0.2)  # a client that is slow is what is tested
    return False


def test_a_client_that_goes_away_does_no_harm(store) -> None:
    query = b"query=" + b"SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }".replace(
        b" ", b"+"
    )
    request = (
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        b"Content-Length: " + str(len(query)).encode() + b"\r\n\r\n" + query
    )
    with serving(store, "--timeout", "1", "--workers", "2") as server:
        host = urlsplit(server.url)
        for _ in range(20):
            connection = socket.create_connection((host.hostname, host.port))
            connection.sendall(request)
            time.sleep(0.01)  # at any stage of the request
            connection.close()
        wait_for(lambda: server.ask("ASK {}").status_code == 200)
        wait_for(lambda: server.health()["sparql"]["idle"] == 2)


def test_no_work_is_done_for_abandoned_requests(store) -> None:
    """Without a look at the client, the single worker would be at it for a minute."""
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }".replace(" ", "%20")
    with serving(store, "--timeout", "60", "--workers", "1") as server:
        before = server.complete().keys()
        host = urlsplit(server.url)
        with socket.create_connection((host.hostname, host.port)) as connection:
            connection.sendall(f"GET /sparql?query={slow} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            wait_for(lambda: server.health()["sparql"]["idle"] == 0)
        started = time.monotonic()
        assert server.ask("ASK {}").status_code == 200
        assert time.monotonic() - started < 50
        wait_for(lambda: " 499 " in "\n".join(server.log))
        assert server.complete().keys() != before
        assert server.health()["sparql"]["idle"] == 1


def test_an_abandoned_request_that_is_nearly_done_is_not_killed(store) -> None:
    with serving(store, "--workers", "1") as server:
        server.ask("ASK {}")
        before = server.complete().keys()
        host = urlsplit(server.url)
        for _ in range(20):
            with socket.create_connection((host.hostname, host.port)) as connection:
                connection.sendall(b"GET /sparql?query=ASK%20{} HTTP/1.1\r\nHost: localhost\r\n\r\n")
        # Where the machine is busy, those that are still waiting can fill the queue, and this one is turned away.
        wait_for(lambda: server.ask("ASK {}").status_code == 200)
        assert server.workers().keys() == before


def test_a_client_of_http_2_that_says_nothing_more_is_dropped(server) -> None:
    host = urlsplit(server.url)
    silent = [socket.create_connection((host.hostname, host.port), timeout=60) for _ in range(2)]
    for connection, more in zip(silent, (b"", b"SM\r\n\r\n"), strict=True):
        connection.sendall(b"PRI * HTTP/2.0\r\n\r\n" + more)
    for connection in silent:
        with connection:
            while connection.recv(4096):  # raises TimeoutError where the other side does not close
                pass


def test_an_offer_of_http_2_is_declined(server) -> None:
    head = b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\n"
    assert raw(server.url, head + b"HTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n").startswith(b"HTTP/1.1 200")


def test_a_request_that_waited_long_is_answered(store) -> None:
    """Longer than a connection may be silent for between two requests."""
    with serving(store, "--timeout", str(QUIET + 1), "--workers", "1") as server:
        stopped = [worker for worker, kind in server.complete().items() if kind == "sparql"]
        for worker in stopped:  # none answers, and none takes a processor from other tests meanwhile
            os.kill(worker, signal.SIGSTOP)
        assert server.ask("ASK {}").status_code == 504
        for worker in stopped:
            with contextlib.suppress(ProcessLookupError):  # the one that was asked has been killed
                os.kill(worker, signal.SIGCONT)
        assert server.ask("ASK {}").status_code == 200


def test_a_full_queue_says_when_to_come_back(store) -> None:
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
    with serving(store, "--timeout", "1", "--workers", "1") as server:
        host = urlsplit(server.url)
        connections = [http.client.HTTPConnection(host.netloc, timeout=60) for _ in range(24)]
        for connection in connections:
            connection.request("GET", "/sparql?query=" + slow.replace(" ", "%20"))
        answers = [connection.getresponse() for connection in connections]
        assert {answer.status for answer in answers} == {503, 504}
        assert all(answer.getheader("Retry-After") == "1" for answer in answers if answer.status == 503)
        assert server.client.get("/").status_code == 200


def test_scripts_of_other_sites_read_data_only_where_allowed(store) -> None:
    origin = {"Origin": "https://friend.example"}
    with serving(store, "--cors", "https://friend.example") as server:
        get = server.client.get
        assert (
            get("/sparql?query=ASK{}", headers=origin).headers["access-control-allow-origin"]
            == "https://friend.example"
        )
        assert (
            "access-control-allow-origin"
            not in get("/sparql?query=ASK{}", headers={"Origin": "https://x.example"}).headers
        )
        assert "access-control-allow-origin" not in get("/", headers=origin).headers
        page = get("/sparql/", headers={**origin, "Accept": "text/html"})
        assert page.status_code == 200
        assert "access-control-allow-origin" not in page.headers
        asked = server.client.options("/sparql", headers={**origin, "Access-Control-Request-Method": "POST"})
        assert asked.status_code == 204
        assert asked.headers["access-control-allow-methods"] == "GET, HEAD, POST"


def test_the_log_does_not_say_what_people_ask(server) -> None:
    server.client.get("/sparql", params={"query": "ASK { <x:secret> ?p ?o }"})
    server.ask("ASK { <x:secret> ?p ?o }")
    for method in ("GET", "POST"):
        wait_for(lambda method=method: any(f'"{method} /sparql" 200' in line for line in server.log))
    assert not any("secret" in line for line in server.log)


def test_search_engines_are_asked_to_stay_away(store, server) -> None:
    assert "x-robots-tag" not in server.client.get("/").headers
    with serving(store, "--noindex") as hidden:
        assert hidden.client.get("/").headers["x-robots-tag"] == "noindex"
        assert hidden.client.get("/robots.txt").text.endswith("Disallow: /\n")


def test_the_health_page_names_the_store(server) -> None:
    health = server.client.get("/health")
    assert health.headers["cache-control"] == "no-store"
    assert health.json()["status"] == "ok"
    assert health.json()["store"].startswith("store-")


@pytest.mark.parametrize("arguments", [["--help"], ["query", "-q", "ASK {}", "--store", "none"], ["serve", "--help"]])
def test_nothing_of_the_server_is_imported_without_need(arguments: list[str]) -> None:
    code = (
        "import sys\nfrom kg.cli import main\ntry: main(sys.argv[1:])\nexcept SystemExit: pass\n"
        "print(sorted(name for name in sys.modules if name.startswith(('kg.web', 'starlette', 'hypercorn', 'jinja2'))))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False, env=os.environ
    )
    assert run.stdout.splitlines()[-1] == "[]"


def test_the_front_process_never_loads_the_stores_engine(server) -> None:
    with open(f"/proc/{server.process.pid}/maps", encoding="utf-8") as file:
        assert "pyoxigraph" not in file.read()
    some_worker = next(iter(server.workers()))
    assert some_worker != server.process.pid


def test_without_the_extra_the_command_says_how_to_get_it(store) -> None:
    code = (
        "import sys\nsys.modules['hypercorn'] = None\nfrom kg.cli import main\n"
        f"main(['serve', '--store', {json.dumps(str(store))}])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.returncode == 2
    assert "pip install 'diplomatic-positions-kg[web]'" in run.stderr


def test_an_internal_error_is_one_line_for_the_client_and_a_traceback_in_the_log(store, tmp_path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\n"
        "if 'kg.web.worker' in sys.orig_argv:\n"
        "    import kg.web.pages\n"
        "    def fail(*_): raise ZeroDivisionError('a fault of ours')\n"
        "    kg.web.pages.respond = fail\n"
    )
    path = os.pathsep.join([str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])])
    with serving(store, PYTHONPATH=path) as server:
        answer = server.client.get("/")
        assert (answer.status_code, answer.text) == (500, "internal error: see the log of the server\n")
        wait_for(lambda: any("ZeroDivisionError: a fault of ours" in line for line in server.log))
        assert server.ask("ASK {}").status_code == 200


@pytest.mark.parametrize(
    ("path", "accept", "page"),
    [
        ("/id/actor/qatar/", "text/turtle", "./"),
        ("/id/actor/qatar/index.nt", "*/*", "./"),
        ("/id/actor/qatar.ttl", "*/*", "./qatar/"),
        ("/id/actor/qatar/", "text/html", None),
        ("/sparql/terms.json", "*/*", None),
    ],
)
def test_data_name_the_page_that_they_are_of(server, path: str, accept: str, page: str | None) -> None:
    answer = server.client.get(path, headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.headers.get("link") == (f'<{page}>; rel="alternate"; type="text/html"' if page else None)


def test_the_address_of_a_thing_leads_to_its_page_or_its_data(server) -> None:
    for accept, target in (("text/html", "./qatar/"), ("text/turtle", "./qatar/index.ttl"), ("*/*", "./qatar/")):
        answer = server.client.get("/id/actor/qatar", headers={"Accept": accept})
        assert (answer.status_code, answer.headers["location"]) == (303, target)
        assert answer.headers["vary"] == "Accept"
    odd = server.client.get("/http:/evil.example:80", params={"a": "1"})
    assert odd.headers["location"] == "./evil.example:80/?a=1"


def test_a_request_header_beyond_its_limit_is_refused(server) -> None:
    short, long = (
        b"GET /?" + b"a" * size + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        for size in (90_000, 400_000)
    )
    assert raw(server.url, short).startswith(b"HTTP/1.1 400")
    assert raw(server.url, long)[:12] in (b"HTTP/1.1 431", b"")
    assert server.client.get("/health").status_code == 200


@pytest.mark.parametrize("address", ["[::1]:0", "localhost:0"])
def test_the_server_can_bind_to_any_loopback_address(store, address: str) -> None:
    if address.startswith("[") and not socket.has_ipv6:
        pytest.skip("needs IPv6 on the loopback interface")
    with serving(store, bind=address) as server:
        assert server.client.get("/health").status_code == 200
