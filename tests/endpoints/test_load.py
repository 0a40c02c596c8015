"""Loading into real triplestores: whatever is done to the connection, the server or the store, it ends well."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pyoxigraph as ox
import pytest
from in_process import kg
from proxy import Proxy
from servers import FUSEKI_CONFIG, free_port, fuseki, fuseki_home, missing, virtuoso
from small_store import make_store
from waiting import wait_for

from kg.endpoints import plan as loadplan
from kg.endpoints.content import Body, contents_of_store, from_statements
from kg.endpoints.graph_store import GraphStore
from kg.endpoints.load import LoadOptions, load
from kg.endpoints.lock import Lock, lock_graph
from kg.endpoints.manifest import Manifest, counts_of_graphs, manifest_graph
from kg.endpoints.plan import State, plan_load, read_graph, weigh
from kg.endpoints.replace import batches, staging_graph
from kg.endpoints.sparql import Endpoint
from kg.endpoints.transport import BusyError, Patience
from kg.errors import RemoteError, UsageError
from kg.namespaces import DP, GRAPHS, VOCABULARIES, iri
from kg.rdf.canonical import compare_graphs

QUICK = LoadOptions(retry=60, wait=60, verify="full")
XSD = VOCABULARIES["xsd"]


def triples(name, count=30, text="said"):
    """Return statements of a source, with literals that stores rewrite."""
    found = []
    for number in range(count):
        subject = ox.NamedNode(iri("statement", f"{name}.{number}"))
        found.append(
            ox.Triple(subject, ox.NamedNode(DP + "text"), ox.Literal(f"{text} {number} “😀”", language="en-GB"))
        )
        found.append(ox.Triple(subject, ox.NamedNode(DP + "deaths"), typed(f"00{number}", "nonNegativeInteger")))
    score = typed("0.8500", "decimal")
    return [*found, ox.Triple(ox.NamedNode(iri("statement", f"{name}.0")), ox.NamedNode(DP + "score"), score)]


def typed(text, datatype):
    return ox.Literal(text, datatype=ox.NamedNode(XSD + datatype))


def sources(*names, **changed):
    return from_statements({iri("source", name): changed.get(name) or triples(name) for name in names})


def with_blank_nodes():
    node = ox.BlankNode()
    first = ox.Triple(ox.NamedNode(DP + "A"), ox.NamedNode(DP + "is"), node)
    return from_statements({GRAPHS["ontology"]: [*triples("o", 3), first, ox.Triple(node, first.predicate, node)]})


def holds(profile, contents):
    """Check that the store has exactly these graphs of ours, and the statements that they have."""
    endpoint = Endpoint(profile, patience=Patience(60))  # a server that was killed may take its time
    base = "https://w3id.org/diplomatic-positions/"
    # Virtuoso answers this in milliseconds, and SELECT DISTINCT ?g, for some time after a crash, in minutes.
    rows = endpoint.select("SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
    names = {row[0].value for row in rows if row[0].value.startswith(base)} - {manifest_graph()}
    assert names == {content.iri for content in contents}
    for content in contents:
        assert not compare_graphs(read_graph(profile, content.iri, endpoint), content.triples())


#: The ways of replacing graphs, each on the same server.
WAYS = {
    "switch": {},
    "put": {"atomic_update": False},
    "move": {"atomic_update": False, "atomic_put": False, "bulk": None},
    "move-by-insert": {"atomic_update": False, "graph_store": None, "bulk": None, "batch": 20},
    "insert": {"atomic_update": False, "graph_store": None, "bulk": None, "batch": 20, "move": False},
}
each_way = pytest.mark.parametrize("way", WAYS)


def by(way, profile, url=None):
    """Return the profile of a server, or of a proxy before it, that replaces graphs in one way."""
    if url:
        moved = {
            key: value.replace(profile.url, url)
            for key in ("query", "update", "graph_store", "bulk", "first_bulk")
            if (value := getattr(profile, key))
        }
        profile = replace(profile, url=url, **moved)
    return replace(profile, **WAYS[way])


class lossy:  # noqa: N801  # used as the function that decides over each request
    """Loses so many of the requests, each time in the same order."""

    def __init__(self, share=0.3):
        self._random, self._share, self.met = random.Random(2012), share, set()

    def __call__(self, request):
        fate = self._random.choice(["cut", "503", "lose"]) if self._random.random() < self._share else "pass"
        self.met.add(fate)
        return fate


class TestLoading:
    def test_new_graphs_are_sent_once(self, server):
        contents = [*sources("a", "b", "c"), *with_blank_nodes()]
        assert load(server.profile, contents, QUICK).sent == 4
        holds(server.profile, contents)
        again = load(server.profile, contents, QUICK)
        assert (again.sent, len(again.plan.of(State.UNCHANGED))) == (0, 4)

    def test_it_sends_what_has_changed_and_nothing_else(self, server):
        load(server.profile, sources("a", "b", "c"), QUICK)
        contents = sources("a", "b", "c", b=triples("b", 31, "denied"))
        plan = plan_load(Endpoint(server.profile), contents)
        weigh(server.profile, plan, Endpoint(server.profile))
        (changed,) = plan.to_send()
        assert (changed.iri, changed.state) == (iri("source", "b"), State.CHANGED)
        assert (changed.added, changed.removed) == (32, 30)
        assert load(server.profile, contents, QUICK).sent == 1
        holds(server.profile, contents)

    def test_removed_sources_are_pruned_only_on_request_and_only_if_owned(self, server):
        load(server.profile, sources("a", "b"), QUICK)
        foreign = iri("source", "foreign")
        Endpoint(server.profile).update(f"INSERT DATA {{ GRAPH <{foreign}> {{ <{foreign}> <{DP}p> 1 }} }}")
        kept = load(server.profile, sources("a"), QUICK)
        assert kept.left == [iri("source", "b")]
        assert load(server.profile, sources("a"), replace(QUICK, prune=True)).removed == 1
        rows = Endpoint(server.profile).select(f"SELECT ?s WHERE {{ GRAPH <{foreign}> {{ ?s ?p ?o }} }}")
        assert len(rows) == 1
        Endpoint(server.profile).update(f"DROP SILENT GRAPH <{foreign}>")
        holds(server.profile, sources("a"))
        assert set(Manifest(Endpoint(server.profile)).read()) == {iri("source", "a")}

    def test_an_edited_store_is_noticed_and_repaired(self, server):
        contents = sources("a", "b")
        load(server.profile, contents, QUICK)
        Endpoint(server.profile).update(
            f"DELETE WHERE {{ GRAPH <{iri('source', 'a')}> {{ <{iri('statement', 'a.3')}> ?p ?o }} }}"
        )
        outcome = load(server.profile, contents, QUICK)
        assert [step.state for step in outcome.plan.to_send()] == [State.EDITED]
        holds(server.profile, contents)

    def test_an_edit_that_keeps_the_count_is_found_by_verify_full(self, server):
        contents = sources("a")
        load(server.profile, contents, QUICK)
        name = iri("statement", "a.3")
        Endpoint(server.profile).update(
            f"WITH <{iri('source', 'a')}> DELETE {{ <{name}> <{DP}text> ?o }} "
            f"INSERT {{ <{name}> <{DP}text> 'forged' }} WHERE {{ <{name}> <{DP}text> ?o }}"
        )
        with pytest.raises(
            RemoteError, match=r"source/a> differs from what was sent: 1 statements are missing, 1 are unexpected"
        ):
            load(server.profile, contents, QUICK)
        assert load(server.profile, contents, QUICK).sent == 1
        holds(server.profile, contents)

    def test_a_very_large_source_is_loaded_in_batches(self, server):
        count = loadplan.PAGE + 1_000  # more than is read at once, and 51 batches: past every limit that Virtuoso sets
        big = iri("source", "big")
        statements = [
            ox.Triple(
                ox.NamedNode(f"{big}/{number // 10}"), ox.NamedNode(f"{DP}p{number % 10}"), ox.Literal(str(number))
            )
            for number in range(count)
        ]
        contents = from_statements({big: statements})
        assert load(server.profile, contents, replace(QUICK, verify="none")).statements == count
        assert counts_of_graphs(Endpoint(server.profile), [big]) == {big: count}
        assert load(server.profile, contents, replace(QUICK, verify="none")).sent == 0
        load(server.profile, [], replace(QUICK, prune=True))

    def test_a_truncated_graph_is_read_part_by_part(self, server, monkeypatch):
        """Virtuoso sends no more than ResultSetMaxRows, and does not say that there is more."""
        (content,) = sources("a")
        load(server.profile, [content], QUICK)
        monkeypatch.setattr(loadplan, "read_whole", lambda *_: content.triples()[:10])
        monkeypatch.setattr(loadplan, "PAGE", 20)
        assert not compare_graphs(read_graph(server.profile, content.iri, Endpoint(server.profile)), content.triples())

    @pytest.mark.parametrize("kind", ["virtuoso", "fuseki"])
    def test_a_wrong_password_is_refused_without_repeating_it(self, kind, request):
        profile = replace(request.getfixturevalue(f"{kind}_server").profile, password="hunter2")
        with pytest.raises(RemoteError, match="401") as caught:
            load(profile, sources("a"), QUICK)
        assert "rejected these credentials" in str(caught.value)
        assert "hunter2" not in str(caught.value)

    def test_an_unreachable_server_is_named(self):
        from kg.endpoints.profiles import from_preset

        profile = from_preset("oxigraph", f"http://127.0.0.1:{free_port()}")
        with pytest.raises(RemoteError, match="cannot be reached at http://127"):
            load(profile, sources("a"), replace(QUICK, retry=0.1))

    def test_a_profile_without_an_update_address_loads_nothing(self, oxigraph_server):
        with pytest.raises(UsageError, match="no update address"):
            load(replace(oxigraph_server.profile, update=None), sources("a"))

    @each_way
    def test_every_way_of_replacing_a_graph_gives_the_same_result(self, way, oxigraph_server):
        profile = by(way, oxigraph_server.profile)
        load(profile, [*sources("a", "b"), *with_blank_nodes()], QUICK)
        contents = [*sources("a", "b", a=triples("a", 55, "w")), *with_blank_nodes()]
        assert load(profile, contents, QUICK).sent == 1
        holds(profile, contents)


@pytest.fixture
def short_pauses(monkeypatch):
    """Pauses before another attempt that are a tenth as long: as many attempts, and as many mishaps."""
    quick = SimpleNamespace(monotonic=time.monotonic, sleep=lambda seconds: time.sleep(seconds / 10))
    monkeypatch.setattr("kg.machine.patience.time", quick)


class TestALossyConnection:
    @pytest.mark.usefixtures("short_pauses")
    @pytest.mark.parametrize(
        ("way", "server"), [*((way, "oxigraph") for way in WAYS), ("put", "fuseki")], indirect=["server"]
    )
    def test_cut_connections_and_busy_servers_only_cost_time(self, way, server):
        fates = lossy()
        contents = [*sources("a", "b"), *with_blank_nodes()]
        with Proxy(server.profile.url) as proxy:
            profile = by(way, server.profile, proxy.url)
            load(profile, sources("a", "c"), QUICK)
            proxy.fate = fates
            load(profile, contents, replace(QUICK, prune=True))
            assert {"cut", "503", "lose"} <= fates.met
        holds(server.profile, contents)
        assert load(server.profile, contents, QUICK).sent == 0

    def test_a_move_whose_answer_is_lost_is_not_repeated(self, oxigraph_server):
        """The MOVE of a graph that is not there would empty its target."""
        old, new = sources("a"), sources("a", a=triples("a", 40, "new"))
        with Proxy(oxigraph_server.profile.url) as proxy:
            profile = by("move", oxigraph_server.profile, proxy.url)
            load(profile, old, QUICK)
            proxy.requests.clear()
            lost = iter(["lose"])
            proxy.fate = lambda request: next(lost, "pass") if "MOVE" in (request.update or "") else "pass"
            load(profile, new, QUICK)
            assert sum("MOVE" in (request.update or "") for request in proxy.requests) == 1
        holds(oxigraph_server.profile, new)

    @pytest.mark.parametrize("way", [way for way in WAYS if way != "switch"])
    def test_a_failure_names_the_graph_and_leaves_the_others_whole(self, way, oxigraph_server):
        names = [f"s{number}" for number in range(6)]
        old = sources(*names)
        new = sources(*names, **{name: triples(name, 40, "new") for name in names})
        doomed = iri("source", "s3")

        def fate(request):
            touched = f"{request.target} {request.update}"
            return (
                "503"
                if re.search("s3[^0-9]|" + staging_graph(doomed)[-16:], touched + " ") and aimed(request)
                else "pass"
            )

        def aimed(request):
            return request.method == "PUT" or re.match("DROP|INSERT DATA|MOVE", request.update or "")

        with Proxy(oxigraph_server.profile.url) as proxy:
            profile = by(way, oxigraph_server.profile, proxy.url)
            load(profile, old, QUICK)
            proxy.fate = fate
            with pytest.raises(RemoteError, match=f"<{doomed}>.*load again to finish"):
                load(profile, new, replace(QUICK, retry=0.3))
        states = {step.iri: step.state for step in plan_load(Endpoint(oxigraph_server.profile), new).steps}
        assert [states[iri("source", name)] for name in names] == [State.UNCHANGED] * 3 + [State.CHANGED] * 3
        for content in old[4:]:
            assert not compare_graphs(
                read_graph(oxigraph_server.profile, content.iri, Endpoint(oxigraph_server.profile)), content.triples()
            )
        load(by(way, oxigraph_server.profile), new, QUICK)
        holds(oxigraph_server.profile, new)

    def test_an_answer_that_breaks_off_is_an_error(self, oxigraph_server):
        load(oxigraph_server.profile, sources("a"), QUICK)
        with Proxy(oxigraph_server.profile.url, lambda _: "half") as proxy:
            endpoint = Endpoint(by("put", oxigraph_server.profile, proxy.url))
            for query in ("SELECT * { GRAPH ?g { ?s ?p ?o } }", "CONSTRUCT { ?s ?p ?o } { GRAPH ?g { ?s ?p ?o } }"):
                with pytest.raises(RemoteError, match="truncated"):
                    list(endpoint.query(query))


@pytest.mark.usefixtures("short_pauses")
def test_no_request_could_clear_a_dataset(oxigraph_server):
    """Everything that a load sends, in every way and through every mishap, is about named graphs."""
    with Proxy(oxigraph_server.profile.url, lossy(0.15)) as proxy:
        for way in WAYS:
            profile = by(way, oxigraph_server.profile, proxy.url)
            load(profile, [*sources("a", "b", a=triples("a", 9, way)), *with_blank_nodes()], QUICK)
            load(profile, sources("a", "c"), replace(QUICK, prune=True))
            load(profile, [], replace(QUICK, prune=True))
        requests = proxy.requests
    assert len(requests) > 100
    assert {"PUT", "POST", "GET"} == {request.method for request in requests}
    for request in requests:
        if request.path == "/store" and request.method != "POST":
            assert request.parameters["graph"][0].startswith("https://w3id.org/diplomatic-positions/")
        elif request.path == "/store":
            assert request.headers["Content-Type"] == "application/n-quads"  # which only adds
        elif request.path == "/update":
            assert_only_named_graphs(request.update)
        else:
            assert request.path == "/query"


def assert_only_named_graphs(update):
    plain = re.sub(r'"(?:[^"\\]|\\.)*"', '""', update)
    assert not re.search(r"\b(CLEAR|LOAD|CREATE|ADD|COPY|DEFAULT|ALL|NAMED)\b", plain)
    assert not re.search(r"\bDROP\b(?! SILENT GRAPH <)", plain)
    assert not re.search(r"\bMOVE\b(?! GRAPH <[^>]+> TO GRAPH <)", plain)
    for form in re.findall(r"(?:DELETE|INSERT)(?: DATA| WHERE)? \{\s*(\w+ <)", plain):
        assert form == "GRAPH <"
    assert len(re.findall(r"\b(?:DELETE|INSERT)\b", plain)) == len(
        re.findall(r"(?:DELETE|INSERT)(?: DATA)? \{ GRAPH <", plain)
    )


def test_a_graph_store_request_without_a_graph_is_refused(oxigraph_server):
    with GraphStore(oxigraph_server.profile) as store:
        empty = Body(lambda: iter(()), 0)
        for call in (lambda: store.put("", empty), lambda: store.get(""), lambda: store.put("default", empty)):
            with pytest.raises(UsageError, match="needs the IRI of a named graph"):
                call()


class TestTwoLoads:
    def test_the_second_waits_for_the_first(self, server):
        order, said = [], []

        def second():
            options = replace(QUICK, tell=said.append)
            load(server.profile, sources("a", a=triples("a", 5, "second")), options)
            order.append("second")

        with Lock(Endpoint(server.profile)):
            thread = threading.Thread(target=second)
            thread.start()
            wait_for(lambda: any("has been loading since" in line for line in said))
            order.append("first")
        thread.join()
        assert order == ["first", "second"]

    def test_a_load_that_does_not_wait_says_who_is_loading(self, oxigraph_server):
        with (
            Lock(Endpoint(oxigraph_server.profile)),
            pytest.raises(RemoteError, match=rf"@.+ \(process {os.getpid()}\) has been loading since 20\d\d-"),
        ):
            load(oxigraph_server.profile, sources("a"), replace(QUICK, wait=0))

    def test_many_concurrent_loaders_take_turns(self, server):
        inside, most, lock = 0, 0, threading.Lock()

        def work():
            nonlocal inside, most
            with Lock(Endpoint(server.profile), wait=60):
                with lock:
                    inside += 1
                    most = max(most, inside)
                time.sleep(0.02)  # long enough for another one to come in, if it could
                with lock:
                    inside -= 1

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert (inside, most) == (0, 1)

    def test_a_claim_that_nobody_renews_is_removed(self, oxigraph_server):
        claim = "f00 | ann@elsewhere | 1 | 2020-01-01T00:00:00Z | 0"
        creator = VOCABULARIES["dcterms"] + "creator"
        endpoint = Endpoint(oxigraph_server.profile)
        endpoint.update(f'INSERT DATA {{ GRAPH <{lock_graph()}> {{ <{lock_graph()}> <{creator}> "{claim}" }} }}')
        said = []
        with Lock(endpoint, stale=1, wait=30, tell=said.append):
            pass
        assert any("has died: ann@elsewhere (process 1)" in line for line in said)

    def test_a_claim_is_renewed_while_its_load_lasts(self, oxigraph_server):
        ended = threading.Event()

        def keep(lock):
            while not ended.wait(0.1):
                lock.keep()

        with Lock(Endpoint(oxigraph_server.profile), stale=3) as first:
            keeper = threading.Thread(target=keep, args=[first])
            keeper.start()
            with pytest.raises(RemoteError), Lock(Endpoint(oxigraph_server.profile), stale=3, wait=5):
                pass
            ended.set()
            keeper.join()
            first.keep()

    def test_a_loader_presumed_dead_is_reported(self, oxigraph_server):
        with Lock(Endpoint(oxigraph_server.profile), stale=0.1) as first:
            with Lock(Endpoint(oxigraph_server.profile), stale=0.1, wait=30):
                pass
            with pytest.raises(RemoteError, match="assumed that this one had died"):
                first.keep()


class TestKilled:
    SCRIPT = """\
