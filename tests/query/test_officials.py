"""What is said of an official is said of the state whose post he holds on that day: `said-of` and `between` find it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from graphs import ask, graph_of
from repositories import DataRepository
from repositories import statement as row_of

from kg.paths import shipped
from kg.query.catalogue import Catalogue
from kg.query.parameters import resolve_all

if TYPE_CHECKING:
    from pathlib import Path

CATALOGUE = Catalogue(shipped("queries"))
#: Carl was minister until the day on which he became president, and president until 10 March 2012.
POSTS = [
    {"title": "Foreign Minister", "of": "bland", "since": "2009", "until": "2010-05-01"},
    {"title": "President", "of": "bland", "since": "2010-05-01", "until": "2012-03-10"},
    {"title": "Patron", "of": "herald"},
]
DAYS = ("2008-12-31", "2009-01-01", "2010-05-01", "2012-03-10", "2012-03-11")


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    repository = DataRepository(tmp_path_factory.mktemp("officials"))
    repository.reference["officials"]["carl"] = {"label": "Carl", "posts": POSTS}
    # Two of whom nothing is said or known but their posts: their state comes first in the alphabet.
    for name, since in (("aaron", "2001"), ("abel", "2002")):
        post = {"title": "Envoy", "of": "aland", "since": since}
        repository.reference["officials"][name] = {"label": name.title(), "posts": [post]}
    repository.write_reference()
    criticises = {"act": "criticises", "polarity": "opposes", "proposition": "war"}
    for day in DAYS:
        repository.write(day, row_of(0, **criticises, target="carl", said=day), published="2012-03-11")
    both = row_of(0, **criticises, target=["carl", "bland"], said="2011-01-01")
    own = row_of(1, **criticises, speaker="bob", **{"for": "bland"}, target="carl", said="2011-01-01")
    threat = row_of(2, act="threatens", polarity="opposes", proposition="war", target="bland", said="2011-01-01")
    repository.write("several", both, own, threat, published="2012-03-11")
    demands = {"act": "demands", "proposition": "talks", "target": "carl"}
    agrees = row_of(2, speaker="carl", **{"for": None}, act="supports", proposition="talks", said="2012-03-05")
    repository.write("asked", row_of(0, **demands, said="2012-03-01"), agrees, published="2012-03-11")
    repository.write("late", row_of(0, **demands, said="2012-03-11"), published="2012-03-11")
    return repository.seeds


def answer(seeds: Path, name: str, **given: str) -> list[dict[str, str]]:
    question, store = CATALOGUE.find(name), graph_of(seeds)
    bound = resolve_all(store, question, given.items())
    head, *rows = ask(store, question.text, **bound)
    return [{key: value.rpartition(":")[2] for key, value in zip(head, row, strict=True)} for row in rows]


FOUND = {
    ("2009-01-01", "carl", "Foreign Minister of Bland"),
    ("2010-05-01", "carl", "Foreign Minister of Bland, President of Bland"),
    ("2012-03-10", "carl", "President of Bland"),
    ("2011-01-01", "", ""),  # of both, and told once
}


def test_statements_about_a_holder_of_a_post_on_that_day_concern_the_state(seeds: Path) -> None:
    found = answer(seeds, "said-of", target="Bland", actor="Aland", kind="criticises")
    assert sorted((row["said_to"], row["official"], row["post"]) for row in found) == sorted(FOUND)
    assert {(row["target"], row["official_label"]) for row in found} == {("bland", "Carl"), ("bland", "")}
    assert {row["firm"] for row in found} == {"yes"}


@pytest.mark.parametrize(
    ("actor", "other", "relation"), [("Aland", "Bland", "criticises"), ("Bland", "Aland", "the other criticises")]
)
def test_between_two_states_lists_both_directions(seeds: Path, actor: str, other: str, relation: str) -> None:
    found = [row for row in answer(seeds, "between", actor=actor, other=other) if row["relation"] == relation]
    assert sorted((row["said_to"], row["official"], row["post"]) for row in found) == sorted(FOUND)
    threats = [row for row in answer(seeds, "between", actor=actor, other=other) if "threatens" in row["relation"]]
    assert [(row["said_to"], row["official"]) for row in threats] == [("2011-01-01", "")]


def test_a_demand_on_an_official_is_listed_with_the_answer(seeds: Path) -> None:
    columns = ("said_to", "official", "post", "answer", "answer_said_to")
    asked = [tuple(row[name] for name in columns) for row in answer(seeds, "demands", target="Bland", actor="aland")]
    assert asked == [("2012-03-01", "carl", "President of Bland", "supports", "2012-03-05")]
    his = [tuple(row[name] for name in columns) for row in answer(seeds, "demands", target="Carl", actor="aland")]
    assert his == [(day, "", "", "supports", "2012-03-05") for day in ("2012-03-01", "2012-03-11")]


def test_a_demand_on_a_state_is_listed_with_its_answer_for_whoever_is_asked_about(tmp_path: Path) -> None:
    repository = DataRepository(tmp_path)
    demand = row_of(0, act="demands", proposition="talks", target="bland", said="2012-03-01")
    own = row_of(1, speaker="bland", **{"for": None}, act="supports", proposition="talks", said="2012-03-05")
    repository.write("asked", demand, own, published="2012-03-11")
    for given in ({}, {"target": "Bland"}, {"actor": "Aland"}, {"source": "asked"}):
        found = answer(repository.seeds, "demands", **given)
        assert {(row["answer"], row["answer_said_to"]) for row in found} == {("supports", "2012-03-05")}, given


def with_dora(folder: Path) -> DataRepository:
    """Return a data repository in which Dora goes from Bland's ministry to the League on 1 June 2011."""
    repository = DataRepository(folder)
    repository.reference["organisations"]["league"] = {"label": "League of Lands", "type": "international-organisation"}
    posts = [
        {"title": "Minister", "of": "bland", "since": "2010-01", "until": "2011-05-31"},
        {"title": "Secretary General", "of": "league", "since": "2011-06-01"},
    ]
    repository.reference["officials"]["dora"] = {"label": "Dora", "posts": posts}
    repository.write_reference()
    return repository


