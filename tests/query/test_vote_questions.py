"""The questions about votes, over tables of ballots beside what an article says."""

from __future__ import annotations

import csv
import io

import pytest
from in_process import output_of
from page_requests import Pages
from repositories import DataRepository, statement

from kg.store.folder import StoreFolder

DESCRIPTION = """\
source: {title: Rolls, publisher: herald, published: 2021-03-08}
tables:
  - url: rolls.csv
    columns:
      - {name: vote, titles: vote}
      - {name: date, titles: date}
      - {name: label, titles: title}
      - {name: motion, titles: motion}
      - {name: issues, titles: issue}
      - {name: voter, titles: voter}
      - {name: choice, titles: choice}
"""
ROLLS = """\
vote,date,title,motion,issue,voter,choice
1,1990-01-02,Truce,truce,ceasefire,aland,in-favour
1,1990-01-02,Truce,truce,ceasefire,bland,against
2,1990-05-02,Talks,,peace-talks,aland,in-favour
2,1990-05-02,Talks,,peace-talks,bland,in-favour
3,1991-01-02,Truce,truce,ceasefire,aland,against
3,1991-01-02,Truce,truce,ceasefire,bland,against
4,1991-03-02,Others,,human-rights,aland,abstain
4,1991-03-02,Others,,human-rights,bland,absent
"""


@pytest.fixture(scope="module")
def repository(tmp_path_factory) -> DataRepository:
    repository = DataRepository(tmp_path_factory.mktemp("votes"))
    repository.write("news", statement())
    folder = repository.seeds / "rolls"
    folder.mkdir()
    (folder / "source.yaml").write_text(DESCRIPTION)
    (folder / "rolls.csv").write_text(ROLLS)
    output_of(repository.folder, "build")
    return repository


def ask(repository: DataRepository, question: str, *bindings: str) -> list[dict[str, str]]:
    """Return the rows of a question, names without what they begin with."""
    options = [part for binding in bindings for part in ("-p", binding)]
    text = output_of(repository.folder, "query", question, *options, "-f", "csv")
    return [{key: cell.rpartition("/")[2] for key, cell in row.items()} for row in csv.DictReader(io.StringIO(text))]


def test_two_actors_are_compared_vote_by_vote(repository: DataRepository) -> None:
    rows = ask(repository, "ballots", "actor=aland", "other=bland")
    assert [(row["matter"], row["choice"], row["other_choice"], row["same"]) for row in rows] == [
        ("Truce", "in-favour", "against", "no"),
        ("Talks", "in-favour", "in-favour", "yes"),
        ("Truce", "against", "against", "yes"),
        ("Others", "abstain", "absent", "no"),
    ]
    on_war = ask(repository, "ballots", "actor=aland", "other=bland", "issue=war-and-security", "since=1990-06-01")
    assert [row["ballot"] for row in on_war] == ["rolls.3.aland"]
    assert len(ask(repository, "ballots", "actor=aland", "other=bland", "words=TALK")) == 1


def test_a_table_is_listed_among_the_sources_with_its_votes(repository: DataRepository) -> None:
    rows = ask(repository, "sources")
    assert [(row["source"], row["statements"], row["votes"]) for row in rows] == [
        ("news", "1", "0"),
        ("rolls", "0", "4"),
    ]
    assert ask(repository, "sources", "source=rolls") == rows[1:]


def test_a_table_counts_as_a_source_wherever_sources_are_counted(repository: DataRepository) -> None:
    """In its own graph it only has the narrower class."""
    assert "total,sources,,2\r\n" in output_of(repository.folder, "stats", "-f", "csv")
    pages = Pages(StoreFolder(repository.folder / ".kg"))
    newest = pages.document("/").source.partition('id="home_sources"')[2]
    assert [words in newest for words in ("1 statement<", "4 votes<", "0 statements")] == [True, True, False]
    listed = pages.document("/id/source/").source
    assert [name in listed for name in ("News of news", "Rolls")] == [True, True]


