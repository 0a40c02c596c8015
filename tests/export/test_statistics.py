"""`kg stats`: what a store holds, counted."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter

import pyoxigraph as ox
import pytest
from graphs import CORNER, SEEDS, graph_of
from in_process import kg
from small_store import DATA, make_store

from kg.export.statistics import as_csv, counts_of_store
from kg.export.table import flat_rows
from kg.namespaces import BASE, naming


def by(found, what):
    return {count.name.partition(":")[2] or count.name: count.count for count in found if count.by == what}


@pytest.mark.parametrize("seeds", [CORNER, SEEDS], ids=["corner", "seeds"])
def test_the_counts_are_those_of_the_flat_table(seeds):
    found, rows = counts_of_store(graph_of(seeds)), flat_rows(graph_of(seeds))
    statements = {(row["source"], row["id"]): row for row in rows}
    assert by(found, "total")["statements"] == len(statements) > 0
    for what in ("polarity", "mode", "act", "source"):
        assert by(found, what) == Counter(row[what] for row in statements.values())
    assert by(found, "kind") == Counter(row["kind"].capitalize() for row in statements.values())
    assert by(found, "actor") == Counter(row["holder"] for row in rows)
    issues = (issue for row in statements.values() for issue in row["issue"].split("|") if issue)
    assert by(found, "issue") == Counter(issues)
    assert by(found, "year") == Counter((row["said_to"] or row["published"])[:4] for row in statements.values())


def test_the_most_frequent_comes_first_and_has_its_label():
    found = [count for count in counts_of_store(graph_of(SEEDS)) if count.by == "act"]
    assert [count.count for count in found] == sorted((count.count for count in found), reverse=True)
    assert next(count.label for count in found if count.name == "act:calls-for") == "calls for"
    (head, *lines) = csv.reader(io.StringIO(as_csv(found), newline=""))
    assert (head, len(lines)) == (["by", "name", "label", "count"], len(found))


def test_the_counts_of_an_empty_store_are_zero():
    assert {count.count for count in counts_of_store(ox.Store())} == {0}


def test_names_below_another_base_are_counted():
    own = "https://data.example.org/own/"
    store = ox.Store()
    store.load(
        DATA.replace(BASE + "id", own + "id").replace(f"<{BASE}ontology>", f"<{own}ontology>").encode(),
        ox.RdfFormat.TRIG,
    )
    with naming(own):
        found = counts_of_store(store)
    assert by(found, "total")["statements"] == 3
    assert by(found, "total")["actors"] == 5
    assert by(found, "actor") == {"russia": 1, "qatar": 1, "sergei-lavrov": 1}


def test_the_command_counts_a_store_or_a_repository(tmp_path):
    (tmp_path / "kg.toml").write_text("")
    make_store(tmp_path / ".kg")
    for place in (tmp_path, tmp_path / ".kg"):
        done = kg("stats", place, "-f", "json")
        assert (done.code, done.err) == (0, "")
        assert json.loads(done.out)["total"]["statements"] == 3
        assert {"name": "actor:qatar", "label": "Qatar", "statements": 1} in json.loads(done.out)["statements_by"][
            "actor"
        ]
    assert kg("stats", "-s", tmp_path / ".kg").out.startswith("total")
    assert kg("stats", "-f", "csv", KG_STORE=str(tmp_path / ".kg")).out.startswith("by,name,label,count")
    (tmp_path / "empty").mkdir()
    for call, message in (
        (("stats", tmp_path / "empty"), "neither a repository"),
        (("stats", tmp_path, "-s", "x"), "cannot be combined"),
    ):
        refused = kg(*call)
        assert (refused.code, refused.err.count("\n")) == (2, 1)
        assert message in refused.err