import sys
sys.path[:0] = {path!r}
from test_load import *
from kg.endpoints.profiles import from_preset
def begin(done, of):
    if done == 10:
        time.sleep(600)  # so that it is killed before the end, however slow who kills is
load(from_preset({preset!r}, {url!r}, **{login!r}), {contents}, replace(QUICK, progress=begin))
"""

    def test_a_loader_that_is_killed_is_followed_by_one_that_finishes(self, server):
        names = [f"s{number}" for number in range(20)]
        load(server.profile, sources(*names), QUICK)
        login = {"user": server.profile.user, "password": server.profile.password} if server.profile.user else {}
        login["atomic_update"] = False  # graph after graph, so that there is something between
        code = self.SCRIPT.format(
            path=[
                str(Path(__file__).parent),
                str(Path(__file__).parents[1] / "support"),
                str(Path(__file__).parents[2]),
            ],
            preset=server.profile.preset,
            url=server.profile.url,
            login=login,
            contents=f"sources(*{names!r}, **{{name: triples(name, 40, 'new') for name in {names!r}}})",
        )
        loader = subprocess.Popen([sys.executable, "-c", code])
        wait_for_change(server.profile)
        loader.send_signal(signal.SIGKILL)
        loader.wait()
        new = sources(*names, **{name: triples(name, 40, "new") for name in names})
        outcome = load(server.profile, new, QUICK)
        assert 0 < outcome.sent <= 20
        holds(server.profile, new)

    def test_a_server_that_is_killed_and_started_again_gets_the_rest(self, oxigraph_server):
        self.outlive(oxigraph_server, 20)

    @pytest.mark.parametrize("start", [virtuoso, fuseki])
    def test_a_killed_virtuoso_or_fuseki_server_gets_the_rest(self, start, tmp_path):
        """On a server of its own: what other tests did would be replayed from its log, which can take a minute."""
        server = start(tmp_path)
        try:
            self.outlive(server, 12)
        finally:
            server.stop()

    @pytest.mark.hostile("crash-after-a-load")
    def test_virtuoso_keeps_what_it_has_loaded_after_a_crash(self, tmp_path):
        """Replaced graphs of some size lose statements when its log is replayed, unless a checkpoint has been made."""
        server, told = virtuoso(tmp_path), []
        try:
            old = from_statements({iri("source", name): triples(name, 3000) for name in "abc"})
            load(server.profile, old, QUICK)
            new = from_statements({c.iri: [*c.triples(), *triples("new", 2)] for c in old})
            assert load(server.profile, new, replace(QUICK, tell=told.append)).sent == 3
            server.kill()
            holds(server.start().profile, new)
            assert not any("crash" in line for line in told)
        finally:
            server.stop()

    @pytest.mark.hostile("crash-after-a-load")
    def test_a_store_without_checkpoints_is_reported_as_able_to_lose_data(self, oxigraph_server):
        """Oxigraph knows no such function: as a Virtuoso whose user may not call it."""
        told = []
        profile = replace(oxigraph_server.profile, checkpoint=True)
        assert load(profile, sources("a"), replace(QUICK, tell=told.append)).sent == 1
        assert "until the server's next checkpoint a crash may lose some of what was loaded" in told[-1]
        told.clear()
        assert load(profile, sources("a"), replace(QUICK, tell=told.append)).sent == 0
        assert told == []

    def test_graphs_lost_by_a_crashed_server_are_sent_again(self, oxigraph_server):
        """As Virtuoso loses, when its log is replayed, what a MOVE had replaced by the same."""
        direct, told, fates = Endpoint(oxigraph_server.profile), [], iter(())

        def lose(done, total):
            nonlocal fates
            for source in ("a", "unchanged"):
                direct.update(f"DELETE WHERE {{ GRAPH <{iri('source', source)}> {{ ?s <{DP}score> ?o }} }}")
            fates = iter(["503"])

        with Proxy(oxigraph_server.profile.url, lambda _: next(fates, "pass")) as proxy:
            profile = by("put", oxigraph_server.profile, proxy.url)
            load(profile, sources("a", "unchanged"), QUICK)
            new = sources("a", "unchanged", a=triples("a", 40, "new"))
            load(profile, new, replace(QUICK, verify="none", progress=lose, tell=told.append))
        holds(oxigraph_server.profile, new)
        assert sum("has lost 1 statements; sending it again" in line for line in told) == 2
        assert load(oxigraph_server.profile, new, QUICK).sent == 0

    def outlive(self, server, count):
        names = [f"s{number}" for number in range(count)]
        profile = replace(server.profile, atomic_update=False)
        load(profile, sources(*names), QUICK)
        new = sources(*names, **{name: triples(name, 40, "new") for name in names})
        killed = threading.Event()

        def kill_once(done, total):
            if done > total / 3 and not killed.is_set():
                killed.set()
                server.kill()
                threading.Timer(0.5, server.start).start()

        load(profile, new, replace(QUICK, retry=60, progress=kill_once, tell=print))
        assert killed.is_set()
        holds(server.profile, new)


def wait_for_change(profile):
    """Return when some graph has its new statements."""
    query = f'ASK {{ GRAPH ?g {{ ?s <{DP}text> ?text FILTER(STRSTARTS(STR(?text), "new")) }} }}'
    deadline = time.monotonic() + 120
    while not Endpoint(profile).query(query):  # at once again: the load that this looks at does not last long
        assert time.monotonic() < deadline


def test_readers_see_old_or_new_and_never_neither(server):
    """All of these can: Oxigraph and Fuseki by an atomic PUT, Virtuoso by MOVE."""
    assert server.profile.is_seamless()
    source, seen, ended = iri("source", "a"), set(), threading.Event()
    load(server.profile, sources("a", a=triples("a", 200, "v0")), QUICK)
    query = (
        f"SELECT ?version (COUNT(?s) AS ?n) WHERE {{ GRAPH <{source}> {{ ?s <{DP}text> ?text }} "
        'BIND(STRBEFORE(STR(?text), " ") AS ?version) } GROUP BY ?version'
    )

    def read():
        while not ended.is_set():
            seen.add(tuple(sorted((row[0].value, row[1].value) for row in Endpoint(server.profile).select(query))))

    reader = threading.Thread(target=read)
    reader.start()
    for version in range(1, 6):
        load(server.profile, sources("a", a=triples("a", 200, f"v{version}")), replace(QUICK, verify="none"))
        wait_for(lambda version=version: ((f"v{version}", "200"),) in seen, what=f"a reader of version {version}")
    ended.set()
    reader.join()
    assert seen <= {((f"v{version}", "200"),) for version in range(6)}


def test_a_profile_says_where_readers_may_see_a_part():
    from kg.endpoints.profiles import from_preset, presets

    seamless = {name for name in presets() if from_preset(name, presets()[name]["url"]).is_seamless()}
    assert {"oxigraph", "virtuoso", "fuseki"} <= seamless
    assert not {"qlever", "sparql"} & seamless


class TestPieces:
    def test_blank_nodes_stay_in_one_batch(self):
        (content,) = with_blank_nodes()
        parts = list(batches(content, 2))
        assert sum(part.count("\n") for part in parts) == content.count
        assert sum("_:" in part for part in parts) == 1

    def test_a_graph_with_blank_nodes_has_the_same_hash_whenever_it_is_read(self):
        assert with_blank_nodes()[0].digest == with_blank_nodes()[0].digest

    def test_retries_end_when_patience_runs_out(self):
        calls = []

        def busy():
            calls.append(1)
            raise BusyError("busy", after=0.01)

        with pytest.raises(BusyError):
            Patience(1).attempt(busy)  # long enough for a busy machine to call it three times
        assert len(calls) > 2


class TestCommand:
    def store(self, path, **changed):
        """Return a built store: the small one, and two sources as validation has left them."""
        (path.parent / "seeds").mkdir(exist_ok=True)
        validated = {content.iri.rpartition("/")[2]: content.nquads() for content in sources("one", "two", **changed)}
        return make_store(path, path.parent / "seeds", validated=validated)

    def config(self, tmp_path, server):
        text = f'[profiles.local]\npreset = "oxigraph"\nurl = "{server.profile.url}"\n'
        (tmp_path / "kg.toml").write_text(text)
        return {"KG_CONFIG": str(tmp_path / "kg.toml"), "KG_STORE": str(tmp_path / "store")}

    def test_plan_load_and_plan_again(self, tmp_path, oxigraph_server):
        folder = self.store(tmp_path / "store")
        environment = self.config(tmp_path, oxigraph_server)
        plan = kg("load", "--to", "local", "--no-build", "--plan", **environment)
        assert plan.code == 0
        assert plan.out.splitlines()[0] == "state\tadded\tremoved\tgraph"
        assert f"new\t61\t0\t{iri('source', 'one')}" in plan.out
        done = kg("load", "--to", "local", "--no-build", **environment)
        assert done.code == 0, done.err
        assert done.out.startswith("local: 3 graphs sent")
        again = kg("load", "--to", "local", "--no-build", "--plan", "-f", "json", **environment)
        assert again.code == 0, again.err
        rows = json.loads(again.out)
        assert {row["state"] for row in rows} == {"unchanged"}
        holds(oxigraph_server.profile, contents_of_store(folder))

    def test_graphs_from_the_stores_own_loader_are_not_sent_again(self, tmp_path, oxigraph_server):
        self.store(tmp_path / "store")
        environment = self.config(tmp_path, oxigraph_server)
        dump = kg("load", "--to", "local", "--no-build", "--bulk", str(tmp_path / "all.nq"), **environment)
        program, *arguments = dump.out.partition("   #")[0].replace("DATA", str(tmp_path / "server/data")).split()
        oxigraph_server.stop()
        subprocess.run([Path(sys.executable).parent / program, *arguments], check=True, capture_output=True)
        oxigraph_server.start()
        done = kg("load", "--to", "local", "--no-build", "--verify", "full", **environment)
        assert done.out.startswith("local: 0 graphs sent (0 statements), 3 unchanged")

    def test_an_invalid_store_is_not_sent(self, tmp_path, oxigraph_server):
        """The seeds are built first, and a build that finds something ends the load before its first request."""
        environment = self.config(tmp_path, oxigraph_server)
        (tmp_path / "seeds" / "2020-01-01-wrong").mkdir(parents=True)
        (tmp_path / "seeds" / "2020-01-01-wrong" / "sheet.yaml").write_text("source: {title: No text}\n")
        (tmp_path / "seeds" / "reference").mkdir()
        with Proxy(oxigraph_server.profile.url) as proxy:
            done = kg("load", "--to", "local", "--seeds", tmp_path / "seeds", KG_LOCAL_URL=proxy.url, **environment)
            assert done.code == 1
            assert proxy.requests == []

    def test_mistakes_are_reported_in_one_line(self, tmp_path, oxigraph_server):
        self.store(tmp_path / "store")
        environment = self.config(tmp_path, oxigraph_server)
        unknown = kg("load", "--to", "locl", "--no-build", **environment)
        assert (unknown.code, unknown.err) == (2, "kg: unknown profile `locl` (did you mean `local`?)\n")
        oxigraph_server.stop()
        absent = kg("load", "--to", "local", "--no-build", "--retry", "0", **environment)
        assert absent.code == 2
        assert "kg: local: cannot be reached at http://127.0.0.1" in absent.err


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Where the first of the guide's servers leaves the store that its commands have built, for those after it."""
    return tmp_path_factory.mktemp("guide") / "store"