@pytest.mark.parametrize("name", ["positions", "new"])
def test_whoever_has_left_a_post_speaks_for_its_state_no_longer(tmp_path: Path, name: str) -> None:
    """Dora was minister of Bland and went to the League on 1 June 2011; Bob has spoken for Bland once, by a text."""
    repository = with_dora(tmp_path)
    days = ("2010-01-31", "2011-05-31", "2011-06-01", "2012-03-01")
    her = {"speaker": "dora", "act": "supports", "proposition": "talks"}
    for said in days:
        repository.write(said, row_of(0, **{**her, "for": None}, said=said), published="2012-03-11")
    his = row_of(1, speaker="bob", **{"for": "bland"}, act="supports", proposition="talks", said="2010-05-05")
    later = row_of(2, speaker="bob", **{"for": None}, act="opposes", proposition="war", said="2012-03-02")
    repository.write("bob", his, later, published="2012-03-11")
    for actor, own in (("Bland", days[:2]), ("League of Lands", days[2:])):
        found = {row["said_to"] for row in answer(repository.seeds, name, actor=actor) if row["holder"] == "dora"}
        assert found == set(own), actor
    assert {row["said_to"] for row in answer(repository.seeds, name, actor="Bland") if row["holder"] == "bob"} == {
        "2010-05-05", "2012-03-02",
    }  # fmt: skip


