"""Parts of messages: numbers of things, and unknown names, which are answered alike everywhere."""

from __future__ import annotations

import pytest

from kg.suggestions import counted, similar, suggest, unknown

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