def test_a_veto_is_the_same_as_a_vote_against_and_no_other(tmp_path) -> None:
    choices = ("veto", "against", "abstain", "absent", "in-favour")
    pairs = [(one, other) for one in choices for other in choices]
    rolls = "".join(
        f"{at},1990-01-02,Truce,truce,ceasefire,{who},{choice}\n"
        for at, pair in enumerate(pairs)
        for who, choice in zip(("aland", "bland"), pair, strict=True)
    )
    own = DataRepository(tmp_path)
    own.write("news", statement())
    (own.seeds / "rolls").mkdir()
    (own.seeds / "rolls" / "source.yaml").write_text(DESCRIPTION)
    (own.seeds / "rolls" / "rolls.csv").write_text(ROLLS.splitlines()[0] + "\n" + rolls)
    output_of(own.folder, "build")
    rows = ask(own, "ballots", "actor=aland", "other=bland")
    same = {(row["choice"], row["other_choice"]) for row in rows if row["same"] == "yes"}
    assert len(rows) == len(pairs)
    assert same == {(choice, choice) for choice in choices} | {("veto", "against"), ("against", "veto")}


def test_agreement_is_counted_by_year_where_both_voted(repository: DataRepository) -> None:
    rows = ask(repository, "voting-agreement", "actor=aland")
    assert [(row["year"], row["other"], row["votes"], row["same"], float(row["share"])) for row in rows] == [
        ("1990", "bland", "2", "1", 0.5),
        ("1991", "bland", "1", "1", 1.0),
    ]
    (only,) = ask(repository, "voting-agreement", "actor=bland", "other=aland", "issue=ceasefire", "until=1990-12-31")
    assert (only["votes"], only["same"], float(only["share"])) == ("1", "0", 0.0)


def test_who_changed_sides_on_the_same_matter(repository: DataRepository) -> None:
    (row,) = ask(repository, "voting-shifts")
    assert (row["actor"], row["matter"], row["in_favour_to"], row["against_from"]) == (
        "aland", "Truce", "1990-01-02", "1991-01-02",
    )  # fmt: skip
    assert ask(repository, "voting-shifts", "actor=bland") == []
    assert [row["actor"] for row in ask(repository, "voting-shifts", "issue=war-and-security")] == ["aland"]
    assert ask(repository, "voting-shifts", "issue=human-rights") == []
    for name, row_of in ((row["record"], "rolls.csv:2:1"), (row["other_record"], "rolls.csv:6:1")):
        proof = output_of(repository.folder, "why", f"record:{name}")
        assert "follows by" in proof
        assert row_of in proof


@pytest.mark.parametrize(
    ("parameters", "votes"),
    [
        (["voter=aland"], ["Truce in-favour", "Talks in-favour", "Truce against", "Others abstain"]),
        (["voter=aland", "words=truce"], ["Truce in-favour", "Truce against"]),
        (["voter=bland", "choice=absent"], ["Others absent"]),
        (["voter=aland", "issue=peace-talks"], ["Talks in-favour"]),
        (["motion=truce", "until=1990-01-02"], ["Truce in-favour", "Truce against"]),
        (["voter=bland", "since=1991-01-02", "until=1991-01-02"], ["Truce against"]),
    ],
)
def test_votes_of_a_table_are_listed_each_with_its_ballot(
    repository: DataRepository, parameters: list[str], votes: list[str]
) -> None:
    rows = ask(repository, "votes", *parameters)
    assert [f"{row['matter']} {row['choice']}" for row in rows] == votes
    assert all(row["ballot"] == f"{row['event']}.{row['voter']}" for row in rows)
    assert all(row["motion"] == "truce" for row in rows if row["matter"] == "Truce")


def test_a_record_of_many_votes_lists_each_and_shows_some_rows(repository: DataRepository) -> None:
    proof = output_of(repository.folder, "why", "record:bland.against.issue.ceasefire")
    assert "- 1990-01-02: Truce (ballot:rolls.1.bland)" in proof
    assert "- so the number of votes is 2" in proof
    assert "voter: [[bland]]" in proof


