"""Names of states in the package `world`: those of ISO 3166-1, and those of the roll calls at their time."""

from __future__ import annotations

import shutil
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest

from kg.forms.types import Name
from kg.names import fold
from kg.reference.packages import find_package
from kg.reference.shared import load_reference

if TYPE_CHECKING:
    from pathlib import Path

    from kg.reference.lookup import Reference

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
French Republic | france
"""
#: A name with a slip in it is for a person to mend, and a name of two states at one time is nobody's.
NO_NAMES = ("REPULIC OF MOLDOVA", "TKAZAKHSTAN", "French Republi", "AY SWEDEN", "United Arab Republic", "Congo")
#: Both states are called so in the news, and one of them in the United Nations.
BOTH = {"congo"}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Reference:
    folder: Path = tmp_path_factory.mktemp("world") / "reference"
    package = find_package("world", folder).folder
    shutil.copytree(package, folder, ignore=shutil.ignore_patterns("compiled.*"))
    return load_reference(folder)


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
