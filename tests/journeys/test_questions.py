"""The commands of docs/questions.md: each has an answer on the seeds, or the page says that there is none."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from graphs import SEEDS, graph_of

from kg.paths import shipped
from kg.query.catalogue import Catalogue
from kg.query.parameters import resolve_all
from kg.query.run import run_query

PAGE = (Path(__file__).parents[2] / "docs" / "questions.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"\| `kg query ([^`]+)` \|", PAGE)
CATALOGUE = Catalogue(shipped("queries"))


def rows(command: str) -> list[dict[str, str]]:
    name, *words = shlex.split(command)
    given = [tuple(word.split("=", 1)) for word in words if word != "-p"]
    question, store = CATALOGUE.find(name), graph_of(SEEDS)
    found = run_query(store, question.text, resolve_all(store, question, given), file=question.file)
    names = [variable.value for variable in found.variables]
    return [{key: row[key].value if row[key] is not None else "" for key in names} for row in found]


def test_every_row_of_the_page_has_a_command() -> None:
    _, _, *table = re.findall(r"(?m)^\|.*", PAGE)  # its head and the line below that aside
    assert len(COMMANDS) == len(table) > 0


def test_each_command_of_the_page_has_the_rows_it_promises() -> None:
    assert [command for command in COMMANDS if bool(rows(command)) == (f"`{command}` has no row" in PAGE)] == []


def test_syria_and_its_opposition_have_no_common_ground() -> None:
    assert rows("common-ground -p actor=syria -p other=syrian-opposition") == []


# The heads of some answers, as a reader of the articles expects them


def test_russia_opposes_intervention_through_its_minister() -> None:
    found = rows("for-and-against -p proposition=foreign-intervention-in-syria -p side=opposes")
    assert {(row["actor_label"], row["through_label"], row["standing"].rpartition("/")[2]) for row in found} >= {
        ("Russia", "Sergei Lavrov", "last-known"),
        ("Hamad bin Jassim al-Thani", "Arab ministers who met Lavrov in March 2012", "not-firm"),
    }


def test_the_seeds_main_conflict_is_in_the_answer() -> None:
    said = {(row["actor_label"], row["kind"].rpartition("/")[2]) for row in rows("said-of -p target=russia")}
    assert {("Qatar", "criticises"), ("Saudi Arabia", "criticises"), ("Saudi Arabia", "accuses")} <= said


def test_the_united_states_went_back_on_the_agreement() -> None:
    (row,) = rows("shifts -p actor=united-states")
    assert (row["side"].rpartition("/")[2], row["later_side"].rpartition("/")[2]) == ("supports", "opposes")
    assert (row["said_to"], row["later_said_to"], row["order"]) == ("2017-01-20", "2018-12-31", "certain")


def test_posts_name_the_minister_on_a_day() -> None:
    assert [row["official_label"] for row in rows("posts -p organisation=saudi-arabia -p as-of=2012-03-11")] == [
        "Saud al-Faisal"
    ]


def test_the_shelling_is_among_what_happened_in_idlib() -> None:
    assert "Tank shelling of Idlib" in {row["event_label"] for row in rows("events -p place=idlib")}


def test_nobody_is_for_democracy_because_a_text_doubts_it() -> None:
    assert not [row for row in rows("stances -p side=supports") if "democracy" in row["proposition"]]