def test_words_and_votes_are_listed_side_by_side(repository: DataRepository) -> None:
    rows = ask(repository, "said-and-voted", "actor=aland")
    found = {(row["tie"], row["side"], row["in_favour"], row["against"], row["abstaining"]) for row in rows}
    assert found == {("motion", "supports", "1", "1", "0"), ("issue", "supports", "1", "1", "0")}
    assert {row["proposition"] for row in rows} == {"truce"}
    assert {(row["tie"], row["actor_label"], row["shared_issue_label"]) for row in rows} == {
        ("motion", "Aland", ""), ("issue", "Aland", "ceasefire"),
    }  # fmt: skip
    for issue in ("ceasefire", "war-and-security"):  # and what is wider
        assert ask(repository, "said-and-voted", "actor=aland", f"issue={issue}") == rows
    assert ask(repository, "said-and-voted", "issue=peace-talks") == []
    assert ask(repository, "said-and-voted", "actor=bland") == []


def test_words_are_set_beside_votes_on_each_issue_that_they_share(tmp_path) -> None:
    """On the motion once, whatever its issues; on an issue all votes, those on the motion among them."""
    own = DataRepository(tmp_path)
    own.reference["propositions"]["truce"]["issues"] = ["ceasefire", "peace-talks"]
    own.write_reference()
    own.write("news", statement())
    (own.seeds / "rolls").mkdir()
    (own.seeds / "rolls" / "source.yaml").write_text(DESCRIPTION)
    rolls = (
        "1,1990-01-01,Truce,truce,,aland,in-favour\n"
        "2,1990-01-02,Talks,talks,,aland,against\n"
        "3,1990-01-03,Other,,ceasefire,aland,abstain\n"
    )
    (own.seeds / "rolls" / "rolls.csv").write_text(ROLLS.splitlines()[0] + "\n" + rolls)
    output_of(own.folder, "build")
    found = {
        issue: [
            (row["tie"], row["shared_issue"], row["in_favour"], row["against"], row["abstaining"])
            for row in ask(own, "said-and-voted", "actor=aland", *([f"issue={issue}"] if issue else []))
        ]
        for issue in ("", "ceasefire", "peace-talks")
    }
    on_motion = ("motion", "", "1", "0", "0")
    on_ceasefire, on_talks = ("issue", "ceasefire", "1", "0", "1"), ("issue", "peace-talks", "1", "1", "0")
    assert found == {
        "": [on_ceasefire, on_talks, on_motion],
        "ceasefire": [on_ceasefire, on_motion],
        "peace-talks": [on_talks, on_motion],
    }
    proof = output_of(own.folder, "why", "record:aland.in-favour.issue.peace-talks")
    assert "so the number of votes is 1" in proof


def test_a_vote_is_on_the_issues_of_its_motion_too(tmp_path) -> None:
    own = DataRepository(tmp_path)
    own.write("news", statement())
    (own.seeds / "rolls").mkdir()
    (own.seeds / "rolls" / "source.yaml").write_text(DESCRIPTION)
    rolls = "".join(
        f"{vote},1990-01-0{vote},Truce,truce,,{who},{choice}\n"
        for vote, choice in ((1, "against"), (2, "in-favour"))
        for who in ("aland", "bland")
    )
    (own.seeds / "rolls" / "rolls.csv").write_text(ROLLS.splitlines()[0] + "\n" + rolls)
    output_of(own.folder, "build")
    for issue, votes in (("ceasefire", 2), ("war-and-security", 2), ("peace-talks", 0)):
        asked = {
            name: ask(own, name, "actor=aland", "other=bland", f"issue={issue}")
            for name in ("ballots", "voting-agreement")
        }
        assert [len(asked["ballots"]), sum(int(row["votes"]) for row in asked["voting-agreement"])] == [votes, votes]
        assert len(ask(own, "votes", "voter=aland", f"issue={issue}")) == votes
        assert len(ask(own, "voting-shifts", "actor=aland", f"issue={issue}")) == votes // 2
