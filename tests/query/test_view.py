"""An answer as a person reads it: nothing repeated, nothing left out without a word, never wider than the screen."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from in_process import kg
from repositories import DataRepository, statement
from small_store import make_store

from kg.errors import UsageError
from kg.query.headings import heading
from kg.query.tables import cells_of, cut, narrowed, table, wrapped_lines
from kg.query.view import provable, view
from kg.store.build import build
from kg.store.folder import StoreFolder
from kg.store.last_answer import FILE, recall, remember

COLUMNS = [
    "actor",
    "actor_label",
    "act",
    "polarity",
    "proposition",
    "said",
    "statement",
    "quote",
    "source",
    "condition",
]
SOURCE = "source:2020-01-10-first"


def row(number: int, said: str = "2020-01-10") -> list[str]:
    statement = f"statement:2020-01-10-first.row-{number}"
    proposition = f"There should be a ceasefire in the region number {number}."
    return ["actor:russia", "Russia", "act:opposes", "polarity:opposes", proposition, said, statement, "no", SOURCE, ""]


def test_a_column_that_repeats_another_or_says_nothing_is_left_out():
    head = view(COLUMNS, [row(1), row(2, "2020-01-11")]).splitlines()
    assert head[0] == "2 rows; `kg why N` proves row N"
    assert head[1] == "in every row: actor Russia; act opposes; source 2020-01-10-first"
    assert head[2] == "empty columns: condition"
    assert head[3] == "not shown: polarity (same as act)"
    assert head[4].split() == ["#", "proposition", "said"]


def test_counts_that_happen_to_be_equal_are_both_shown():
    shown = view(["actor", "congruence", "conflict", "share"], [["a", "0", "0", "-0.5"], ["b", "0", "0", "1"]])
    assert shown.splitlines()[1:3] == [
        "in every row: congruence 0; conflict 0",
        "#  actor  share",
    ]
    assert view(["actor", "congruence", "conflict"], [["a", "2", "2"]]).splitlines()[-1].split() == ["1", "a", "2", "2"]


def test_what_both_sources_say_is_named_though_one_is_not_shown():
    names = ["actor", "side", "source", "later_side", "later_source"]
    shown = view(names, [["a", "supports", SOURCE, "supports", SOURCE]])
    assert "not shown: later side (same as side), later source (same as source)\n" in shown


def test_a_sentence_above_the_rows_has_no_full_stop_before_the_semicolon():
    said = [row(1), row(1, "2020-01-11")]
    head = view(COLUMNS, said).splitlines()[1]
    assert "in the region number 1; statement" in head
    assert ".;" not in head


def test_empty_columns_with_the_same_first_word_are_named_together():
    names = ["actor", "other_side", "other_said_to", "other", "held_from", "held_to", "about"]
    shown = view(names, [["a", "", "", "", "", "", ""]])
    assert "empty columns: other (side, said not after, other), held from, held to, about\n" in shown


def test_a_column_that_names_several_kinds_of_things_is_what_the_rows_are_about():
    rows = [["issue", "issue:ceasefire", "ceasefire", "3"], ["source", "source:2020-01-10-first", "First talks", "2"]]
    head = view(["kind", "name", "name_label", "statements"], rows).splitlines()[1]
    assert head.split() == ["#", "kind", "name", "statements"]


def test_a_class_is_named_in_words():
    shown = view(["event", "kind"], [["event:a", "dp:MilitaryOperation"], ["event:b", "dp:Vote"]])
    assert ("Military operation" in shown, "Vote" in shown, "dp:" in shown) == (True, True, False)


@pytest.mark.parametrize(
    ("first", "last", "exact", "open_ended"),
    [
        ("said_from", "said_to", "said on", "said not before"),
        ("later_said_from", "later_said_to", "later said on", "later said not before"),
        ("not_before", "not_after", "on", "not before"),
        ("from", "to", "on", "from"),
    ],
)
def test_a_day_that_is_known_is_shown_as_a_day(first, last, exact, open_ended):
    columns, days = ["actor", first, last], ["2020-01-10", "2020-01-11"]
    known = view(columns, [["russia", day, day] for day in days]).splitlines()
    assert known[2].split() == ["#", *exact.split()]
    assert view(columns, [["russia", days[0], days[0]]] * 2).splitlines()[1].endswith(f"; {exact} 2020-01-10")
    bounded = view(columns, [["russia", days[0], day] for day in days]).splitlines()
    assert bounded[1] == f"in every row: actor russia; {open_ended} 2020-01-10"


@pytest.mark.parametrize("name", ["first_said", "last_said"])
def test_a_day_by_which_something_was_said_is_shown_as_a_bound(name):
    lines = view(["actor", name], [["russia", "2020-01-10"], ["russia", "2020-01-11"]]).splitlines()
    assert lines[2].split() == ["#", *name.split("_"), "not", "after"]


@pytest.mark.parametrize("last", ["said_to", "last_said"])
@pytest.mark.parametrize(("first_day", "told"), [("2020-01-09", 2), ("2020-01-10", 1)])
def test_one_day_in_two_columns_is_shown_once(last, first_day, told):
    columns = ["holder", "first_said", last, "statement"]
    both = view(columns, [["russia", first_day, "2020-01-10", name] for name in ("a", "b")]).splitlines()
    assert both[1].count("2020-01-") == told
    assert heading(last) in both[1]
    sentence = "There should be talks " * 9
    rows = [
        [sentence, first_day, "2020-01-10", "statement:a"],
        [sentence + "now", "2020-01-08", "2020-01-11", "statement:b"],
    ]
    assert view(columns, rows, width=60).split("\n2 ")[0].count("2020-01-") == told


def test_columns_of_bounds_without_any_day_are_named_as_bounds():
    shown = view(["voter", "not_before", "not_after"], [["russia", "", ""], ["china", "", ""]])
    assert shown.splitlines()[1] == "empty columns: not before, not after"


def test_the_words_and_the_short_name_stand_under_their_row():
    lines = view(COLUMNS, [row(1), row(2, "2020-01-11")]).splitlines()
    assert lines[6].startswith("1  There should be a ceasefire in the region number 1.")
    assert lines[7].strip() == "“no”  row-1"


def test_a_single_row_is_shown_in_full():
    text = view(COLUMNS, [row(1)])
    assert "in every row" not in text
    assert all(word in text for word in ("1 row;", "Russia", "opposes", "2020-01-10", "row-1", "2020-01-10-first"))


def test_a_long_value_that_repeats_stands_once_above_its_rows():
    """Where the table would be too wide for the screen; elsewhere the column stays."""
    columns = ["proposition", "actor", "day"]
    truce, talks = "There should be a truce in all of the northern provinces.", "There should be talks in the capital."
    rows = [[truce, "Aland", "2020-01-10"], [truce, "The Observatory of Bland", "2020-01-11"], [talks, "Bland", ""]]
    lines = view(columns, [*rows, [talks, "The Republic of Aland", "2020"]], width=70).splitlines()
    assert lines[1].split() == ["#", "actor", "day"]
    assert [lines[3], lines[6]] == [f"proposition: {truce}", f"proposition: {talks}"]
    assert lines[4].split() == ["1", "Aland", "2020-01-10"]
    assert lines[7].split() == ["3", "Bland"]
    wide = view(columns, rows, width=120)
    assert wide.count(truce) == 2


def test_a_column_that_is_partly_empty_is_no_heading():
    columns = ["actor", "victims", "said"]
    killed = "Syrian protesters and Syrian rebels in the province"
    rows = [["The army of Aland", killed, "2020-01-10"], ["The army of Bland", killed, "2020-01-11"]]
    shown = view(columns, [*rows, ["The Observatory", "", "2020-01-12"], ["Bland", "", "2020-01-13"]], width=60)
    assert "victims: none" not in shown
    assert shown.count("Syrian protesters") == 2
    assert f"victims: {killed}" in view(columns, [*rows, ["Bland", killed, "2020"], ["X", "Y", "2021"]], width=60)


def test_a_single_row_that_is_too_wide_is_a_line_for_each_value():
    columns = ["actor", "relation", "other", "proposition", "said", "statement", "quote", "other_quote"]
    cells = ["Aland", "agrees with", "Bland", "There should be talks." * 3, "2020-01-10", "statement:s.x", "yes", "no"]
    lines = view(columns, [cells], width=60).splitlines()
    assert "relation     agrees with" in lines, "a relation in words is not the name of a node"
    assert "other quote  “no”" in lines
    assert "statement    s.x" in lines
    assert lines.index("quote        “yes”") < lines.index("other quote  “no”"), "the earlier words come first"


@pytest.mark.parametrize("full", [True, False])
def test_without_rows_there_is_no_line_of_names(full):
    assert view(COLUMNS, [], width=80, full=full) == ""


def test_other_words_stand_under_their_row_too():
    columns = ["actor", "said", "quote", "other_quote"]
    said = [["Aland", "2020-01-10", "yes", "no"], ["Bland", "2020-01-11", "never", ""]]
    lines = view(columns, said, width=40).splitlines()
    assert [line.strip() for line in lines[3:]] == [
        "1  Aland  2020-01-10",
        "“yes”",
        "other: “no”",
        "2  Bland  2020-01-11",
        "“never”",
    ]


def test_columns_that_would_make_rows_tall_move_below_them():
    columns = ["actor", "proposition", "capacity", "said", "mode", "certainty"]
    about = "There should be talks in the capital, and a truce"
    said = [
        ["The Observatory", f"{about} {number}.", "represented", "2020-01-10", f"mode-{number}", ""]
        for number in range(3)
    ]
    lines = view(columns, [*said, ["Bland", "War.", "itself", "2020-01-11", "", "possible"]], width=60).splitlines()
    assert lines[1].split() == ["#", "actor", "proposition", "capacity"]
    assert "   said 2020-01-10; mode mode-0" in lines
    assert [line.split() for line in lines[-2:]] == [
        ["4", "Bland", "War.", "itself"],
        ["said", "2020-01-11;", "certainty", "possible"],
    ]
    assert not [line for line in lines if line.endswith("2020-")], "a day is never broken"


@pytest.mark.parametrize("width", [40, 60, 100, 200])
@pytest.mark.parametrize("full", [True, False])
def test_no_line_is_wider_than_the_screen(width, full):
    lines = view(COLUMNS, [row(n, f"2020-01-{n:02}") for n in range(1, 20)], width=width, full=full).splitlines()
    assert max(map(cells_of, lines)) <= width


def test_an_answer_ends_with_the_screen_and_says_what_is_left():
    rows = [row(n, f"2020-01-{n:02}") for n in range(1, 21)]
    lines = view(COLUMNS, rows, width=100, height=20).splitlines()
    assert len(lines) <= 17
    shown = sum("“no”" in line for line in lines)
    assert lines[0].startswith("20 rows")
    assert lines[-1] == f"and {20 - shown} more rows: --full shows everything"
    everything = view(COLUMNS, rows, width=300, height=20, full=True)
    assert everything.count("There should be") == 20
    assert "more rows" not in everything


@given(st.lists(st.tuples(st.text(max_size=30), st.text(max_size=12)), min_size=1, max_size=6), st.integers(12, 90))
def test_lines_fit_whatever_the_cells_contain(rows, width):
    for full in (True, False):
        text = view(["quote", "name"], [list(cells) for cells in rows], width=width, full=full)
        assert all(cells_of(line) <= max(width, 31) for line in text.split("\n"))


@given(st.text(alphabet="abc -.:漢é\u0301 ", max_size=60), st.integers(4, 40))
def test_folding_keeps_every_letter_and_fits(text, width):
    lines = wrapped_lines(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(cells_of(line) <= width for line in lines)


@given(st.text(max_size=60), st.integers(3, 40))
def test_a_cut_text_fits(text, width):
    assert cells_of(cut(text, width)) <= width


def test_identifiers_are_broken_behind_a_hyphen_at_most():
    assert wrapped_lines("ceasefire-in-syria-and-beyond", 12) == ["ceasefire-", "in-syria-", "and-beyond"]


def test_a_list_of_rules_is_still_a_table():
    assert table(["rule", "what"], [["a", "b c"]]).decode().splitlines() == ["rule  what", "──────────", "a     b c"]


def test_rows_are_proved_by_what_they_are_most_about():
    assert provable([["edge:a.b.c", "statement:s.x"]]) == ["statement:s.x"]
    assert provable([["edge:a.b.c"], [""]]) == ["edge:a.b.c", ""]
    assert provable([["x"], ["statement: what is said"]]) == ["", ""]
    # One column of a timeline names statements, events and relations.
    assert provable([["statement:s.x"], ["event:s.y"], ["relation:s.z"]]) == [
        "statement:s.x",
        "event:s.y",
        "relation:s.z",
    ]


def test_a_row_of_the_last_table_is_proved_by_its_number(tmp_path, monkeypatch):
    folder = make_store(tmp_path / "store")
    remember(folder, ["statement:one.a", ""])
    assert recall(folder, 1) == "statement:one.a"
    for number, said in ((2, "names no statement"), (3, "had 2 rows"), (0, "had 2 rows")):
        with pytest.raises(UsageError, match=said):
            recall(folder, number)
    make_store(tmp_path / "store")
    with pytest.raises(UsageError, match="no table of this store"):
        recall(folder, 1)


@pytest.fixture(scope="module")
def spoken(tmp_path_factory):
    """The store of a repository in which one state has spoken, on one proposition."""
    folder = tmp_path_factory.mktemp("spoken")
    repository = DataRepository(folder)
    repository.write("first", statement())
    build(repository.seeds, StoreFolder(folder / "store"))
    return str(folder / "store")


@pytest.mark.parametrize("kept", ["", "[]", "{", '{"rows": 3}', '{"store": "store-000001", "rows": [1]}'])
def test_a_damaged_memory_of_the_last_table_is_ignored(tmp_path, kept):
    folder = make_store(tmp_path / "store")
    (tmp_path / "store" / FILE).write_text(kept)
    with pytest.raises(UsageError, match="no table of this store"):
        recall(folder, 1)


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        (("actor=aland", "other=bland"), ["nobody from Bland has spoken in this store"]),
        (("actor=aland", "other=aland", "issue=ceasefire"), []),
        (("actor=aland", "issue=peace-talks"), ["nobody from Aland has spoken on “peace talks”"]),
        (("actor=aland", "proposition=talks"), ["nobody from Aland has spoken on “There should be talks.”"]),
    ],
)
def test_a_side_that_did_not_speak_is_named(spoken, parameters, words):
    done = kg("query", "common-ground", *(word for pair in parameters for word in ("-p", pair)), "-s", spoken)
    assert (done.code, len(done.out.splitlines())) == (0, 1)
    assert [line for line in done.err.splitlines() if "nobody" in line] == [f"kg: {word}" for word in words]


def test_the_command_shows_keeps_and_explains(tmp_path):
    store = make_store(tmp_path / "store").path
    shown = kg(
        "query", "-q", "SELECT ?statement { ?statement dp:holder ?x } ORDER BY ?statement", "-f", "table", "-s", store
    )
    assert "`kg why N` proves row N" in shown.out
    assert json.loads((tmp_path / "store" / FILE).read_text())["rows"]
    empty = kg("query", "-q", "SELECT * { ?x dp:holder actor:nobody }", "-s", store)
    assert (empty.code, "no row answers this question" in empty.err) == (0, True)
    workbook = ("-f", "xlsx", "-o", str(tmp_path / "empty.xlsx"))
    filed = kg("query", "-q", "SELECT * { ?x dp:holder actor:nobody }", *workbook, "-s", store)
    assert (filed.code, "no row answers this question" in filed.err) == (0, True)
    labels = kg(
        "query",
        "-q",
        "SELECT ?x ?x_label { ?x dp:holder ?h BIND ('name' AS ?x_label) }",
        "-f",
        "csv",
        "--labels",
        "-s",
        store,
    )
    assert labels.out.splitlines()[:2] == ["x", "name"]


def narrowed_cell_by_cell(needs: list[tuple[int, int]], room: int) -> list[int]:
    widths = [wanted for wanted, _ in needs]
    while sum(widths) > room:
        can_be = [index for index, (_, least) in enumerate(needs) if widths[index] > least]
        widths[max(can_be, key=widths.__getitem__)] -= 1
    return widths


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 15)), min_size=1, max_size=8),
    st.integers(min_value=0, max_value=150),
)
def test_the_widest_columns_are_narrowed_first(columns: list[tuple[int, int]], width: int) -> None:
    needs = [(least + more, least) for more, least in columns]
    room = width - 2 * (len(needs) - 1)
    enough = sum(least for _, least in needs) <= room
    assert narrowed(needs, width) == (narrowed_cell_by_cell(needs, room) if enough else None)
