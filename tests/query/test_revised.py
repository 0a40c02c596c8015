"""A row that its coder has corrected with `revises` counts no more: nothing follows from it, and no answer has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from graphs import ask, graph_of
from repositories import DataRepository
from repositories import statement as row_of

from kg.export.statistics import counts_of_store
from kg.paths import shipped
from kg.query.catalogue import Catalogue

if TYPE_CHECKING:
    from pathlib import Path

CATALOGUE = Catalogue(shipped("queries"))
WITHDRAWN = {"on": "2024-05-04", "reason": "The first reading was right."}


def graph(folder: Path, *wrong: dict[str, object], **corrected: object):
    """Return the graph of a first reading, and of its correction in another source."""
    repository = DataRepository(folder)
    repository.write("first", *wrong)
    repository.write("later", row_of(0, revises="first.row-0", **corrected))
    return graph_of(repository.seeds)


def stances(store) -> set[tuple[str, ...]]:
    head, *rows = ask(store, CATALOGUE.find("stances").text)
    at = [head.index(name) for name in ("actor", "side", "proposition", "standing")]
    return {tuple(row[index].rpartition(":")[2] for index in at) for row in rows}


def test_what_is_held_is_what_the_correction_says(tmp_path: Path) -> None:
    store = graph(tmp_path, row_of(0, act="rejects"), act="supports")
    assert stances(store) == {
        ("ann", "supports", "truce", "last-known"),
        ("aland", "supports", "truce", "last-known"),
    }


def test_only_corrections_has_what_was_revised(tmp_path: Path) -> None:
    toll = {"act": "reports", "proposition": "war", "tolls": [{"deaths": 3}]}
    store = graph(tmp_path, row_of(0, **toll), **{**toll, "tolls": [{"deaths": 5}]})
    for question in CATALOGUE.questions():
        named = {cell for row in ask(store, question.text)[1:] for cell in row if cell.endswith("first.row-0")}
        assert bool(named) == (question.name == "corrections"), question.name
    assert [count.count for count in counts_of_store(store) if count.name == "statements"] == [1]
    head, *rows = ask(store, CATALOGUE.find("death-tolls").text)
    assert [row[head.index("deaths")] for row in rows] == ["5"]


def test_whoever_was_taken_for_a_spokesman_by_a_wrong_row_is_none(tmp_path: Path) -> None:
    store = graph(tmp_path, row_of(0, speaker="bob", **{"for": "aland"}), speaker="bob", **{"for": "bland"})
    head, *rows = ask(store, CATALOGUE.find("speaks-for").text)
    at = [head.index(name) for name in ("speaker", "body")]
    assert {tuple(row[index].rpartition(":")[2] for index in at) for row in rows} == {
        ("ann", "aland"),
        ("bob", "bland"),
    }


@pytest.mark.parametrize("how", ["retracts", "about"])
def test_a_retraction_that_was_a_misreading_has_no_effect(tmp_path: Path, how: str) -> None:
    repository = DataRepository(tmp_path)
    repository.write("said", row_of(0, act="supports"))
    back = {"act": "denies", "polarity": "opposes", "proposition": "talks"}
    repository.write("back", row_of(2, **back, **{how: "said.row-0"}))
    held = ("aland", "supports", "truce", "last-known")
    assert held not in stances(graph_of(repository.seeds))
    again = DataRepository(tmp_path / "again")
    again.write("said", row_of(0, act="supports"))
    again.write("back", row_of(2, **back, **{how: "said.row-0"}))
    again.write("corrected", row_of(2, **back, revises="back.row-2"))
    assert held in stances(graph_of(again.seeds))


def test_a_correction_that_is_withdrawn_corrects_nothing(tmp_path: Path) -> None:
    store = graph(tmp_path, row_of(0, act="rejects"), act="supports", withdrawn=WITHDRAWN)
    assert {side for _, side, *_ in stances(store)} == {"opposes"}


def test_what_is_corrected_twice_is_what_the_last_correction_says(tmp_path: Path) -> None:
    rows = (row_of(0, act="rejects"), row_of(1, act="supports", revises="row-0"))
    repository = DataRepository(tmp_path)
    repository.write("first", *rows)
    repository.write("later", row_of(0, act="doubts", polarity="neutral", revises="first.row-1"))
    assert {side for _, side, *_ in stances(graph_of(repository.seeds))} == {"neutral"}
