"""Who speaks for a state, whose government "the government" is, and that one person or body is one entry."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from kg.extract.draft.drafting import Drafter
from kg.reference.countries import countries
from kg.reference.packages import find_package
from kg.reference.shared import load_reference

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

DAY = date(2012, 6, 3)


def mouths(text: str, gazetteer: Gazetteer) -> list[tuple[object, object]]:
    return [(row.get("speaker"), row.get("for")) for row in Drafter(text, gazetteer, DAY).draft().statements]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Hernan Gomez, Panama coach, said the talks failed.", ("hernan-gomez", None)),
        ("Tunisia's coach Nabil Berg said the talks failed.", ("nabil-berg", None)),
        ("Representatives from Kenya said the talks failed.", ("representatives-from-kenya", "kenya")),
        ("Kenya's ambassador Nabil Berg said the talks failed.", ("nabil-berg", "kenya")),
        ("Syrian opposition chief Omar Holm said the talks failed.", ("omar-holm", None)),
        (
            "The help ranged from US President Barack Obama to Facebook founder Karl Holm. "
            "Facebook founder Karl Holm said the talks failed.",
            ("karl-holm", None),
        ),
    ],
)
def test_only_an_office_of_a_state_speaks_for_it(text: str, told: tuple[str, str | None], gazetteer: Gazetteer) -> None:
    assert mouths(text, gazetteer) == [told]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The government of Samoa opened the port. The government said ships left.", [("samoan-government", "samoa")]),
        (
            "Kenyan government ends lockdown\n\nIt ended in Nairobi. The prime minister said schools would open.",
            [("kenyan-prime-minister", "kenya")],
        ),
        (
            "The Kenyan government rejected the plan. The Swedish government backed the plan.\n\n"
            "The government said the talks would go on.",
            [("kenyan-government", "kenya"), ("swedish-government", "sweden"), (None, None)],
        ),
        (
            "Kenya attacks Sweden\n\nThe government said the port was shelled.",
            [("government", None)],
        ),
    ],
)
def test_the_government_is_that_of_the_only_state(
    text: str, told: list[tuple[str | None, str | None]], gazetteer: Gazetteer
) -> None:
    assert mouths(text, gazetteer) == told


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        (
            "Professor Ole Burrows, the chairman, said the flag was old. Professor Burrows said schools would help.",
            {"ole-burrows"},
        ),
        (
            "Police director Ole Rebic met reporters. Director Rebic said the protests were illegal.",
            {"ole-rebic"},
        ),
        (
            "The Norwegian Centre for Emergency Relief (NCER) said ships left. NCER said ships came.",
            {"norwegian-centre-for-emergency-relief"},
        ),
        ("Jean-Marc Holm, the foreign minister of France, said the talks failed.", {"jean-marc-holm"}),
        ("Bashar al-Assad left. The 46-year-old president said the talks failed.", {"bashar-al-assad"}),
        ("CERN Administrator Karl Holm met guests. CERN said the tests failed.", {"cern"}),
        ("According to UNICEF data, schools were closed. UNICEF said schools were closed.", {"unicef"}),
    ],
)
def test_one_actor_is_one_entry(text: str, slugs: set[str], gazetteer: Gazetteer) -> None:
    assert {speaker for speaker, _ in mouths(text, gazetteer)} == slugs


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Karl Holm asked for help. He described Ole Berg as a victim. Berg left.", "karl-holm"),
        (
            "Critics call it a camp. The Berg Church denied that it was. They said Ole was free.",
            "berg-church",
        ),
        ('"If they can, they will," said Anna Berg, a minister.', "anna-berg"),
        ("Speaking for the parents, Karl Holm, SC, said the law was bad.", "karl-holm"),
    ],
)
def test_each_text_has_the_right_speaker(text: str, speaker: str, gazetteer: Gazetteer) -> None:
    assert mouths(text, gazetteer)[-1][0] == speaker


@pytest.mark.parametrize(
    "text",
    [
        "The study's results showed that salt helped. They say that salt is cheap.",
        "Ole Sam and his wife, from Oslo, Norway, are on trial. They said the law was bad.",
    ],
)
def test_they_means_neither_a_text_nor_a_place(text: str, gazetteer: Gazetteer) -> None:
    assert not {"study-results", "norway"} & {mouths(text, gazetteer)[-1][0]}


def test_it_may_mean_a_thing_mentioned_before(gazetteer: Gazetteer) -> None:
    text = "When a document has been found, the Canadian government says it was not particularly important."
    draft = Drafter(text, gazetteer, DAY).draft()
    assert [entry.sentence for entry in draft.propositions.values()] == [""]


def test_drafts_know_the_states_of_the_package_by_the_same_slugs_and_names() -> None:
    world = load_reference(find_package("world", Path()).folder)
    states = {slug: entry for slug, entry in world.named.items() if entry.type == "State"}
    known = {country.slug: country for country in countries()}
    assert len(known) > 195
    assert {"samoa", "timor-leste", "holy-see", "eswatini", "monaco"} <= known.keys() <= states.keys()
    assert states.keys() - known.keys() >= {"soviet-union", "zanzibar"}, "these mean nobody today"
    for slug, country in known.items():
        assert {states[slug].label, *states[slug].aliases} <= set(country.names), slug
        assert country.demonyms == states[slug].demonyms, slug


@pytest.mark.parametrize(("word", "slug"), [("Antiguan", "antigua-and-barbuda"), ("Timorese", "timor-leste")])
def test_an_adjective_of_the_package_means_its_state(gazetteer: Gazetteer, word: str, slug: str) -> None:
    assert gazetteer.state(word) == slug
    assert gazetteer.state("Dili") == "timor-leste"
    assert gazetteer.state("Kingston") is None
