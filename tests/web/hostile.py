"""Strangers at work: `python tests/web/hostile.py [--requests 10000] [--seconds 180] [--late 2] [--no-browser]`.

Asks a `kg serve` of its own everything that was found to end, stop, fill or mislead a server of this kind, while
somebody reads pages. Afterwards the server has to be as it was: the same process, as many idle workers as configured,
no worker past its deadline, no more memory than 1.2 times of before; nobody was called through SERVICE, no file was
read, no script ran in a browser, and every page was answered, 95 of 100 within two seconds, or within `--late` on a
machine that has other work as well. Exits 1 where it is not.
"""

from __future__ import annotations

import argparse
import random
import shutil
import socket
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

sys.path[:0] = [str(Path(__file__).parents[1] / "support"), str(Path(__file__).parents[2])]

from bombs import BOMBS, REFUSED, SERVICES  # noqa: E402  # found through the line above
from chromium import PATIENCE, new_context  # noqa: E402
from kg_server import children_of, serving  # noqa: E402
from small_store import DATA, make_store  # noqa: E402

CANARY = "canary-that-no-answer-may-hold"
WORKERS, TIMEOUT, STRANGERS = 2, 1.0, 120
SCRIPTS = (
    "<script>alert(1)</script>",
    "</mark><script>alert(2)</script>",
    '\\"><img src=x onerror=alert(3)>',
    "javascript:alert(4)",
    "'; alert(5); '",
    "\\u202Eevil\\u202C",
    "{{ 7 * 7 }}",
    "</textarea></title></style><svg onload=alert(6)>",
)


# ruff: noqa: E501  # Turtle, a statement a line
def hostile_data() -> str:
    """Return the small store with labels, titles, quotes and IRIs that would run if they were not escaped."""
    lines = [
        f'graph:reference {{ actor:evil-{n} a dp:State ; rdfs:label "{text}"@en ; skos:altLabel "{text}"@en ;\n'
        f'  skos:exactMatch <javascript:alert({n})>, <data:text/html,alert({n})> ; dcterms:description "{text}"@en .\n'
        f'  proposition:evil-{n} a dp:Proposition ; rdfs:label "{text}"@en . }}\n'
        f'source:evil-{n} {{ source:evil-{n} a dp:Source ; dcterms:title "{text}"@en ; dcterms:publisher actor:evil-{n} ;\n'
        f'    dcterms:issued "2020-01-0{n + 1}"^^xsd:date ; dcterms:license <javascript:alert({n})> .\n'
        f'  statement:evil-{n}.a a dp:Position ; rdfs:label "{text}"@en ; dcterms:identifier "{text}" ; dp:holder actor:evil-{n} ;\n'
        f"    dp:polarity polarity:supports ; dp:act act:calls-for ; dp:towards proposition:evil-{n} ;\n"
        f"    dp:evidence evidence:evil-{n}.a .\n"
        f"  evidence:evil-{n}.a a oa:SpecificResource ; oa:hasSource source:evil-{n} ; oa:hasSelector selector:evil-{n}.a .\n"
        f'  selector:evil-{n}.a a oa:TextQuoteSelector ; oa:exact "{text}" . }}\n'
        for n, text in enumerate(SCRIPTS)
    ]
    return DATA + "".join(lines)


@dataclass
class Report:
    """What was seen: statuses, times of pages, and everything that must not happen."""

    statuses: Counter[str] = field(default_factory=Counter)
    pages: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def check(self, what: str, *, holds: bool) -> None:
        """Print one line of the report, and keep it where it is a fault."""
        print(f"{'ok   ' if holds else 'FAULT'} {what}", flush=True)  # noqa: T201  # the report
        if not holds:
            self.faults.append(what)


def head(method: str, target: str, *lines: str, host: str = "localhost") -> bytes:
    """Return a request without a body."""
    return "\r\n".join([f"{method} {target} HTTP/1.1", f"Host: {host}", "Connection: close", *lines, "", ""]).encode()


def post(query: str, accept: str = "*/*") -> bytes:
    """Return a query as a direct POST."""
    body = query.encode()
    lines = ("Content-Type: application/sparql-query", f"Accept: {accept}", f"Content-Length: {len(body)}")
    return head("POST", "/sparql/", *lines) + body


