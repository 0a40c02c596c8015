"""Where one meaning ends and the next begins: the first and the last day of a post, a year within itself, both sides.

Each test is a small repository of its own, read, derived and asked as a user's would be.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
from graphs import ask, graph_of
from repositories import DataRepository, statement

from kg.export.network import network
from kg.namespaces import iri
from kg.paths import shipped
from kg.proof.passage import Passage, find_passage
from kg.proof.prove import Proof, prove
from kg.query.catalogue import Catalogue
from kg.sources.assertion import assert_reference, assert_source
from kg.validate.run import validate

if TYPE_CHECKING:
    from pathlib import Path

    from kg.reference.lookup import Reference

CATALOGUE = Catalogue(shipped("queries"))


def question(name: str, store: ox.Store, **bound: ox.NamedNode | ox.Literal) -> list[dict[str, str]]:
    """Return the rows of a question of the catalogue, by column."""
    head, *rows = ask(store, CATALOGUE.find(name).text, **bound)
    return [dict(zip(head, row, strict=True)) for row in rows]


def known(repository: DataRepository) -> Reference:
    return assert_reference(repository.seeds / "reference")[0]


def rules(repository: DataRepository) -> set[str]:
    return {finding.rule for finding in validate([repository.seeds]).findings}


def with_post(folder: Path, post: dict[str, str], said: Any) -> DataRepository:
    repository = DataRepository(folder)
    repository.reference["officials"]["ann"]["posts"] = [{"title": "Foreign Minister", "of": "aland", **post}]
    repository.write_reference()
    repository.write("first", statement(said=said))
    return repository


@pytest.mark.parametrize(
    ("post", "said", "held"),
    [
        ({"since": "2012-03-05"}, "2012-03-05", True),
        ({"since": "2012-03-05"}, "2012-03-04", False),
        ({"since": "2012-03"}, "2012-03-01", True),
        ({"since": "2012-03"}, "2012-02-29", False),
        ({"since": "2012"}, "2012-01-01", True),
        ({"since": "2012"}, "2011-12-31", False),
        ({"until": "2012-03-05"}, "2012-03-05", True),
        ({"until": "2012-03-05"}, "2012-03-06", False),
        ({"until": "2012-02"}, "2012-02-29", True),
        ({"until": "2012-02"}, "2012-03-01", False),
        ({"until": "2011"}, "2011-12-31", True),
        ({"until": "2011"}, "2012-01-01", False),
        ({"since": "2012-03-05", "until": "2012-03-05"}, "2012-03-05", True),
    ],
)
def test_a_post_counts_from_its_first_to_its_last_day(
    tmp_path: Path, post: dict[str, str], said: str, *, held: bool
) -> None:
    repository = with_post(tmp_path, post, said)
    assert rules(repository) == (set() if held else {"post-held"})
    store = graph_of(repository.seeds)
    found = prove(store, "row-0")
    assert isinstance(found, Proof)
    assert [link.posts for link in found.chain if link.role == "speaker"] == (
        [("Foreign Minister of Aland",)] if held else [()]
    )
    named = {row["post"] for row in question("positions", store)} - {""}
    assert named == ({"Foreign Minister of Aland"} if held else set())


@pytest.mark.parametrize(
    ("since", "until", "right"),
    [
        ("2012", "2012", True),
        ("2012-03", "2012", True),
        ("2012", "2012-03", True),
        ("2012-03-01", "2012-03", True),
        ("2012-03-01", "2012-03-01", True),
        ("2013", "2012", False),
        ("2012-04", "2012-03-31", False),
        ("2012-03-02", "2012-03-01", False),
    ],
)
def test_a_period_may_end_in_the_year_month_or_day_in_which_it_begins(
    tmp_path: Path, since: str, until: str, *, right: bool
) -> None:
    period = {"since": since, "until": until}
    repository = DataRepository(tmp_path)
    repository.write("first", statement(holds=period))
    # A source of that year tells the years and months as over, which is only pointed out.
    assert rules(repository) - {"over-when-told"} == (set() if right else {"dates-in-order"})
    repository.write("first", statement())
    posts = [{"title": "Speaker", "of": "aland", **period}, {"title": "Foreign Minister", "of": "aland"}]
    repository.reference["officials"]["ann"]["posts"] = posts
    repository.write_reference()
    assert bool(rules(repository)) is not right


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        ("2012-03-05", "2012-03-05", "2012-03-05"),
        ("2012-03-05", "2012-03-06", "between 2012-03-05 and 2012-03-06"),
        ("2012-03-05", None, "between 2012-03-05 and 2012-03-11"),  # the day of publication
        (None, "2012-03-06", "not after 2012-03-06"),
        (None, None, "not after 2012-03-11"),
        ("2012-03-06", "2012-03-05", None),
    ],
)
def test_a_day_of_speech_needs_its_bounds_in_order(
    tmp_path: Path, first: str | None, last: str | None, shown: str | None
) -> None:
    bounds = {key: day for key, day in (("not_before", first), ("not_after", last)) if day}
    repository = DataRepository(tmp_path)
    repository.write("first", statement(said=bounds or None))
    found = [finding.rule for finding in assert_source(repository.seeds / "first", known(repository)).findings]
    assert found == ([] if shown else ["dates-in-order"])
    if shown:
        proof = prove(graph_of(repository.seeds), "row-0")
        assert isinstance(proof, Proof)
        assert dict(proof.facts)["said"] == shown


def test_only_supporting_and_opposing_count_in_the_signed_network() -> None:
    row = dict.fromkeys(("holder_label", "holder_type", "proposition_label", "issue", "act", "source", "id"), "x")
    row |= {"holder": "a", "proposition": "p", "kind": "position", "standing": "last-known"}
    signs = {
        polarity: network([{**row, "polarity": polarity}]).ties[0].attributes()["sign"]
        for polarity in ("supports", "opposes", "conditional", "neutral", "another")
    }
    assert signs == {"supports": "1", "opposes": "-1", "conditional": "0", "neutral": "0", "another": "0"}


@pytest.mark.parametrize(
    ("acts", "contradict"),
    [
        (("supports", "supports"), True),
        (("opposes", "opposes"), False),
        (("supports", "opposes"), False),
        (("opposes", "supports"), False),
    ],
)
def test_only_supporting_two_incompatible_propositions_is_a_contradiction(
    tmp_path: Path, acts: tuple[str, str], *, contradict: bool
) -> None:
    repository = DataRepository(tmp_path)
    repository.reference["propositions"]["truce"]["incompatible_with"] = ["war"]
    repository.write_reference()
    about = {"proposition": "war", "speaker": "ann", "for": "aland"}
    repository.write("first", statement(act=acts[0]), statement(1, act=acts[1], **about))
    store = graph_of(repository.seeds)
    assert bool(question("contradictions", store)) is contradict
    proof = prove(store, "row-0")
    assert isinstance(proof, Proof)
    assert [other.name for other in proof.others] == (["statement:first.row-1"] if contradict else [])


@pytest.mark.parametrize(
    ("acts", "contradict"),
    [(("supports", "opposes"), True), (("opposes", "supports"), True), (("supports", "supports"), False)],
)
def test_both_sides_of_one_proposition_contradict(tmp_path: Path, acts: tuple[str, str], *, contradict: bool) -> None:
    repository = DataRepository(tmp_path)
    repository.write("first", statement(act=acts[0]), statement(1, act=acts[1]))
    assert bool(question("contradictions", graph_of(repository.seeds))) is contradict


def test_supporting_a_narrower_and_opposing_its_wider_proposition_contradict(tmp_path: Path) -> None:
    repository = DataRepository(tmp_path)
    repository.reference["propositions"]["truce"]["narrower_than"] = ["talks"]
    repository.write_reference()
    repository.write("narrow", statement(act="supports"), statement(1, act="opposes", proposition="talks"))
    store = graph_of(repository.seeds)
    assert len(question("contradictions", store)) >= 1
    repository.write("narrow", statement(act="opposes"), statement(1, act="supports", proposition="talks"))
    other = DataRepository(tmp_path / "other")
    other.reference = repository.reference
    other.write_reference()
    other.write("wide", statement(act="opposes"), statement(1, act="supports", proposition="talks"))
    assert question("contradictions", graph_of(other.seeds)) == []


def test_firm_contraries_without_an_order_contradict_and_so_does_doubt_what_is_firm(tmp_path: Path) -> None:
    """A change of mind is a shift; and what is doubtful on both sides contradicts nothing."""
    repository = DataRepository(tmp_path)
    repository.reference["propositions"]["aid"] = {"sentence": "There should be aid.", "issues": ["peace-talks"]}
    repository.write_reference()
    said = {
        "truce": ({"said": "2012-03-05"}, {"said": "2012-03-05"}),
        "talks": ({"said": "2012-03-01"}, {"said": "2012-03-05"}),
        "war": ({"said": "2012-03-05", "certainty": "certain"}, {"said": "2012-03-01", "certainty": "possible"}),
        "aid": ({"certainty": "possible"}, {"certainty": "possible"}),
    }
    rows = [
        statement(2 * n + at, proposition=about, act=("supports", "opposes")[at], **{"for": None}, **keys)
        for n, (about, both) in enumerate(said.items())
        for at, keys in enumerate(both)
    ]
    repository.write("first", *rows)
    *disputed, doubted = question("contradictions", graph_of(repository.seeds))
    assert [(row["statement"], row["other_statement"]) for row in disputed] == [
        ("statement:first.row-1", "statement:first.row-0"),
        ("statement:first.row-0", "statement:first.row-1"),
    ]
    assert {(row["standing"], row["other_standing"]) for row in disputed} == {("standing:disputed",) * 2}
    firm = {
        "actor": "actor:ann",
        "actor_label": "Ann",
        "mode": "mode:indirect",
        "certainty": "certainty:certain",
        "standing": "standing:last-known",
        "capacity": "capacity:itself",
        "statement": "statement:first.row-4",
        "side": "side:supports",
        "said_to": "2012-03-05",
        "quote": rows[4]["quote"],
        "source": "source:first",
        "proposition": "proposition:war",
        "proposition_label": "The war should go on.",
    }
    doubtful = {
        "other_statement": "statement:first.row-5",
        "other_side": "side:opposes",
        "other_said_to": "2012-03-01",
        "other_standing": "standing:not-firm",
        "other_quote": rows[5]["quote"],
        "other_source": "source:first",
        "other_proposition": "proposition:war",
        "other_proposition_label": "The war should go on.",
    }
    assert doubted == {**firm, **doubtful}


TWICE = "They said no to it.\n\nLater they said no to it again.\n"


def shown(folder: Path, start: int) -> Passage:
    """Return the passage of a quote that stands twice in a text, and was coded at `start`."""
    text = folder / "article.txt"
    text.write_text(TWICE, "utf-8")
    passage = Passage("", "said no", "", start, start + len("said no"))
    find_passage(passage, text, "")
    return passage


def test_a_quote_that_stands_twice_is_shown_where_it_was_coded(tmp_path: Path) -> None:
    first, second = TWICE.index("said no"), TWICE.rindex("said no")
    assert shown(tmp_path, first).text_at == f"{tmp_path / 'article.txt'}:1:6"
    assert shown(tmp_path, second).text_at == f"{tmp_path / 'article.txt'}:3:12"
    assert shown(tmp_path, second).before == "Later they "


def test_a_quote_that_stands_twice_elsewhere_is_not_shown_at_the_first_of_them(tmp_path: Path) -> None:
    passage = shown(tmp_path, 3)
    assert passage.text_at is None
    assert any("no longer stands" in problem for problem in passage.problems)


def test_the_places_of_a_statement_are_those_of_its_own_row(tmp_path: Path) -> None:
    repository = DataRepository(tmp_path)
    words = {"quote": "no", "prefix": "Then they said "}
    repository.write("first", statement(**words), article="They said no. Then they said no.\n")
    proof = prove(graph_of(repository.seeds), iri("statement", "first", "row-0"))
    assert isinstance(proof, Proof)
    assert proof.passage.start == "They said no. Then they said no.\n".rindex("no")


@pytest.mark.parametrize(
    ("day", "found"),
    [("2003-12-31", False), ("2004-01-01", True), ("2012-02-29", True), ("2012-03-01", False)],
)
def test_an_alliance_holds_from_its_first_day_to_its_last(tmp_path: Path, day: str, *, found: bool) -> None:
    repository = DataRepository(tmp_path)
    source = repository.write("first")
    sheet = json.loads((source / "sheet.yaml").read_text("utf-8"))
    tie = {"id": "tie", "type": "alliance", "between": ["aland", "bland"], "quote": "Both want talks"}
    relations = [{**tie, "since": "2004", "until": "2012-02"}]
    (source / "sheet.yaml").write_text(json.dumps({"source": sheet["source"], "relations": relations}), "utf-8")
    store = graph_of(repository.seeds)
    as_of = ox.Literal(day, datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#date"))
    wanted = [("2004", "2012-02")] if found else []
    assert [(row["since"], row["until"]) for row in question("relations", store, as_of=as_of)] == wanted
