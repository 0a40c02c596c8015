"""`as-of`: the answer for an earlier day is the one that a store of all that had been said by then would give."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from graphs import ask, graph_of
from in_process import kg
from repositories import DataRepository
from repositories import statement as row_of

from kg.namespaces import PREFIXES
from kg.paths import shipped
from kg.proof.prove import prove
from kg.proof.view import as_text
from kg.query.catalogue import Catalogue
from kg.query.told_later import told_later

if TYPE_CHECKING:
    from pathlib import Path

CATALOGUE = Catalogue(shipped("queries"))
FIRST = date(2012, 3, 1)
#: What every answer about stances takes; the names of stances contain the day of what parts them.
QUESTIONS = ("stances", "positions", "for-and-against")


def rows(question: str, seeds: Path, day: date | None = None, **names: str) -> list[dict[str, str]]:
    """Return an answer as a dictionary a row, with stances named by actor, side and proposition alone."""
    bound: dict[str, Any] = {key: ox.NamedNode(PREFIXES[key] + name) for key, name in names.items()}
    if day:
        bound["as-of"] = ox.Literal(day.isoformat(), datatype=ox.NamedNode(PREFIXES["xsd"] + "date"))
    head, *answer = ask(graph_of(seeds), CATALOGUE.find(question).text, **bound)
    found = [dict(zip(head, row, strict=True)) for row in answer]
    for row in found:
        row |= {key: ".".join(row[key].split(".")[:3]) for key in ("stance", "contrary") if key in row}
    return sorted(found, key=str)


def repository(folder: Path, said: list[dict[str, Any]], last: date) -> Path:
    """Return seeds in two sources of all rows that were said by the last day, on which both were published."""
    made = DataRepository(folder)
    made.reference["propositions"]["local-truce"] = {
        "sentence": "There should be a truce in the city.",
        "issues": ["ceasefire"],
        "narrower_than": ["truce"],
    }
    made.reference["propositions"]["war"]["incompatible_with"] = ["truce"]
    made.write_reference()
    known = [row for row in said if row["said"] <= last.isoformat()]
    for slug, number in (("first", 0), ("second", 1)):
        mine = [row for row in known if row["number"] % 2 == number]
        cleaned = [row_of(**row) for row in mine]
        made.write(slug, *cleaned, published=last.isoformat(), title=f"News of {slug}")
    return made.seeds


def random_rows(seed: int, count: int, days: int) -> list[dict[str, Any]]:
    """Return rows on several days: for and against, held until or since another day, unsure, and taken back."""
    pick = random.Random(seed)
    rows: list[dict[str, Any]] = []
    for number in range(count):
        day = FIRST + timedelta(days=pick.randrange(days))
        row: dict[str, Any] = {"number": number, "said": day.isoformat()}
        row["act"] = pick.choice(("supports", "opposes"))
        row["proposition"] = pick.choice(("truce", "truce", "local-truce", "war"))
        if pick.random() < 0.4:
            row |= {"speaker": "bob", "for": None}
        if pick.random() < 0.2:
            row["certainty"] = "possible"
        if pick.random() < 0.35:
            row["holds"] = {"until": (day - timedelta(days=pick.randrange(-2, 6))).isoformat()}
        elif pick.random() < 0.2:
            row["holds"] = {"since": (day - timedelta(days=pick.randrange(6))).isoformat()}
        # Only of the same source, on the same or a later day, and of the same holder.
        earlier = [
            other["number"]
            for other in rows
            if other["number"] % 2 == number % 2
            and other["said"] <= row["said"]
            and other.get("speaker") == row.get("speaker")
        ]
        if earlier and pick.random() < 0.25:
            row["retracts"] = f"row-{pick.choice(earlier)}"
        rows.append(row)
    return rows


def test_the_answer_for_a_day_is_that_of_a_store_that_ends_on_it(tmp_path: Path) -> None:
    days = 9
    for seed in range(2):
        said = random_rows(seed, 40, days)
        whole = repository(tmp_path / f"{seed}", said, FIRST + timedelta(days=days))
        for number in (0, 3, 5, 8):
            day = FIRST + timedelta(days=number)
            then = repository(tmp_path / f"{seed}-{number}", said, day)
            for question in QUESTIONS:
                assert rows(question, whole, day) == rows(question, then), (seed, day, question)
            assert rows("stances", whole, day, actor="bob") == rows("stances", then, actor="bob")


def seen(question: str, seeds: Path, day: str, *columns: str) -> list[tuple[str, ...]]:
    """Return columns of what Ann is known to hold on a day, as slugs."""
    who = "holder" if question == "positions" else "actor"
    found = [row for row in rows(question, seeds, date.fromisoformat(day)) if row[who] == "actor:ann"]
    return sorted({tuple(row[column].rpartition(":")[2] for column in columns) for row in found})


def test_a_contrary_reported_later_of_an_earlier_day_parts_nothing_before_it_is_reported(tmp_path: Path) -> None:
    """On the 8th it is told that she was against it until the 4th: between the 2nd and the 5th."""
    said = [
        {"number": 0, "said": "2012-03-02"},
        {"number": 1, "said": "2012-03-05"},
        {"number": 2, "said": "2012-03-08", "act": "opposes", "holds": {"until": "2012-03-04"}},
    ]
    seeds = repository(tmp_path, said, date(2012, 3, 11))
    columns = ("side", "standing", "first_said", "said_to", "statements", "contrary")
    one = [("supports", "last-known", "2012-03-02", "2012-03-05", "2", "")]
    assert seen("stances", seeds, "2012-03-05", *columns) == one
    assert seen("stances", seeds, "2012-03-07", *columns) == one
    assert [row[:3] for row in seen("stances", seeds, "2012-03-08", *columns)] == [
        ("opposes", "ended", "2012-03-08"),
        ("supports", "last-known", "2012-03-05"),
        ("supports", "superseded", "2012-03-02"),
    ]
    assert seen("stances", seeds, "2012-03-01", *columns) == []


def test_until_they_are_taken_back_words_are_firm(tmp_path: Path) -> None:
    said = [
        {"number": 0, "said": "2012-03-02"},
        {"number": 2, "said": "2012-03-04", "act": "opposes"},
        {"number": 4, "said": "2012-03-06", "act": "hopes", "proposition": "talks", "retracts": "row-2"},
    ]
    seeds = repository(tmp_path, said, date(2012, 3, 11))
    days = {
        "2012-03-03": {"supports": "last-known"},
        "2012-03-04": {"supports": "superseded", "opposes": "last-known"},
        "2012-03-05": {"supports": "superseded", "opposes": "last-known"},
        "2012-03-06": {"supports": "last-known", "opposes": "not-firm"},
    }
    for question in QUESTIONS:
        for day, standings in days.items():
            found = {
                side: standing
                for side, standing, about in seen(question, seeds, day, "side", "standing", "proposition")
                if about == "truce"
            }
            assert found == standings, (question, day)
    proof = " ".join(as_text(prove(graph_of(seeds), "stance:ann.opposes.truce.2012-03-02")).split())
    assert "which is not firm: its holder took it back, or denied it, by 2012-03-06" in proof


def proof_of(seeds: Path, name: str) -> str:
    return " ".join(as_text(prove(graph_of(seeds), name)).split())


def test_a_period_is_proved_by_the_statements_made_by_then(tmp_path: Path) -> None:
    said = [
        {"number": 0, "said": "2012-03-02"},
        {"number": 2, "said": "2012-03-04", "act": "opposes"},
        {"number": 4, "said": "2012-03-06", "act": "hopes", "proposition": "talks", "retracts": "row-2"},
        {"number": 6, "said": "2012-03-08"},
    ]
    seeds = repository(tmp_path, said, date(2012, 3, 11))
    before = proof_of(seeds, "period:ann.supports.truce.before.2012-03-06.2012-03-04")
    assert "so from 2012-03-04 to 2012-03-05 its standing is: superseded [15-piece-standings, 17-periods]" in before
    assert "contrary to stance:ann.opposes.truce" in before
    assert "row-0" in before
    assert "row-6" not in before
    against = proof_of(seeds, "period:ann.opposes.truce.2012-03-02.before.2012-03-06.2012-03-04")
    assert "which was firm until it was taken back on 2012-03-06 [06-taken-back-on]" in against
    last = proof_of(seeds, "period:ann.supports.truce.2012-03-08")
    assert "so from 2012-03-08 on its standing is: last known" in last
    earlier = proof_of(seeds, "stance:ann.supports.truce.before.2012-03-06")
    assert "which were taken for one stance until 2012-03-05 [09-earlier-stances]" in earlier


def test_a_stance_that_has_not_always_stood_so_lists_the_days_from_which_it_did(tmp_path: Path) -> None:
    said = [{"number": 0, "said": "2012-03-02"}, {"number": 2, "said": "2012-03-04", "act": "opposes"}]
    proof = proof_of(repository(tmp_path, said, date(2012, 3, 11)), "stance:ann.supports.truce")
    assert "from 2012-03-02 last known: period:ann.supports.truce.2012-03-02" in proof
    assert "from 2012-03-04 superseded: period:ann.supports.truce.2012-03-04" in proof


def test_what_a_later_remark_says_of_its_time_parts_no_contraries_before(tmp_path: Path) -> None:
    """Two sides of one day are disputed; once an end before the other began is known, they are not contrary."""
    said = [
        {"number": 0, "said": "2012-03-05", "proposition": "war", "holds": {"since": "2012-03-04"}},
        {"number": 1, "said": "2012-03-05", "proposition": "truce"},
        {"number": 2, "said": "2012-03-07", "proposition": "truce", "holds": {"until": "2012-03-01"}},
        {"number": 3, "said": "2012-03-09", "proposition": "truce", "holds": {"until": "2012-03-05"}},
    ]
    seeds = repository(tmp_path, said, date(2012, 3, 11))
    columns = ("proposition", "standing")
    assert seen("stances", seeds, "2012-03-06", *columns) == [("truce", "disputed"), ("war", "disputed")]
    assert seen("stances", seeds, "2012-03-08", *columns) == [("truce", "disputed"), ("war", "disputed")]
    assert seen("stances", seeds, "2012-03-09", *columns) == [("truce", "ended"), ("war", "disputed")]


def test_times_are_as_precise_as_they_were_coded(tmp_path: Path) -> None:
    """Of two that begin or end on one day, the more precise one."""
    said = [
        {"number": 0, "said": "2012-03-02", "holds": {"since": "2011"}},
        {"number": 1, "said": "2012-03-05", "holds": {"since": "2011-01-01"}},
        {"number": 2, "said": "2012-03-02", "holds": {"until": "2011-06"}, "proposition": "talks"},
    ]
    seeds = repository(tmp_path, said, date(2012, 3, 11))
    held = ("proposition", "held_from", "held_to")
    assert seen("stances", seeds, "2012-03-04", *held) == [("talks", "", "2011-06"), ("truce", "2011", "")]
    assert seen("stances", seeds, "2012-03-11", *held) == [("talks", "", "2011-06"), ("truce", "2011-01-01", "")]
    assert ("truce", "2011-01-01", "") in [
        tuple(row[name].rpartition(":")[2] for name in held) for row in rows("stances", seeds)
    ]
    for question in ("positions", "for-and-against"):
        assert seen(question, seeds, "2012-03-04", *held) == [("talks", "", "2011-06"), ("truce", "2011", "")]


#: Days before and on the first and the last day of what Ann is said to have held, and how many rows tell of it later.
TOLD_LATER = {
    "2011-02-28": 0,
    "2011-03-01": 1,
    "2020-12-31": 1,
    "2021-01-01": 0,  # what was held then ended the day before
    "2021-06-01": 0,  # on this day it is said, and in the answer
}


def test_what_was_said_later_of_a_day_is_no_part_of_its_answer_and_is_reported(tmp_path: Path) -> None:
    """What had been said by a day and what was held on it are two things; `as-of` is the first."""
    made = DataRepository(tmp_path)
    held = row_of(0, said="2021-06-01", act="opposes", holds={"since": "2011-03", "until": "2020"})
    made.write("first", held, row_of(1, speaker="bob", said="2010-01-01", **{"for": None}), published="2021-06-01")
    for name in QUESTIONS:
        question, store = CATALOGUE.find(name), graph_of(made.seeds)
        for day, later in TOLD_LATER.items():
            shown = {row["held_to"] for row in rows(name, made.seeds, date.fromisoformat(day))}
            assert shown == ({""} if day < "2021-06-01" else {"", "2020"})
            sentences = told_later(store, question, {"as-of": day})
            assert [" said after " in sentence for sentence in sentences] == [True] * bool(later), (name, day)
    (told,) = told_later(store, CATALOGUE.find("stances"), {"as-of": "2019-01-01", "actor": "ann"})
    assert told == "1 more row, said after 2019-01-01, tells what was held on that day: ask without -p as-of=2019-01-01"
    assert told_later(store, CATALOGUE.find("stances"), {"as-of": "2019-01-01", "actor": "bob"}) == []
    assert told_later(store, CATALOGUE.find("posts"), {"as-of": "2019-01-01"}) == []


def test_the_command_reports_what_was_said_later(tmp_path: Path) -> None:
    made = DataRepository(tmp_path)
    made.write("first", row_of(0, said="2012-03-11", act="opposes", holds={"until": "2011"}))
    built = kg("build", made.seeds, "--store", tmp_path / "store")
    assert built.code == 0, built.err
    done = kg("query", "positions", "-p", "as-of=2010-05-01", "--store", tmp_path / "store")
    assert done.out.count("\n") == 1
    assert "1 more row, said after 2010-05-01, tells what was held on that day" in done.err
