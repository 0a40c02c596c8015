"""Two actors side by side on a page are what `kg query between` says of them, and contradictions what `kg why` says."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from graphs import CORNER, SEEDS, ask, graph_of
from repositories import DataRepository, statement

from kg.namespaces import iri, shorten, slug_of
from kg.paths import shipped
from kg.proof.prove import Proof, prove
from kg.query.catalogue import Catalogue
from kg.web.content.compare import compare, own_side, tallies
from kg.web.content.edition import Edition
from kg.web.content.stances import gather, grounds
from kg.web.messages import Request
from kg.web.views.statement import statement as statement_page

CATALOGUE = Catalogue(shipped("queries"))
HARD = Path(__file__).parents[2] / "fixtures" / "hard-cases"
RELATIONS = {"agrees with": "agreed", "differs from": "differing"}


@cache
def edition_of(seeds: Path) -> Edition:
    return Edition(graph_of(seeds), seeds, {})


def asked(seeds: Path) -> set[tuple[str, ...]]:
    """Return (one, other, relation, its proposition, the other's) of what is last known, in slugs, by the question."""
    head, *rows = ask(graph_of(seeds), CATALOGUE.find("between").text)
    wanted = ("actor", "other", "relation", "proposition", "other_proposition", "standing", "other_standing")
    found = [tuple(row[head.index(column)].rpartition(":")[2] for column in wanted) for row in rows]
    return {
        (one, other, RELATIONS[relation], *about)
        for one, other, relation, *about, standing, other_standing in found
        if relation in RELATIONS and standing == other_standing == "last-known"
    }


@cache
def shown(seeds: Path) -> set[tuple[str, ...]]:
    """Return the same as the pages have it."""
    edition = edition_of(seeds)
    actors = sorted({ground.actor for ground in grounds(edition)})
    found = set()
    for one, other in permutations(actors, 2):
        compared = compare(edition, one, other)
        if other not in own_side(edition, one):
            found |= {
                tuple(
                    slug.rpartition("/")[2] for slug in (one, other, name, pair.one.proposition, pair.other.proposition)
                )
                for name in RELATIONS.values()
                for pair in getattr(compared, name)
            }
    return found


@pytest.mark.parametrize("seeds", [SEEDS, CORNER, HARD], ids=lambda path: path.name)
def test_pages_and_the_question_pair_the_same_stances(seeds: Path) -> None:
    edition = edition_of(seeds)
    both = {  # a page shows these as unclear: wanted by the one who denies it; the question shows each side
        (actor.rpartition("/")[2], about.rpartition("/")[2])
        for (actor, about), held in gather(grounds(edition)).items()
        if held.now == "±"
    }
    wanted = {row for row in asked(seeds) if not {(row[0], row[3]), (row[1], row[4])} & both}
    assert shown(seeds) == wanted


@pytest.mark.parametrize("seeds", [SEEDS, CORNER, HARD], ids=lambda path: path.name)
def test_an_actors_page_counts_what_the_comparison_lists(seeds: Path) -> None:
    edition = edition_of(seeds)
    pairs = Counter(row[:3] for row in shown(seeds))
    wanted = {(one, other): (pairs[one, other, "agreed"], pairs[one, other, "differing"]) for one, other, _ in pairs}
    found = {
        (slug_of(actor), slug_of(tally.other)): (tally.agreed, tally.differing)
        for actor in {ground.actor for ground in grounds(edition)}
        for tally in tallies(edition, actor)
    }
    assert found == wanted


@pytest.mark.parametrize("seeds", [SEEDS, CORNER, HARD], ids=lambda path: path.name)
def test_a_statement_has_the_contradictions_of_its_proof_on_its_page(seeds: Path) -> None:
    edition = edition_of(seeds)
    for name in sorted({ground.statement for ground in grounds(edition)}):
        proof, page = prove(graph_of(seeds), name), statement_page(edition, Request("/", (), "text/html"), name)
        assert isinstance(proof, Proof)
        assert [shorten(other.iri) for other in page.context["others"]] == [other.name for other in proof.others]


@pytest.mark.parametrize(
    ("key", "own", "of_the_other"),
    [
        ("retracts", "retracts", "retracted in"),
        ("about", "speaks of", "spoken of in"),
        ("revises", "revises", "revised by"),
    ],
)
def test_a_statement_names_those_that_refer_to_it(tmp_path: Path, key: str, own: str, of_the_other: str) -> None:
    """On its page and in its proof: that its holder took it back may be why it counts no more."""
    repository = DataRepository(tmp_path)
    repository.write("first", statement())
    repository.write("later", statement(1, act="denies", polarity="opposes", proposition="war", **{key: "first.row-0"}))
    edition = edition_of(repository.seeds)
    first, later = iri("statement", "first", "row-0"), iri("statement", "later", "row-1")
    found = {name: statement_page(edition, Request("/", (), "text/html"), name).context for name in (first, later)}
    assert [found[name]["corrections"] for name in (first, later)] == [[(of_the_other, later)], [(own, first)]]
    proof = prove(graph_of(repository.seeds), first)
    assert isinstance(proof, Proof)
    assert proof.corrections == [(of_the_other, shorten(later))]


def said(folder: Path, *rows: dict[str, Any]) -> Edition:
    """Return the pages of statements on one proposition, by Ann for herself unless a row says otherwise."""
    repository = DataRepository(folder)
    repository.write("first", *(statement(n, **{"for": None, **row}) for n, row in enumerate(rows)))
    return edition_of(repository.seeds)


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [
        ({"act": "supports"}, {"act": "opposes"}, "differing"),
        ({"act": "supports"}, {"act": "supports"}, "agreed"),
        ({"act": "opposes"}, {"act": "opposes"}, "agreed"),
        ({"act": "claims"}, {"act": "denies"}, "differing"),
        # Who wants it and who says that it is so speak of different things.
        ({"act": "supports"}, {"act": "denies"}, "unclear"),
        ({"act": "supports"}, {"act": "claims"}, "unclear"),
        ({"act": "supports"}, {"act": "opposes", "certainty": "possible"}, "unclear"),
    ],
)
def test_wishes_are_compared_only_with_wishes(tmp_path: Path, one: dict, other: dict, relation: str) -> None:
    edition = said(tmp_path, one, {**other, "speaker": "bob"})
    for pair in permutations(("ann", "bob")):
        found = compare(edition, *(iri("actor", name) for name in pair))
        lists = {"agreed": found.agreed, "differing": found.differing, "unclear": found.unclear}
        assert {name: len(pairs) for name, pairs in lists.items()} == {**dict.fromkeys(lists, 0), relation: 1}
        assert (found.only_one, found.only_other) == ([], [])


