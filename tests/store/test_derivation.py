"""The derived edges: each comes from statements that carry it, and each such statement gives its edges."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import EngineError, InputError
from kg.namespaces import DP, GRAPHS, PREFIXES, iri
from kg.store.derive import derive

if TYPE_CHECKING:
    from pathlib import Path

PREDICATES = {
    ("Position", "supports"): "supports",
    ("Position", "opposes"): "opposes",
    ("Claim", "supports"): "claims",
    ("Claim", "opposes"): "denies",
}
HEAD = "".join(f"@prefix {prefix}: <{name}> .\n" for prefix, name in PREFIXES.items())
SOURCE, REFERENCE = iri("source", "s"), GRAPHS["reference"]
DERIVED = ox.NamedNode(GRAPHS["derived"])


def store(source: str, reference: str = "") -> ox.Store:
    filled = ox.Store()
    for name, text in ((SOURCE, source), (REFERENCE, reference)):
        filled.load(HEAD + text, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(name))
    return filled


def plain(filled: ox.Store) -> set[tuple[str, str, str]]:
    """Return the plain edges as slugs."""
    return {
        (str(q.subject.value).rpartition("/")[2], q.predicate.value.removeprefix(DP), q.object.value.rpartition("/")[2])
        for q in filled.quads_for_pattern(None, None, None, DERIVED)
        if q.predicate.value.startswith(DP)
    }


def traced(filled: ox.Store) -> dict[tuple[str, str, str], set[str]]:
    """Return each edge node's own plain edge, as slugs, with what it was derived from."""
    rows = filled.query(
        f"""PREFIX dp: <{DP}> PREFIX rdf: <{PREFIXES["rdf"]}> PREFIX prov: <{PREFIXES["prov"]}>
        SELECT ?s ?p ?o ?from ?edge {{ GRAPH <{GRAPHS["derived"]}> {{
          ?edge a dp:DerivedEdge ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ;
            prov:wasDerivedFrom ?from }} }}"""
    )
    found: dict[tuple[str, str, str], set[str]] = {}
    for row in rows:
        key = (row["s"].value.rpartition("/")[2], row["p"].value.removeprefix(DP), row["o"].value.rpartition("/")[2])
        assert row["edge"].value == iri("edge", *key)
        found.setdefault(key, set()).add(row["from"].value.rpartition("/")[2])
    return found


NAMES = st.sampled_from(["a", "b", "c", "g", "h"])
STATEMENTS = st.lists(
    st.fixed_dictionaries(
        {
            "kind": st.sampled_from(["Position", "Claim"]),
            "polarity": st.sampled_from(["supports", "opposes", "neutral", "conditional"]),
            "holders": st.sets(NAMES, min_size=1, max_size=3),
            "for": st.sets(NAMES, max_size=1),
            "towards": st.sampled_from(["x", "y"]),
            "withdrawn": st.booleans(),
        }
    ),
    max_size=8,
)
MEMBERS = st.sets(st.tuples(st.sampled_from(["g", "h"]), NAMES), max_size=4)


def write(statements: list[dict[str, object]]) -> str:
    rows = []
    for number, row in enumerate(statements):
        parts = [f"statement:s.{number} a dp:{row['kind']} ; dp:polarity polarity:{row['polarity']}"]
        parts += [f"dp:towards proposition:{row['towards']}"]
        parts += [f"dp:holder actor:{name}" for name in row["holders"]]
        parts += [f"dp:onBehalfOf actor:{name}" for name in row["for"]]
        parts += ['prov:invalidatedAtTime "2020-01-01T00:00:00Z"^^xsd:dateTime'] if row["withdrawn"] else []
        rows.append(" ; ".join(parts) + " .\n")
    return "".join(rows)


def spread(names: set[str], members: set[tuple[str, str]]) -> set[str]:
    """Return the names with the members of the groups among them, and of the groups among those."""
    while not names >= (more := {member for group, member in members if group in names}):
        names = names | more
    return names


