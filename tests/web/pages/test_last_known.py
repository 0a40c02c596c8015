"""What pages list under "for" and "against" is what is last known, as `propositions` and `agreement` count it."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any

import pytest
from graphs import ask, graph_of
from repositories import DataRepository
from repositories import statement as row_of

from kg.namespaces import iri
from kg.paths import shipped
from kg.query.catalogue import Catalogue
from kg.web.content.compare import compare, tallies
from kg.web.content.edition import Edition
from kg.web.messages import Request, Response
from kg.web.templating import Page, render_page
from kg.web.views.actor import actor
from kg.web.views.home import home
from kg.web.views.positions import positions
from kg.web.views.topic import issue, proposition

if TYPE_CHECKING:
    from pathlib import Path

ASKED = Request("/", (), "text/html")
TRUCE = iri("proposition", "truce")


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ann was against until 2010, Bob has changed sides, the herald is for, Aland against, Bland only possibly for."""
    made = DataRepository(tmp_path_factory.mktemp("last-known"))

    def said(number: int, speaker: str, act: str, **more: Any) -> dict[str, Any]:
        return row_of(number, **{"for": None}, speaker=speaker, act=act, **more)

    until = {"holds": {"since": "2008-05", "until": "2010"}, "said": "2012-01-01"}
    made.write("first", said(0, "ann", "opposes", **until), said(1, "bob", "supports", said="2012-01-01"))
    made.write("second", said(0, "bob", "opposes", said="2012-01-02"), said(1, "herald", "supports"))
    made.write("third", said(0, "aland", "opposes"), said(1, "bland", "supports", certainty="possible"))
    return made.seeds


@pytest.fixture(scope="module")
def edition(seeds: Path) -> Edition:
    return Edition(graph_of(seeds), seeds, {})


def actors(*names: str) -> list[str]:
    return [iri("actor", name) for name in names]


def test_the_first_page_lists_who_is_for_and_against_now(edition: Edition) -> None:
    assert home(edition, ASKED).context["contested"] == [(TRUCE, actors("herald"), actors("aland", "bob"), 3)]


def test_the_page_of_a_proposition_counts_as_the_question_does(edition: Edition, seeds: Path) -> None:
    columns = dict(proposition(edition, ASKED, TRUCE).context["columns"])
    held = {title: sorted(h.actor for h in found) for title, found in columns.items()}
    assert held == {
        "For": actors("bland", "herald"),  # Bland in brackets
        "Against": actors("aland", "bob"),
        "Both, neither, or no longer": actors("ann"),
    }
    head, row = ask(graph_of(seeds), Catalogue(shipped("queries")).find("propositions").text)[:2]
    assert (row[head.index("supporters")], row[head.index("opponents")]) == ("1", "2")
    shown = render_page(proposition(edition, ASKED, TRUCE), edition, ASKED).decode()
    counts = dict(re.findall(r'<h2 id="side_\d">([^<]*) <span class="count">([^<]*)</span>', shown))
    assert counts == {"For": "1, and 1 not certain", "Against": "2", "Both, neither, or no longer": "1"}


def test_who_may_be_on_either_side_is_said_to_be_on_both(tmp_path: Path) -> None:
    made = DataRepository(tmp_path)
    maybe = {"for": None, "speaker": "ann", "certainty": "possible"}
    made.write("first", row_of(0, **maybe), row_of(1, **maybe, act="opposes"))
    edition = Edition(graph_of(made.seeds), made.seeds, {})
    for view, name in ((actor, *actors("ann")), (proposition, TRUCE)):
        assert "on both sides, not certain" in render_page(view(edition, ASKED, name), edition, ASKED).decode()


def test_the_page_of_an_issue_marks_what_is_not_certain_or_over(edition: Edition) -> None:
    (row, *_) = issue(edition, ASKED, iri("issue", "ceasefire")).context["rows"]
    assert (row.supporters, sorted(row.opponents)) == (actors("herald"), actors("aland", "bob"))
    assert sorted(row.others) == [(actors("ann")[0], "−", "no longer"), (actors("bland")[0], "(+)", "")]


def test_who_takes_sides_that_exclude_each_other_is_not_said_to_hold_one_no_longer(tmp_path: Path) -> None:
    made = DataRepository(tmp_path)
    made.reference["propositions"]["war"]["incompatible_with"] = ["truce"]
    made.write_reference()
    own: dict[str, Any] = {"for": None, "speaker": "ann"}
    made.write("first", row_of(0, **own), row_of(1, **own, proposition="war"))
    edition = Edition(graph_of(made.seeds), made.seeds, {})
    for view, name in ((actor, *actors("ann")), (proposition, TRUCE)):
        shown = render_page(view(edition, ASKED, name), edition, ASKED).decode()
        assert "contradicts itself" in shown
        assert "supports, no longer" not in shown
    (row, *_) = issue(edition, ASKED, iri("issue", "ceasefire")).context["rows"]
    assert row.others == [(actors("ann")[0], "+", "contradicts itself")]


def test_the_file_of_the_table_says_what_is_over(edition: Edition) -> None:
    answer = positions(edition, Request("/positions/", (("least", "1"),), "text/csv"))
    assert isinstance(answer, Response)
    changes = {row["actor"]: row["change"] for row in csv.DictReader(io.StringIO(answer.body.decode()))}
    assert changes == {"ann": "over", "bob": "changed", "herald": "", "aland": "", "bland": ""}


def test_pairs_on_two_propositions_are_said_to_be_counted_on_a_page_alone(edition: Edition) -> None:
    shown = render_page(actor(edition, ASKED, *actors("aland")), edition, ASKED).decode()
    assert "implies or excludes" in shown
    assert 'questions/agreement/">agreement</a> counts those on the same proposition' in shown


def test_actors_are_compared_by_what_is_last_known(edition: Edition) -> None:
    found = {tally.other: tally[1:] for tally in tallies(edition, *actors("aland"))}
    assert found == {actors("bob")[0]: (1, 0), actors("herald")[0]: (0, 1)}
    assert len(compare(edition, *actors("aland", "bob")).agreed) == 1
    assert len(compare(edition, *actors("aland", "ann")).unclear) == 1


def test_a_change_says_which_side_is_the_later(edition: Edition) -> None:
    shown = [render_page(page(edition, ASKED, name), edition, ASKED).decode() for page, name in (
        (actor, *actors("bob")), (proposition, TRUCE),
    )]  # fmt: skip
    asked = Request("/positions/", (("a", "aland"), ("b", "bob")), "text/html")
    page = positions(edition, asked)
    assert isinstance(page, Page)
    shown.append(render_page(page, edition, asked).decode())
    assert ["changed its position, now against" in text for text in shown] == [True] * 3


def test_days_of_a_stance_are_as_precise_as_its_words(edition: Edition) -> None:
    shown = render_page(actor(edition, ASKED, *actors("ann")), edition, ASKED).decode()
    assert "held since May 2008, held until 2010" in shown
    assert "ended 2010" in shown
    assert "opposes, no longer" in shown