def requests(address: str, canary: Path) -> list[tuple[str, bytes]]:
    """Return every kind of request, with its name."""
    values = "SELECT * { VALUES ?x { " + "1 " * 5_000_000 + "} }"
    found = [(f"bomb: {name}", post(query, random.choice(("*/*", "text/html")))) for name, query in BOMBS.items()]
    found += [(f"refused: {name}", post(query)) for name, query in REFUSED.items()]
    found += [("service", post(query.replace("%", address))) for query in SERVICES]
    found += [("from a file", post(f"SELECT * FROM <file://{canary}> {{ ?s ?p ?o }}"))]
    found += [("from a file", post(f"SELECT * {{ GRAPH <file://{canary}> {{ ?s ?p ?o }} }}"))]
    found += [("load", post(f"LOAD <file://{canary}>")), ("10 MB of values", post(values))]
    found += [("two queries", head("GET", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D"))]
    found += [("bad UTF-8", head("GET", target)) for target in ("/%ff/", "/sparql?query=%ff", "/?q=%c3%28")]
    found += [("method", head(method, "/")) for method in ("PUT", "TRACE", "DELETE", "CONNECT", "X" * 5000)]
    found += [("head", head("HEAD", "/sparql?query=ASK%7B%7D"))]
    found += [("foreign host", head("GET", "/", host=name)) for name in ("evil.example", "127.0.0.1.nip.io", "")]
    found += [("traversal", head("GET", path)) for path in traversals(canary)]
    found += [("unknown", head("GET", f"/id/actor/{n}{quote(SCRIPTS[n % len(SCRIPTS)])}/")) for n in range(8)]
    found += [("search", head("GET", f"/search/?{urlencode({'q': text})}")) for text in (*SCRIPTS, "a" * 5000, "\0")]
    found += [
        ("garbage", data)
        for data in (b"\0" * 100, b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
    ]
    found += [("long line", head("GET", "/?" + "a" * 400_000)), ("many headers", head("GET", "/", *["A: b"] * 20_000))]
    return found


def traversals(canary: Path) -> list[str]:
    """Return paths that would lead out of the folder of static files."""
    up = ("..", "%2e%2e", "..%2f..", "..%5c..", "%252e%252e", "....//", "..;")
    return [f"/static/{step}/{step}/{step}{target}" for step in up for target in (str(canary), "/etc/passwd")]


def send(url: str, data: bytes, *, wait: float = 30, vanish: bool = False) -> bytes:
    """Send bytes and return the answer; `vanish` closes the connection without waiting for it."""
    host = urlsplit(url)
    try:
        with socket.create_connection((host.hostname, host.port), timeout=wait) as connection:
            connection.sendall(data)
            if vanish:
                return b""
            parts = []
            while part := connection.recv(1 << 16):
                parts.append(part)
            return b"".join(parts)
    except OSError:
        return b""


def read_pages(url: str, report: Report, stop: threading.Event, tries: int) -> None:
    """Read pages that no cache can have: each under a host of its own, which the address of commands on it holds.

    Where other work keeps a worker past its deadline, a page is asked for again, so many times in all.
    """
    paths = ("/", "/id/actor/russia/", "/positions/", "/questions/", "/id/proposition/ceasefire/", "/sparql/")
    number = 0
    while not stop.is_set():
        number += 1
        asked = time.monotonic()
        host = f"localhost:{number % 60_000 + 1}"
        for _ in range(tries):
            answer = send(url, head("GET", paths[number % len(paths)], "Accept: text/html", host=host))
            if not answer.startswith(b"HTTP/1.1 504"):
                break
        with report.lock:
            report.pages.append(time.monotonic() - asked)
            if not answer.startswith(b"HTTP/1.1 200"):
                report.faults.append(f"page {paths[number % len(paths)]}: {answer[:200]!r}")
        stop.wait(0.1)


def attack(url: str, kinds: list[tuple[str, bytes]], count: int, until: float, report: Report) -> None:
    """Send `count` requests of any kind, unless the time is over before."""
    for _ in range(count):
        if time.monotonic() > until:
            return
        name, data = random.choice(kinds)
        answer = send(url, data, vanish=random.random() < 0.05)
        status = answer[9:12].decode("ascii", "replace") if answer.startswith(b"HTTP/1.1") else "closed"
        with report.lock:
            report.statuses[status] += 1
            if CANARY.encode() in answer or b"root:x:" in answer:
                report.faults.append(f"{name}: a file was read")
            if status == "500" and b"internal error" in answer:
                report.faults.append(f"{name}: internal error")


def each_once(url: str, kinds: list[tuple[str, bytes]], report: Report) -> None:
    """Send every kind of request once, few at a time: each then reaches a worker, and is not turned away before."""
    left, turned_away = list(kinds), []

    def work() -> None:
        while True:
            with report.lock:
                if not left:
                    return
                name, data = left.pop()
            answers = (send(url, data) for _ in range(20))  # a busy machine turns some away at first
            if all(answer.startswith(b"HTTP/1.1 503") for answer in answers):
                with report.lock:
                    turned_away.append(name)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    report.check(f"each of {len(kinds)} hostile requests once, {len(turned_away)} turned away", holds=not turned_away)


def one_guard(folder: Path, which: str, report: Report) -> None:
    """Try every disguise of SERVICE where only one of the two guards is on."""
    calls: list[object] = []
    stop = threading.Event()
    program = (str(Path(__file__).parents[1] / "support" / "unguarded.py"), which)
    with serving(folder, "--timeout", str(TIMEOUT), program=program) as server:
        address = listen(calls, stop)
        for query in SERVICES:
            send(server.url, post(query.replace("%", address)))
    stop.set()
    report.check(f"with one guard ({which}) SERVICE has called {len(calls)} times", holds=not calls)


def half_sent(url: str, count: int) -> int:
    """Open connections that send half a request, and return how many the server has not closed after 60 s."""
    host = urlsplit(url)
    begun = (
        b"GET / HT",
        head("POST", "/sparql", "Content-Length: 100")[:-2] + b"\r\nASK",
        b"POST /sparql HTTP/1.1\r\n",
    )
    connections = []
    for number in range(count):
        connection = socket.create_connection((host.hostname, host.port), timeout=60)
        connection.sendall(begun[number % len(begun)])
        connections.append(connection)
    end, left = time.monotonic() + 60, 0
    for connection in connections:
        connection.settimeout(max(0.01, end - time.monotonic()))
        try:
            while connection.recv(1 << 16):
                pass
        except TimeoutError:
            left += 1
        except OSError:
            pass
        connection.close()
    return left


def memory(pid: int) -> list[int]:
    """Return the memory that a process and its children occupy, in kB."""
    found = []
    for each in (pid, *sorted(children_of(pid))):
        with open(f"/proc/{each}/status", encoding="utf-8") as file:
            found += [int(line.split()[1]) for line in file if line.startswith("VmRSS")]
    return found


def processor_time(pid: int) -> int:
    """Return the ticks that a process has used; 0 once it has ended."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            return sum(map(int, file.read().rpartition(")")[2].split()[11:13]))
    except OSError:
        return 0


def workers_at_work(server) -> int:
    """Return how many workers take the processor for more than a fifth of a second."""
    before = {pid: processor_time(pid) for pid in server.workers()}
    time.sleep(1)  # over which nothing takes time of the processor
    return sum(processor_time(pid) - ticks > 20 for pid, ticks in before.items())


def listen(calls: list[object], stop: threading.Event) -> str:
    """Count who connects to a socket of ours, and return its address."""
    waiting = socket.create_server(("127.0.0.1", 0))
    waiting.settimeout(0.2)

    def count() -> None:
        while not stop.is_set():
            try:
                connection, address = waiting.accept()
            except TimeoutError:
                continue
            calls.append(address)
            connection.close()
        waiting.close()

    threading.Thread(target=count, daemon=True).start()
    return f"http://127.0.0.1:{waiting.getsockname()[1]}/"


def browse(url: str, report: Report) -> None:
    """Open the pages of the hostile graph in a browser: no dialog may open."""
    from playwright.sync_api import sync_playwright

    opened: list[str] = []
    with sync_playwright() as playwright:
        path = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"], timeout=PATIENCE)
        page = new_context(browser).new_page()
        page.on("dialog", lambda dialog: (opened.append(page.url), dialog.dismiss()))
        evil = [f"/id/{kind}/evil-{n}/" for n in range(len(SCRIPTS)) for kind in ("actor", "proposition", "source")]
        asked = [f"/search/?{urlencode({'q': text})}" for text in SCRIPTS]
        asked += [f"/sparql/?{urlencode({'query': text})}" for text in SCRIPTS]
        links: list[str] = []
        for path in ("/", "/positions/", *evil, *asked):
            page.goto(url.rstrip("/") + path)
            links += page.eval_on_selector_all(
                "a[href]", "all => all.map(a => new URL(a.getAttribute('href'), location).protocol)"
            )
        browser.close()
    report.check(f"no script of the graph ran in {2 + len(evil) + len(asked)} pages", holds=not opened)
    report.check(f"links are {set(links)}", holds=set(links) <= {"http:", "https:"})


def settle(server, before: list[int], report: Report) -> None:
    """Wait until everything that runs has reached its deadline, and compare the server with what it was."""
    time.sleep(TIMEOUT + 1)  # past every deadline, so that nothing works any more
    with suppress(AssertionError):
        server.complete()  # until those that were killed are replaced, which takes the processor, too
    at_work = workers_at_work(server)
    report.check(f"{at_work} workers are at work past their deadline", holds=at_work == 0)
    report.check("the front process is the same", holds=server.process.poll() is None)
    for kind in ("pages", "sparql"):
        idle = server.health()[kind]["idle"]
        report.check(f"{kind}: {idle} of {WORKERS} workers are idle", holds=idle == WORKERS)
    after = memory(server.process.pid)
    each = " and ".join("+".join(str(size // 1024) for size in sizes) for sizes in (before, after))
    report.check(
        f"memory {sum(before) // 1024} MB before, {sum(after) // 1024} MB after ({each})",
        holds=sum(after) <= 1.2 * sum(before),
    )


def warm(url: str) -> None:
    """Have every worker do what it does on a usual day, a syntax error and a page of the editor too."""
    usual = [post("SELECT * { ?s ?p ?o } LIMIT 100"), post("ASK { FILTR }"), post("ASK { FILTR }", "text/html")]
    usual += [head("GET", path) for path in ("/", "/positions/", "/questions/", "/id/actor/russia/", "/search/?q=a")]
    for data in usual:
        for _ in range(2 * WORKERS):  # one after another, so that each worker has its turn
            send(url, data)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=180)
    parser.add_argument("--late", type=float, default=2.0, help="seconds within which 95 of 100 pages are answered")
    parser.add_argument("--no-browser", action="store_true", help="leave out what needs chromium")
    options = parser.parse_args()
    started, report, stop = time.monotonic(), Report(), threading.Event()
    calls: list[object] = []
    with tempfile.TemporaryDirectory() as temporary:
        folder, canary = Path(temporary) / "kg", Path(temporary) / "canary.ttl"
        canary.write_text(f'<x:a> <x:b> "{CANARY}" .')
        make_store(folder, data=hostile_data())
        with serving(folder, "--timeout", str(TIMEOUT), "--workers", str(WORKERS)) as server:
            warm(server.url)
            server.complete()
            before = memory(server.process.pid)
            kinds = requests(listen(calls, stop), canary)
            tries = 1 if options.late <= parser.get_default("late") else 3
            reader = threading.Thread(target=read_pages, args=(server.url, report, stop, tries))
            reader.start()
            left = half_sent(server.url, 500)
            report.check(f"of 500 half-sent requests {left} are still open", holds=left == 0)
            each_once(server.url, kinds, report)
            until = max(started + options.seconds - 25, time.monotonic() + 30)  # what comes after takes some 15 s
            arguments = (server.url, kinds, -(-options.requests // STRANGERS), until, report)
            threads = [threading.Thread(target=attack, args=arguments) for _ in range(STRANGERS)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            stop.set()
            reader.join()
            sent = sum(report.statuses.values())
            report.check(
                f"{sent} hostile requests: {dict(report.statuses.most_common())}", holds=sent >= options.requests
            )
            report.pages.sort()
            late = report.pages[int(len(report.pages) * 0.95)]
            words = f"{len(report.pages)} uncached pages, 95 of 100 within {late:.2f} s"
            report.check(words, holds=late <= options.late)
            settle(server, before, report)
            report.check(f"SERVICE has called {len(calls)} times", holds=not calls)
            if not options.no_browser:
                browse(server.url, report)
        for which in ("guarded", "filtered"):
            one_guard(folder, which, report)
    print(f"{time.monotonic() - started:.0f} s, {len(report.faults)} faults", *report.faults[:20], sep="\n  ")  # noqa: T201
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
