"""A load is one switch where the store can do that, and readers see one version of the whole; elsewhere it says so."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from proxy import Proxy, Request
from test_load import QUICK, by, holds, sources, triples, with_blank_nodes
from waiting import wait_for

from kg.endpoints.content import from_statements
from kg.endpoints.load import load
from kg.endpoints.lock import lock_graph
from kg.endpoints.plan import State, plan_load
from kg.endpoints.sparql import Endpoint
from kg.endpoints.transport import Patience
from kg.errors import RemoteError
from kg.namespaces import DP, iri

if TYPE_CHECKING:
    from servers import Server

    from kg.endpoints.content import GraphContent
    from kg.endpoints.profiles import Profile

NAMES = [f"s{number}" for number in range(6)]
able = pytest.mark.parametrize("server", ["oxigraph", "fuseki"], indirect=True)


def version(number: int, names: list[str] = NAMES) -> list[GraphContent]:
    return sources(*names, **{name: triples(name, 20, f"v{number}") for name in names})


def assert_fails(profile: Profile, contents: list[GraphContent]) -> None:
    with pytest.raises(RemoteError, match=f"<{iri('source', 's0')}> and 5 more: ") as caught:
        load(profile, contents, replace(QUICK, retry=0.2))
    assert "load again to finish" in str(caught.value)


def is_switch(request: Request) -> bool:
    return "INSERT DATA { GRAPH <" + iri("source", "s") in (request.update or "")


@pytest.mark.hostile("partial-load")
@able
def test_readers_see_one_version_of_the_whole(server: Server) -> None:
    """Each answer is about one version, and has all of its graphs: those that are gone go at the same moment."""
    query = (
        f"SELECT ?version (COUNT(DISTINCT ?g) AS ?n) WHERE {{ GRAPH ?g {{ ?s <{DP}text> ?text }} "
        'BIND(STRBEFORE(STR(?text), " ") AS ?version) } GROUP BY ?version'
    )
    seen, ended = set(), threading.Event()
    load(server.profile, version(0), QUICK)

    def read() -> None:
        while not ended.is_set():
            seen.add(tuple(sorted((v.value, int(n.value)) for v, n in Endpoint(server.profile).select(query))))

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(1, 5):
        outcome = load(server.profile, version(number, NAMES[number:]), replace(QUICK, verify="none", prune=True))
        assert (outcome.sent, outcome.removed, outcome.left) == (6 - number, 1, [])
        wait_for(lambda number=number: ((f"v{number}", 6 - number),) in seen, what=f"a reader of version {number}")
    ended.set()
    reader.join()
    assert seen <= {((f"v{number}", 6 - number),) for number in range(5)}
    holds(server.profile, version(4, NAMES[4:]))


@able
def test_removed_sources_stay_without_prune(server: Server) -> None:
    load(server.profile, version(0), QUICK)
    outcome = load(server.profile, version(1, NAMES[2:]), QUICK)
    assert (outcome.sent, outcome.removed, outcome.left) == (4, 0, [iri("source", "s0"), iri("source", "s1")])
    holds(server.profile, [*version(0, NAMES[:2]), *version(1, NAMES[2:])])


@able
def test_an_interrupted_load_changes_nothing_or_everything(server: Server) -> None:
    load(server.profile, version(0), QUICK)
    for number, fate in ((1, "cut"), (2, "503"), (3, "lose")):
        with Proxy(server.profile.url, lambda request, fate=fate: fate if is_switch(request) else "pass") as proxy:
            profile = by("switch", server.profile, proxy.url)
            assert_fails(profile, version(number))
        kept = version(3 if fate == "lose" else 0)
        holds(server.profile, kept)
    assert load(server.profile, version(3), QUICK).plan.of(State.UNCHANGED) == []
    assert load(server.profile, version(3), QUICK).sent == 0


@pytest.mark.hostile("partial-load")
def test_a_server_that_is_killed_in_the_middle_has_the_old_or_the_new(oxigraph_server: Server) -> None:
    load(oxigraph_server.profile, version(0), QUICK)
    killers: list[threading.Timer] = []

    def kill_once(request: Request) -> str:
        if killers:
            killers[0].join()  # where the machine is busy it comes late, but before what follows the switch
        elif is_switch(request):
            killers.append(threading.Timer(0.002, oxigraph_server.kill))
            killers[0].start()
        return "pass"

    with Proxy(oxigraph_server.profile.url, kill_once) as proxy, pytest.raises((RemoteError, OSError)):
        load(by("switch", oxigraph_server.profile, proxy.url), version(1), replace(QUICK, retry=0))
    oxigraph_server.start()
    endpoint = Endpoint(oxigraph_server.profile, patience=Patience(30))
    endpoint.update(f"DROP SILENT GRAPH <{lock_graph()}>")  # as if this process had been killed as well
    assert len({step.state for step in plan_load(endpoint, version(1)).steps}) == 1
    load(oxigraph_server.profile, version(1), QUICK)
    holds(oxigraph_server.profile, version(1))


@able
def test_blank_nodes_of_two_graphs_stay_two(server: Server) -> None:
    (first,) = with_blank_nodes()
    both = {first.iri: first.triples(), iri("source", "other"): first.triples()}
    load(server.profile, from_statements(dict.fromkeys(both, triples("a", 2))), QUICK)
    load(server.profile, from_statements(both), QUICK)
    holds(server.profile, from_statements(both))
    nodes = "SELECT DISTINCT ?b WHERE { GRAPH ?g { ?b ?p ?o } FILTER(isBlank(?b)) }"
    assert len(Endpoint(server.profile).select(nodes)) == 2


@pytest.mark.parametrize("server", ["oxigraph", "virtuoso"], indirect=True)
def test_a_load_that_is_not_atomic_says_what_readers_see(server: Server) -> None:
    """Where the store cannot, and where it is too much for one update."""
    profile, told = replace(server.profile, atomic_update_limit=100), list[str]()
    load(profile, version(0), replace(QUICK, tell=told.append))
    load(profile, version(0, [*NAMES[:5], "new"]), replace(QUICK, tell=told.append))
    assert told == []  # nobody has read before a first load, and of one graph there is only one version
    load(profile, version(1), replace(QUICK, tell=told.append))
    words = "6 graphs are replaced one at a time: until this has finished, readers see a mix of old and new graphs"
    assert told == [f"{server.profile.name}: {words}"]
