"""What is seen of the reference data from a node, in whatever order the nodes are asked about, and who sees a node."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pyoxigraph as ox
from damage import damaged
from data_repository import new_repository
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import URIRef, Variable
from rdflib.paths import Path
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue

from kg.namespaces import DP, PREFIXES
from kg.paths import shipped
from kg.rdf.quads import Assertion, in_ntriples
from kg.rdf.shipped import shipped_triples
from kg.validate.reference_data import ReferenceData
from kg.validate.shacl.check import check_shapes
from kg.validate.shacl.visibility import ReferenceIndex, VisibleProperties, seers, sight_of, traits_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path as FilePath

NODES = st.integers(0, 7).map(lambda number: ox.NamedNode(f"x:{number}"))
PROPERTIES = st.sampled_from("abcd").map(lambda name: ox.NamedNode(f"p:{name}"))
GRAPHS = st.lists(st.builds(ox.Quad, NODES, PROPERTIES, NODES), max_size=14)
SIGHTS = st.sets(st.sampled_from(["p:a", "p:b", "p:c", "p:d"])).map(frozenset)


def walked(quads: list[ox.Quad], node: str, sight: VisibleProperties) -> tuple[set[ox.Quad], set[str]]:
    """Return what is seen, and which nodes are reached, triple by triple until nothing is added."""
    seen, reached, size = set[ox.Quad](), {node}, -1
    while size != len(seen):
        size = len(seen)
        for quad in quads:
            subject, value, predicate = str(quad.subject), str(quad.object), quad.predicate.value
            if (subject in reached and sight.ahead(predicate)) or (value in reached and sight.back(predicate)):
                seen.add(quad)
                reached |= {subject, value}
    return seen, reached


@settings(deadline=None)
@given(GRAPHS, SIGHTS, SIGHTS, st.lists(NODES.map(str), min_size=1, max_size=8))
def test_the_index_sees_what_a_walk_through_the_graph_finds(
    quads: list[ox.Quad], forward: frozenset[str], backward: frozenset[str], order: list[str]
) -> None:
    sight, index = VisibleProperties(forward, backward), ReferenceIndex(quads)
    hashes = {}
    for node in order:
        seen, hashes[node] = index.seen_from([node], sight)
        assert set(seen) == walked(quads, node, sight)[0]
    together, _ = index.seen_from(order, sight)
    assert set(together) == set().union(*(walked(quads, node, sight)[0] for node in order))
    for node in order:
        assert ReferenceIndex(quads[::-1]).seen_from([node], sight)[1] == hashes[node]


@settings(deadline=None)
@given(GRAPHS, SIGHTS, SIGHTS, NODES.map(str))
def test_the_seers_of_a_node_are_those_that_reach_it(
    quads: list[ox.Quad], forward: frozenset[str], backward: frozenset[str], node: str
) -> None:
    sight = VisibleProperties(forward, backward)
    triples = [(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in quads]
    everyone = {str(term) for quad in quads for term in (quad.subject, quad.object)} | {node}
    assert set(seers([node], triples, sight)) == {one for one in everyone if node in walked(quads, one, sight)[1]}


def test_shapes_about_what_is_only_derived_do_not_make_a_source_see_everything() -> None:
    source = list(ox.parse(path=shipped("shapes") / "valid" / "source.ttl"))
    assert not sight_of(traits_of(in_ntriples(source))).ahead("x:whatever")
    derived = ox.Quad(ox.NamedNode("x:g"), ox.NamedNode(DP + "statement"), ox.NamedNode("x:s"))
    assert sight_of(traits_of(in_ntriples([*source, derived]))).ahead("x:whatever")


def triples_in(node: object) -> Iterator[tuple[object, object, object]]:
    """Yield the triple patterns of a query, wherever they stand in it."""
    if isinstance(node, CompValue):
        for terms in dict.get(node, "triples") or ():
            yield from zip(*[iter(terms)] * 3, strict=True)  # below EXISTS, several triples are one list of terms
        for part in node.values():
            yield from triples_in(part)
    elif isinstance(node, list):
        for part in node:
            yield from triples_in(part)


def properties_in(predicate: object) -> set[str]:
    """Return the properties of a path."""
    if isinstance(predicate, Path):
        parts = getattr(predicate, "args", None) or [predicate.path]
        return set().union(*map(properties_in, parts))
    return {str(predicate)} if isinstance(predicate, URIRef) else set()


def entered_backwards(query: str) -> set[str]:
    """Return the properties that a walk from `$this` over the patterns has to follow from the value to the subject."""
    waiting, known, found = list(triples_in(prepareQuery(query, initNs=PREFIXES).algebra)), {Variable("this")}, set()
    while waiting:
        ahead = [triple for triple in waiting if triple[0] in known]
        back = [] if ahead else [next(triple for triple in waiting if triple[2] in known)]
        found |= set().union(*(properties_in(predicate) for _, predicate, _ in back))
        known |= {triple[2] for triple in ahead} | {triple[0] for triple in back}
        waiting = [triple for triple in waiting if triple not in ahead and triple not in back]
    return found


def test_a_query_names_all_that_is_entered_from_its_value() -> None:
    queries = [
        triple.object.value
        for triple in shipped_triples("shapes")
        if triple.predicate.value == PREFIXES["sh"] + "select"
    ]
    said = [query for query in queries if "# backward:" in query]
    assert len(said) > 1
    for query in said:
        named = query.partition("# backward:")[2].partition("\n")[0].split()
        wanted = {PREFIXES[prefix] + local for prefix, _, local in (name.partition(":") for name in named)}
        assert wanted == entered_backwards(query), query


def test_a_source_does_not_see_the_members_of_an_organisation() -> None:
    """Otherwise it would see all states, through the United Nations, and all their governments."""
    source = list(ox.parse(path=shipped("shapes") / "valid" / "source.ttl"))
    sight = sight_of(traits_of(in_ntriples(source)))
    assert sight.back(PREFIXES["org"] + "member")
    assert sight.ahead(PREFIXES["org"] + "organization")
    assert not sight.back(PREFIXES["org"] + "organization")


def test_what_a_repository_says_is_checked_as_if_all_of_its_packages_were_in_view(tmp_path: FilePath) -> None:
    """Also where it contradicts them, or says more about what is in them."""
    folder = new_repository(tmp_path) / "seeds" / "reference"
    data = ReferenceData(folder, lambda _: None)
    _, context, _ = data.read()
    own = [quad for quad in context.quads if quad not in context.shared]
    assert len(own) < len(context.quads) / 20
    for seed in range(4):
        chance = random.Random(seed)
        said = damaged(chance, [*own, *chance.sample(sorted(context.shared, key=str), 30)], 8, stray=False)
        part = Assertion(context.source, said, context.spans)
        found = check_shapes([part], data.around(said))
        assert found
        assert found == check_shapes([part], context)
        assert len(data.around(said).quads) < len(context.quads)
