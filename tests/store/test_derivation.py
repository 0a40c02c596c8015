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
           ballot:s.w.china dp:voter actor:china ; dp:choice choice:veto .
           event:s.other a dp:Vote ; dp:occurrence occurrence:happened ; dp:motion proposition:o ;
             dp:ballot ballot:s.other.russia .
           ballot:s.other.russia dp:voter actor:russia ; dp:choice choice:against .
           event:s.withdrawn a dp:Vote ; dp:occurrence occurrence:happened ; dp:motion proposition:p ;
             dp:ballot ballot:s.withdrawn.china ; prov:invalidatedAtTime "2020-01-01T00:00:00Z"^^xsd:dateTime .
           ballot:s.withdrawn.china dp:voter actor:china ; dp:choice choice:veto ."""
    )
    derive(filled)
    assert traced(filled) == {("russia", "vetoed", "m"): {"s.v"}}


def test_deriving_again_gives_the_same_and_forgets_what_no_longer_follows() -> None:
    filled = store("event:s.m a dp:Meeting ; dp:occurrence occurrence:happened ; dp:participant actor:a , actor:b .")
    size = derive(filled)
    first = set(filled.quads_for_pattern(None, None, None, DERIVED))
    assert derive(filled) == size == len(first) == 12
    assert set(filled.quads_for_pattern(None, None, None, DERIVED)) == first
    filled.clear_graph(ox.NamedNode(SOURCE))
    assert derive(filled) == 0
    assert not list(filled.quads_for_pattern(None, None, None, DERIVED))


@pytest.mark.parametrize(
    ("rule", "error", "words"),
    [
        ("CONSTRUCT {", InputError, "not SPARQL"),
        ("SELECT * { ?s ?p ?o }", InputError, "CONSTRUCT"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", InputError, "does not say which graph"),
        (None, InputError, "no rules"),
        ("CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <http://localhost:9/> { ?s ?p ?o } }", EngineError, "the rule failed"),
    ],
)
def test_a_rule_that_cannot_be_used_is_reported(tmp_path: Path, rule: str | None, error: type, words: str) -> None:
    if rule is not None:
        graph = "" if "WHERE { ?s" in rule and "SERVICE" not in rule else "#+ graph: derived\n"
        (tmp_path / "01-bad.rq").write_text(graph + rule, encoding="utf-8")
    with pytest.raises(error, match=words):
        derive(ox.Store(), tmp_path)


def test_a_rule_has_its_stage_in_its_name(tmp_path: Path) -> None:
    (tmp_path / "bad.rq").write_text("#+ graph: derived\nCONSTRUCT WHERE { ?s ?p ?o }", encoding="utf-8")
    with pytest.raises(InputError, match="a rule is called <stage>-<name>"):
        derive(ox.Store(), tmp_path)


def test_a_stage_is_finished_before_the_next_one_begins(tmp_path: Path) -> None:
    closure = """#+ graph: derived
#+ recursive: true
CONSTRUCT { ?a <urn:p> ?c } WHERE { GRAPH ?g { ?a <urn:p> ?b } GRAPH ?h { ?b <urn:p> ?c } }"""
    count = """#+ graph: derived
CONSTRUCT { <urn:all> <urn:n> ?n }
WHERE { SELECT (COUNT(*) AS ?n) { GRAPH graph:derived { ?a <urn:p> ?b } } }"""
    (tmp_path / "2-closure.rq").write_text(closure, encoding="utf-8")
    (tmp_path / "10-count.rq").write_text(f"PREFIX graph: <{PREFIXES['graph']}>\n{count}", encoding="utf-8")
    filled = store(
        "<urn:1> <urn:p> <urn:2> . <urn:2> <urn:p> <urn:3> . <urn:3> <urn:p> <urn:4> . <urn:4> <urn:p> <urn:5> ."
    )
    derive(filled, tmp_path)
    counted = filled.quads_for_pattern(ox.NamedNode("urn:all"), None, None, DERIVED)
    assert [quad.object.value for quad in counted] == ["6"]


def test_recursive_rules_of_a_stage_may_read_each_other(tmp_path: Path) -> None:
    """The rule that comes first finds nothing in the first round, and everything of its own in later ones."""
    rule = """#+ graph: derived
#+ recursive: true
CONSTRUCT {{ ?b <urn:is> <urn:{after}> }}
WHERE {{ GRAPH ?g {{ ?a <urn:is> <urn:{before}> }} GRAPH ?h {{ ?a <urn:next> ?b }} }}"""
    (tmp_path / "1-even.rq").write_text(rule.format(after="even", before="odd"), encoding="utf-8")
    (tmp_path / "1-odd.rq").write_text(rule.format(after="odd", before="even"), encoding="utf-8")
    filled = store(
        "<urn:0> <urn:is> <urn:even> . " + " ".join(f"<urn:{n}> <urn:next> <urn:{n + 1}> ." for n in range(4))
    )
    derive(filled, tmp_path)
    found = {(quad.subject.value, quad.object.value) for quad in filled.quads_for_pattern(None, None, None, DERIVED)}
    assert found == {("urn:1", "urn:odd"), ("urn:2", "urn:even"), ("urn:3", "urn:odd"), ("urn:4", "urn:even")}