class TestTheGuide:
    GUIDE = Path(__file__).parents[2] / "docs" / "triplestores.md"

    def section(self, title):
        """Return the fenced blocks of a section, as (language, text)."""
        text = self.GUIDE.read_text(encoding="utf-8").partition(f"\n## {title}\n")[2].partition("\n## ")[0]
        return re.findall(r"^```(\w+)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)

    @pytest.mark.parametrize(("title", "name"), [("Oxigraph", "local"), ("Virtuoso", "virtuoso"), ("Fuseki", "fuseki")])
    def test_the_commands_do_what_they_say(self, title, name, tmp_path, built):
        """In a new folder, word for word, but for ports that are free here and what is installed already."""
        if title == "Virtuoso" and not shutil.which("virtuoso-t"):
            missing("Virtuoso 7", "on Debian: `apt-get install virtuoso-opensource-7-bin`")
        if title == "Fuseki":
            (tmp_path / "fuseki").symlink_to(fuseki_home())
        ports = {port: str(free_port()) for port in ("7878", "8890", "1111", "3030")}
        blocks = [(kind, re.sub("|".join(ports), lambda m: ports[m[0]], text)) for kind, text in self.section(title)]
        for kind, file in (("toml", "kg.toml"), ("ini", "virtuoso.ini"), ("turtle", "positions.ttl")):
            (tmp_path / file).write_text("".join(text for found, text in blocks if found == kind))
        commands = "".join(text for kind, text in blocks if kind == "sh" and not re.match("pip|apt-get|mvn", text))
        if title == "Oxigraph":  # what is asked and compared afterwards, wherever a clone is not needed for it
            more = "".join(text for name in ("Asking it", "What has changed") for _, text in self.section(name))
            commands += "".join(line for line in more.splitlines(True) if re.match(r"kg .* local\b", line))
        if built.exists():
            shutil.copytree(built, tmp_path / ".kg", symlinks=True)
        output = self.run(f"set -e\ntrap 'kill %1' EXIT\n{commands}", tmp_path)
        if not built.exists():
            shutil.copytree(tmp_path / ".kg", built, symlinks=True)
        assert re.search(rf"^{name}: [1-9]\d* graphs sent", output, re.MULTILINE)
        assert "\n?proposition\t" in output
        if title == "Oxigraph":
            assert re.search(r"^local: 0 graphs sent", output, re.MULTILINE)
            assert "oxigraph load --location DATA --file" in output
            assert (tmp_path / "graph.nq").stat().st_size > 100_000

    def test_the_configuration_of_fuseki_is_the_one_that_the_tests_run(self):
        (shown,) = (text for kind, text in self.section("Fuseki") if kind == "turtle")
        assert shown == FUSEKI_CONFIG.replace("{data}", "fuseki-data")
        (pom,) = (text for kind, text in self.section("Fuseki") if kind == "xml")
        ours = (Path(__file__).parents[2] / ".ci" / "fuseki.xml").read_text("utf-8")
        assert re.findall("artifactId>.*<|version>.*<", pom)[3:] == re.findall("artifactId>.*<|version>.*<", ours)[3:]

    def run(self, script, folder):
        environment = {key: value for key, value in os.environ.items() if not key.startswith("KG_")}
        environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
        environment["JAVA_TOOL_OPTIONS"] = "-Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1"  # starts sooner
        done = subprocess.run(
            ["bash", "-c", script], cwd=folder, env=environment, capture_output=True, check=False, timeout=300
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()

    def test_the_profiles_it_shows_are_valid(self, tmp_path, monkeypatch):
        from kg.endpoints.profiles import find_profile, presets

        monkeypatch.setenv("KG_VIRTUOSO_PASSWORD", "x")
        monkeypatch.setenv("KG_FUSEKI_PASSWORD", "x")
        monkeypatch.setenv("KG_ARCHIVE_PASSWORD", "x")
        for title in ("Oxigraph", "Fuseki", "Virtuoso", "Profiles"):
            for kind, text in self.section(title):
                if kind == "toml":
                    (tmp_path / "kg.toml").write_text(text)
                    monkeypatch.setenv("KG_CONFIG", str(tmp_path / "kg.toml"))
                    profile = find_profile(re.search(r"\[profiles\.(\w+)\]", text)[1])
                    assert profile.preset in presets()

    def test_the_table_of_the_guide_matches_the_presets(self):
        from kg.endpoints.profiles import from_preset, presets

        for name, table in presets().items():
            profile = from_preset(name, table["url"])
            seen = "never" if profile.is_seamless() else "yes, while it is replaced"
            row = f"| `{name}` | {profile.title} | `{table['url']}` | {profile.evidence} | {seen} |"
            assert row in self.GUIDE.read_text(encoding="utf-8")
