from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.web.content.matrix import MOST, Filter, Point, sign, tabulate

DAYS = ("2012-01-01", "2012-06-01", "2013-01-01")
POINTS = st.lists(
    st.builds(
        Point,
        st.integers(0, 9), st.integers(0, 9), st.integers(0, 30), st.integers(0, 3), st.integers(-1, 1),
        st.integers(0, 1), st.integers(0, 2), st.sampled_from(DAYS),
    ),
    max_size=60,
)  # fmt: skip  # the fields in their order


def point(actor, proposition, side=1, firm=1, day="2012-01-01", statement=None, spoken=0):
    return Point(actor, proposition, statement or actor * 100 + proposition, 0, side, firm, spoken, day)


@given(POINTS, st.integers(1, 2), st.booleans())
def test_the_table_holds_each_cell_that_passes_once(points, least, speakers):
    wanted = Filter(least=least, speakers=speakers)
    table = tabulate(points, wanted)
    assert {key[0] for key in table.cells} == set(table.actors)
    assert {key[1] for key in table.cells} == set(table.propositions)
    assert len(set(table.actors)) == len(table.actors)
    for (actor, proposition), cell in table.cells.items():
        own = [p for p in points if wanted.admits(p) and (p.actor, p.proposition) == (actor, proposition)]
        assert cell.sign == sign(own)
        assert cell.statements == len({p.statement for p in own})


@given(POINTS)
def test_the_order_does_not_depend_on_the_order_of_the_grounds(points):
    one, other = tabulate(points, Filter(least=1)), tabulate(points[::-1], Filter(least=1))
    assert (one.actors, one.propositions) == (other.actors, other.propositions)


def test_the_members_of_a_bloc_are_adjacent():
    blocs = ([0, 2, 4, 6], [1, 3, 5, 7])
    points = [point(a, p, side=1 if a % 2 == 0 else -1) for bloc in blocs for a in bloc for p in range(4)]
    order = tabulate(points, Filter()).actors
    assert sorted(order[:4]) in (blocs[0], blocs[1])


def test_a_bridge_shares_propositions_with_both_sides():
    points = [point(a, p) for a, ps in ((0, (0, 1)), (1, (2, 3)), (2, (1, 2))) for p in ps]
    assert tabulate(points, Filter(least=1)).actors[1] == 2


def test_never_more_than_sixty_of_each_and_it_says_how_many_are_left_out():
    table = tabulate([point(a, p) for a in range(80) for p in range(70)], Filter())
    assert (len(table.actors), len(table.propositions)) == (MOST, MOST)
    assert (table.more_actors, table.more_propositions) == (20, 10)


@pytest.mark.parametrize(
    ("sides", "expected"),
    [
        ([(1, 1)], "+"), ([(-1, 1)], "−"), ([(1, 1), (-1, 1)], "±"), ([(1, 0)], "(+)"), ([(1, 1), (-1, 0)], "+"),
        ([(0, 0)], "○"), ([(1, 0), (-1, 0)], "(±)"),
    ],
)  # fmt: skip  # pairs of side and firmness, and the sign
def test_firm_stances_decide_the_sign(sides, expected):
    assert sign([point(0, 0, side, firm) for side, firm in sides]) == expected


def test_the_page_has_the_cell_where_the_united_states_changed(pages):
    document = pages.document("/positions/")
    assert 'aria-label="United States: both, 2 statements"' in document.source
    rows = list(csv.DictReader(io.StringIO(pages.ask("/positions/index.csv").body.decode())))
    cell = next(r for r in rows if (r["actor"], r["proposition"]) == ("united-states", "nuclear-agreement-with-iran"))
    assert (cell["sign"], cell["change"], cell["statements"]) == ("±", "changed", "2")


def test_filters_of_the_page_leave_only_what_they_name(pages):
    rows = list(
        csv.DictReader(io.StringIO(pages.ask("/positions/index.csv?kind=State&least=1&to=2012-12-31").body.decode()))
    )
    assert rows
    assert {row["actor"] for row in rows} <= {
        "russia",
        "china",
        "qatar",
        "saudi-arabia",
        "syria",
        "united-states",
        "france",
        "iran",
    }
    assert max(row["last_said"] for row in rows) <= "2012-12-31"


@pytest.mark.parametrize(
    "query", ["colour=red", "issue=nothing", "kind=Robot", "from=yesterday", "a=nobody", "least=7"]
)
def test_unknown_filters_are_named(pages, query):
    response = pages.ask(f"/positions/?{query}")
    assert response.status == 400
    assert query.partition("=")[0] in response.body.decode()


def test_two_actors_side_by_side_show_both_sentences(pages):
    text = pages.document("/positions/?a=russia&b=western-states").text()
    assert "Russia and China opposing Western and Arab calls for Assad" in text
    assert (
        text.index("Where they differ")
        < text.index("Bashar al-Assad should step down.")
        < text.index("Where they agree")
    )