@pytest.mark.parametrize("how", ["retracts", "about"])
@pytest.mark.parametrize(
    ("speaker", "later", "left"),
    [
        ({"speaker": "dora", "for": "bland"}, {"said": "2012-03-01"}, {"bland"}),
        ({"speaker": "dora", "for": "bland"}, {"said": "2011-05-31"}, set()),
        ({"speaker": "dora", "for": "bland"}, {"said": "2012-03-01", "for": "bland"}, set()),
        ({"speaker": "bland", "for": None}, {"said": "2012-03-01"}, {"bland"}),
        ({"speaker": "bland", "for": None}, {"said": "2011-05-31"}, set()),
        # Bob is minister all the time.
        ({"speaker": "bob", "for": "bland"}, {"said": "2012-03-01"}, {"bland", "bob"}),
        ({"speaker": "bob", "for": "bland"}, {"said": "2011-05-31"}, set()),
    ],
)
def test_whoever_has_left_a_post_takes_back_no_words_of_its_state(
    tmp_path: Path, how: str, speaker: dict[str, str | None], later: dict[str, str], left: set[str]
) -> None:
    repository = DataRepository(tmp_path)
    post = {"title": "Minister", "of": "bland", "since": "2010-01", "until": "2011-05-31"}
    repository.reference["officials"]["dora"] = {"label": "Dora", "posts": [post]}
    repository.write_reference()
    repository.write("said", row_of(0, **speaker, act="supports", proposition="talks", said="2011-01-01"))
    back = {"for": None, "speaker": "dora", "act": "denies", "polarity": "opposes", "proposition": "war", **later}
    repository.write("back", row_of(1, **back, **{how: "said.row-0"}))
    stances = answer(repository.seeds, "stances", proposition="talks")
    assert {row["actor"] for row in stances if row["standing"] == "last-known"} == left


def test_words_that_a_former_official_passes_on_are_not_firm(tmp_path: Path) -> None:
    """Dora was Bland's minister until May 2011, and is the League's Secretary General since."""
    repository = with_dora(tmp_path)
    told = {"act": "supports", "reported_by": "dora"}
    rows = [
        row_of(0, **told, speaker="bland", **{"for": None}, proposition="talks", said="2011-05-31"),
        row_of(1, **told, speaker="bland", **{"for": None}, proposition="truce", said="2011-06-01"),
        row_of(2, **told, speaker="bob", **{"for": "bland"}, proposition="war", said="2012-01-01"),
    ]
    repository.write("first", *rows, published="2012-03-11")
    league = row_of(0, **told, speaker="league", **{"for": None}, proposition="war", said="2012-01-01")
    repository.write("second", league, published="2012-03-11")
    firm = {
        (row["actor"], row["proposition"])
        for row in answer(repository.seeds, "stances")
        if row["standing"] == "last-known"
    }
    assert firm == {("bland", "talks"), ("league", "war")}


def test_a_state_answers_for_its_official_only_while_he_is_in_office(tmp_path: Path) -> None:
    repository = DataRepository(tmp_path)
    repository.reference["officials"]["carl"] = {"label": "Carl", "posts": POSTS}
    repository.write_reference()
    demands = {"act": "demands", "target": "carl"}
    repository.write("asked", row_of(0, **demands, proposition="talks", said="2012-03-10"), published="2012-03-20")
    repository.write("late", row_of(0, **demands, proposition="truce", said="2012-03-11"), published="2012-03-20")
    own = {"speaker": "bland", "for": None, "act": "supports", "said": "2012-03-15"}
    states = [row_of(number, **own, proposition=about) for number, about in enumerate(("talks", "truce"))]
    repository.write("answered", *states, published="2012-03-20")
    found = {row["proposition"]: row["answer"] for row in answer(repository.seeds, "demands", target="Carl")}
    assert found == {"talks": "supports", "truce": ""}


def test_statements_about_a_person_are_found_for_any_time(seeds: Path) -> None:
    found = answer(seeds, "said-of", target="Carl", actor="aland", kind="criticises")
    assert sorted(row["said_to"] for row in found) == sorted([*DAYS, "2011-01-01"])
    assert {row["official"] for row in found} == {""}


