"""Parts of messages: numbers of things, and unknown names, which are answered alike everywhere."""

from __future__ import annotations

from difflib import SequenceMatcher, get_close_matches
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.suggestions import Suggestions, counted, similar, suggest, unknown

KNOWN = ["table", "tables", "csv", "json"]


@pytest.mark.parametrize(
    ("number", "told"), [(0, "0 rows"), (1, "1 row"), (2, "2 rows"), (1000, "1,000 rows"), (-1, "-1 rows")]
)
def test_one_is_counted_in_the_singular_and_all_else_in_the_plural(number: int, told: str) -> None:
    assert counted(number, "row") == told
    assert counted(number, "entry", "entries") == told.replace("rows", "entries").replace("row", "entry")


@pytest.mark.parametrize(
    ("name", "near"),
    [("tabel", ["table", "tables"]), ("TABLE", ["table", "tables"]), ("son", ["json"]), ("xyz", []), ("", [])],
)
def test_similar_names_come_nearest_first(name: str, near: list[str]) -> None:
    assert similar(name, KNOWN) == near


def test_a_long_name_takes_no_longer_than_a_short_one_and_finds_its_beginning() -> None:
    assert similar("table" + "x" * 10**6, KNOWN, most=1) == similar("table" + "x" * 95, KNOWN, most=1)


def test_a_part_of_a_name_leads_to_it() -> None:
    assert similar("incompatible", ["incompatible-propositions-by-actor"]) == ["incompatible-propositions-by-actor"]


def test_without_a_similar_name_the_few_known_ones_are_listed_and_many_are_not() -> None:
    assert suggest("xyz", KNOWN) == "known: `csv`, `json`, `table`, `tables`"
    assert suggest("xyz", []) == suggest("xyz", map(str, range(41))) == "no similar name is known"


def test_the_error_names_what_is_unknown_and_what_to_do() -> None:
    assert str(unknown("format", "tabel", ["table"])) == "unknown format `tabel` (did you mean `table`?)"
    assert (
        str(unknown("query", "xyz", KNOWN, "`kg queries` lists them"))
        == "unknown query `xyz` (`kg queries` lists them)"
    )
    assert str(unknown("key", "a\nb", ["c"], of="x")) == "unknown key `a\\nb` of x (known: `c`)"


@given(
    names=st.lists(st.text("abcde-", min_size=1, max_size=12), min_size=60, max_size=300, unique=True),
    name=st.text("abcde-", min_size=1, max_size=12),
)
@settings(max_examples=100, deadline=None)
def test_of_many_names_the_same_is_found_as_by_comparing_each_in_full(names: list[str], name: str) -> None:
    everything = get_close_matches(name, sorted(names), 3, 0.55)
    best = [SequenceMatcher(None, found, name).ratio() for found in similar(name, names) if everything]
    assert best[:1] == [SequenceMatcher(None, found, name).ratio() for found in everything[:1]]


def test_of_tens_of_thousands_of_names_few_are_compared_in_full(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []
    monkeypatch.setattr("difflib.get_close_matches", lambda _name, names, *_: compared.append(len(names)) or [])
    similar("statement-77777", [f"statement-{number}" for number in range(30_000)])
    assert compared == [50]


def test_the_unknown_names_of_one_file_are_explained_once_each_and_not_without_end() -> None:
    made: list[str] = []
    suggestions = Suggestions(most=2)
    said = [suggestions.about(name, partial(_made, made, name), f"`{name}`: ") for name in "abacbd"]
    assert made == ["a", "b"]
    limit = "no name is suggested after the first 2 unknown names of a file"
    assert said == ["about a", "about b", "about a", f"`c`: {limit}", "about b", f"`d`: {limit}"]


def _made(made: list[str], name: str) -> str:
    made.append(name)
    return f"about {name}"
