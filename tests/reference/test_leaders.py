"""Heads of state and of government in the packages `world` and `leaders`: who held which office on a day."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest
from data_repository import SHEET, new_repository
from in_process import kg_here
from ruamel.yaml import YAML

from kg.names import plain_letters
from kg.rdf.periods import is_within
from kg.reference.packages import find_package

MEMBER = "Member of the government"


def officials(package: str) -> dict[str, dict]:
    return YAML(typ="safe").load((find_package(package, Path()).folder / "officials.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def people() -> dict[str, dict]:
    return officials("world") | officials("leaders")


def terms(people: dict[str, dict]) -> list[tuple[str, str, str, str, str | None]]:
    """Return who held which office of which state, since when and until when."""
    return [
        (slug, post["title"], post["of"], str(post["since"]), str(post["until"]) if "until" in post else None)
        for slug, row in people.items()
        for post in row["posts"]
        if post["title"] != MEMBER
    ]


def holders(people: dict[str, dict], title: str, of: str, day: str) -> set[str]:
    """Return the labels of those who may have held an office on a day."""
    return {
        people[slug]["label"]
        for slug, office, state, since, until in terms(people)
        if (office, state) == (title, of) and is_within(day, since, until)
    }


@pytest.mark.parametrize(
    ("title", "of", "day", "who"),
    [
        ("Prime Minister", "australia", "2014-03-01", {"Tony Abbott"}),
        (
            "Prime Minister",
            "united-kingdom",
            "1997-05-02",
            {"Tony Blair", "John Major"},
        ),  # the day of a change is of both
        ("Prime Minister", "united-kingdom", "2007-06-27", {"Tony Blair", "Gordon Brown"}),
        ("Prime Minister", "united-kingdom", "2022-10-10", {"Liz Truss"}),
        ("President", "argentina", "2016-05-05", {"Mauricio Macri"}),
        ("Prime Minister", "new-zealand", "2022-04-20", {"Jacinda Ardern"}),
        ("Chancellor", "germany", "2015-09-04", {"Angela Merkel"}),
        ("President", "france", "2026-01-01", {"Emmanuel Macron"}),
        ("King", "united-kingdom", "2022-09-07", set()),
        ("Prime Minister", "romania", "1999-06-01", {"Radu Vasile"}),  # his successor's year is misprinted
        ("Prime Minister", "haiti", "2023-01-01", {"Ariel Henry"}),
    ],
)
def test_who_held_an_office_on_a_day(people: dict[str, dict], title: str, of: str, day: str, who: set[str]) -> None:
    found = holders(people, title, of, day)
    assert {name.replace("James Gordon Brown", "Gordon Brown") for name in found} == who


def test_an_office_is_held_from_the_first_day_on(people: dict[str, dict]) -> None:
    assert "Tony Abbott" in holders(people, "Prime Minister", "australia", "2013-09-18")
    assert "Tony Abbott" not in holders(people, "Prime Minister", "australia", "2013-09-17")


def test_no_office_certainly_has_two_holders(people: dict[str, dict]) -> None:
    """A year and a day in it may be the same time, and the day of a change is of both holders."""
    held = defaultdict(list)
    for slug, title, of, since, until in terms(people):
        held[title, of].append((since, until or "9999", slug))
    both = [
        (one, other)
        for spells in held.values()
        for one in spells
        for other in spells
        if one[2] != other[2] and one[0] <= other[0] and other[0][: len(one[1])] < one[1][: len(other[0])]
    ]
    assert both == []


def test_whoever_is_in_office_stands_in_the_newest_edition(people: dict[str, dict]) -> None:
    lines = Path(__file__).parents[1].joinpath("support/leaders_2026.txt").read_text("utf-8").splitlines()
    newest = {state: _words(names) for state, names in (line.split(": ", 1) for line in lines)}
    current = [(slug, of) for slug, _, of, _, until in terms(people) if until is None]
    assert len(current) > 300
    absent = [
        slug
        for slug, of in current
        if not _words(" ".join([people[slug]["label"], *people[slug].get("aliases", ())])) & newest.get(of, set())
    ]
    assert absent == []


def _words(text: str) -> set[str]:
    return set(re.findall("[a-z]{3,}", plain_letters(text).casefold()))


def test_terms_are_in_order_and_of_states_of_the_package_world(people: dict[str, dict]) -> None:
    states = YAML(typ="safe").load((find_package("world", Path()).folder / "states.yaml").read_text("utf-8"))
    wrong = [
        term
        for term in terms(people)
        if term[2] not in states or (term[4] or "9999") < term[3][: len(term[4] or "9999")]
    ]
    assert wrong == []


def test_nobody_is_in_both_packages() -> None:
    assert officials("world").keys() & officials("leaders").keys() == set()


def test_a_repository_can_use_both_packages(tmp_path: Path) -> None:
    folder = new_repository(tmp_path)
    sheet = folder / SHEET
    text = sheet.read_text("utf-8").replace("speaker: ada-north", "speaker: tony-abbott")
    sheet.write_text(text.replace("    for: northland\n", "    for: australia\n"), "utf-8")
    done = kg_here(folder, "validate", "seeds")
    assert "kg reference add tony-abbott" in done.stdout + done.stderr
    assert kg_here(folder, "reference", "add", "Tony Abbott").returncode == 0
    assert kg_here(folder, "build").returncode == 0
    assert "Tony Abbott" in kg_here(folder, "query", "positions", "-p", "by=tony-abbott").stdout


@pytest.mark.parametrize("packages", ['"world"', '"world", "leaders"', '"leaders", "world"'])
def test_a_post_of_a_state_that_the_repository_calls_otherwise_has_one_label(tmp_path: Path, packages: str) -> None:
    """The packages have "Prime Minister of Turkey", and the repository's own holder is one of the Land of the Turks."""
    folder = new_repository(tmp_path)
    toml = folder / "kg.toml"
    toml.write_text(toml.read_text("utf-8").replace('["world"]', f"[{packages}]"), "utf-8")
    reference = folder / "seeds/reference"
    with (reference / "states.yaml").open("a", encoding="utf-8") as file:
        file.write("turkey: {label: Land of the Turks}\n")
    with (reference / "officials.yaml").open("a", encoding="utf-8") as file:
        file.write("some-body: {label: Some Body, posts: [{title: Prime Minister, of: turkey, since: 1950}]}\n")
    done = kg_here(folder, "validate", "seeds")
    assert (done.returncode, "post-label" in done.stdout) == (0, False), done.stdout
