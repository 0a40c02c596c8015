"""Questions that a server is asked in parts: the answer is that of the whole, or there is none."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from graphs import CORNER, graph_of
from in_process import kg
from proxy import Proxy, Request
from servers import Server, oxigraph

from kg.endpoints.content import from_statements
from kg.endpoints.load import load
from kg.endpoints.manifest import Manifest
from kg.endpoints.sparql import Endpoint
from kg.query.results import rows_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import SimpleNamespace

#: What stands in every part of `between`, and in no other request.
BETWEEN = "SELECT DISTINCT ?actor ?actor_label ?relation"
OWN = """\
#+ summary: Who supports or opposes something
#+ parts: true
SELECT DISTINCT ?who ?what WHERE {
  { ?stance dp:side side:supports } UNION { ?stance dp:side side:opposes }
  ?stance a dp:Stance ; dp:actor ?who ; dp:towards ?what
} ORDER BY DESC(?who) ?what LIMIT 3
"""


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An Oxigraph server with the graph of two short articles."""
    server, store = oxigraph(tmp_path_factory.mktemp("oxigraph"), on_disk=False), graph_of(CORNER)
    graphs = {name.value: list(store.quads_for_pattern(None, None, None, name)) for name in store.named_graphs()}
    load(server.profile, from_statements(graphs))
    yield server
    server.stop()


@pytest.fixture
def asked(tmp_path: Path, there: Server) -> Callable[..., SimpleNamespace]:
    """Return a function that calls `kg query --at` of a profile that has, or has not, to be asked in parts."""

    def call(*words: str, url: str = there.profile.url, in_parts: bool = True) -> SimpleNamespace:
        file = tmp_path / "kg.toml"
        file.write_text(f'[profiles.p]\npreset = "oxigraph"\nurl = "{url}"\nin_parts = {str(in_parts).lower()}\n')
        return kg("query", *words, "--at", "p", KG_CONFIG=str(file))

    return call


def parts_through(proxy: Proxy) -> list[str]:
    queries = (request.form.get("query", [""])[0] for request in proxy.requests)
    return [query for query in queries if BETWEEN in query]


def test_the_answer_in_parts_is_that_of_the_whole(there: Server, asked: Callable[..., SimpleNamespace]) -> None:
    whole = asked("between", "-f", "csv", in_parts=False)
    assert whole.out.count("\n") > 2
    with Proxy(there.profile.url) as proxy:
        assert asked("between", "-f", "csv", url=proxy.url) == whole
        assert len(parts_through(proxy)) > 1
        assert not any("ORDER BY ?actor ?other" in part for part in parts_through(proxy))


def test_a_query_of_ones_own_says_that_it_can_be_asked_in_parts(
    tmp_path: Path, asked: Callable[..., SimpleNamespace]
) -> None:
    (tmp_path / "own.rq").write_text(OWN)
    whole, parts = (asked(str(tmp_path / "own.rq"), in_parts=each) for each in (False, True))
    assert (parts.code, parts.out) == (0, whole.out)
    assert parts.out.count("\n") == 4


def test_an_endpoint_of_an_unknown_kind_is_asked_in_parts(there: Server) -> None:
    """It may be a Virtuoso, for which a plan of the whole is too much."""
    with Proxy(there.profile.url) as proxy:
        assert kg("query", "between", "--at", f"{proxy.url}/query").code == 0
    assert len(parts_through(proxy)) > 1


@pytest.mark.parametrize("fate", ["half", "503"])
def test_without_one_part_there_is_no_answer(there: Server, asked: Callable[..., SimpleNamespace], fate: str) -> None:
    numbers = itertools.count(1)

    def fails(request: Request) -> str:
        return fate if BETWEEN in request.form.get("query", [""])[0] and next(numbers) >= 3 else "pass"

    with Proxy(there.profile.url, fails) as proxy:
        done = asked("between", "--timeout", "5", url=proxy.url)
    assert (done.code, done.out) == (2, "")
    assert "in part 3 of the 6 in which this question is asked" in done.err


def test_a_load_between_two_parts_is_noticed(there: Server, asked: Callable[..., SimpleNamespace]) -> None:
    """A row of the old graphs beside one of the new ones would be an answer that was never true."""
    manifest, numbers = Manifest(Endpoint(there.profile)), itertools.count(1)

    def loads(request: Request) -> str:
        if BETWEEN in request.form.get("query", [""])[0] and next(numbers) == 3:
            graph = next(iter(manifest.read()))
            manifest.record([(graph, replace(manifest.read()[graph], digest="of another version"))])
        return "pass"

    with Proxy(there.profile.url, loads) as proxy:
        done = asked("between", url=proxy.url)
    assert (done.code, done.out) == (2, "")
    assert "a load has changed what is asked about (ask again)" in done.err
    assert asked("between").code == 0


def test_explain_shows_each_part_that_is_sent(asked: Callable[..., SimpleNamespace]) -> None:
    shown = asked("between", "-p", "actor=arcadia", "--explain")
    head, *parts = shown.out.split("# Part ")
    assert (head, len(parts)) == ("", 7)
    for part in parts:
        assert rows_of(graph_of(CORNER).query(f"# Part {part}")) is not None
    whole = asked("between", "-p", "actor=arcadia", "--explain", in_parts=False)
    assert "# Part" not in whole.out
