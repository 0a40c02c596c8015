"""Records of votes are what the ballots give: compared with a count in SPARQL, over random votes in several sources."""

from __future__ import annotations

import random

import pyoxigraph as ox
import pytest

from kg.namespaces import DP, GRAPHS, PREFIXES, iri
from kg.rdf.quads import Quads, english, node, typed
from kg.store.voting import add_voting_records

#: The definition of a record, over the ballots of each vote that took place.
COUNT = """
SELECT ?actor ?choice ?about (COUNT(DISTINCT ?vote) AS ?votes) (MIN(?day) AS ?first) (MAX(?day) AS ?last)
WHERE {
  VALUES (?cast ?choice) {
    (choice:in-favour choice:in-favour) (choice:against choice:against) (choice:veto choice:against)
    (choice:abstain choice:abstain)
  }
  GRAPH ?source {
    ?vote a dp:Vote ; dp:occurrence occurrence:happened ; dp:ballot ?ballot .
    ?ballot dp:voter ?actor ; dp:choice ?cast .
    OPTIONAL { ?vote dp:happenedNotAfter ?held }
    ?source dcterms:issued ?issued .
    FILTER NOT EXISTS { ?vote prov:invalidatedAtTime ?when }
    BIND (COALESCE(?held, STRDT(SUBSTR(STR(?issued), 1, 10), xsd:date)) AS ?day)
  }
  { GRAPH ?source { ?vote dp:issue ?about } } UNION { GRAPH ?source { ?vote dp:motion ?about } }
  UNION { GRAPH ?source { ?vote dp:motion ?motion } GRAPH graph:reference { ?motion dp:issue ?about } }
  UNION { GRAPH ?source { ?vote rdfs:label ?title } BIND (STR(?title) AS ?about) }
}
GROUP BY ?actor ?choice ?about
"""
RECORDS = """
SELECT ?actor ?choice ?about ?votes ?first ?last
WHERE {
  GRAPH graph:voting {
    ?record a dp:VotingRecord ; dp:actor ?actor ; dp:choice ?choice ; dp:votes ?votes .
    ?record dp:firstVoted ?first ; dp:lastVoted ?last .
    { ?record dp:issue ?about } UNION { ?record dp:towards ?about } UNION { ?record dp:matter ?about }
  }
}
"""
CHOICES = ("in-favour", "against", "veto", "abstain", "absent")
HOW = {"in-favour": "dp:inFavour", "against": "dp:against", "veto": "dp:against", "abstain": "dp:abstaining"}


def a_source(chance: random.Random, name: str, *, table: bool) -> list[ox.Quad]:
    """Return a source with votes; a table says of the votes themselves who voted how, an article only of ballots."""
    source = iri("source", name)
    quads = Quads(source, None)  # type: ignore[arg-type]  # no places are marked
    quads.add(source, "dcterms:issued", typed("2021-03-08", "date"))
    for number in range(30):
        vote = iri("event", name, str(number))
        quads.start(vote, "dp:Vote")
        quads.add(vote, "rdfs:label", english(chance.choice(("Truce", "Talks", "An “odd” \\ title", "talks"))))
        quads.link(vote, "dp:occurrence", f"occurrence:{chance.choice(('happened', 'happened', 'planned'))}")
        for issue in chance.sample(("ceasefire", "human-rights"), chance.randrange(3)):
            quads.link(vote, "dp:issue", iri("issue", issue))
        if chance.random() < 0.3:
            quads.link(vote, "dp:motion", iri("proposition", "truce"))
        if chance.random() < 0.8:
            quads.add(vote, "dp:happenedNotAfter", typed(f"19{chance.randrange(50, 99)}-01-02", "date"))
        if chance.random() < 0.1:
            quads.add(vote, "prov:invalidatedAtTime", typed("2021-03-08T00:00:00Z", "dateTime"))
        for voter in chance.sample(("aland", "bland", "cland"), 2):
            ballot, choice = iri("ballot", name, str(number), voter), chance.choice(CHOICES)
            quads.link(vote, "dp:ballot", ballot)
            quads.link(ballot, "dp:voter", iri("actor", voter))
            quads.link(ballot, "dp:choice", iri("choice", choice))
            if table and choice in HOW:
                quads.link(vote, HOW[choice], iri("actor", voter))
    return quads.sorted()


def issues_of_the_motion() -> list[ox.Quad]:
    """Return one issue that votes are filed under themselves, and one that is the motion's only."""
    quads = Quads(GRAPHS["reference"], None)  # type: ignore[arg-type]  # no places are marked
    for issue in ("ceasefire", "peace-talks"):
        quads.link(iri("proposition", "truce"), "dp:issue", iri("issue", issue))
    return quads.sorted()


def rows(store: ox.Store, query: str) -> dict[tuple[str, str, str], tuple[str, ...]]:
    found = store.query(query, prefixes=PREFIXES)
    assert isinstance(found, ox.QuerySolutions)
    values = [[row[name].value for name in ("actor", "choice", "about", "votes", "first", "last")] for row in found]
    assert len({tuple(row[:3]) for row in values}) == len(values)
    return {(row[0], row[1], row[2]): tuple(row[3:]) for row in values}


@pytest.mark.parametrize("seed", range(5))
def test_records_are_what_counting_the_ballots_gives(seed: int) -> None:
    chance, store = random.Random(seed), ox.Store()
    store.extend(a_source(chance, "rolls", table=True))
    store.extend(a_source(chance, "news", table=False))
    store.extend(issues_of_the_motion())
    add_voting_records(store)
    counted = rows(store, COUNT)
    for_and_against = [
        {(actor, about) for actor, choice, about in counted if choice == iri("choice", side)}
        for side in ("in-favour", "against")
    ]
    both = for_and_against[0] & for_and_against[1]
    wanted = {key: row for key, row in counted.items() if key[2].startswith("http") or (key[0], key[2]) in both}
    assert rows(store, RECORDS) == wanted
    assert any(not key[2].startswith("http") for key in wanted)


def test_records_are_recounted_and_vanish_with_their_votes() -> None:
    store = ox.Store()
    quads = a_source(random.Random(1), "rolls", table=True)
    store.extend(quads)
    add_voting_records(store)
    before = set(store)
    add_voting_records(store)
    assert set(store) == before
    for quad in quads:
        store.remove(quad)
    add_voting_records(store)
    assert len(store) == 0


def test_actors_of_two_repositories_with_one_slug_have_records_of_their_own() -> None:
    store = ox.Store()
    store.extend(a_source(random.Random(1), "rolls", table=True))
    foreign = "https://example.org/id/actor/aland"
    for quad in list(store.quads_for_pattern(None, None, node("actor:aland"), None)):
        vote = quad.subject.value.endswith(("0", "1", "2"))
        if vote:
            store.remove(quad)
            store.add(ox.Quad(quad.subject, quad.predicate, ox.NamedNode(foreign), quad.graph_name))
    add_voting_records(store)
    graph = ox.NamedNode(GRAPHS["voting"])
    named = {}
    for quad in store.quads_for_pattern(None, ox.NamedNode(DP + "actor"), None, graph):
        named.setdefault(quad.subject.value, set()).add(quad.object.value)
    assert {foreign, iri("actor", "aland")} <= {actor for actors in named.values() for actor in actors}
    assert all(len(actors) == 1 for actors in named.values())
