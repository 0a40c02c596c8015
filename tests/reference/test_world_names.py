"""Names of states in the package `world`: those of ISO 3166-1, and those of the roll calls at their time."""

from __future__ import annotations

import re
import shutil
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sheets import described

from kg.forms.types import Name
from kg.names import fold
from kg.namespaces import slug_of
from kg.reference.packages import find_package
from kg.sources.assertion import assert_reference, assert_source
from kg.validate.run import validate

if TYPE_CHECKING:
    from kg.reference.lookup import Reference
    from kg.sources.assertion import Assertion

STATE = Name(("State",), labels=True)
NAMES = """
viet nam | vietnam
TURKEY | turkey
Republic of TÜRKIYE | turkey
CABO VERDE | cape-verde
COTE D’IVOIRE | ivory-coast
Ivory coast | ivory-coast
SAO TOME AND PRINCIPE | sao-tome-and-principe
VENEZUELA (BOLIVARIAN REPUBLIC OF) | venezuela
Korea, Republic of | south-korea
Moldova, Republic of | moldova
UKRAINIAN SSR | ukraine
USSR | soviet-union
CEYLON | sri-lanka
Swaziland | eswatini
DAHOMEY | benin
SIAM | thailand
Burma | myanmar
KHMER REPUBLIC | cambodia
Zaire | democratic-republic-of-the-congo
CONGO (LEOPOLDVILLE) | democratic-republic-of-the-congo
CONGO (BRAZZAVILLE) | republic-of-the-congo
GERMANY, FEDERAL REPUBLIC OF | germany
German Democratic Republic | east-germany
Federal Republic of Yugoslavia | serbia-and-montenegro
SOCIALIST FEDERAL REPUBLIC OF YUGOSLAVIA | yugoslavia
DEMOCRATIC YEMEN | south-yemen
SOUTHERN YEMEN | south-yemen
Yemen Arab Republic | yemen-arab-republic
YEMEN | yemen
TANGANYIKA | tanganyika
ZANZIBAR | zanzibar
French Republic | france
"""
#: States that are no more, and when they were members of the United Nations.
MEMBERS = """
czechoslovakia | 1945-10-24.1992-12-31
east-germany | 1973-09-18.1990-10-03
south-yemen | 1967-12-14.1990-05-22
soviet-union | 1945-10-24.1991-12-24
tanganyika | 1961-12-14.1964-04-26
yemen-arab-republic | 1947-09-30.1990-05-22
zanzibar | 1963-12-16.1964-04-26
"""
#: A name with a slip in it is for a person to mend, and a name of two states at one time is nobody's.
NO_NAMES = ("REPULIC OF MOLDOVA", "TKAZAKHSTAN", "French Republi", "AY SWEDEN", "United Arab Republic", "Congo")
TABLE = """\
source: {title: Rolls, publisher: united-nations, published: 2021-03-08, licence: CC0-1.0}
tables:
  - url: rolls.csv
    columns:
      - {name: vote, titles: vote}
      - {name: date, titles: date}
      - {name: label, titles: title}
      - {name: choice, titles: choice}
"""
ROLLS = """\
vote,date,title,choice,ms_name
1,1985-03-01,Rules,in-favour,YEMEN
1,1985-03-01,Rules,against,CONGO
2,1995-03-01,Rules,against,YEMEN
"""
#: Both states are called so in the news, and one of them in the United Nations.
BOTH = {"congo"}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> tuple[Reference, Assertion]:
    folder: Path = tmp_path_factory.mktemp("world") / "reference"
    shutil.copytree(find_package("world", folder).folder, folder, ignore=shutil.ignore_patterns("compiled.*"))
    return assert_reference(folder)


@pytest.fixture
def world(package: tuple[Reference, Assertion]) -> Reference:
    return package[0]


def test_a_state_is_found_by_its_official_and_its_former_names(world: Reference) -> None:
    expected = [tuple(line.split(" | ")) for line in NAMES.strip().splitlines()]
    assert [(name, world.resolve(name, STATE)) for name, _ in expected] == expected


def test_misspelt_and_shared_names_are_not_resolved(world: Reference) -> None:
    assert [name for name in NO_NAMES if world.resolve(name, STATE)] == []


def test_no_two_states_have_a_name_in_common(world: Reference) -> None:
    owners = defaultdict(set)
    for entry in world.named.values():
        for name in (entry.label, *entry.aliases) if entry.type == "State" else ():
            owners[fold(name)].add(entry.slug)
    assert len(owners) > 400
    assert {name for name, slugs in owners.items() if len(slugs) > 1} == BOTH


def test_former_states_were_members_of_the_united_nations_for_a_time(package: tuple[Reference, Assertion]) -> None:
    quads = package[1].quads
    expected = [tuple(line.split(" | ")) for line in MEMBERS.strip().splitlines()]
    held = [described(quads, f"membership:{slug}.united-nations")["org:memberDuring"] for slug, _ in expected]
    assert held == [[f"interval:{days}"] for _, days in expected]
    assert [slug for slug, _ in expected if "org:memberOf" in described(quads, f"actor:{slug}")] == []


def test_names_that_the_roll_calls_settle_are_declared_as_the_page_has_it(tmp_path: Path) -> None:
    """Without that, a name of two states is reported with both; with it, a ballot is that of the state of its day."""
    page = (Path(__file__).parents[2] / "docs/reference-data.md").read_text("utf-8")
    (declared,) = re.findall(r"^    - (\{name: voter, .*\})$", page, re.MULTILINE)
    folder = tmp_path / "seeds/rolls"
    folder.mkdir(parents=True)
    (tmp_path / "seeds/reference").mkdir()
    (tmp_path / "kg.toml").write_text('reference = ["world"]\n', "utf-8")
    (folder / "rolls.csv").write_text(ROLLS, "utf-8")
    description = folder / "source.yaml"
    description.write_text(TABLE + "      - {name: voter, titles: ms_name}\n", "utf-8")
    (finding,) = [f for f in validate([tmp_path / "seeds"], cache=None).findings if "CONGO" in f.message]
    assert "a name of `democratic-republic-of-the-congo` and `republic-of-the-congo`" in finding.message
    assert (finding.line, finding.column) == (3, 28)
    description.write_text(f"{TABLE}      - {declared}\n", "utf-8")
    reference, _ = assert_reference(tmp_path / "seeds/reference")
    ballots = {
        slug_of(q.subject.value): slug_of(q.object.value)
        for q in assert_source(folder, reference).quads
        if "voter" in q.predicate.value
    }
    assert sorted(ballots.values()) == ["republic-of-the-congo", "yemen", "yemen-arab-republic"]
