"""When states were independent: what their entries say, what the question answers, and what `world` has."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from independence import independence
from sheets import described

from kg.namespaces import GRAPHS, PREFIXES, shorten, slug_of
from kg.paths import shipped
from kg.query.catalogue import Catalogue
from kg.query.run import run_query
from kg.reference.packages import find_package
from kg.sources.assertion import assert_reference
from kg.validate.shacl.check import check_shapes

if TYPE_CHECKING:
    from pathlib import Path

ENTRIES = """
estland: {label: Estland, independent: [{since: 1918, until: 1940-06}, {since: 1991-09-06}]}
noland: {label: Noland, independent: [{}]}
oldland: {label: Oldland, independent: [{until: 1903-02-01}]}
"""
GRAPH = ox.NamedNode(GRAPHS["reference"])
#: What stands in `world`: by lists that agree on a day, a month or a year, and by what else is known.
TIMES = """
actor:bahrain | 1971-08-15.open
actor:bosnia-and-herzegovina | 1992-04.open
actor:canada | 1867.open
actor:afghanistan | 1919.open open.1888
actor:east-germany | 1949-10.1990-10
actor:egypt | 1922.open
actor:estonia | 1918.1940-06 1991-09-06.open
actor:germany | 1949.open
actor:haiti | 1934-08-15.open open.1915-07
actor:morocco | 1956-03-02.open
actor:rwanda | 1962.open
actor:soviet-union | open.1991
actor:south-yemen | 1967-11-30.1990-05-21
actor:tanganyika | 1961-12-09.1964-04-26
actor:tanzania | 1964-04-26.open
actor:yemen | 1990-05-22.open
actor:yemen-arab-republic | 1918.1990-05-21
actor:yugoslavia | 1945.1992
"""
#: Without a date that two sources have, or disputed.
NONE = ("china", "kosovo", "russia", "taiwan", "western-sahara")
MEMBER = f"""
SELECT ?state ?joined ?since WHERE {{ GRAPH <{GRAPHS["reference"]}> {{
  ?membership org:member ?state ; org:memberDuring/time:hasBeginning/time:inXSDDate ?joined .
  ?state dp:independentDuring/time:hasBeginning/(time:inXSDDate|time:inXSDgYearMonth|time:inXSDgYear) ?since
}} }}
"""
MEMBERS = f"""
SELECT ?state WHERE {{ GRAPH <{GRAPHS["reference"]}> {{
  ?state org:memberOf <{PREFIXES["actor"]}united-nations> ; dp:independentDuring ?time
}} }}
"""


@pytest.fixture(scope="module")
def world() -> ox.Store:
    store = ox.Store()
    package = find_package("world", shipped("seeds")).folder
    triples = gzip.decompress((package / "compiled.nt.gz").read_bytes())
    store.load(triples, format=ox.RdfFormat.N_TRIPLES, to_graph=GRAPH)
    return store


def states(store: ox.Store, **bindings: ox.NamedNode | ox.Literal) -> list[tuple[str, str, str]]:
    """Return the rows of the question: slug, first and last day."""
    found = run_query(store, Catalogue(shipped("queries")).find("states").text, bindings)
    rows = [[row[name] for name in ("state", "since", "until")] for row in found]
    return [
        (slug_of(state.value), since.value if since else "", until.value if until else "")
        for state, since, until in rows
    ]


def on(day: str) -> ox.Literal:
    return ox.Literal(day, datatype=ox.NamedNode(PREFIXES["xsd"] + "date"))


def test_each_time_is_an_interval_and_one_without_a_bound_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "states.yaml").write_text(ENTRIES, "utf-8")
    _, assertion = assert_reference(tmp_path)
    times = {
        name: described(assertion.quads, f"actor:{name}").get("dp:independentDuring")
        for name in ("estland", "oldland", "noland")
    }
    assert times == {
        "estland": ["interval:1918.1940-06", "interval:1991-09-06.open"],
        "oldland": ["interval:open.1903-02-01"],
        "noland": None,
    }
    assert [finding.message for finding in (*assertion.findings, *check_shapes([assertion], assertion))] == []


def test_a_day_is_compared_with_as_much_of_a_date_as_is_known(tmp_path: Path) -> None:
    (tmp_path / "states.yaml").write_text(ENTRIES, "utf-8")
    _, assertion = assert_reference(tmp_path)
    store = ox.Store()
    store.extend(ox.Quad(*quad.triple, GRAPH) for quad in assertion.quads)
    days = {
        "1902-06-01": ["oldland"],
        "1903-02-01": ["oldland"],
        "1903-02-02": [],
        "1917-12-31": [],
        "1918-01-01": ["estland"],
        "1940-06-30": ["estland"],
        "1940-07-01": [],
        "1991-09-05": [],
        "1991-09-06": ["estland"],
    }
    assert {day: [name for name, _, _ in states(store, as_of=on(day))] for day in days} == days
    assert states(store, state=ox.NamedNode(PREFIXES["actor"] + "estland")) == [
        ("estland", "1918", "1940-06"),
        ("estland", "1991-09-06", ""),
    ]


def test_dates_in_world_are_as_precise_as_its_sources_agree(world: ox.Store) -> None:
    expected = dict(line.split(" | ") for line in TIMES.strip().splitlines())
    times: dict[str, list[str]] = {}
    for quad in world.quads_for_pattern(None, ox.NamedNode(PREFIXES["dp"] + "independentDuring"), None, GRAPH):
        times.setdefault(shorten(quad.subject.value), []).append(slug_of(quad.object.value))
    assert {name: " ".join(sorted(times[name])) for name in expected} == expected
    assert [name for name in NONE if f"actor:{name}" in times] == []
    assert len(times) > 170


def test_the_states_of_a_day_are_those_of_their_time(world: ox.Store) -> None:
    former = {
        "east-germany",
        "germany",
        "south-yemen",
        "soviet-union",
        "yemen",
        "yemen-arab-republic",
        "yugoslavia",
        "slovenia",
    }
    found = {
        day: former & {name for name, _, _ in states(world, as_of=on(day))} for day in ("1980-06-30", "1995-06-30")
    }
    assert found == {
        "1980-06-30": former - {"yemen", "slovenia"},
        "1995-06-30": {"germany", "yemen", "slovenia"},
    }


def test_every_member_of_the_united_nations_is_independent_today(world: ox.Store) -> None:
    """A time whose end the sources date differently must not be all that is told of a state."""
    members = {slug_of(row[0].value) for row in run_query(world, MEMBERS)}
    today = {name for name, _, until in states(world) if not until}
    assert (len(members) > 160, members - today) == (True, set())


def test_a_time_that_one_list_ends_earlier_is_left_out_and_the_next_is_kept(tmp_path: Path) -> None:
    """Here Borland: to one list it lost its independence in 1860, to the other, which has it from 1850 on, in 1870."""
    (tmp_path / "gwstates.csv").write_text(
        "gwcode,start,end\n1,1830-01-01,1860-05-01\n1,1922-02-28,9999-12-31\n2,1840-01-01,1841-02-03\n", "utf-8"
    )
    (tmp_path / "cowstates.csv").write_text(
        "cowcode,start,end\n1.0,1850-01-01,1870-09-15\n1.0,1937-05-26,9999-12-31\n", "utf-8"
    )
    found = independence(tmp_path, {"1": "borland", "2": "oldland"})
    assert (found["borland"], found["oldland"]) == ([{"since": "1922"}], [{"since": "1840", "until": "1841"}])


def test_former_states_were_independent_when_they_joined_the_united_nations(world: ox.Store) -> None:
    rows = [[term.value for term in row] for row in run_query(world, MEMBER)]
    assert len(rows) > 4
    assert [name for name, joined, since in rows if joined[: len(since)] < since] == []


def test_states_of_the_sample_have_the_times_of_world(world: ox.Store) -> None:
    """They were taken from there; a repository that uses `world` gets the same answers as the sample."""
    _, assertion = assert_reference(shipped("seeds") / "reference")
    during = ox.NamedNode(PREFIXES["dp"] + "independentDuring")
    ours = {(quad.subject, quad.object) for quad in assertion.quads if quad.predicate == during}
    theirs = {(quad.subject, quad.object) for quad in world.quads_for_pattern(None, during, None, GRAPH)}
    assert (len(ours) > 30, ours - theirs) == (True, set())
