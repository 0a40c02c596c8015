"""Answers that looked right and were not, each in the smallest repository that shows it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
from graphs import ask, graph_of
from repositories import DataRepository
from repositories import statement as row_of

from kg.namespaces import PREFIXES
from kg.paths import shipped
from kg.query.catalogue import Catalogue

if TYPE_CHECKING:
    from pathlib import Path

CATALOGUE = Catalogue(shipped("queries"))
#: From when, or until when, something of 11 March is asked for: alternately to be found and not.
DAYS_AROUND = (("since", "2012-03-11"), ("since", "2012-03-12"), ("until", "2012-03-11"), ("until", "2012-03-10"))


def told(seeds: Path, question: str, *columns: str, **given: str) -> list[tuple[str, ...]]:
    """Return columns of an answer as slugs; a parameter is a day, words, or a prefixed name."""
    head, *rows = ask(
        graph_of(seeds), CATALOGUE.find(question).text, **{key: _term(value) for key, value in given.items()}
    )
    return [tuple(row[head.index(column)].rpartition(":")[2] for column in columns) for row in rows]


def _term(value: str) -> ox.NamedNode | ox.Literal:
    prefix, _, slug = value.partition(":")
    if slug:
        return ox.NamedNode(PREFIXES[prefix] + slug)
    return (
        ox.Literal(value, datatype=ox.NamedNode(PREFIXES["xsd"] + "date")) if value[:1].isdigit() else ox.Literal(value)
    )


def repository(folder: Path, *rows: dict[str, Any], **source: Any) -> DataRepository:
    made = DataRepository(folder)
    made.write("first", *rows, **source)
    return made


def with_events(made: DataRepository, *events: dict[str, Any]) -> Path:
    """Add meetings to the first source of a repository, and return its seeds."""
    sheet = made.seeds / "first" / "sheet.yaml"
    meeting = {"type": "meeting", "label": "A meeting", "quote": "Both want talks", "participants": ["ann", "bob"]}
    coded = json.loads(sheet.read_text())
    sheet.write_text(json.dumps({**coded, "events": [{**meeting, **event} for event in events]}))
    return made.seeds


def test_an_event_with_its_first_day_alone_is_found_by_days(tmp_path: Path) -> None:
    planned = {"id": "meeting", "occurrence": "planned", "when": {"not_before": "2012-03-20"}}
    seeds = with_events(repository(tmp_path, row_of()), planned)
    since = [told(seeds, "search", "item", "not_before", since=day) for day in ("2012-03-20", "2012-03-21")]
    assert since == [[("first.meeting", "2012-03-20")], []]
    assert told(seeds, "search", "item", until="2012-03-19") == [("first.row-0",)]


def test_an_event_without_a_day_had_happened_when_it_was_reported(tmp_path: Path) -> None:
    """As a vote, and as what was said without a day; of what is planned, the publication says nothing."""
    happened, planned = {"id": "held", "occurrence": "happened"}, {"id": "to-come", "occurrence": "planned"}
    seeds = with_events(repository(tmp_path, published="2012-03-11"), happened, planned)
    for question, column in (("events", "event"), ("meetings", "event"), ("timeline", "item"), ("search", "item")):
        found = [told(seeds, question, column, **{key: day}) for key, day in DAYS_AROUND]
        assert found == [[("first.held",)], [], [("first.held",)], []], question


def test_of_two_sides_only_one_came_first(tmp_path: Path) -> None:
    """What is told last of all may have been held, at the latest, before the other side was taken."""
    said = [
        row_of(0, act="opposes", said="2012-03-06"),
        row_of(1, said="2012-03-11", holds={"since": "2012-02", "until": "2012"}),
    ]
    seeds = repository(tmp_path, *said).seeds
    columns = ("side", "standing", "later_side", "later_standing")
    assert set(told(seeds, "shifts", *columns)) == {("supports", "ended", "opposes", "last-known")}


def test_of_two_sides_that_have_ended_the_one_that_surely_lasted_longer_is_the_later(tmp_path: Path) -> None:
    said = [
        row_of(0, said="2012-03-07", holds={"since": "2012", "until": "2012-03"}),  # surely until the end of February
        row_of(1, act="opposes", said="2012-03-03", holds={"until": "2012-03-02"}),
    ]
    seeds = repository(tmp_path, *said).seeds
    assert set(told(seeds, "shifts", "side", "later_side")) == {("supports", "opposes")}


def test_two_sides_of_one_day_are_disputed_and_no_shift(tmp_path: Path) -> None:
    said = [
        row_of(0, act="opposes", said="2012-03-02"),
        row_of(1, said="2012-03-05", holds={"until": "2012-03-03"}),  # surely until the 2nd
    ]
    assert told(repository(tmp_path, *said).seeds, "shifts", "side") == []


def test_who_is_for_what_excludes_a_demand_is_against_it(tmp_path: Path) -> None:
    made = DataRepository(tmp_path)
    made.reference["propositions"]["war"]["incompatible_with"] = ["truce"]
    made.reference["propositions"]["local-truce"] = {
        "sentence": "There should be a truce in the city.",
        "issues": ["ceasefire"],
        "narrower_than": ["truce"],
    }
    made.write_reference()
    demand = {"act": "demands", "target": "bland", "speaker": "ann"}
    answers = ({"act": "supports", "proposition": "war"}, {"act": "supports", "proposition": "local-truce"})
    his = [
        row_of(number, speaker="bob", id=f"his-{number}", **{"for": "bland"} | row)
        for number, row in enumerate(answers)
    ]
    made.write("first", row_of(2, **demand), *his)
    columns = ("answer", "answer_quote")
    expected = {("opposes", "a truce is needed"), ("supports", "Bob said no")}
    assert set(told(made.seeds, "demands", *columns)) == expected
    assert set(told(made.seeds, "demands", *columns, target="actor:bland")) == expected


def test_who_has_also_spoken_for_himself_is_counted_beside_those_for_whom_he_speaks(tmp_path: Path) -> None:
    his = {"speaker": "bob", "for": "bland"}
    said = [row_of(0, speaker="bob", said="2012-03-01", **{"for": None}), row_of(1, said="2012-03-02", **his)]
    seeds = repository(tmp_path, *said).seeds
    assert told(seeds, "common-ground", "holder", "actors_on_side") == [("bland", "2"), ("bob", "2")]
    assert told(seeds, "propositions", "supporters", proposition="proposition:truce") == [("2",)]
    for_others = repository(tmp_path / "others", said[1]).seeds
    assert told(for_others, "common-ground", "holder") == []
    assert told(for_others, "propositions", "supporters", proposition="proposition:truce") == [("1",)]


@pytest.mark.parametrize(
    ("speakers", "counted"),
    [
        (["allies", "aland"], ""),  # one side, and not two
        (["wide", "aland"], ""),  # a member of a group in it
        (["allies", "bland"], "2"),
        (["allies", "aland", "bland"], "2"),
        (["wide", "allies", "bland"], "2"),
        (["wide", "allies", "aland", "bland"], "2"),
    ],
)
@pytest.mark.parametrize("act", ["supports", "opposes"])
def test_a_group_is_not_counted_beside_its_own_members(
    tmp_path: Path, act: str, speakers: list[str], counted: str
) -> None:
    made = DataRepository(tmp_path)
    made.reference["groups"] = {
        name: {"label": name, "description": name, "members": members}
        for name, members in (("allies", ["aland"]), ("wide", ["allies"]))
    }
    made.write_reference()
    rows = [row_of(0, id=name, speaker=name, act=act, **{"for": None}) for name in speakers]
    made.write("first", *rows)
    listed = [(name, counted) for name in sorted(speakers)] if counted else []
    assert told(made.seeds, "common-ground", "holder", "actors_on_side") == listed


def test_each_reason_for_which_a_statement_is_uncertain_finds_it(tmp_path: Path) -> None:
    made = DataRepository(tmp_path)
    made.reference["persons"] = {"source": {"label": "a diplomat", "unnamed": True}, "dan": {"label": "Dan"}}
    made.write_reference()
    alone = {"speaker": "source", "for": None}
    sure = {"reported_by": ["dan"], "certainty": "certain"}  # written out, and no reason to doubt it
    made.write(
        "first", row_of(0, certainty="possible", **alone), row_of(1, **sure), row_of(2, act="claims", about="row-1")
    )
    found = told(made.seeds, "uncertain", "why", "holder", "item")
    assert found == [
        *(("passed on by another party, or taken back", who, "first.row-1") for who in ("aland", "ann")),
        ("possible", "source", "first.row-0"),
        ("source not named", "source", "first.row-0"),
    ]
    for reason in ("possible", "source not named"):
        assert told(made.seeds, "uncertain", "why", why=reason) == [(reason,)]


def test_who_has_taken_words_back_does_not_contradict_them(tmp_path: Path) -> None:
    said = [row_of(0, act="opposes", said="2012-03-01"), row_of(1, said="2012-03-05", retracts="row-0")]
    columns = ("side", "other_side")
    assert told(repository(tmp_path, *said).seeds, "contradictions", *columns) == []
    unsure = row_of(2, act="opposes", said="2012-03-02", certainty="possible")
    seeds = repository(tmp_path / "unsure", *said, unsure).seeds
    assert set(told(seeds, "contradictions", *columns)) == {("supports", "opposes")}


def test_who_speaks_for_a_speaker_speaks_for_nobody_else(tmp_path: Path) -> None:
    """Bland signs for the league, and Bob beside it for Bland: he does not speak for the league."""
    made = DataRepository(tmp_path)
    made.reference["organisations"]["league"] = {"label": "The League", "type": "international-organisation"}
    made.write_reference()
    made.write("first", row_of(speaker=["bland", "bob"], **{"for": {"bland": ["league"], "bob": ["bland"]}}))
    for question in ("positions", "new"):
        assert told(made.seeds, question, "holder", actor="actor:league") == [("bland",)]