@settings(max_examples=60, deadline=None)
@given(STATEMENTS, MEMBERS)
def test_the_edges_are_those_that_the_statements_carry_and_no_others(
    statements: list[dict[str, object]], members: set[tuple[str, str]]
) -> None:
    groups = "".join(f"actor:{group} a dp:Group ; foaf:member actor:{member} .\n" for group, member in members)
    filled = store(write(statements), groups)
    derive(filled)
    expected: dict[tuple[str, str, str], set[str]] = {}
    for number, row in enumerate(statements):
        predicate = PREDICATES.get((row["kind"], row["polarity"]))
        if predicate and not row["withdrawn"]:
            for name in spread(row["holders"] | row["for"], members):
                expected.setdefault((name, predicate, row["towards"]), set()).add(f"s.{number}")
    assert traced(filled) == expected
    assert plain(filled) == set(expected)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Meeting", "Alliance", "Rivalry", "Attack"]),
            st.sampled_from(["happened", "planned", "alleged"]),
            st.sets(NAMES, min_size=1, max_size=4),
        ),
        max_size=5,
    )
)
def test_ties_between_actors_hold_both_ways_and_nobody_is_tied_to_itself(
    things: list[tuple[str, str, set[str]]],
) -> None:
    text = ""
    expected = set()
    predicates = {"Meeting": "metWith", "Alliance": "alliedWith", "Rivalry": "rivalOf"}
    for number, (kind, occurrence, names) in enumerate(things):
        role = "party" if kind in ("Alliance", "Rivalry") else "participant"
        text += f"event:s.{number} a dp:{kind} ; " + " ; ".join(f"dp:{role} actor:{name}" for name in names)
        text += f" ; dp:occurrence occurrence:{occurrence} .\n" if role == "participant" else " .\n"
        if kind in predicates and (role == "party" or occurrence == "happened"):
            expected |= {(one, predicates[kind], other) for one in names for other in names if one != other}
    filled = store(text)
    derive(filled)
    assert plain(filled) == expected == set(traced(filled))
    assert {(other, predicate, one) for one, predicate, other in plain(filled)} == plain(filled)


def test_only_a_veto_in_a_vote_that_took_place_vetoes() -> None:
    filled = store(
        """event:s.v a dp:Vote ; dp:occurrence occurrence:happened ; dp:motion proposition:m ;
             dp:ballot ballot:s.v.russia , ballot:s.v.cuba .
           ballot:s.v.russia dp:voter actor:russia ; dp:choice choice:veto .
           ballot:s.v.cuba dp:voter actor:cuba ; dp:choice choice:against .
           event:s.w a dp:Vote ; dp:occurrence occurrence:planned ; dp:motion proposition:n ;
             dp:ballot ballot:s.w.china .
           ballot:s.w.china dp:voter actor:china ; dp:choice choice:veto ."""
    )
    derive(filled)
    assert traced(filled) == {("russia", "vetoed", "m"): {"s.v"}}


def test_deriving_again_gives_the_same_and_forgets_what_no_longer_follows() -> None:
    filled = store(write([{"kind": "Claim", "polarity": "opposes", "holders": {"a"}, "for": set(), "towards": "x",
                           "withdrawn": False}]))  # fmt: skip
    size = derive(filled)
    first = set(filled.quads_for_pattern(None, None, None, DERIVED))
    assert derive(filled) == size == len(first) == 6
    assert set(filled.quads_for_pattern(None, None, None, DERIVED)) == first
    filled.clear_graph(ox.NamedNode(SOURCE))
    assert derive(filled) == 0
    assert not list(filled.quads_for_pattern(None, None, None, DERIVED))


@pytest.mark.parametrize(
    ("rule", "error", "words"),
    [
        ("CONSTRUCT {", InputError, "not SPARQL"),
        ("SELECT * { ?s ?p ?o }", InputError, "CONSTRUCT"),
        (None, InputError, "no rules"),
        ("CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <http://localhost:9/> { ?s ?p ?o } }", EngineError, "the rule failed"),
    ],
)
def test_a_rule_that_cannot_be_used_is_told(tmp_path: Path, rule: str | None, error: type, words: str) -> None:
    if rule is not None:
        (tmp_path / "bad.rq").write_text(rule, encoding="utf-8")
    with pytest.raises(error, match=words):
        derive(ox.Store(), tmp_path)
