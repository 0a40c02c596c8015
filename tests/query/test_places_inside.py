"""What happened in a place is found from every place around it, however many, and figures are compared there."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from graphs import ask, graph_of
from repositories import DataRepository
from repositories import statement as row_of

from kg.paths import shipped
from kg.query.catalogue import Catalogue
from kg.query.parameters import resolve_all
from kg.query.silence import why_no_rows

if TYPE_CHECKING:
    from pathlib import Path

CATALOGUE = Catalogue(shipped("queries"))
AROUND = ["bridge", "quarter", "city", "district", "region"]  # each in the next
COUNTED = {"act": "reports", "mode": "indirect", "proposition": "deaths", "said": "2012-03-10"}


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    repository = DataRepository(tmp_path_factory.mktemp("places"))
    inner = {place: {"label": place.title(), "within": around} for place, around in pairwise(AROUND)}
    repository.reference["places"] = {**inner, "region": {"label": "Region"}, "island": {"label": "Island"}}
    deaths = {"sentence": "People were killed.", "issues": ["civilian-harm"]}
    repository.reference["propositions"]["deaths"] = deaths
    repository.write_reference()
    toll = row_of(0, **COUNTED, tolls=[{"deaths": 3, "place": "bridge"}])
    wider = row_of(1, **COUNTED, speaker="bob", **{"for": None}, tolls=[{"deaths": 9, "place": "region"}])
    elsewhere = row_of(2, **COUNTED, speaker="herald", **{"for": None}, tolls=[{"deaths": 5, "place": "island"}])
    sheet = repository.write("source", toll, wider, elsewhere) / "sheet.yaml"
    coded = json.loads(sheet.read_text("utf-8"))
    event = {"quote": "Bob said no", "mode": "narrator", "when": "2012-03-10", "place": "bridge"}
    coded["events"] = [
        {**event, "id": "fire", "type": "attack", "label": "Fire at the bridge", "victims": ["bob"]},
        {**event, "id": "meet", "type": "meeting", "label": "A meeting at the bridge", "participants": ["ann", "bob"]},
    ]
    sheet.write_text(json.dumps(coded), "utf-8")
    return repository.seeds


@pytest.mark.parametrize(
    ("name", "column", "found"),
    [
        ("events", "kind", {"dp:Attack", "dp:Meeting"}),
        ("timeline", "kind", {"dp:Attack", "dp:Meeting"}),
        ("meetings", "event", {"event:source.meet"}),
        ("death-tolls", "statement", {"statement:source.row-0"}),
    ],
)
def test_a_place_has_what_happened_in_the_places_inside_it(
    seeds: Path, name: str, column: str, found: set[str]
) -> None:
    store, question = graph_of(seeds), CATALOGUE.find(name)
    for place in AROUND:
        columns, *rows = ask(store, question.text, **resolve_all(store, question, [("place", place)]))
        said = {row[columns.index(column)] for row in rows}
        also = {"statement:source.row-1"} if (name, place) == ("death-tolls", "region") else set()
        assert said == found | also, place


def test_figures_for_a_place_and_for_one_far_around_it_are_compared(seeds: Path) -> None:
    columns, *rows = ask(graph_of(seeds), CATALOGUE.find("death-toll-differences").text)
    pairs = [(row[columns.index("number")], row[columns.index("other_number")]) for row in rows]
    assert pairs == [("3", "9")], "each pair once"


@pytest.mark.parametrize(("holder", "pair"), [("ann", ("3", "9")), ("bob", ("9", "3"))])
def test_the_figure_of_a_named_speaker_comes_first(seeds: Path, holder: str, pair: tuple[str, str]) -> None:
    store, question = graph_of(seeds), CATALOGUE.find("death-toll-differences")
    columns, *rows = ask(store, question.text, **resolve_all(store, question, [("holder", holder)]))
    assert [(row[columns.index("number")], row[columns.index("other_number")]) for row in rows] == [pair]


@pytest.mark.parametrize(
    ("pattern", "hint"),
    [
        ("?e dp:location place:district", "with `dp:location/schema:containedInPlace*` there would be 3 rows"),
        (
            "GRAPH ?g { ?e a dp:Event ; dp:location place:district }",
            "without GRAPH and with `dp:location/schema:containedInPlace*` there would be 2 rows",
        ),
        ("?e dp:issue issue:armed-conflict ; dp:concerns ?where FILTER (?where = dp:location)", ""),
        ("?e dp:issue issue:war-and-security", "with `dp:issue/skos:broader*` there would be"),
    ],
)
def test_an_empty_custom_query_gets_a_hint_about_places_inside(seeds: Path, pattern: str, hint: str) -> None:
    question = CATALOGUE.parse(f"SELECT DISTINCT ?e {{ {pattern} }}", "-q")
    first, *told = why_no_rows(graph_of(seeds), question, {})
    assert first == "no row answers this question"
    assert [said.startswith(hint) for said in told] == [True] * bool(hint), told