@pytest.mark.parametrize(
    ("rows", "change"),
    [
        ((("supports", "2012-03-01"), ("opposes", "2012-03-02")), "changed"),
        ((("supports", "2012-03-01"), ("opposes", "2012-03-01")), "contradictory"),
        ((("supports", "2012-03-01"), ("supports", "2012-03-02")), ""),
        # There and back again is a change with an order: the last word holds.
        ((("supports", "2012-03-01"), ("opposes", "2012-03-02"), ("supports", "2012-03-03")), "changed"),
        # The last words on both sides decide, and not what was said before.
        (
            (
                ("supports", "2012-03-01"),
                ("opposes", "2012-03-03"),
                ("supports", "2012-03-05"),
                ("opposes", "2012-03-05"),
            ),
            "contradictory",
        ),
        ((("supports", "2012-03-01"), ("denies", "2012-03-01")), ""),
    ],
)
def test_a_page_says_changed_and_contradictory_as_the_rules_do(tmp_path: Path, rows: tuple, change: str) -> None:
    edition = said(tmp_path, *({"act": act, "said": day} for act, day in rows))
    (held,) = gather(grounds(edition, actor=iri("actor", "ann"))).values()
    assert held.change == change


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_a_group_is_not_compared_with_members_of_groups_in_it(tmp_path: Path, depth: int) -> None:
    repository = DataRepository(tmp_path)
    members = ["bob", "inner", "middle"]
    repository.reference["groups"] = {
        name: {"label": name, "description": "Some.", "members": [member]}
        for name, member in zip(["inner", "middle", "outer"][:depth], members, strict=False)
    }
    repository.write_reference()
    group = ["inner", "middle", "outer"][depth - 1]
    repository.write(
        "first", statement(**{"for": None, "speaker": "bob"}), statement(1, **{"for": None, "speaker": group})
    )
    edition = edition_of(repository.seeds)
    assert iri("actor", "bob") in own_side(edition, iri("actor", group))
    assert tallies(edition, iri("actor", group)) == []
    assert asked(repository.seeds) == set()


def test_a_speaker_for_an_actor_in_any_row_is_on_its_side(tmp_path: Path) -> None:
    repository = DataRepository(tmp_path)
    repository.write("first", statement(speaker="bob"), statement(1, speaker="bob", **{"for": None}))
    assert iri("actor", "aland") in own_side(edition_of(repository.seeds), iri("actor", "bob"))


@pytest.mark.parametrize(
    ("row", "side"),
    [
        ({"act": "claims"}, "claims"),
        ({"act": "denies"}, "denies"),
        ({"act": "doubts"}, "doubts"),
        ({"act": "supports"}, "supports"),
        ({"act": "rejects"}, "opposes"),
        ({"act": "claims", "withdrawn": {"on": "2012-03-12", "reason": "A misreading."}}, "claims"),
        ({"act": "denies", "withdrawn": {"on": "2012-03-12", "reason": "A misreading."}}, "denies"),
    ],
)
def test_a_statement_is_on_the_side_that_its_ground_has(tmp_path: Path, row: dict[str, Any], side: str) -> None:
    assert said(tmp_path, row).statements.one(iri("statement", "first", "row-0")).side == side


def test_actors_that_agree_and_differ_most_come_first(tmp_path: Path) -> None:
    sides = [
        ("ann", "supports", "truce"),
        ("ann", "supports", "talks"),
        ("bob", "supports", "truce"),
        ("bob", "supports", "talks"),
        ("herald", "supports", "truce"),
        ("bland", "opposes", "truce"),
        ("aland", "opposes", "truce"),  # she holds a post of it, and is not compared with it
    ]
    edition = said(tmp_path, *({"speaker": who, "act": act, "proposition": about} for who, act, about in sides))
    assert [(slug_of(row.other), row.agreed, row.differing) for row in tallies(edition, iri("actor", "ann"))] == [
        ("bob", 2, 0),
        ("bland", 0, 1),
        ("herald", 1, 0),
    ]