def test_without_a_state_each_statement_is_listed_once_with_its_target(seeds: Path) -> None:
    found = [row for row in answer(seeds, "said-of", proposition="war") if row["actor"] == "aland"]
    assert sorted((row["said_to"], row["target"]) for row in found) == sorted(
        [(day, "carl") for day in DAYS] + [("2011-01-01", name) for name in ("bland", "bland", "carl")]
    )
    assert "".join(row["official"] + row["post"] for row in found) == ""


def test_statements_about_a_holder_of_a_post_concern_the_organisation(seeds: Path) -> None:
    found = answer(seeds, "said-of", target="The Herald", actor="Aland", kind="criticises")
    assert {row["post"] for row in found} == {"Patron of The Herald"}  # for which no days are known
    assert {row["said_to"] for row in found} == {*DAYS, "2011-01-01"}


def test_criticism_of_ones_own_state_is_not_ascribed_to_the_state(seeds: Path) -> None:
    """Bland's minister criticises its president: that is Bob's word of Bland, and not Bland's."""
    found = answer(seeds, "said-of", target="Bland", actor="Bland") + answer(
        seeds, "between", actor="Bland", other="Bland"
    )
    assert found == []
    assert {row["actor"] for row in answer(seeds, "said-of", target="Bland") if row["statement"].endswith("row-1")} == {
        "bob"
    }


def test_agreement_counts_statements_about_an_official_for_the_state(seeds: Path) -> None:
    found = {(row["actor"], row["other"]): row["speaks_against"] for row in answer(seeds, "agreement")}
    of_aland = {other: count for (actor, other), count in found.items() if actor == "aland" and count != "0"}
    # Of Carl on five days, of Carl and Bland together on a sixth, and a threat to Bland alone.
    assert of_aland == {"carl": "6", "bland": "5", "herald": "6"}
    assert found["bob", "carl"] == "1"
    assert not {("bob", "bland"), ("bland", "carl"), ("bland", "bland")} & found.keys(), "that is one side"


def test_agreement_counts_the_words_of_an_organisation_for_itself_and_of_a_group_for_members_it_names(
    tmp_path: Path,
) -> None:
    repository = DataRepository(tmp_path)
    repository.reference["organisations"]["league"] = {"label": "League of Lands", "type": "international-organisation"}
    repository.reference["states"]["cland"] = {"label": "Cland", "iso": "CC", "wikidata": "Q3", "member_of": ["league"]}
    friends = {"description": "Friends.", "members": ["cland"]}
    groups = {name: {"label": f"The {name} friends", **friends} for name in ("named", "supplied")}
    repository.reference["groups"] = groups
    repository.write_reference()
    praise = {"act": "praises", "polarity": "supports", "proposition": "talks", "for": None, "target": "bland"}
    repository.write(
        "one",
        row_of(0, speaker="league", **praise),
        row_of(1, speaker="supplied", **praise),
        row_of(2, speaker="named", members_named=True, **praise),
        article="Cland and others: a truce is needed. Bob said no to that. Cland: Both want talks.\n",
    )
    counts = {row["actor"]: row["speaks_well_of"] for row in answer(repository.seeds, "agreement", other="bland")}
    assert counts == {"league": "1", "supplied": "1", "named": "1", "cland": "1"}


@pytest.mark.parametrize(("name", "column"), [("posts", "official"), ("speaks-for", "speaker")])
def test_quoted_officials_come_before_mere_holders_of_a_post(seeds: Path, name: str, column: str) -> None:
    rows = answer(seeds, name)
    quoted = [bool(row["statements"]) for row in rows]
    assert quoted == sorted(quoted, reverse=True)
    assert {"aaron", "abel"} <= {row[column] for row in rows if not row["statements"]}
    assert rows[0]["statements"]
    assert [row["statements"] for row in answer(seeds, "posts", official="Ann")] == ["9"]
